"""Answers of the door made readable: short names, values with their intervals in words, the change against before."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from data.metrics import Metric, metric
from data.metrics.enough import FEW
from words import format, texts


def only_row(frame: pd.DataFrame) -> dict[str, Any]:
    """The row of an answer without breakdown."""
    return {str(column): frame[column].iloc[0] for column in frame.columns}


def with_short_names(frame: pd.DataFrame, dimension_id: str, known: pd.DataFrame) -> pd.DataFrame:
    """Adds `<dimension>_short`: the short name of each member (`data.metrics.members`), else its label."""
    names = {row["code"]: row.get("short_name") or row["label"] for row in known.to_dict("records")}
    pairs = zip(frame[dimension_id], frame[f"{dimension_id}_label"], strict=True)
    return frame.assign(**{f"{dimension_id}_short": [names.get(code, label) for code, label in pairs]})


def rows_of(frame: pd.DataFrame, names: Sequence[str]) -> list[dict[str, Any]]:
    """A dictionary per row of those of the columns that the frame has; wide frames are slow to take apart whole."""
    known = [name for name in dict.fromkeys(names) if name in frame]
    return [dict(zip(known, row, strict=True)) for row in zip(*(frame[name].tolist() for name in known), strict=True)]


def interval_text(declared: Metric, row: Mapping[Any, Any], *, is_headed: bool = False) -> str:
    """«87 % (80–91 %), по 45 записям», «мало данных, по 3 записям» below `FEW`, «нет данных» without any, «без
    промежутка» where a value is known and its interval is not (rounded totals); a count is told alone. is_headed:
    whether a heading says which records are counted (`format.heading`).
    """
    over = format.over(row.get(f"{declared.id}_n"), None if is_headed else declared)
    n = row.get(f"{declared.id}_n")
    if declared.kind == "count":
        return format.value(declared, row[declared.id])
    if format.is_missing(row[declared.id]):
        return texts.NO_DATA
    if is_few(n):
        return f"{texts.FEW_DATA}, {over}"
    low, high = row.get(f"{declared.id}_low"), row.get(f"{declared.id}_high")
    is_bare = format.is_missing(low) and format.is_missing(high)
    span = texts.NO_INTERVAL if is_bare else format.interval(declared, low, high)
    return f"{format.value(declared, row[declared.id])} ({span}), {over}"


def is_told(declared: Metric, row: Mapping[Any, Any]) -> bool:
    """Whether a value is shown: it is known, and enough records stand behind it."""
    return not format.is_missing(row[declared.id]) and (declared.kind == "count" or not is_few(row[f"{declared.id}_n"]))


def is_few(n: Any) -> bool:
    """Whether a number of observations is too small to speak of; unknown counts as too small."""
    return format.is_missing(n) or float(n) < FEW


def with_change(
    now: pd.DataFrame, before: pd.DataFrame | None, key: str, metric_id: str, name: str = "change"
) -> pd.DataFrame:
    """Adds `<name>_text`: how `metric_id` moved against the same member in `before`; without `before`, «нет данных».
    And `<name>`: by what part it moved, infinite from zero.

    A member that `before` does not have counts as zero there when the metric is a count.
    """
    declared = metric(metric_id)
    if before is None:
        unknown: dict[str, list[Any]] = {f"{name}_text": [texts.NO_DATA] * len(now), name: [np.nan] * len(now)}
        return now.assign(**unknown)
    earlier = dict(zip(before[key], before[metric_id], strict=True))
    missing = 0 if declared.kind == "count" else None
    pairs = [(x, earlier.get(code, missing)) for code, x in zip(now[key], now[metric_id], strict=True)]
    said = [format.change(declared, x, before).text for x, before in pairs]
    added: dict[str, list[Any]] = {f"{name}_text": said, name: [_part(x, before) for x, before in pairs]}
    return now.assign(**added)


def _part(now: Any, before: Any) -> float:
    if format.is_missing(now) or format.is_missing(before):
        return float("nan")
    return float(now / before - 1) if before else float(now and np.inf)
