"""Durations behind a median: how many records took how long, how many still wait. For curves and forecasts."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from data.errors import AccessError, QueryError
from data.filters import Filters
from data.metrics import sql, states
from data.metrics.catalogue import dimension, metric
from data.metrics.engine import labels_of
from data.metrics.flows import Counting
from data.metrics.reader import Snapshot, open_snapshot
from data.metrics.tiles.question import Question
from data.scope import Scope

RESOLUTION = "resolution_median_days"


def durations(by: Sequence[str], filters: Filters, scope: Scope, metric_id: str = RESOLUTION) -> pd.DataFrame:
    """The histogram that a quantile metric is read from, over the records that came in the period.

    One row per combination of `by`, duration and ending. Columns: for each dimension its code and `<dimension>_label`,
    `duration` (in the metric's unit), is_ended (false: still waiting on the day of the report), n (records).
    AccessError for people who see totals only: a histogram is a list of records.
    """
    declared, dims = metric(metric_id), [dimension(d) for d in dict.fromkeys(by)]
    if declared.kind != "quantile":
        raise QueryError(f"«{declared.label}» — не длительность. Возьмите, например, {RESOLUTION}.")
    if scope.hides_small_cells:
        raise AccessError("Длительности отдельных записей вам не открыты: доступны только сводные показатели.")
    snapshot = open_snapshot(filters.snapshot, filters.snapshot_hash)
    where = sql.where_of(snapshot, filters, scope)
    as_of = filters.as_of or snapshot.manifest.as_of
    keys, coded, counted = Counting(Question(snapshot, tuple(dims), filters, scope, as_of), where).histogram(declared)
    frame = pd.DataFrame(
        {
            "duration": np.maximum(coded >> 1, 0) / declared.per_unit,
            "is_ended": (coded & 1) == 0,
            "n": counted.astype(np.int64),
        }
    )
    for key, d in zip(keys, dims, strict=True):
        frame[d.id], frame[f"{d.id}_label"], _ = labels_of(pd.Series(key), d, snapshot)
    return frame


def open_records(filters: Filters, scope: Scope) -> pd.DataFrame:
    """Every open record that has a term, whatever the period: one row per record.

    Columns: record_id, channel, topic_group, recipient (codes of the first question the asker may see, or missing),
    age_days (since the term began, or since receipt where there is no rule), days_left (to the last day of the term,
    negative when overdue), working_days_left.
    """
    snapshot = open_snapshot(filters.snapshot, filters.snapshot_hash)
    where = sql.where_of(snapshot, filters, scope.at_least("records"))
    condition = where.at("due_day IS NOT NULL AND coalesce(resolved_day, 32767) > $as_of")
    rows = sql.rows(where, [], "received", condition, snapshot)
    columns = "record_id, channel_id, topic_group_id, recipient_id, coalesce(start_day, received_day) AS began, due_day"
    order = "due_day NULLS LAST, record_id"
    statement = where.at(f"SELECT {columns} FROM {rows.source} WHERE {rows.condition} ORDER BY {order}")
    raw = snapshot.cursor().execute(statement).df()
    made = pd.DataFrame({"record_id": raw["record_id"].to_numpy(dtype=np.int64)})
    for name in ("channel", "topic_group", "recipient"):
        known = snapshot.by_id(name)
        made[name] = [None if pd.isna(v) else known[int(v)].code for v in raw[f"{name}_id"]]
    due = raw["due_day"].to_numpy(dtype=np.int64)
    made["age_days"] = where.as_of - raw["began"].to_numpy(dtype=np.int64)
    made["days_left"] = due - where.as_of
    made["working_days_left"] = _working_days(snapshot, where.as_of, due)
    return made


def ending(filters: Filters, scope: Scope, working_days: int) -> list[int]:
    """Numbers of the open records whose term ends within so many working days of the day of the report, that day
    included, whatever the period; as `states.CONDITIONS` counts what burns.
    """
    snapshot = open_snapshot(filters.snapshot, filters.snapshot_hash)
    where = sql.where_of(snapshot, filters, scope.at_least("records"))
    last = snapshot.day_within(where.as_of, working_days)
    condition = where.at(f"{states.OPEN} AND due_day BETWEEN $as_of AND {last}")
    rows = sql.rows(where, [], "received", condition, snapshot)
    statement = f"SELECT record_id FROM {rows.source} WHERE {rows.condition} ORDER BY record_id"
    return [int(number) for (number,) in snapshot.cursor().execute(statement).fetchall()]


def _working_days(snapshot: Snapshot, as_of: int, due: np.ndarray) -> np.ndarray:
    """Working days after the day of the report up to and with the due day; below zero for days gone by."""
    ends = [snapshot.working_days_until(int(day)) for day in np.unique(due)]
    counted = dict(zip(np.unique(due).tolist(), ends, strict=True))
    return np.array([counted[int(day)] for day in due], dtype=np.int64) - snapshot.working_days_until(as_of)
