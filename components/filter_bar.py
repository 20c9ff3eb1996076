"""Filter controls, chips of what is active, the `flt` store and the URL.

One direction: controls → `flt` (dict of URL parameters) → page callbacks. Everything else that narrows the screen (a chip's ×,
«Сбросить всё», a click on a chart) only sets a control's value. `flt` and the URL say the same; Back and Forward draw the
screen anew from the URL.

    page:  layout(**query)          -> shell.screen(query, title, question, body)   # holds the bar and the store
           @callback(..., Input(ids.FLT, "data"), Input(ids.THEME, "data"))
           click_to_filter("map", ["municipality"])                                  # at module level, beside the callbacks
    app:   register(app)
"""

from collections.abc import Sequence

from dash import Dash
from dash.development.base_component import Component

from data.filters import Filters
from data.metrics import Stamp

CONTROLS = ("group", "topic", "municipality", "place", "channel", "recipient")


def filter_bar(
    filters: Filters,
    controls: Sequence[str] = CONTROLS,
    params: dict[str, str] | None = None,
) -> Component:
    """Controls in the state of `filters`, chips and the `flt` store. Lists come from `data.metrics.members` at each call.

    controls: URL keys to offer, the period always; params: URL parameters of the screen itself, kept in `flt` beside the filters.
    """
    raise NotImplementedError


def register(app: Dash) -> None:
    """Callbacks of the bar, once per application."""
    raise NotImplementedError


def click_to_filter(graph_id: str, keys: Sequence[str]) -> None:
    """A click on a point of the graph sets the filters `keys` from the point's `customdata` (codes in the same order; extra items ignored).

    Writes only the filter controls; a second click on the same point takes the filter back. None or "" as a code leaves that filter alone.
    """
    raise NotImplementedError


def describe(filters: Filters, stamp: Stamp) -> str:
    """«24.11.2025–23.11.2026 · ЖКХ · Аскизское городское поселение»: period and active filters for pictures and headings."""
    raise NotImplementedError
