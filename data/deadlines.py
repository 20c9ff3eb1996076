"""Due dates from dated rules: the most specific rule valid on the day of receipt wins.

A rule says which clock it is (`resolution`, `first_reply`), how long, in which unit, what starts it and what happens
when
the last day is not a working one. A record keeps the rule that was valid when it came; where no rule or no starting
date is
known, nothing is computed and `gap` says why.
"""

from dataclasses import dataclass

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
    mine = rules[rules["clock"] == clock]
    weight = sum((mine[column].notna() * points for column, points in _WEIGHTS.items()), start=pd.Series(0, mine.index))
    order = mine.assign(weight=weight).sort_values(["weight", "valid_from_day", "rule_id"], na_position="first")
    received = records["received_day"].to_numpy()
    for position in order.index:
        rule = rules.loc[position]
        fits = np.ones(len(records), dtype=bool)
        for column in _WEIGHTS:
            if pd.notna(rule[column]):
                fits &= (records[column] == rule[column]).fillna(False).to_numpy(dtype=bool)
        if pd.notna(rule["valid_from_day"]):
            fits &= received >= rule["valid_from_day"]
        if pd.notna(rule["valid_to_day"]):
            fits &= received <= rule["valid_to_day"]
        chosen[fits] = int(np.flatnonzero(rules.index == position)[0])
    return chosen


def due_days(records: pd.DataFrame, rules: pd.DataFrame, calendar: WorkingCalendar) -> Due:
    """Last day of the resolution term of each record.

    records: the columns of `choose` and received_day, registered_day, assigned_day, extended_to_day, file_due_day (NaN
    when
    missing), observes_answer, is_date_conflict, is_closed_undated (bool). The export's own due date is used only where
    no
    rule exists; `rule_id` is then 0 and `gap` 0.
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
        start = records[f"{rule['starts_from']}_day"].to_numpy(dtype=float)[rows]
        known = ~np.isnan(start)
        gap[rows[~known]] = NO_START
        rule_id[rows] = int(rule["rule_id"])
        day[rows[known]] = _last_day(start[known].astype(np.int64), rule, calendar)
    return day, rule_id, gap


def _last_day(start: npt.NDArray[np.int64], rule: pd.Series, calendar: WorkingCalendar) -> npt.NDArray[np.int64]:
    if rule["unit"] == "working_days":
        return calendar.add_working_days(start, int(rule["term"]))
    return calendar.move_to_working(start + int(rule["term"]), rule["non_working_last_day"])


def _extended(day: npt.NDArray[np.float64], to: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """The term moved to the extension's date, never earlier and never by more than the law allows."""
    limited = np.minimum(to, day + _EXTENSION_LIMIT_DAYS)
    return np.where(np.isnan(to), day, np.maximum(day, limited))
