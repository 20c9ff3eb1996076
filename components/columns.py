"""Columns of tables made from the declarations: a metric's heading, note and format are never typed twice."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import pandas as pd
from dash import html

from components import format, texts
from components.tables import Column
from data.metrics import Metric, dimension, metric

_SHOWN_TIME: dict[str, Callable[[Any], str]] = {
    "day": format.day,
    "week": format.week,
    "month": format.month,
    "year": str,
}
FEW = 5
"""Below this many records a share, a rate or a median says nothing: «мало данных»."""


def dimension_column(dimension_id: str) -> Column:
    """The labels of a dimension; days and weeks as dates."""
    declared = dimension(dimension_id)
    if declared.is_time:
        return Column(dimension_id, declared.label, _SHOWN_TIME[dimension_id])
    return Column(f"{dimension_id}_label", declared.label)


def metric_column(metric_id: str) -> Column:
    """A metric without its unit, which the heading says."""
    declared = metric(metric_id)
    return Column(metric_id, declared.short_label, partial(format.plain, declared), "right", title=declared.note)


def table_columns(metrics: Sequence[str], by: Sequence[str] = ()) -> list[Column]:
    """Columns of an answer of the door."""
    return [*map(dimension_column, by), *map(metric_column, metrics)]


def only_row(frame: pd.DataFrame) -> dict[str, Any]:
    """The row of an answer without breakdown."""
    return {str(column): frame[column].iloc[0] for column in frame.columns}


def text_column(name: str, label: str, title: str = "", align: Any = "right") -> Column:
    """A column that `with_texts` and its kin have filled with ready text."""
    return Column(name, label, align=align, title=title)


def link_column(dimension_id: str) -> Column:
    """The column that `Asked.linked` adds."""
    return Column(f"{dimension_id}_link", dimension(dimension_id).label, as_is)


def opening_column(metric_id: str) -> Column:
    """A column that `Asked.opened` adds."""
    declared = metric(metric_id)
    return Column(f"{metric_id}_link", declared.short_label, as_is, "right", title=declared.note)


def cell_column(metric_id: str) -> Column:
    """A column that `with_cells` adds."""
    declared = metric(metric_id)
    return Column(f"{metric_id}_cell", declared.short_label, as_is, "right", title=f"{declared.label}. {declared.note}")


def as_is(cell: Any) -> Any:
    """For columns whose cells are components already."""
    return cell


def with_cells(frame: pd.DataFrame, *metric_ids: str) -> pd.DataFrame:
    """Adds `<metric>_cell` for screens: the value, under it the interval and n; «мало данных» below `FEW`."""
    made: dict[str, Any] = {
        f"{metric_id}_cell": [_cell(metric(metric_id), row) for row in frame.to_dict("records")]
        for metric_id in metric_ids
    }
    return frame.assign(**made)


def _cell(declared: Metric, row: Mapping[Any, Any]) -> Any:
    text = interval_text(declared, row)
    if " (" not in text:
        return text if declared.kind == "count" else html.Span(text, className="no-data")
    value, rest = text.split(" (", 1)
    return html.Span([value, html.Small(rest.replace(")", "", 1))], className="certain")


def with_short_names(frame: pd.DataFrame, dimension_id: str, known: pd.DataFrame) -> pd.DataFrame:
    """Adds `<dimension>_short`: the short name of each member (`data.metrics.members`), else its label."""
    names = {row["code"]: row.get("short_name") or row["label"] for row in known.to_dict("records")}
    pairs = zip(frame[dimension_id], frame[f"{dimension_id}_label"], strict=True)
    return frame.assign(**{f"{dimension_id}_short": [names.get(code, label) for code, label in pairs]})


def with_interval_text(frame: pd.DataFrame, metric_id: str) -> pd.DataFrame:
    """Adds `<metric>_text`: «87 % (80–91 %), n = 45», «мало данных, n = 3» below `FEW`, «нет данных» without any."""
    declared = metric(metric_id)
    return frame.assign(**{f"{metric_id}_text": [interval_text(declared, row) for row in frame.to_dict("records")]})


def interval_text(declared: Metric, row: Mapping[Any, Any]) -> str:
    """One cell of `with_interval_text`; a count is known exactly and needs no n."""
    n = row.get(f"{declared.id}_n")
    if declared.kind == "count":
        return format.value(declared, row[declared.id])
    if format.is_missing(row[declared.id]):
        return texts.NO_DATA
    if is_few(n):
        return f"{texts.FEW_DATA}, n{format.NBSP}={format.NBSP}{format.number(n)}"
    span = format.interval(declared, row.get(f"{declared.id}_low"), row.get(f"{declared.id}_high"))
    return f"{format.value(declared, row[declared.id])} ({span}), n{format.NBSP}={format.NBSP}{format.number(n)}"


def is_few(n: Any) -> bool:
    """Whether a number of observations is too small to speak of; unknown counts as too small."""
    return format.is_missing(n) or float(n) < FEW


def with_change(now: pd.DataFrame, before: pd.DataFrame | None, key: str, metric_id: str) -> pd.DataFrame:
    """Adds `change_text`: how `metric_id` moved against the same member in `before`; without `before`, «нет данных».

    A member that `before` does not have counts as zero there when the metric is a count.
    """
    declared = metric(metric_id)
    if before is None:
        return now.assign(change_text=texts.NO_DATA)
    earlier = dict(zip(before[key], before[metric_id], strict=True))
    missing = 0 if declared.kind == "count" else None
    pairs = zip(now[key], now[metric_id], strict=True)
    return now.assign(change_text=[format.change(declared, x, earlier.get(code, missing)).text for code, x in pairs])
