"""Aggregation: counts, shares and means of all metrics by one statement, quantiles by one histogram each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from data.metrics import intervals, survival
from data.metrics.declaration import Metric
from data.metrics.outcome import AHEAD, FORWARDED, PAST, codes, expression
from data.metrics.reader import Snapshot
from data.metrics.sql import Rows, Where

UNTOLD = "_untold"
"""The end of the name of a column: rows that the metric cannot be told of."""
NO_VALUE = -(2**20)
"""Stands for «не определено» among the whole numbers of a key."""
Numbers = npt.NDArray[np.float64]
Keys = tuple[npt.NDArray[np.int64], ...]


@dataclass(frozen=True)
class Part:
    """Values of some metrics by key. keys: one array per dimension; columns: metric id, `_low`, `_high`, `_n` → values.

    Without dimensions there are no keys and every column has one value.
    """

    keys: Keys
    columns: dict[str, Numbers]


@dataclass(frozen=True)
class Sums:
    """What metrics are made of, by key: of each metric n its rows, h its hits, t and q sums of its values, u rows that
    it cannot be told of, k and l sums of the records' secret numbers.
    """

    keys: Keys
    of: dict[str, dict[str, Numbers]]


def sums(snapshot: Snapshot, rows: Rows, where: Where, metrics: Sequence[tuple[Metric, str]], *, key: str = "") -> Sums:
    """What counts, rates, shares and means are made of; each metric comes with the condition of its own period.

    key: the whole number of each record that tells which records a cell is made of (`data.metrics.cell_keys`); its sums
    stand in `_key`, and those of a share's hits in `_hits_key`, when they are `finished`.
    """
    by_outcome = [m for m, _ in metrics if m.outcomes]
    outcome = _partition(metrics, snapshot.tells_outcome(where.as_of)) if by_outcome else ""
    keyed = [f"sum({key})::DOUBLE AS outcome_keys"] if key else []
    counted = ["count(*) AS outcomes", *keyed, f"({outcome})::SMALLINT AS o"]
    parts = counted if by_outcome else []
    for i, (m, within) in enumerate(metrics):
        if not m.outcomes:
            parts += _sums_of_metric(m, within, i, key)
    raw = run(snapshot, where.at(rows.select(parts, group=["o"] if by_outcome else ())))
    keys, places = _distinct(keys_of(raw, len(rows.keys)), len(next(iter(raw.values()))))
    groups = len(keys[0]) if keys else 1

    def total(values: Any) -> Numbers:
        weights = _without_mask(values, 0).astype(np.float64)
        return np.bincount(places, weights=weights, minlength=groups).astype(np.float64)

    found: dict[str, dict[str, Numbers]] = {}
    for i, (m, _) in enumerate(metrics):
        if m.outcomes:
            base, hit = (np.isin(raw["o"], codes(c)) for c in (_base(m), m.outcomes))
            told = {"n": raw["outcomes"] * base, "h": raw["outcomes"] * hit}
            told |= {"k": raw["outcome_keys"] * base, "l": raw["outcome_keys"] * hit} if key else {}
        else:
            told = {c: raw[f"{c}{i}"] for c in "nhtqklu" if f"{c}{i}" in raw}
        found[m.id] = {name: total(values) for name, values in told.items()}
    return Sums(keys, found)


def added(parts: Sequence[Sums]) -> Sums:
    """The sums of all parts, one row per key that occurs in any of them: what a part lacks is nothing to add."""
    if len(parts) == 1:
        return parts[0]
    keys = tuple(np.concatenate([part.keys[i] for part in parts]) for i in range(len(parts[0].keys)))
    rows = [len(part.keys[0]) if keys else 1 for part in parts]
    distinct, places = _distinct(keys, sum(rows))
    width = len(distinct[0]) if keys else 1
    made: dict[str, dict[str, Numbers]] = {}
    for part, start in zip(parts, np.cumsum([0, *rows[:-1]]), strict=True):
        here = places[start : start + (len(part.keys[0]) if keys else 1)]
        for name, told in part.of.items():
            mine = made.setdefault(name, {})
            for end, values in told.items():
                mine[end] = mine.get(end, 0.0) + np.bincount(here, weights=values, minlength=width).astype(np.float64)
    return Sums(distinct, made)


def finished(metrics: Sequence[Metric], sums: Sums) -> Part:
    """Values of the metrics, with their bounds."""
    columns: dict[str, Numbers] = {}
    for m in metrics:
        columns |= _finished(m, sums.of[m.id])
    return Part(sums.keys, columns)


def _partition(metrics: Sequence[tuple[Metric, str]], is_stored: bool) -> str:
    """The outcome of each row that lies in the period of the metrics which count that outcome."""
    asked = [({*_base(m), *m.outcomes}, within) for m, within in metrics if m.outcomes]

    def inside(outcomes: Iterable[str]) -> str:
        return next((within for counted, within in asked if counted & set(outcomes)), "FALSE")

    return expression(inside(["no_clock"]), inside(PAST), inside(AHEAD), inside([FORWARDED]), is_stored=is_stored)


def _base(m: Metric) -> tuple[str, ...]:
    return m.outcomes_among or m.outcomes


def _sums_of_metric(m: Metric, within: str, i: int, key: str) -> list[str]:
    """The columns of one metric that has conditions of its own: n its rows, h its hits, t and q sums of its values;
    u the rows it cannot be told of; with a key, k and l sums of it over rows and hits.
    """

    def keyed(name: str, *conditions: str) -> list[str]:
        return [f"sum(CASE WHEN {_all(*conditions)} THEN {key} END)::DOUBLE AS {name}{i}"] if key else []

    if m.kind in ("count", "rate"):
        untold = [f"{_count(m.untold)} AS u{i}"] if m.untold else []
        return [f"{_count(m.where, within)} AS n{i}", *keyed("k", m.where, within), *untold]
    among = [f"{_count(m.among, within)} AS n{i}", *keyed("k", m.among, within)]
    if m.kind == "share":
        return [*among, f"{_count(m.among, m.where, within)} AS h{i}", *keyed("l", m.among, m.where, within)]
    value = f"CASE WHEN {_all(m.among, within)} THEN ({m.value})::BIGINT END"
    return [*among, f"sum({value})::DOUBLE AS t{i}", f"sum(({value}) * ({value}))::DOUBLE AS q{i}"]


Histogram = tuple[Keys, npt.NDArray[np.int64], Numbers]
"""Keys, coded durations and how many rows have each, sorted by key and duration."""


def quantiles(metrics: Sequence[Metric], found: Histogram, *, intervals: bool) -> Part:
    """Quantiles of one and the same duration: one histogram serves them all. intervals: with their bounds."""
    keys, coded, counted = found
    group, starts = _groups(keys, len(coded))
    waiting = np.where(coded & 1, counted, 0.0)
    groups = len(starts) if keys else 1
    n = np.bincount(group, weights=counted, minlength=groups).astype(np.float64)
    made: dict[str, Numbers] = {}
    for same in metrics:
        scaled = (coded >> 1) / same.per_unit
        told = survival.quantiles(group, scaled, counted - waiting, waiting, groups, same.quantile, bounds=intervals)
        made |= {same.id: told[0], f"{same.id}_low": told[1], f"{same.id}_high": told[2], f"{same.id}_n": n}
    return Part(tuple(key[starts] for key in keys), made)


def histogram(snapshot: Snapshot, rows: Rows, where: Where, m: Metric) -> Histogram:
    """How many rows have each duration (`Metric.length`)."""
    raw = run(snapshot, where.at(rows.select([f"{m.length} AS v", "count(*) AS n"], more=m.among, group=["v"])))
    lengths, counts = _without_mask(raw["v"], 0).astype(np.int64), _without_mask(raw["n"], 0).astype(np.float64)
    return in_order(keys_of(raw, len(rows.keys)), lengths, counts)


def in_order(keys: Keys, lengths: npt.NDArray[np.int64], counts: Numbers) -> Histogram:
    """Sorted by key and duration, each of them once."""
    order = np.lexsort((lengths, *keys[::-1]))
    keys, lengths, counts = tuple(key[order] for key in keys), lengths[order], counts[order]
    differs = np.any([one[1:] != one[:-1] for one in (*keys, lengths)], axis=0)
    starts = np.flatnonzero(np.concatenate([[True], differs])) if len(lengths) else lengths
    if len(starts) == len(lengths):
        return keys, lengths, counts
    return tuple(key[starts] for key in keys), lengths[starts], np.add.reduceat(counts, starts)


def _count(*conditions: str) -> str:
    """How many rows meet all conditions; twice as fast in DuckDB as `count(*) FILTER (WHERE …)`."""
    met = _all(*conditions)
    return "count(*)" if met == "TRUE" else f"count(CASE WHEN {met} THEN 1 END)"


def _all(*conditions: str) -> str:
    return " AND ".join(f"({c})" for c in dict.fromkeys(conditions) if c != "TRUE") or "TRUE"


def by_duration(metrics: Sequence[Metric]) -> list[list[Metric]]:
    """Quantile metrics grouped by their duration."""
    groups: dict[tuple[str, str, str, str], list[Metric]] = {}
    for m in metrics:
        groups.setdefault((m.basis, m.among, m.value, m.event), []).append(m)
    return list(groups.values())


def side_by_side(parts: Sequence[Part]) -> Part:
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


def run(snapshot: Snapshot, statement: str) -> dict[str, Any]:
    """The columns of an answer."""
    return snapshot.cursor().execute(statement).fetchnumpy()


def _without_mask(values: Any, missing: float) -> Any:
    return values.filled(missing) if isinstance(values, np.ma.MaskedArray) else values


def keys_of(raw: dict[str, Any], count: int) -> Keys:
    """The keys of an answer as whole numbers, «не определено» among them."""

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


def _distinct(keys: Keys, rows: int) -> tuple[Keys, npt.NDArray[np.intp]]:
    """Each combination once, in order, and for every row the position of its combination."""
    if not keys:
        return (), np.zeros(rows, dtype=np.intp)
    _, first, places = np.unique(_code(keys), return_index=True, return_inverse=True)
    return tuple(key[first] for key in keys), places


def _finished(m: Metric, sums: dict[str, Numbers]) -> dict[str, Numbers]:
    n = sums["n"]
    value: Numbers
    low = high = np.full(len(n), np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        if m.kind in ("count", "rate"):
            value = n
            if m.interval:
                low, high = intervals.poisson(n)
        elif m.kind == "share":
            value, (low, high) = sums["h"] / n, intervals.wilson(sums["h"], n)
        else:
            total, squares = sums["t"] / m.per_unit, sums["q"] / m.per_unit**2
            value = total / n
            low, high = intervals.mean(total, squares, n, *m.scale)
    made = {m.id: value, f"{m.id}_low": low, f"{m.id}_high": high, f"{m.id}_n": n}
    for name, end in (("h", "_hits"), ("u", UNTOLD)):
        if name in sums:
            made[f"{m.id}{end}"] = sums[name]
    return made | {f"{m.id}{end}": sums[name] for name, end in (("k", "_key"), ("l", "_hits_key")) if name in sums}
