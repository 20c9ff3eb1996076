"""The term of one rule counted from its start: the last day, and for hours the minute of that day.

Days are whole numbers since 1970-01-01, minutes count from midnight. A pause (a row of the rules whose clock is
`pause`) is a span of days that do not count towards the terms of the records it concerns.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from data.terms.calendar import WorkingCalendar

Numbers = npt.NDArray[np.float64]
Span = tuple[int, int]
PAUSE = "pause"


@dataclass(frozen=True)
class Term:
    """Ends of terms, NaN where the start is not known. day: last day; plain: the same before it was moved from a
    non-working day; time: the minute of the last day at which a term in hours ends, NaN for terms in days.
    """

    day: Numbers
    plain: Numbers
    time: Numbers


def term_ends(
    start: Numbers, time: Numbers, rule: Mapping[str, Any], calendar: WorkingCalendar, stops: Sequence[Span] = ()
) -> Term:
    """The term of one rule from its starts: day and minute of the event (NaN when missing; hours need both)."""
    known = ~np.isnan(start)
    made = Term(*(np.full(len(start), np.nan) for _ in range(3)))
    if rule["unit"] == "working_hours":
        known &= ~np.isnan(time)
        open_days = calendar.without(stops)
        begun = open_days.minute_index(start[known].astype(np.int64), time[known].astype(np.int64))
        end = begun + int(rule["term"]) * 60
        made.day[known], made.time[known] = open_days.day_of_minute(end), open_days.time_of_minute(end)
        made.plain[:] = made.day
        return made
    day, term = start[known].astype(np.int64), int(rule["term"])
    if rule["unit"] == "working_days":
        made.day[known] = calendar.without(stops).add_working_days(day, term)
        made.plain[:] = made.day
    else:
        made.plain[known] = _past(stops, day, day + term)
        made.day[known] = shift_from_days_off(made.plain[known], day, rule, calendar)
    return made


def shift_from_days_off(
    plain: Numbers, start: npt.NDArray[np.int64], rule: Mapping[str, Any], calendar: WorkingCalendar
) -> Numbers:
    """Last days moved from non-working ones as the rule says, never before the term begins."""
    day = calendar.move_to_working(plain.astype(np.int64), rule["non_working_last_day"])
    return np.maximum(day, start).astype(np.float64)


def _past(stops: Sequence[Span], start: npt.NDArray[np.int64], last: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Last days put off by the days of each pause that lie after the start and not after the last day so far."""
    for first, end in _united(stops):
        stood = np.maximum(end - np.maximum(first, start + 1) + 1, 0)
        last = np.where(last >= first, last + stood, last)
    return last


def _united(stops: Sequence[Span]) -> list[Span]:
    """Pauses in their order; those that meet are one."""
    made: list[Span] = []
    for first, end in sorted(stops):
        if made and first <= made[-1][1] + 1:
            made[-1] = (made[-1][0], max(end, made[-1][1]))
        else:
            made.append((first, end))
    return made


def by_pauses(
    rows: npt.NDArray[np.int64], pauses: Sequence[tuple[Span, npt.NDArray[np.bool_]]]
) -> Iterator[tuple[list[Span], npt.NDArray[np.int64]]]:
    """The rows parted by the pauses that concern them; each pause comes with a mask over all records."""
    groups = np.zeros(len(rows), dtype=np.int64)
    for bit, (_, concerned) in enumerate(pauses):
        groups |= concerned[rows].astype(np.int64) << bit
    for group in np.unique(groups):
        yield [span for bit, (span, _) in enumerate(pauses) if group >> bit & 1], rows[groups == group]
