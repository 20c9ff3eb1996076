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

from data.calendar import WorkingCalendar

GAPS = {
    0: "",
    1: "для этого канала срок не задан",
    2: "в выгрузке нет дат ответа и закрытия",
    3: "дата закрытия раньше даты поступления",
    4: "закрыто, но дата закрытия не указана",
    5: "нет даты, от которой считается срок",
}
NO_RULE, NOT_OBSERVED, DATE_CONFLICT, CLOSED_UNDATED, NO_START = 1, 2, 3, 4, 5
# How much a match on each column says about the record: the narrower rule outweighs all broader ones together.
_WEIGHTS = {"channel_id": 32, "topic_id": 16, "topic_group_id": 8, "kind_id": 4, "priority": 2, "law": 1}
_EXTENSION_LIMIT_DAYS = 30
"""59-ФЗ, ст. 12 ч. 2: an answer may be put off by no more than 30 days."""


@dataclass(frozen=True)
class Due:
    """Computed terms, one element per record.

    day: last day, days since 1970-01-01, NaN when not computed; rule_id: the rule used, 0 when none; gap: key of GAPS.
    """

    day: npt.NDArray[np.float64]
    rule_id: npt.NDArray[np.int64]
    gap: npt.NDArray[np.int8]


def choose(records: pd.DataFrame, rules: pd.DataFrame, clock: str) -> npt.NDArray[np.int64]:
    """Position in `rules` of each record's rule for `clock`, -1 where none fits.

    records: channel_id, law, kind_id, priority, topic_group_id, topic_id, received_day; rules: rows of `deadline_rules`
    with valid_from_day and valid_to_day. Ties go to the later valid_from, then to the higher rule_id.
    """
    chosen = np.full(len(records), -1, dtype=np.int64)
    known = {column: records[column].to_numpy() for column in (*_WEIGHTS, "received_day")}
    mine = [(_precedence(rule), at, rule) for at, rule in enumerate(rules.to_dict("records")) if rule["clock"] == clock]
    for _, position, rule in sorted(mine, key=lambda found: found[0]):
        chosen[_fits(known, rule)] = position
    return chosen


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

    records: the columns of `choose` and received_day, registered_day, assigned_day, extended_to_day, file_due_day (NaN
    when missing), received_minute, registered_minute, assigned_minute (`WorkingCalendar.minute_index`, NaN when
    missing), observes_answer, is_date_conflict, is_closed_undated (0 and 1). The export's own due date is used only
    where no rule exists; `rule_id` is then 0 and `gap` 0.
    """
    day, rule_id, gap = _by_rule(records, rules, calendar)
    from_file = (gap == NO_RULE) & records["file_due_day"].notna().to_numpy()
    day = np.where(from_file, records["file_due_day"].to_numpy(dtype=float), day)
    gap = np.where(from_file, 0, gap)
    day = np.where(gap == 0, _extended(day, records["extended_to_day"].to_numpy(dtype=float)), day)
    for column, reason in (("is_date_conflict", DATE_CONFLICT), ("is_closed_undated", CLOSED_UNDATED)):
        gap = np.where(records[column].to_numpy(dtype=bool), reason, gap)
    gap = np.where(records["observes_answer"].to_numpy(dtype=bool), gap, NOT_OBSERVED).astype(np.int8)
    return Due(np.where(gap == 0, day, np.nan), rule_id, gap)


def _by_rule(
    records: pd.DataFrame, rules: pd.DataFrame, calendar: WorkingCalendar
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.int64], npt.NDArray[np.int8]]:
    chosen = choose(records, rules, "resolution")
    day = np.full(len(records), np.nan)
    rule_id = np.zeros(len(records), dtype=np.int64)
    gap = np.where(chosen < 0, NO_RULE, 0).astype(np.int8)
    for position in np.unique(chosen[chosen >= 0]):
        rule = rules.iloc[position]
        rows = np.flatnonzero(chosen == position)
        day[rows] = _last_day(*_start(records, rule["starts_from"], rows), rule, calendar)
        gap[rows[np.isnan(day[rows])]] = NO_START
        rule_id[rows] = int(rule["rule_id"])
    return day, rule_id, gap


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


def _extended(day: npt.NDArray[np.float64], to: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """The term moved to the extension's date, never earlier and never by more than the law allows."""
    limited = np.minimum(to, day + _EXTENSION_LIMIT_DAYS)
    return np.where(np.isnan(to), day, np.maximum(day, limited))
