"""Aggregation of one basis: counts, shares and means by one SQL statement, quantiles by one histogram each."""

from typing import Any

import numpy as np
import pandas as pd

from data.metrics import intervals, survival
from data.metrics.declaration import Metric
from data.metrics.reader import Snapshot

_SCALE = (1.0, 5.0)
"""Limits of a rating: the only mean there is."""


def aggregate(
    snapshot: Snapshot, source: str, values: dict[str, Any], metrics: list[Metric], keys: list[str]
) -> pd.DataFrame:
    """One row per combination of `keys`; per metric its value, `_low`, `_high` and `_n`. Without keys exactly one
    row.
    """
    plain = [m for m in metrics if m.kind != "quantile"]
    frame = _plain(snapshot, source, values, plain, keys)
    for same in _alike([m for m in metrics if m.kind == "quantile"]):
        part = _quantiles(snapshot, source, values, same, keys)
        frame = (
            frame.merge(part, on=keys, how="left", validate="one_to_one") if keys else pd.concat([frame, part], axis=1)
        )
    return frame


def _run(snapshot: Snapshot, statement: str, values: dict[str, Any]) -> pd.DataFrame:
    used = {name: value for name, value in values.items() if f"${name}" in statement}
    return snapshot.cursor().execute(statement, used).df()


def _plain(
    snapshot: Snapshot, source: str, values: dict[str, Any], metrics: list[Metric], keys: list[str]
) -> pd.DataFrame:
    parts = list(keys)
    for i, m in enumerate(metrics):
        if m.kind in ("count", "rate"):
            parts.append(f"count(*) FILTER (WHERE {m.where})::BIGINT AS n{i}")
        elif m.kind == "share":
            parts.append(f"count(*) FILTER (WHERE {m.among})::BIGINT AS n{i}")
            parts.append(f"count(*) FILTER (WHERE ({m.among}) AND ({m.where}))::BIGINT AS h{i}")
        else:
            parts.append(f"count(*) FILTER (WHERE {m.among})::BIGINT AS n{i}")
            parts.append(f"(sum(({m.value})::BIGINT) FILTER (WHERE {m.among}))::DOUBLE AS t{i}")
            parts.append(f"(sum(({m.value})::BIGINT * ({m.value})::BIGINT) FILTER (WHERE {m.among}))::DOUBLE AS q{i}")
    group = f" GROUP BY {', '.join(keys)}" if keys else ""
    if not metrics:
        parts.append("count(*)::BIGINT AS any_rows")
    raw = _run(snapshot, f"SELECT {', '.join(parts)} FROM ({source}){group}", values)
    made = {key: raw[key] for key in keys}
    for i, m in enumerate(metrics):
        made |= _finished(m, raw, i)
    return pd.DataFrame(made, index=raw.index)


def _finished(m: Metric, raw: pd.DataFrame, i: int) -> dict[str, Any]:
    n = raw[f"n{i}"].to_numpy(dtype=float)
    if m.kind in ("count", "rate"):
        low, high = intervals.poisson(n) if m.interval else (np.nan, np.nan)
        return {m.id: raw[f"n{i}"], f"{m.id}_low": low, f"{m.id}_high": high, f"{m.id}_n": n}
    with np.errstate(divide="ignore", invalid="ignore"):
        if m.kind == "share":
            hits = raw[f"h{i}"].to_numpy(dtype=float)
            value, (low, high) = hits / n, intervals.wilson(hits, n)
        else:
            total, squares = (raw[f"{c}{i}"].to_numpy(dtype=float) for c in "tq")
            value, (low, high) = total / n, intervals.student(total, squares, n, *_SCALE)
    return {m.id: value, f"{m.id}_low": low, f"{m.id}_high": high, f"{m.id}_n": n}


def _alike(metrics: list[Metric]) -> list[list[Metric]]:
    """Quantiles of the same duration share one histogram."""
    groups: dict[tuple[str, str, str], list[Metric]] = {}
    for m in metrics:
        groups.setdefault((m.among, m.value, m.event), []).append(m)
    return list(groups.values())


def _quantiles(
    snapshot: Snapshot, source: str, values: dict[str, Any], metrics: list[Metric], keys: list[str]
) -> pd.DataFrame:
    m = metrics[0]
    columns = ", ".join([*keys, "v"])
    statement = (
        f"SELECT {columns}, count(*) FILTER (WHERE e)::DOUBLE AS ended, "
        "count(*) FILTER (WHERE NOT e)::DOUBLE AS waiting "
        f"FROM (SELECT {', '.join([*keys, ''])} ({m.value})::INTEGER AS v, ({m.event}) AS e "
        f"FROM ({source}) WHERE {m.among}) GROUP BY {columns} ORDER BY {columns}"
    )
    raw = _run(snapshot, statement, values)
    group, frame = _numbered(raw, keys)
    groups = len(frame) if keys else 1
    n = np.zeros(groups)
    ended, waiting = raw["ended"].to_numpy(), raw["waiting"].to_numpy()
    np.add.at(n, group, ended + waiting)
    made: dict[str, Any] = {key: frame[key] for key in keys}
    for same in metrics:
        duration = raw["v"].to_numpy(dtype=float) / same.per_unit
        found = survival.quantiles(group, duration, ended, waiting, groups, same.quantile)
        made |= dict(zip((same.id, f"{same.id}_low", f"{same.id}_high"), found, strict=True)) | {f"{same.id}_n": n}
    return pd.DataFrame(made)


def _numbered(raw: pd.DataFrame, keys: list[str]) -> tuple[Any, pd.DataFrame]:
    """Number of each row's group, in the order of the rows, and the groups themselves."""
    if not keys:
        return np.zeros(len(raw), dtype=np.int64), pd.DataFrame(index=[0])
    key = raw[keys]
    changed = (key != key.shift()) & ~(key.isna() & key.shift().isna())
    starts = changed.any(axis=1).to_numpy(copy=True)
    if len(starts):
        starts[0] = True
    return np.cumsum(starts) - 1, key[starts].reset_index(drop=True)
