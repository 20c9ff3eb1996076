"""Which records the share of answers in time is of: said in a sentence, not as a fault."""

from collections.abc import Mapping
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from components.question import Screen
from words import format

WITHOUT = "для их канала правило не задано или в выгрузке нет даты. В долю они не входят и нарушением не считаются."


def sentence(screen: Screen, row: Mapping[str, Any]) -> Component:
    """«Доля — из записей, у которых срок наступил: 1 429. Ещё у 89 он впереди. У 1 778 срока нет: …» row: of `due`,
    `not_yet_due`, `no_clock`; each number opens its records, what there is none of is not told.
    """
    words: list[Any] = ["Доля — из записей, у которых срок наступил: ", _number(screen, "due", row["due"]), "."]
    if row["not_yet_due"]:
        words += [" Ещё у ", _number(screen, "not_yet_due", row["not_yet_due"]), " он впереди."]
    if row["no_clock"]:
        words += [" У ", _number(screen, "no_clock", row["no_clock"]), f" срока нет: {WITHOUT}"]
    return html.P(words, className="deadlines-counted")


def _number(screen: Screen, name: str, value: Any) -> Any:
    href = screen.records_href(name, value, {})
    return dcc.Link(format.number(value), href=href, refresh=True) if href else format.number(value)
