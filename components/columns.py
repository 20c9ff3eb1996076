"""Columns of tables made from the declarations: a metric's heading, note and format are never typed twice."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

import pandas as pd
from dash import html

from answers.frames import interval_text, is_told, rows_of
from answers.table import when
from components.elements import element
from components.tables import Column
from data.metrics import Metric, dimension, metric
from words import format

_SHOWN_TIME: dict[str, Callable[[Any], str]] = {
    "day": format.day,
    "week": format.week,
    "month": format.month,
    "quarter": format.quarter,
    "year": str,
}


def dimension_column(dimension_id: str) -> Column:
    """The labels of a dimension; days and weeks as dates."""
    declared = dimension(dimension_id)
    if declared.is_time:
        return Column(dimension_id, declared.label, _SHOWN_TIME[dimension_id])
    return Column(f"{dimension_id}_label", declared.label)


def metric_column(metric_id: str, day: str = "") -> Column:
    """A metric without its unit, which the heading says. day: of a metric of state (`answers.table.when`)."""
    declared = metric(metric_id)
    return Column(metric_id, _heading(declared, day), partial(format.plain, declared), "right", title=declared.note)


def _heading(declared: Metric, day: str) -> str:
    return f"{declared.short_label} {day}" if day else format.heading(declared)


def table_columns(metrics: Sequence[str], by: Sequence[str], as_of: date) -> list[Column]:
    """Columns of an answer of the door; as_of: the day of the report."""
    return [*map(dimension_column, by), *(metric_column(name, when(name, by, as_of)) for name in metrics)]


def text_column(name: str, label: str, title: str = "", align: Any = "right", order: str | None = "") -> Column:
    """A column that `with_texts` and its kin have filled with ready text; order: the column that holds its values."""
    return Column(name, label, align=align, title=title, order=order)


def link_column(dimension_id: str) -> Column:
    """The column that `Screen.with_link_column` adds."""
    return Column(f"{dimension_id}_link", dimension(dimension_id).label, as_is, order=f"{dimension_id}_label")


def opening_column(metric_id: str, day: str = "") -> Column:
    """A column that `Screen.with_records_link` adds. day: of a metric of state (`answers.table.when`)."""
    declared = metric(metric_id)
    return Column(f"{metric_id}_link", _heading(declared, day), as_is, "right", title=declared.note, order=metric_id)


def cell_column(metric_id: str) -> Column:
    """A column that `with_cells` adds."""
    declared = metric(metric_id)
    title = f"{declared.label}. {declared.note}"
    return Column(
        f"{metric_id}_cell", format.heading(declared), as_is, "right", title=title, order=f"{metric_id}_order"
    )


def as_is(cell: Any) -> Any:
    """For columns whose cells are components already."""
    return cell


def with_cells(frame: pd.DataFrame, *metric_ids: str) -> pd.DataFrame:
    """Adds `<metric>_cell` for screens: the value, under it the interval and n; «мало данных» below `FEW`. And
    `<metric>_order`: the value where it is shown.
    """
    made: dict[str, Any] = {}
    for metric_id in metric_ids:
        declared = metric(metric_id)
        rows = rows_of(frame, [f"{metric_id}{end}" for end in ("", "_low", "_high", "_n")])
        made[f"{metric_id}_cell"] = [_cell(declared, row) for row in rows]
        made[f"{metric_id}_order"] = [row[metric_id] if is_told(declared, row) else None for row in rows]
    return frame.assign(**made)


def _cell(declared: Metric, row: Mapping[Any, Any]) -> Any:
    text = interval_text(declared, row, is_headed=True)
    if " (" not in text:
        return text if declared.kind == "count" else element(html.Span, text, className="no-data")
    value, rest = text.split(" (", 1)
    return element(html.Span, [value, element(html.Small, rest.replace(")", "", 1))], className="certain")
