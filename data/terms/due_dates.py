"""Due dates from dated rules: the most specific rule valid on the day of receipt wins.

A rule says which clock it is (`resolution`, `first_reply`), how long, in which unit, what starts it and what happens
when the last day is not a working one. A record keeps the rule that was valid when it came; where no rule or no
starting date is known, nothing is computed and `gap` says why.
"""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.terms.calendar import Calendars, WorkingCalendar

GAPS = {
    0: "",
    1: "для этого канала срок не задан",
    2: "в выгрузке нет дат ответа и закрытия",
    3: "дата закрытия раньше даты поступления",
    4: "закрыто, но дата закрытия не указана",
    5: "нет даты, от которой считается срок",
    6: "в выгрузке нет времени поступления",
    7: "в выгрузке нет даты первого ответа",
}
NO_RULE, NOT_OBSERVED, DATE_CONFLICT, CLOSED_UNDATED, NO_START, NO_TIME, NO_REPLY_DATE = 1, 2, 3, 4, 5, 6, 7
# How much a match on each column says about the record: the narrower rule outweighs all broader ones together.
_WEIGHTS = {"channel_id": 32, "topic_id": 16, "topic_group_id": 8, "kind_id": 4, "priority": 2, "law": 1}
_EXTENSION_LIMIT_DAYS = 30
"""59-ФЗ, ст. 12 ч. 2: an answer may be put off by no more than 30 days. Holds where a file's own due date is used."""
_MOST_TERM_DAYS = 20_000
"""More than half a century: such a term is a slip of the pen, and sums of it must not overflow."""


@dataclass(frozen=True)
class Due:
    """Computed terms, one element per record; days since 1970-01-01.

    day: last day, NaN when not computed; rule_id: the rule used, 0 when none; gap: key of GAPS; start: day of the event
    that starts the term, NaN when there is no rule; is_extended: the last day was moved by an extension.
    """

    day: npt.NDArray[np.float64]
    rule_id: npt.NDArray[np.int64]
    gap: npt.NDArray[np.int8]
    start: npt.NDArray[np.float64]
    is_extended: npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Reply:
    """Terms of the first reply, one element per record.

    day, time: last day and minute since midnight on it (NaN for terms in days); rule_id; gap: key of GAPS; is_late: a
    reply was given after that.
    """

    day: npt.NDArray[np.float64]
    time: npt.NDArray[np.float64]
    rule_id: npt.NDArray[np.int64]
    gap: npt.NDArray[np.int8]
    is_late: npt.NDArray[np.bool_]


def choose(records: pd.DataFrame, rules: pd.DataFrame, clock: str) -> npt.NDArray[np.int64]:
    """Position in `rules` of each record's rule for `clock`, -1 where none fits.

    records: channel_id, law, kind_id, priority, topic_group_id, topic_id, received_day; rules: rows of `deadline_rules`
    with valid_from_day and valid_to_day. Ties go to the later valid_from, then to the higher rule_id.
    """
    chosen = np.full(len(records), -1, dtype=np.int64)
    known = {column: records[column].to_numpy() for column in (*_WEIGHTS, "received_day")}
    mine = [(_precedence(rule), at, rule) for at, rule in enumerate(_listed(rules)) if rule["clock"] == clock]
    for _, position, rule in sorted(mine, key=lambda found: found[0]):
        chosen[_fits(known, rule)] = position
    return chosen


def _listed(rules: pd.DataFrame) -> list[dict[Hashable, Any]]:
    """The rules one by one; pandas takes longer to do it than a month of records takes to be counted."""
    rows = zip(*(rules[name].tolist() for name in rules.columns), strict=True)
    return [dict(zip(rules.columns, row, strict=True)) for row in rows]


def _precedence(rule: dict[Hashable, Any]) -> tuple[int, float, int]:
    """Later rules of this order win over earlier ones."""
    weight = sum(points for column, points in _WEIGHTS.items() if pd.notna(rule[column]))
    return weight, rule["valid_from_day"] if pd.notna(rule["valid_from_day"]) else -np.inf, rule["rule_id"]


def _fits(known: dict[str, npt.NDArray[Any]], rule: dict[Hashable, Any]) -> npt.NDArray[np.bool_]:
    """Whether each record has what the rule names; a rule's missing value fits any record, a record's only such."""
    received = known["received_day"]
    fits = np.ones(len(received), dtype=bool)
    for column in _WEIGHTS:
        if pd.notna(rule[column]):
            fits &= known[column] == rule[column]
    if pd.notna(rule["valid_from_day"]):
        fits &= received >= rule["valid_from_day"]
    if pd.notna(rule["valid_to_day"]):
        fits &= received <= rule["valid_to_day"]
    return fits


