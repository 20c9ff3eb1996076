"""Means that people have told of some answers and rules of all: sums by recipient in SQL, the estimate from these.

Recipients are the strata, however the answer is broken down: plans are drawn for each. Sums are of whole numbers
and so the same in any order of adding; totals are estimated from the sums, never from the parts' estimates.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.sampling_estimate import SCALE, SUMS, Strata, assisted_means
from data.metrics.aggregate import NO_VALUE, Part, keys_of, run
from data.metrics.declaration import Metric
from data.metrics.reader import Snapshot
from data.metrics.sql import Rows, Where

Integers = npt.NDArray[np.int64]
_UNIT = 1000
"""A weight of 1 in the facts."""
_STRATUM = "coalesce(recipient_id, 0)::INTEGER AS s"


def read(within: str, m: Metric) -> str:
    """The condition of a period for records of which something was read: few, so they need not be looked for among all.

    Of records, not of questions: which question speaks for a record is decided before what was read of it is asked.
    """
    return f"({within}) AND record_id IN (SELECT record_id FROM facts WHERE {m.weight} IS NOT NULL)"


def of_all(snapshot: Snapshot, rows: Rows, where: Where, m: Metric, key: str = "") -> pd.DataFrame:
    """What all answers say: one row per key and recipient that has any. key: as in `aggregate.sums`."""
    return _sums(snapshot, where, rows, m.among, _of_all(m, key))


def of_sums(keys: Sequence[Integers], recipient: Integers, sums: Mapping[str, Integers]) -> pd.DataFrame:
    """The same from sums that are known. recipient: `NO_VALUE` where nobody is named; sums: answers, hinted, hints."""
    told = {f"g{i}": key for i, key in enumerate(keys)} | {"s": np.where(recipient == NO_VALUE, 0, recipient)}
    frame = pd.DataFrame(told | {name: values.astype(float) for name, values in sums.items()} | {"keys": 0.0})
    return frame[frame["answers"] > 0]


def together(first: pd.DataFrame, second: pd.DataFrame, width: int) -> pd.DataFrame:
    """The sums of answers told apart. width: how many dimensions they are broken down by."""
    return pd.concat([first, second]).groupby(_names(width), as_index=False).sum()


def of_read(snapshot: Snapshot, rows: Rows | None, where: Where, m: Metric, width: int, key: str = "") -> pd.DataFrame:
    """What people's reading says, by key and recipient. rows: with the condition `read`; None where nothing was."""
    columns = _of_read(m, key)
    if rows is None:
        whole = {name: np.zeros(0, dtype=np.int64) for name in _names(width)}
        return pd.DataFrame(whole | {name: np.zeros(0) for name in columns})
    return _sums(snapshot, where, rows, f"({m.among}) AND {m.weight} IS NOT NULL", columns)


def _names(width: int) -> list[str]:
    return [*(f"g{i}" for i in range(width)), "s"]


def means(every: pd.DataFrame, told: pd.DataFrame, width: int, m: Metric, key: str = "") -> Part:
    """The estimate of one metric, from `of_all` and `of_read`. `_n` is how many answers people have read.

    width: how many dimensions it is broken down by. key: as in `aggregate.sums`; then `_n` and `_key` are of all
    answers, `_hits` and `_hits_key` of those read.
    """
    names = _names(width)
    frame = every.merge(told, how="left", on=names, validate="one_to_one").fillna(0)
    frame = frame.sort_values(names, ignore_index=True)
    group = frame.groupby(names[:-1], sort=True).ngroup().to_numpy() if width else np.zeros(len(frame), dtype=int)
    count = int(group.max(initial=-1)) + 1 if width else 1
    found = assisted_means(_strata(frame, group, m), count)
    first = np.unique(group, return_index=True)[1]
    keys = tuple(frame[name].to_numpy(dtype=np.int64)[first] for name in names[:-1])

    def total(name: str) -> np.ndarray:
        return np.bincount(group, weights=frame[name].to_numpy(dtype=float), minlength=count)

    columns = {m.id: np.clip(found.value, *SCALE), f"{m.id}_low": found.low, f"{m.id}_high": found.high}
    ends = {"_n": "answers", "_key": "keys", "_hits": "checked", "_hits_key": "read_keys"} if key else {"_n": "checked"}
    return Part(keys, columns | {f"{m.id}{end}": total(name) for end, name in ends.items()})


def _sums(snapshot: Snapshot, where: Where, rows: Rows, among: str, columns: dict[str, str]) -> pd.DataFrame:
    """One row per key and stratum that occurs: g0, g1 …, s and the named sums."""
    written = [_STRATUM, *(f"coalesce({sql}, 0)::DOUBLE AS {name}" for name, sql in columns.items())]
    raw = run(snapshot, where.at(rows.select(written, more=among, group=["s"])))
    keys = {f"g{i}": key for i, key in enumerate(keys_of(raw, len(rows.keys)))}
    return pd.DataFrame(keys | {name: np.ma.getdata(raw[name]) for name in ("s", *columns)})


def _of_all(m: Metric, key: str) -> dict[str, str]:
    return {"answers": "count(*)", "hinted": f"count({m.hint})", "hints": f"sum({m.hint})", "keys": f"sum({key or 0})"}


def _of_read(m: Metric, key: str) -> dict[str, str]:
    """Sums over what was read, in `per_unit`-ths of a point and thousandths of a weight."""
    w, b = f"({m.weight})::DECIMAL(38, 0)", f"CASE WHEN ({m.hint}) IS NULL THEN 1 ELSE 0 END"
    z = f"(({m.value}) - coalesce({m.hint}, 0))"
    parts = {"checked": "count(*)", "sampled": f"count(CASE WHEN {m.weight} > {_UNIT} THEN 1 END)"}
    for one, first, weight in (("weights", "w", w), ("squares", "q", f"{w} * {w}")):
        factors = {one: "1", f"{first}z": z, f"{first}zz": f"{z} * {z}", f"{first}b": b, f"{first}zb": f"{z} * {b}"}
        parts |= {name: f"sum({weight} * {factor})" for name, factor in factors.items()}
    return parts | {"read_keys": f"sum({key or 0})"}


def _strata(frame: pd.DataFrame, group: np.ndarray, m: Metric) -> Strata:
    """The sums in points and whole weights."""
    point = m.per_unit
    unit = {"hints": point}
    for one, first, weight in (("weights", "w", _UNIT), ("squares", "q", _UNIT**2)):
        unit |= {one: weight, f"{first}b": weight, f"{first}z": weight * point, f"{first}zb": weight * point}
        unit[f"{first}zz"] = weight * point**2
    sums = {name: frame[name].to_numpy(dtype=float) / unit.get(name, 1) for name in SUMS}
    return Strata(group, **sums)
