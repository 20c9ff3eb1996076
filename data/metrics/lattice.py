"""The questions that people who see totals only may ask: one member or all of each list, whole calendar months.

Numbers stand on the last day of the last complete month: what changes from day to day would be asked every day, and the
noise of many days averaged. Periods counted back from the day of the data (weeks) become the whole months they touch; a
day chosen freely, a list of several members and a finer step of time are refused in words.

Periods are no free list of months either. The same records always get the same noise, so «January to March» and
«January to February» would be the same number exactly when March is empty: a period is a month, a quarter or a year of
the calendar, one that the screens offer today, or the one each of these is compared with; the day of the numbers is the
period's own end. What is open and overdue gathers from the beginning of all records, so two days side by side would
tell the same: metrics of state are told of the newest day alone.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from data.errors import FilterError
from data.filters import LISTS, PERIODS, Filters
from data.metrics.declaration import Dimension

_STEPS = (
    "day", "week", "quarter", "age", "answered_in", "hint_band", "outcome", "rating", "has_term", "meaning",
    "topic_rules", "ruling",
)  # fmt: skip
_OF_RECORDS = ("outcomes", "ratings", "dues")
"""Filters that pick records, not parts of the district."""
_ONE = "Вам открыты сводные показатели: в каждом фильтре выберите одно значение или «все»."
_MONTHS = (
    "Вам открыты сводные показатели: период — целые календарные месяцы, один месяц, квартал, год или период из списка."
)
_BLOCKS = (1, 3, 12)
"""Months of the blocks the calendar is divided into."""
_STATE = "Вам открыты сводные показатели: записи не отбираются по тому, что с ними на день отчёта."
_STEP = (
    "Вам открыты сводные показатели: по дням, неделям, кварталам, возрасту, исполнению, скорости и полноте ответа, "
    "оценке, сроку и значению названий записей они не делятся, шаг — месяц или год."
)
_PICKED = "Вам открыты сводные показатели: по исполнению, оценке и сроку записи не отбираются. Уберите это условие."


def require(filters: Filters, dims: Sequence[Dimension], newest: date) -> None:
    """Raises FilterError for a question outside the lattice. newest: the last day of the last complete month."""
    if any(len(getattr(filters, name)) > 1 for name in LISTS.values()):
        raise FilterError(_ONE)
    if any(getattr(filters, name) for name in _OF_RECORDS):
        raise FilterError(_PICKED)
    if not _is_offered(filters, newest):
        raise FilterError(_MONTHS)
    if filters.state:
        raise FilterError(_STATE)
    if any(d.id in _STEPS for d in dims):
        raise FilterError(_STEP)


def _is_offered(filters: Filters, newest: date) -> bool:
    first, last = filters.date_from, filters.date_to or newest
    if first is None and filters.date_to is None:
        return filters.as_of in (None, newest)
    if filters.as_of not in (None, newest, last) or last > last_complete(last):
        return False
    return first is not None and (_is_block(first, last) or (first, last) in _windows(newest))


def _is_block(first: date, last: date) -> bool:
    """Whether these are all days of one month, quarter or year; of those that are not over yet, up to now."""
    count = _month(last) - _month(first) + 1
    return first.day == 1 and count in _BLOCKS and _month(first) % count == 0


def _windows(newest: date) -> set[tuple[date | None, date]]:
    """Periods of the screens and those they are compared with, seen from the last complete month."""
    offered = [Filters(period=period) for period in PERIODS]
    beside = [months_before(one, newest, back) for one in offered for back in (0, 12)]
    return {in_months(one, newest).span(one.date_to or newest) for one in (*offered, *filter(None, beside))}


def periods(first: date, last: date, newest: date) -> set[tuple[date, date]]:
    """The blocks of the calendar that hold a period, up to now; of one that is no block also the other periods."""
    blocks = set()
    for count in _BLOCKS:
        began = _month(first) // count * count
        if began + count > _month(last):
            blocks.add((_first_of(began), min(newest, _first_of(began + count) - timedelta(days=1))))
    if (first, last) in blocks:
        return blocks
    return blocks | {(began, ended) for began, ended in _windows(newest) if began is not None}


def in_months(filters: Filters, as_of: date) -> Filters:
    """The same filters over the whole months that the period touches."""
    first, _ = filters.span(as_of)
    return filters if first is None else replace(filters, date_from=first.replace(day=1))


def months_before(filters: Filters, as_of: date, back: int = 0) -> Filters | None:
    """The same number of whole months so many months earlier, just before when `back` is 0, seen from their own end;
    missing when the period has no beginning.
    """
    first, last = in_months(filters, as_of).span(as_of)
    if first is None:
        return None
    count = _month(last) - _month(first) + 1
    began = _month(first) - (back or count)
    ended = _first_of(began + count) - timedelta(days=1)
    return replace(filters, date_from=_first_of(began), date_to=ended, as_of=ended)


def _month(day: date) -> int:
    return day.year * 12 + day.month - 1


def _first_of(month: int) -> date:
    return date(month // 12, month % 12 + 1, 1)


def last_complete(day: date) -> date:
    """The last day of the last month that is over by the end of this day."""
    ended = _first_of(_month(day) + 1) - timedelta(days=1)
    return ended if ended == day else _first_of(_month(day)) - timedelta(days=1)
