"""The columns of an answer as a typed table: what a sheet of a workbook, a document or a file needs to know of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from data.metrics import Metric, dimension, metric
from words import format

Kind = Literal["text", "count", "share", "number", "date"]


@dataclass(frozen=True)
class Column:
    """A column of the sheet: the frame's column, its Russian header, how it is typed, and what it means."""

    name: str
    label: str
    kind: Kind = "text"
    note: str = ""


def columns_of(
    metrics: Sequence[str], by: Sequence[str] = (), *, as_of: date, intervals: bool = False
) -> tuple[Column, ...]:
    """Columns of an answer of the door: labels of the dimensions, then metrics, with interval ends and n when asked.

    as_of: the day of the report.
    """
    found = [dimension_column(dimension_id) for dimension_id in by]
    for metric_id in metrics:
        found += _metric_columns(metric_id, when(metric_id, by, as_of), intervals)
    return tuple(found)


def when(metric_id: str, by: Sequence[str], as_of: date) -> str:
    """«на 29.11.2026» of a metric of state; nothing of one that follows the period, which the filters name."""
    if not metric(metric_id).state:
        return ""
    return "на конец шага" if any(dimension(one).is_time for one in by) else f"на {format.day(as_of)}"


def dimension_column(dimension_id: str) -> Column:
    """The labels of a dimension; days, weeks and months as dates."""
    declared = dimension(dimension_id)
    if declared.is_time and dimension_id != "year":
        return Column(dimension_id, declared.label, "date")
    return Column(f"{dimension_id}_label", declared.label)


def _over(declared: Metric) -> str:
    return f"из скольких записей, {declared.counted}" if declared.counted else "по скольким записям"


_OPEN = "Пусто рядом с известным «от»: не меньше этого, сверху предела записи не дают."


def _metric_columns(metric_id: str, day: str, intervals: bool) -> list[Column]:
    declared = metric(metric_id)
    kind: Kind = "count" if declared.kind == "count" else "share" if declared.is_share else "number"
    unit = "" if declared.is_share or declared.unit == "шт." else f", {declared.unit}"
    label = " ".join(filter(None, (f"{declared.label}{unit}", day)))
    found = [Column(metric_id, label, kind, declared.note)]
    if intervals and declared.interval:
        end_kind: Kind = "number" if kind == "count" else kind
        found.append(Column(f"{metric_id}_low", f"{declared.short_label}: от (90 %)", end_kind))
        found.append(Column(f"{metric_id}_high", f"{declared.short_label}: до (90 %)", end_kind, _OPEN))
        found.append(Column(f"{metric_id}_n", f"{declared.short_label}: {_over(declared)}", "count"))
    return found
