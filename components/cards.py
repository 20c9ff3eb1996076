"""Cards: the box every block of a screen stands in, and the card of one figure."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from components import format, texts
from data.metrics.declaration import Metric


def card(
    title: str,
    body: Any,
    actions: Sequence[Component] = (),
    *,
    note: str = "",
    wide: bool = False,
) -> Component:
    """A titled box. note: one sentence under the title; actions: buttons or links at the right of the title."""
    raise NotImplementedError


def kpi(
    metric: Metric,
    row: Mapping[str, Any],
    previous_row: Mapping[str, Any] | None = None,
    href: str | None = None,
) -> Component:
    """One figure: label, value, change against the previous period, interval and n.

    row: a row (Series or dict) of `query([metric.id], intervals=True)`; `<id>_low`, `<id>_high`, `<id>_n` are used when there.
    previous_row: the same over the previous period; missing means there is nothing to compare with. href: where a click leads.
    """
    raise NotImplementedError


def kpi_row(cards: Sequence[Component]) -> Component:
    """KPI cards side by side; two in a row on a phone."""
    return html.Div(list(cards), className="kpi-row")
