"""Which rule holds for each record: the most specific one that was valid on the day of receipt."""

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

# How much a match on each column says about the record: the narrower rule outweighs all broader ones together.
WEIGHTS = {"channel_id": 32, "topic_id": 16, "topic_group_id": 8, "kind_id": 4, "priority": 2, "law": 1}
Flags = npt.NDArray[np.bool_]


def choose(records: pd.DataFrame, rules: pd.DataFrame, clock: str) -> npt.NDArray[np.int64]:
    """Position in `rules` of each record's rule for `clock`, -1 where none fits.

    records: channel_id, law, kind_id, priority, topic_group_id, topic_id, received_day; rules: rows of `deadline_rules`
    with valid_from_day and valid_to_day. Ties go to the later valid_from, then to the higher rule_id.
    """
    chosen = np.full(len(records), -1, dtype=np.int64)
    known = {column: records[column].to_numpy() for column in (*WEIGHTS, "received_day")}
    mine = [(_precedence(rule), at, rule) for at, rule in of_clock(rules, clock)]
    for _, position, rule in sorted(mine, key=lambda found: found[0]):
        chosen[concerns(known, rule) & _is_valid(known["received_day"], rule)] = position
    return chosen


def of_clock(rules: pd.DataFrame, clock: str) -> list[tuple[int, dict[str, Any]]]:
    """Rules of a clock with their positions."""
    return rules_at(rules, np.flatnonzero(rules["clock"].to_numpy() == clock))


def rules_at(rules: pd.DataFrame, positions: npt.NDArray[np.int64]) -> list[tuple[int, dict[str, Any]]]:
    """The rules at these positions, each with its own; by column, which takes a tenth of the time of going by row."""
    columns = [column.to_numpy()[positions].tolist() for _, column in rules.items()] if len(positions) else []
    names = list(map(str, rules.columns))
    rows = zip(*columns, strict=True)
    return [(at, dict(zip(names, row, strict=True))) for at, row in zip(positions.tolist(), rows, strict=True)]


def _precedence(rule: dict[str, Any]) -> tuple[int, float, int]:
    """Later rules of this order win over earlier ones."""
    weight = sum(points for column, points in WEIGHTS.items() if pd.notna(rule[column]))
    return weight, rule["valid_from_day"] if pd.notna(rule["valid_from_day"]) else -np.inf, rule["rule_id"]


def concerns(known: dict[str, npt.NDArray[Any]], rule: dict[str, Any]) -> Flags:
    """Whether each record has what the rule names; a rule's missing value fits any record, a record's only such."""
    fits = np.ones(len(known["received_day"]), dtype=bool)
    for column in WEIGHTS:
        if pd.notna(rule[column]):
            fits &= known[column] == rule[column]
    return fits


def _is_valid(received: npt.NDArray[Any], rule: dict[str, Any]) -> Flags:
    days = (rule["valid_from_day"], rule["valid_to_day"])
    first, last = (end if pd.isna(day) else day for day, end in zip(days, (-np.inf, np.inf), strict=True))
    return (received >= first) & (received <= last)
