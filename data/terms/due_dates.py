"""Due dates from dated rules: the most specific rule valid on the day of receipt wins.

A rule says which clock it is (`resolution`, `first_reply`), how long, in which unit, what starts it and what happens
when the last day is not a working one. A record keeps the rule that was valid when it came; where no rule or no
starting date is known, nothing is computed and `gap` says why.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.terms import counting, gaps
from data.terms.calendar import Calendars, WorkingCalendar
from data.terms.choice import WEIGHTS, choose, concerns, of_clock, rules_at
from data.terms.lateness import Numbers, is_after, numbers

_EXTENSION_LIMIT_DAYS = 30
"""59-ФЗ, ст. 12 ч. 2: an answer may be put off by no more than 30 days. Holds where a file's own due date is used."""
_MOST_TERM_DAYS = 20_000
"""More than half a century: such a term is a slip of the pen, and sums of it must not overflow."""
_EARLIER, _OWN = "earlier", "own"
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Due:
    """Computed terms, one element per record; days since 1970-01-01, minutes since midnight.

    day: last day, NaN when not computed; time: the minute it ends at, NaN for a whole day; rule_id: the rule used, 0
    when none; gap: key of GAPS; start: day of the event that starts the term, NaN when there is no rule; first_day: the
    last day before an extension; is_extended: it was moved by one, or by a deferral; is_from_file: the term is that of
    the file; is_late: the answer came after it.
    """

    day: Numbers
    time: Numbers
    rule_id: npt.NDArray[np.int64]
    gap: npt.NDArray[np.int8]
    start: Numbers
    first_day: Numbers
    is_extended: Flags
    is_from_file: Flags
    is_late: Flags


@dataclass(frozen=True)
class Reply:
    """Terms of the first reply, one element per record.

    day, time: last day and minute since midnight on it (NaN for terms in days); rule_id; gap: key of GAPS; is_late: a
    reply was given after that.
    """

    day: Numbers
    time: Numbers
    rule_id: npt.NDArray[np.int64]
    gap: npt.NDArray[np.int8]
    is_late: Flags


@dataclass(frozen=True)
class _Ends:
    """What the rules alone say. chosen: position of each record's rule or -1; plain: the last day before it was moved
    from a non-working one; is_bare: the term starts on a bare date, so its last day is one of the source's zone;
    is_assumed: the start is not told, the last day of registration stands for it.
    """

    chosen: npt.NDArray[np.int64]
    start: Numbers
    day: Numbers
    plain: Numbers
    time: Numbers
    gap: npt.NDArray[np.int8]
    is_bare: Flags
    is_assumed: Flags


def due_days(records: pd.DataFrame, rules: pd.DataFrame, calendar: WorkingCalendar) -> Due:
    """The end of the resolution term of each record.

    records: the columns of `choose`; `<event>_day` and `<event>_time` (NaN for a bare date) of received, registered,
    assigned, resolved, file_due; `<event>_own_day` of resolved, file_due; extended_to_day, promised_day,
    registration_due_day; all NaN when missing; observes_answer, is_date_conflict, is_due_conflict, is_closed_undated,
    is_deferred (0 and 1).

    The file's own term is used wherever the rules compute none. A rule may let it count beside itself: `earlier` takes
    the earlier of both, a later one only for a deferred or extended record; `own` takes the file's.
    """
    ends = _by_rule(records, rules, calendar, "resolution")
    is_from_file = _takes_file(records, rules, ends)
    first = np.where(is_from_file, numbers(records, "file_due_day"), ends.day)
    time = np.where(is_from_file, numbers(records, "file_due_time"), ends.time)
    gap = np.where(is_from_file, 0, ends.gap)
    day = np.where(gap == 0, _extended(records, rules, ends, first, is_from_file, calendar), first)
    is_deferred = _is_deferred_in_file(records, rules, ends)
    day = np.where(is_deferred, numbers(records, "file_due_day"), day)
    time = np.where(is_deferred, numbers(records, "file_due_time"), np.where(day == first, time, np.nan))
    gap = _why_not(records, gap)
    day, first, time = (np.where(gap == 0, part, np.nan) for part in (day, first, time))
    is_extended = (gap == 0) & (day != first)
    own_day = np.where(np.isnan(time) | ~(is_from_file | is_deferred), day, numbers(records, "file_due_own_day"))
    is_late = is_after(records, "resolved", day, time, is_from_file | is_extended | ends.is_bare, own_day)
    return Due(day, time, _ids(rules, ends.chosen), gap, ends.start, first, is_extended, is_from_file, is_late)