def due_days(records: pd.DataFrame, rules: pd.DataFrame, calendar: WorkingCalendar) -> Due:
    """Last day of the resolution term of each record.

    records: the columns of `choose` and received_day, registered_day, assigned_day, extended_to_day, promised_day,
    file_due_day, received_minute, registered_minute, assigned_minute (`WorkingCalendar.minute_index`), all NaN when
    missing; observes_answer, is_date_conflict, is_closed_undated (0 and 1). The export's own due date is used only
    where no rule exists; `rule_id` is then 0 and `gap` 0.
    """
    first, start, rule_id, gap = _by_rule(records, rules, calendar)
    from_file = (gap == NO_RULE) & records["file_due_day"].notna().to_numpy()
    first = np.where(from_file, records["file_due_day"].to_numpy(dtype=float), first)
    gap = np.where(from_file, 0, gap)
    day = np.where(gap == 0, _extended(records, rules, rule_id, first), first)
    for column, reason in (("is_date_conflict", DATE_CONFLICT), ("is_closed_undated", CLOSED_UNDATED)):
        gap = np.where(records[column].to_numpy(dtype=bool), reason, gap)
    gap = np.where(records["observes_answer"].to_numpy(dtype=bool), gap, NOT_OBSERVED).astype(np.int8)
    return Due(np.where(gap == 0, day, np.nan), rule_id, gap, start, (gap == 0) & (day != first))


def step_days(records: pd.DataFrame, rules: pd.DataFrame, calendar: WorkingCalendar, clock: str) -> Due:
    """Last day of a step on the way (registration, transfer …), by its rule alone; `gap` is NO_RULE or NO_START."""
    day, start, rule_id, gap = _by_rule(records, rules, calendar, clock)
    return Due(day, rule_id, gap, start, np.zeros(len(day), dtype=bool))


def reply_terms(records: pd.DataFrame, rules: pd.DataFrame, calendars: Calendars) -> Reply:
    """Terms of the first reply, in the working time of each record's recipient.

    records: the columns of `choose` and recipient_id, `<event>_day`, `<event>_time` (minute since midnight, NaN when
    missing) for received, registered, assigned and replied, has_time, observes_first_reply, is_date_conflict.
    """
    chosen = choose(records, rules, "first_reply")
    made = np.full((3, len(records)), np.nan)  # day, time, is_late
    for calendar, own in calendars.split(records["recipient_id"].to_numpy(dtype=float)):
        for position in np.unique(chosen[own][chosen[own] >= 0]):
            rows = own[chosen[own] == position]
            made[:, rows] = _reply_term(records, rules.iloc[position], rows, calendar)
    rule_id = np.where(chosen < 0, 0, rules["rule_id"].to_numpy()[chosen] if len(rules) else 0).astype(np.int64)
    gap = _reply_gap(records, chosen, rules, made[0])
    known = gap == 0
    day, time = (np.where(known, part, np.nan) for part in made[:2])
    return Reply(day, time, rule_id, gap, known & (made[2] == 1))


def _reply_gap(
    records: pd.DataFrame, chosen: npt.NDArray[np.int64], rules: pd.DataFrame, day: npt.NDArray[np.float64]
) -> npt.NDArray[np.int8]:
    """Why there is no term of the first reply; the reason that lies deepest wins."""
    in_hours = np.isin(chosen, np.flatnonzero(rules["unit"].to_numpy() == "working_hours"))
    gap = np.where(np.isnan(day), NO_START, 0)
    gap = np.where(in_hours & ~records["has_time"].to_numpy(dtype=bool), NO_TIME, gap)
    gap = np.where(records["is_date_conflict"].to_numpy(dtype=bool), DATE_CONFLICT, gap)
    gap = np.where(records["observes_first_reply"].to_numpy(dtype=bool), gap, NO_REPLY_DATE)
    return np.where(chosen < 0, NO_RULE, gap).astype(np.int8)


