"""Filters that are seldom set stand behind «Ещё», which says how many of them are: the bar keeps one row.

The browser's half is assets/20-filters.js.
"""

from collections.abc import Mapping, Sequence

from dash import ClientsideFunction, Dash, Input, Output, State, html
from dash.development.base_component import Component

from components import ids
from components.attributes import html_attributes
from data.filters import Filters
from words import texts

ROOM = 6
"""Controls that stand in the row beside the period."""
_FIRST = ("group", "municipality", "channel", "recipient", "text", "state")
"""Who keeps a place in the row when there are more than `ROOM`, the most used first."""


def split(controls: Sequence[str]) -> tuple[list[str], list[str]]:
    """The controls of the row and those behind «Ещё», each in the order they came in."""
    if len(controls) <= ROOM:
        return list(controls), []
    order = [*(key for key in _FIRST if key in controls), *(key for key in controls if key not in _FIRST)]
    kept = set(order[:ROOM])
    return [key for key in controls if key in kept], [key for key in controls if key not in kept]


def button(filters: Filters, behind: Sequence[str]) -> Component:
    """«Ещё», «Ещё · 2»."""
    attributes = html_attributes(aria_expanded="false", aria_controls=ids.MORE_BOX)
    words = label(filters.to_params(), behind)
    return html.Button(words, id=ids.MORE, className="button filters__more", type="button", **attributes)


def label(params: Mapping[str, str], behind: Sequence[str]) -> str:
    """The word of the button. params: of the filters in force, by URL key."""
    count = sum(1 for key in behind if params.get(key))
    return f"{texts.MORE_FILTERS} · {count}" if count else texts.MORE_FILTERS


def box(controls: Sequence[Component]) -> Component:
    """The second row, closed until it is asked for."""
    return html.Div(list(controls), id=ids.MORE_BOX, className="filters__grid filters__behind", hidden=True)


def register(app: Dash) -> None:
    """Callbacks of the button; both run in the browser."""
    app.clientside_callback(
        ClientsideFunction("mcu_filters", "more"),
        Output(ids.MORE_BOX, "hidden"),
        Output(ids.MORE, "aria-expanded"),
        Input(ids.MORE, "n_clicks"),
        State(ids.MORE_BOX, "hidden"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction("mcu_filters", "setBehind"),
        Output(ids.MORE, "children"),
        Input(ids.FLT, "data"),
        State(ids.LISTS, "data"),
        State(ids.MORE, "children"),
    )