def _why_not(records: pd.DataFrame, gap: npt.NDArray[Any]) -> npt.NDArray[np.int8]:
    """Why there is no term; the reason that lies deepest wins."""
    is_contradicted = _flag(records, "is_due_conflict")
    gap = np.where((gap == gaps.NO_RULE) & is_contradicted, gaps.DUE_CONFLICT, gap)
    for column, reason in (("is_date_conflict", gaps.DATE_CONFLICT), ("is_closed_undated", gaps.CLOSED_UNDATED)):
        gap = np.where(_flag(records, column), reason, gap)
    return np.where(_flag(records, "observes_answer"), gap, gaps.NOT_OBSERVED).astype(np.int8)


def _flag(records: pd.DataFrame, name: str) -> Flags:
    return np.nan_to_num(numbers(records, name)) > 0


def _takes_file(records: pd.DataFrame, rules: pd.DataFrame, ends: _Ends) -> Flags:
    """Whose term is the one that the file names: no rule, a rule without its start, or one that yields to it."""
    day, time = numbers(records, "file_due_day"), numbers(records, "file_due_time")
    is_usable = ~np.isnan(day) & ~_flag(records, "is_due_conflict")
    counts = _of_rule(rules, ends.chosen, "file_term")
    is_earlier = (day < ends.day) | ((day == ends.day) & ~np.isnan(time))
    return is_usable & ((ends.gap != 0) | ends.is_assumed | (counts == _OWN) | ((counts == _EARLIER) & is_earlier))


def _is_deferred_in_file(records: pd.DataFrame, rules: pd.DataFrame, ends: _Ends) -> Flags:
    """A later term in the file counts where the record says that it was put off."""
    is_later = numbers(records, "file_due_day") > ends.day
    is_put_off = _flag(records, "is_deferred") | ~np.isnan(numbers(records, "extended_to_day"))
    counts = _of_rule(rules, ends.chosen, "file_term") == _EARLIER
    return counts & is_later & is_put_off & ~_flag(records, "is_due_conflict")


def _of_rule(rules: pd.DataFrame, chosen: npt.NDArray[np.int64], name: str) -> npt.NDArray[Any]:
    """A rule's column for each record, '' where there is no rule."""
    known = rules[name].fillna("").to_numpy(dtype=object) if name in rules and len(rules) else np.array([""])
    return np.where(chosen < 0, "", known[np.minimum(chosen, len(known) - 1)])