def _reply_term(
    records: pd.DataFrame, rule: pd.Series, rows: npt.NDArray[np.int64], calendar: WorkingCalendar
) -> npt.NDArray[np.float64]:
    """Last day, minute of that day (NaN for days) and whether the reply came later (0 or 1), of one rule's records."""
    day, minute = _moment(records, rule["starts_from"], rows, calendar)
    replied_day, replied = _moment(records, "replied", rows, calendar)
    last = _last_day(day, minute, rule, calendar)
    if rule["unit"] != "working_hours":
        return np.array([last, np.full(len(rows), np.nan), replied_day > last])
    end = minute + int(rule["term"]) * 60
    time, known = np.full(len(rows), np.nan), ~np.isnan(end)
    time[known] = calendar.time_of_minute(end[known].astype(np.int64))
    return np.array([last, time, (replied > end) | (replied_day > last)])  # a night holds no working minute


def _moment(
    records: pd.DataFrame, event: str, rows: npt.NDArray[np.int64], calendar: WorkingCalendar
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Day and working minute of an event by a calendar; NaN when it is not known."""
    if f"{event}_time" not in records:
        return np.full(len(rows), np.nan), np.full(len(rows), np.nan)
    day, time = (records[f"{event}_{part}"].to_numpy(dtype=float)[rows] for part in ("day", "time"))
    minute, known = np.full(len(rows), np.nan), ~np.isnan(day)
    minute[known] = calendar.minute_index(day[known].astype(np.int64), time[known].astype(np.int64))
    return day, minute


def _by_rule(
    records: pd.DataFrame, rules: pd.DataFrame, calendar: WorkingCalendar, clock: str = "resolution"
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64], npt.NDArray[np.int64], npt.NDArray[np.int8]]:
    """Last day before any extension, day of the start, rule and gap of each record."""
    chosen = choose(records, rules, clock)
    day, start = np.full(len(records), np.nan), np.full(len(records), np.nan)
    rule_id = np.zeros(len(records), dtype=np.int64)
    gap = np.where(chosen < 0, NO_RULE, 0).astype(np.int8)
    for position in np.unique(chosen[chosen >= 0]):
        rule = rules.iloc[position]
        rows = np.flatnonzero(chosen == position)
        start[rows], minute = _start(records, rule["starts_from"], rows)
        day[rows] = _last_day(start[rows], minute, rule, calendar)
        gap[rows[np.isnan(day[rows])]] = NO_START
        rule_id[rows] = int(rule["rule_id"])
    return day, start, rule_id, gap


def _start(
    records: pd.DataFrame, event: str, rows: npt.NDArray[np.int64]
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Day and working minute of the event that starts a term; NaN for a step of which no export tells the date."""
    if f"{event}_day" not in records:
        return np.full(len(rows), np.nan), np.full(len(rows), np.nan)
    return records[f"{event}_day"].to_numpy(float)[rows], records[f"{event}_minute"].to_numpy(float)[rows]


def _last_day(
    start: npt.NDArray[np.float64], minute: npt.NDArray[np.float64], rule: pd.Series, calendar: WorkingCalendar
) -> npt.NDArray[np.float64]:
    """The last day of one rule's term; NaN where its start is not known."""
    last, known, term = np.full(len(start), np.nan), ~np.isnan(start), int(rule["term"])
    day = start[known].astype(np.int64)
    if rule["unit"] == "working_hours":
        last[known] = calendar.day_of_minute(minute[known].astype(np.int64) + term * 60)
    elif rule["unit"] == "working_days":
        last[known] = calendar.add_working_days(day, term)
    else:
        last[known] = calendar.move_to_working(day + term, rule["non_working_last_day"])
    return last


def _extended(
    records: pd.DataFrame, rules: pd.DataFrame, rule_id: npt.NDArray[np.int64], day: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    """The last day moved to where the rule lets it be put off, never earlier and never farther than its limit."""
    moved = np.where(rule_id == 0, _put_off(day, records["extended_to_day"], _EXTENSION_LIMIT_DAYS), day)
    for rule in _listed(rules):
        if rule["extended_by"]:
            limit = _MOST_TERM_DAYS if pd.isna(rule["extension_limit_days"]) else int(rule["extension_limit_days"])
            put_off = _put_off(day, records[f"{rule['extended_by']}_day"], limit)
            moved = np.where(rule_id == rule["rule_id"], put_off, moved)
    return moved


def _put_off(day: npt.NDArray[np.float64], to: pd.Series, limit: int) -> npt.NDArray[np.float64]:
    until = to.to_numpy(dtype=float)
    return np.where(np.isnan(until), day, np.maximum(day, np.minimum(until, day + limit)))
