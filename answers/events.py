"""Events beside figures: which of them a chart of time should show, and which days of which records leave a norm."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from data.decisions.events import read
from data.decisions.events.read import KINDS, Event
from data.filters import Filters
from data.scope import Scope
from data.settings import current
from words import format

MOST = 9
"""Events that one chart names; the latest, when there are more."""


@dataclass(frozen=True)
class Mark:
    """An event as a chart shows it. number: of the list under the chart; last: missing while it goes on."""

    number: int
    label: str
    sentence: str
    first: date
    last: date | None


def on_chart(filters: Filters, scope: Scope, first: date, last: date) -> list[Mark]:
    """Events of the records asked for that touch a span of days, the earliest first; at most `MOST`."""
    found = [one for one in read.listed(current(), scope) if one.overlaps(first, last) and one.meets(filters)]
    shown = sorted(found[:MOST], key=lambda one: (one.started_on, one.code))
    return [
        Mark(at, KINDS[one.kind].split(",")[0], sentence(one), one.started_on, one.ended_on)
        for at, one in enumerate(shown, start=1)
    ]


def sentence(one: Event) -> str:
    """«Авария на водоводе: авария; Аскиз; отсутствие воды; 03.02.2026–10.02.2026; в норму не входит.»"""
    parts = [KINDS[one.kind], one.where, one.about, days(one)]
    parts += ["в норму не входит"] if one.leaves_norm else []
    return f"{one.title}: {'; '.join(parts)}."


def days(one: Event) -> str:
    """«с 03.02.2026», «03.02.2026–10.02.2026»."""
    if one.ended_on is None:
        return f"с {format.day(one.started_on)}"
    return format.period(one.started_on, one.ended_on)


def out_of_norm(filters: Filters, scope: Scope, as_of: date) -> list[Event]:
    """Events that take their days out of what was usual in the period of the filters."""
    first, last = filters.span(as_of)
    found = read.listed(current(), scope)
    return [one for one in found if one.leaves_norm and one.overlaps(first or date.min, last) and one.meets(filters)]


def narrowed(filters: Filters, one: Event, as_of: date) -> Filters | None:
    """The part of the records asked for that an event takes out of a norm; missing where there is none."""
    first, last = filters.span(as_of)
    first, last = max(first or date.min, one.started_on), min(last, one.ended_on or date.max)
    if first > last:
        return None
    asked = replace(filters, date_from=first, date_to=last)
    if one.topic:
        by_group = one.topic == one.group
        asked = replace(asked, topic_groups=(one.topic,)) if by_group else replace(asked, topics=(one.topic,))
    if one.place:
        return replace(asked, places=(one.place,))
    return replace(asked, municipalities=(one.municipality,)) if one.municipality else asked


def names(found: Sequence[Event]) -> str:
    """«Авария на водоводе», «Смена порядка» и ещё 2."""
    shown = ", ".join(f"«{one.title}»" for one in found[:2])
    return shown + (f" и ещё {len(found) - 2}" if len(found) > 2 else "")
