"""A row of buttons of which one is pressed, kept in the URL."""

from collections.abc import Mapping
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from components import ids


def switch(key: str, known: Mapping[str, str], value: str, *, more: bool = False) -> Component:
    """known: value → words, the default first; a value that is not known counts as the default. key: in the URL. more:
    there are values without a button, so one that is not known stands.
    """
    options: Any = [{"value": code, "label": label} for code, label in known.items()]
    default = next(iter(known))
    now = value if value in known or (more and value) else default
    return dcc.RadioItems(options, now, id=ids.param(key, default), className="segments", inline=True)


def bar(key: str, known: Mapping[str, str], value: str) -> Component:
    """The same on a line of its own."""
    return html.Div([switch(key, known, value)], className="toolbar")