def _ids(rules: pd.DataFrame, chosen: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    found = rules["rule_id"].to_numpy()[chosen] if len(rules) else 0
    return np.where(chosen < 0, 0, found).astype(np.int64)


def step_days(records: pd.DataFrame, rules: pd.DataFrame, calendar: WorkingCalendar, clock: str) -> Due:
    """Last day of a step on the way (registration, transfer …), by its rule alone; `gap` is `NO_RULE` or `NO_START`."""
    ends = _by_rule(records, rules, calendar, clock)
    nothing = np.zeros(len(records), dtype=bool)
    rule_id = _ids(rules, ends.chosen)
    return Due(ends.day, ends.time, rule_id, ends.gap, ends.start, ends.day, nothing, nothing, nothing)


def reply_terms(records: pd.DataFrame, rules: pd.DataFrame, calendars: Calendars) -> Reply:
    """Terms of the first reply, in the working time of each record's recipient.

    records: the columns of `choose` and recipient_id, `<event>_day`, `<event>_time` (minute since midnight, NaN for a
    bare date) for received, registered, assigned and replied, replied_own_day, observes_first_reply, is_date_conflict.
    """
    chosen = choose(records, rules, "first_reply")
    made = np.full((3, len(records)), np.nan)  # day, time, whether the start is a bare date
    for calendar, own in calendars.split(records["recipient_id"].to_numpy(dtype=float)):
        ends = _by_rule(records.iloc[own], rules, calendar, "first_reply")
        made[:, own] = ends.day, ends.time, ends.is_bare
    gap = _reply_gap(records, chosen, rules, made[0])
    day, time = (np.where(gap == 0, part, np.nan) for part in made[:2])
    is_late = is_after(records, "replied", day, time, made[2] == 1)
    return Reply(day, time, _ids(rules, chosen), gap, is_late)


def _reply_gap(
    records: pd.DataFrame, chosen: npt.NDArray[np.int64], rules: pd.DataFrame, day: Numbers
) -> npt.NDArray[np.int8]:
    """Why there is no term of the first reply; the reason that lies deepest wins."""
    start = _event(records, _of_rule(rules, chosen, "starts_from"), "day")
    gap = np.where(np.isnan(day), np.where(np.isnan(start), gaps.NO_START, gaps.NO_TIME), 0)
    gap = np.where(_flag(records, "is_date_conflict"), gaps.DATE_CONFLICT, gap)
    gap = np.where(_flag(records, "observes_first_reply"), gap, gaps.NO_REPLY_DATE)
    return np.where(chosen < 0, gaps.NO_RULE, gap).astype(np.int8)


def _by_rule(records: pd.DataFrame, rules: pd.DataFrame, calendar: WorkingCalendar, clock: str) -> _Ends:
    """Ends of terms before any extension. Where a letter has not been registered, the answer's clock runs from the last
    day of registration: silence improves nothing.
    """
    chosen = choose(records, rules, clock)
    events = _of_rule(rules, chosen, "starts_from")
    start, time = (_event(records, events, part) for part in ("day", "time"))
    is_unregistered = (events == "registered") & np.isnan(start)
    start = np.where(is_unregistered, numbers(records, "registration_due_day"), start)
    made = np.full((3, len(records)), np.nan)
    pauses = _pauses(records, rules)
    for position, rule in rules_at(rules, np.unique(chosen[chosen >= 0])):
        for stops, rows in counting.by_pauses(np.flatnonzero(chosen == position), pauses):
            found = counting.term_ends(start[rows], time[rows], rule, calendar, stops)
            made[:, rows] = found.day, found.plain, found.time
    lacking = np.where(np.isnan(start), gaps.NO_START, gaps.NO_TIME)
    gap = np.where(chosen < 0, gaps.NO_RULE, np.where(np.isnan(made[0]), lacking, 0)).astype(np.int8)
    return _Ends(chosen, start, made[0], made[1], made[2], gap, np.isnan(time), is_unregistered)


def _event(records: pd.DataFrame, events: npt.NDArray[Any], part: str) -> Numbers:
    """Day or minute of the event that each record's rule starts from; NaN where no export tells of it."""
    made = np.full(len(records), np.nan)
    for event in set(events) - {""}:
        made = np.where(events == event, numbers(records, f"{event}_{part}"), made)
    return made


def _pauses(records: pd.DataFrame, rules: pd.DataFrame) -> list[tuple[counting.Span, Flags]]:
    """Days that do not count, with the records they concern."""
    known = {column: records[column].to_numpy() for column in (*WEIGHTS, "received_day")}
    rows = of_clock(rules, counting.PAUSE)
    return [((int(rule["valid_from_day"]), int(rule["valid_to_day"])), concerns(known, rule)) for _, rule in rows]


def _extended(
    records: pd.DataFrame,
    rules: pd.DataFrame,
    ends: _Ends,
    first: Numbers,
    is_from_file: Flags,
    calendar: WorkingCalendar,
) -> Numbers:
    """The last day moved to where the rule lets it be put off, never earlier and never farther than its limit: so many
    days after the term itself, moved from a non-working day as the term is (59-ФЗ: the sixtieth day).
    """
    until = numbers(records, "extended_to_day")
    made = np.where(ends.chosen < 0, _put_off(first, until, first + _EXTENSION_LIMIT_DAYS), first)
    for position, rule in rules_at(rules, np.unique(ends.chosen[ends.chosen >= 0])):
        if not rule["extended_by"]:
            continue
        rows = np.flatnonzero((ends.chosen == position) & ~np.isnan(first))
        most = _MOST_TERM_DAYS if pd.isna(rule["extension_limit_days"]) else int(rule["extension_limit_days"])
        plain = np.where(is_from_file, first, ends.plain)[rows] + most
        limit = plain
        if rule["unit"] == "calendar_days":
            limit = counting.shift_from_days_off(plain, first[rows].astype(np.int64), rule, calendar)
        made[rows] = _put_off(first[rows], numbers(records, f"{rule['extended_by']}_day")[rows], limit)
    return made


def _put_off(day: Numbers, until: Numbers, limit: Numbers) -> Numbers:
    return np.where(np.isnan(until), day, np.maximum(day, np.minimum(until, limit)))
