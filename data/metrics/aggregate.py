"""Aggregation: counts, shares and means of all metrics by one statement, quantiles by one histogram each."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from data.metrics import intervals, survival
from data.metrics.declaration import Metric
from data.metrics.reader import Snapshot
from data.metrics.sql import Rows, Where

NO_VALUE = -(2**20)
"""Stands for «не определено» among the whole numbers of a key."""
_SCALE = (1.0, 5.0)
"""Limits of a rating: the only mean there is."""
Numbers = npt.NDArray[np.float64]
Keys = tuple[npt.NDArray[np.int64], ...]


@dataclass(frozen=True)
class Part:
    """Values of some metrics by key. keys: one array per dimension; columns: metric id, `_low`, `_high`, `_n` → values.

    Without dimensions there are no keys and every column has one value.
    """

    keys: Keys
    columns: dict[str, Numbers]


def plain(snapshot: Snapshot, rows: Rows, where: Where, metrics: Sequence[tuple[Metric, str]]) -> Part:
    """Counts, rates, shares and means; each metric comes with the condition of its own period."""
    parts: list[str] = []
    for i, (m, within) in enumerate(metrics):
        if m.kind in ("count", "rate"):
            parts.append(f"{_count(m.where, within)} AS n{i}")
            continue
        parts.append(f"{_count(m.among, within)} AS n{i}")
        if m.kind == "share":
            parts.append(f"{_count(m.among, m.where, within)} AS h{i}")
        else:
            counted = f"CASE WHEN {_all(m.among, within)} THEN ({m.value})::BIGINT END"
            parts.append(f"sum({counted})::DOUBLE AS t{i}")
            parts.append(f"sum(({counted}) * ({counted}))::DOUBLE AS q{i}")
    raw = _run(snapshot, where.at(rows.select(parts)))
    columns: dict[str, Numbers] = {}
    for i, (m, _) in enumerate(metrics):
        columns |= _finished(m, raw, i)
    return Part(_keys(raw, len(rows.keys)), columns)


def quantiles(snapshot: Snapshot, rows: Rows, where: Where, metrics: Sequence[Metric]) -> Part:
    """Quantiles of one and the same duration: one histogram serves them all."""
    m, count = metrics[0], len(rows.keys)
    columns = (
        f"({m.value})::INTEGER AS v",
        f"{_count(m.event)} AS ended",
        f"{_count(f'NOT ({m.event})')} AS waiting",
    )
    raw = _run(snapshot, where.at(rows.select(columns, more=m.among, group=["v"])))
    keys, duration = _keys(raw, count), _filled(raw["v"], 0).astype(np.int64)
    order = np.lexsort((duration, *keys[::-1]))
    keys = tuple(key[order] for key in keys)
    group, starts = _groups(keys, len(order))
    ended, waiting = (_filled(raw[name], 0).astype(float)[order] for name in ("ended", "waiting"))
    groups = len(starts) if count else 1
    n = np.bincount(group, weights=ended + waiting, minlength=groups).astype(np.float64)
    made: dict[str, Numbers] = {}
    for same in metrics:
        scaled = duration[order] / same.per_unit
        found = survival.quantiles(group, scaled, ended, waiting, groups, same.quantile)
        made |= {same.id: found[0], f"{same.id}_low": found[1], f"{same.id}_high": found[2], f"{same.id}_n": n}
    return Part(tuple(key[starts] for key in keys), made)


def _count(*conditions: str) -> str:
    """How many rows meet all conditions; twice as fast in DuckDB as `count(*) FILTER (WHERE …)`."""
    met = _all(*conditions)
    return "count(*)" if met == "TRUE" else f"count(CASE WHEN {met} THEN 1 END)"


def _all(*conditions: str) -> str:
    return " AND ".join(f"({c})" for c in dict.fromkeys(conditions) if c != "TRUE") or "TRUE"


def alike(metrics: Sequence[Metric]) -> list[list[Metric]]:
    """Quantile metrics grouped by their duration."""
    groups: dict[tuple[str, str, str, str], list[Metric]] = {}
    for m in metrics:
        groups.setdefault((m.basis, m.among, m.value, m.event), []).append(m)
    return list(groups.values())


def joined(parts: Sequence[Part]) -> Part:
    """Parts side by side, one row per key that occurs in any of them; what a part lacks is missing."""
    if len(parts) == 1:
        return parts[0]
    if not parts[0].keys:
        return Part((), {name: values for part in parts for name, values in part.columns.items()})
    codes = [_code(part.keys) for part in parts]
    every, first = np.unique(np.concatenate(codes), return_index=True)
    keys = tuple(np.concatenate([part.keys[i] for part in parts])[first] for i in range(len(parts[0].keys)))
    columns: dict[str, Numbers] = {}
    for part, code in zip(parts, codes, strict=True):
        places = np.searchsorted(every, code)
        for name, values in part.columns.items():
            columns[name] = np.full(len(every), np.nan)
            columns[name][places] = values
    return Part(keys, columns)


def _run(snapshot: Snapshot, statement: str) -> dict[str, Any]:
    return snapshot.cursor().execute(statement).fetchnumpy()


def _filled(values: Any, missing: float) -> Any:
    return values.filled(missing) if isinstance(values, np.ma.MaskedArray) else values


def _keys(raw: dict[str, Any], count: int) -> Keys:
    def key(values: Any) -> npt.NDArray[np.int64]:
        if isinstance(values, np.ma.MaskedArray):
            return np.where(np.ma.getmaskarray(values), NO_VALUE, values.data.astype(np.int64))
        return values.astype(np.int64)

    return tuple(key(raw[f"g{i}"]) for i in range(count))


def _code(keys: Keys) -> npt.NDArray[np.int64]:
    """One whole number per combination, in the order of the combinations."""
    made = np.zeros(len(keys[0]), dtype=np.int64)
    for key in keys:
        made = (made << 21) + (key - NO_VALUE)
    return made


def _groups(keys: Keys, rows: int) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Number of each sorted row's group, and the position of each group's first row."""
    if not keys or not rows:
        return np.zeros(rows, dtype=np.int64), np.zeros(0, dtype=np.int64)
    code = _code(keys)
    starts = np.concatenate([[True], code[1:] != code[:-1]])
    return np.cumsum(starts) - 1, np.flatnonzero(starts)


def _finished(m: Metric, raw: dict[str, Any], i: int) -> dict[str, Numbers]:
    n: Numbers = _filled(raw[f"n{i}"], 0).astype(np.float64)
    value: Numbers
    low = high = np.full(len(n), np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        if m.kind in ("count", "rate"):
            value = n
            if m.interval:
                low, high = intervals.poisson(n)
        elif m.kind == "share":
            hits = _filled(raw[f"h{i}"], 0).astype(float)
            value, (low, high) = hits / n, intervals.wilson(hits, n)
        else:
            total, squares = (_filled(raw[f"{c}{i}"], 0.0).astype(float) for c in "tq")
            value, (low, high) = total / n, intervals.student(total, squares, n, *_SCALE)
    return {m.id: value, f"{m.id}_low": low, f"{m.id}_high": high, f"{m.id}_n": n}
