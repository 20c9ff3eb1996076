"""The figures of one screen side by side: against the period before, each leading to the records it counts."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from dash.development.base_component import Component

from answers.frames import only_row
from components import cards
from components.question import Screen
from data.metrics import METRICS


def row(
    screen: Screen,
    codes: Sequence[str],
    now: Mapping[str, Any] | None = None,
    elsewhere: Mapping[str, str] | None = None,
) -> Component:
    """A card for each metric. now: the row of `screen.query(codes, intervals=True)`, where it is known already;
    elsewhere: where a card leads that does not lead to records.
    """
    now = only_row(screen.query(codes, intervals=True)) if now is None else now
    earlier = screen.before()
    before = None if earlier is None else only_row(earlier.query(codes))
    days = screen.stamp.as_of, None if earlier is None else earlier.filters.as_of
    return cards.kpi_row([_card(screen, code, now, before, days, elsewhere or {}) for code in codes])


def _card(
    screen: Screen,
    code: str,
    now: Mapping[str, Any],
    before: Mapping[str, Any] | None,
    days: tuple[date, date | None],
    elsewhere: Mapping[str, str],
) -> Component:
    declared = METRICS[code]
    href = elsewhere.get(code) or screen.records_href(code, now.get(code), {})
    return cards.kpi(declared, now, before, href, days=days if declared.state else None)
