"""Filters of one value in the bar: words of a record, how it stands on a day. Each is written into the address like a
parameter of the screen and read as a filter; assets/20-filters.js empties them by their names.
"""

from collections.abc import Callable, Mapping

from dash import dcc, html
from dash.development.base_component import Component

from components import ids, typed_words
from data.filters import LONGEST_TEXT, Filters
from words import texts


def state(filters: Filters) -> Component:
    """How records stand on the day of the report, one of a few: written into the address like a parameter."""
    dropdown = dcc.Dropdown(
        id=ids.param("state"),
        options=[{"value": code, "label": label} for code, label in texts.STATES.items()],
        value=filters.state or None,
        placeholder=texts.ANY_STATE,
        labels=texts.DROPDOWN,
        searchable=False,
    )
    label = html.Span(texts.FILTER_LABELS["state"], className="filters__label")
    return html.Div([label, dropdown], className="filters__item")


def text(filters: Filters) -> Component:
    """Words or a number: written into the address like a parameter of the screen, read as a filter."""
    look = {"maxLength": LONGEST_TEXT, "placeholder": texts.TEXT_HINT, "className": "filters__text"}
    field, settled = typed_words.field(ids.param("text"), "text", filters.text, **look)
    label = html.Label([html.Span(texts.FILTER_LABELS["text"], className="filters__label"), field])
    return html.Div([label, settled], className="filters__item")


FIELDS: Mapping[str, Callable[[Filters], Component]] = {"text": text, "state": state}
"""By URL key."""
