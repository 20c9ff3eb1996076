"""Events beside figures: which of them a chart of time should show, and which days of which records leave a norm."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pandas as pd

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
    """An event as a chart shows it. number: of the list under the chart; last: missing while it goes on. is_turn: from
    its first day on things are otherwise, so that only that day is marked.
    """

    number: int
    label: str
    sentence: str
    first: date
    last: date | None
    is_turn: bool = False


def on_chart(filters: Filters, scope: Scope, first: date, last: date) -> list[Mark]:
    """Events of the records asked for that touch a span of days, the earliest first; at most `MOST`."""
    found = [one for one in read.listed(current(), scope) if one.overlaps(first, last) and one.meets(filters)]
    shown = sorted(found[:MOST], key=lambda one: (one.started_on, one.code))
    return [
        Mark(at, KINDS[one.kind].split(",")[0], sentence(one), one.started_on, one.ended_on, _is_turn(one))
        for at, one in enumerate(shown, start=1)
    ]


def _is_turn(one: Event) -> bool:
    return one.ended_on is None and one.kind in ("rules", "source")


def sentence(one: Event) -> str:
    """«Авария на водоводе: авария; Верхнее; отсутствие воды; 03.02.2026–10.02.2026; в норму не входит.»"""
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


def parts(filters: Filters, found: Sequence[Event], as_of: date) -> list[Filters]:
    """The parts of the records asked for that events take out, no day of a place and a topic twice: what a wider event
    has taken is not taken again by one within it. The filters must have a beginning.
    """
    first, last = filters.span(as_of)
    assert first is not None, "a norm has a beginning"
    made: list[Filters] = []
    done: list[tuple[Event, set[int]]] = []
    for one in widest_first(found):
        start, end = max(first, one.started_on), min(last, one.ended_on or last)
        own = set(range(start.toordinal(), end.toordinal() + 1))
        left = own.difference(*(taken for other, taken in done if covers(other, one)))
        done.append((one, own))
        made += [_narrowed(filters, one, *ends) for ends in _runs(left)]
    return made


def widest_first(found: Sequence[Event]) -> list[Event]:
    """Events of more topics and places before those that may lie within them."""
    return sorted(found, key=lambda one: (bool(one.topic), bool(one.municipality), bool(one.place), one.code))


def covers(wide: Event, narrow: Event) -> bool:
    """Whether every record of the place and the topic of the second is one of the first, whatever their days."""
    same_topic = wide.topic in ("", narrow.topic) or wide.topic == wide.group == narrow.group
    same_place = wide.municipality in ("", narrow.municipality) and wide.place in ("", narrow.place)
    return same_topic and same_place


def _runs(days: set[int]) -> list[tuple[date, date]]:
    """Unbroken runs of days, the first and the last of each."""
    firsts = sorted(day for day in days if day - 1 not in days)
    lasts = sorted(day for day in days if day + 1 not in days)
    return [(date.fromordinal(one), date.fromordinal(other)) for one, other in zip(firsts, lasts, strict=True)]


def _narrowed(filters: Filters, one: Event, first: date, last: date) -> Filters:
    return narrowed(replace(filters, date_from=first, date_to=last), one)


def narrowed(asked: Filters, one: Event) -> Filters:
    """The filters narrowed to the topic and the place of an event; its days are left alone."""
    if one.topic:
        by_group = one.topic == one.group
        asked = replace(asked, topic_groups=(one.topic,)) if by_group else replace(asked, topics=(one.topic,))
    if one.place:
        return replace(asked, places=(one.place,))
    return replace(asked, municipalities=(one.municipality,)) if one.municipality else asked


def at(filters: Filters, topic: str, places: Sequence[str]) -> Filters:
    """The filters narrowed to one topic in some places."""
    return replace(filters, topics=(topic,), places=tuple(places))


def without_norm(weeks: pd.DataFrame, filters: Filters, scope: Scope) -> tuple[pd.DataFrame, str]:
    """Weeks without `expected`, `low` and `high` where a day of them leaves the norm, and the sentence that says so.

    weeks: by `day`, the first of each; filters: of the topic and the places whose weeks they are.
    """
    if weeks.empty or scope.hides_small_cells:
        return weeks, ""
    first, last = weeks["day"].min(), weeks["day"].max() + timedelta(days=6)
    found = out_of_norm(replace(filters, date_from=first, date_to=last), scope, last)
    if not found:
        return weeks, ""
    is_out = [any(one.overlaps(day, day + timedelta(days=6)) for one in found) for day in weeks["day"]]
    usual = ["expected", "low", "high"]
    kept = weeks.assign(**{name: weeks[name].mask(pd.Series(is_out, index=weeks.index)) for name in usual})
    return kept, f"Недели событий в норму не входят: {names(found)}."


def names(found: Sequence[Event]) -> str:
    """«Авария на водоводе», «Смена порядка» и ещё 2."""
    shown = ", ".join(f"«{one.title}»" for one in found[:2])
    return shown + (f" и ещё {len(found) - 2}" if len(found) > 2 else "")
