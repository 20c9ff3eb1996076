"""Small cells for people who see totals only: no answer, and no subtraction of answers, tells of fewer than five.

A count below FEW is hidden, zero alike, so that a missing row and a hidden cell say the same: «меньше 5 или ни
одной». Every other count is rounded to STEP. Hiding further cells of one table (complementary suppression) would not do
in a program that answers any question: the next one has other cells and another total, and two tables, each hidden well
by itself, give a cell away between them. Rounding needs no memory of what was asked before. A shown count c stands for
c−5 … c+4 records, a hidden one for 0 … 4; whatever total and parts are put side by side, at least two values remain
possible for every hidden part (`tests/data/metrics/test_disclosure.py` goes through them).

Shares, means and medians come from at least SURE records and are rounded, so that they don't tell the exact
count behind them. Sensitive topics are answered for the whole district only.

Hundepool A. et al. Statistical Disclosure Control. Wiley, 2012: rounding of tables, tables that share cells.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.filters import Filters
from data.metrics import intervals
from data.metrics.declaration import Dimension, Metric
from data.metrics.enough import FEW, SURE
from data.metrics.reader import Snapshot
from data.scope import Scope

STEP = 10
_DIGITS = {"share": 2, "mean": 1, "quantile": 0}
_TOPICS = ("topic", "topic_group")
_TERRITORY = ("municipality", "place")
Numbers = npt.NDArray[np.float64]


def protected(
    frame: pd.DataFrame,
    chosen: Sequence[Metric],
    dims: Sequence[Dimension],
    snapshot: Snapshot,
    filters: Filters,
    scope: Scope,
) -> pd.DataFrame:
    """The answer without small cells; rows in which nothing is left are dropped where there are dimensions.

    frame: keys g0, g1 … and of each metric its value and `_low`, `_high`, `_n`, rates still as counts.
    """
    hidden = _sensitive(frame, dims, snapshot, filters, scope)
    made = frame.copy()
    for m in chosen:
        for name, values in _shown(frame, m).items():
            made[name] = np.where(hidden, np.nan, values)
    if not dims:
        return made
    return made[made[[m.id for m in chosen]].notna().any(axis=1)].reset_index(drop=True)


def rounded(counts: Numbers) -> Numbers:
    """Counts as they are shown: missing below FEW, else the nearest multiple of STEP, halves up."""
    return np.where(counts >= FEW, np.floor((counts + STEP / 2) / STEP) * STEP, np.nan)


def _shown(frame: pd.DataFrame, m: Metric) -> dict[str, Numbers]:
    value, low, high, n = (frame[f"{m.id}{end}"].to_numpy(dtype=float) for end in ("", "_low", "_high", "_n"))
    shown_n = rounded(n)
    if m.kind in ("count", "rate"):
        value = rounded(value)
        low, high = intervals.poisson(np.nan_to_num(value)) if m.interval else (low, high)
        known = ~np.isnan(value)
    else:
        known = n >= SURE
        if m.kind == "share":
            hits = np.nan_to_num(value) * np.nan_to_num(n)
            known &= (np.round(hits) >= FEW) & (np.round(n - hits) >= FEW)
            basis = np.nan_to_num(shown_n)
            low, high = intervals.wilson(np.round(np.nan_to_num(value), 2) * basis, basis)
        value, low, high = (np.round(part, _DIGITS[m.kind]) for part in (value, low, high))
    parts = {m.id: value, f"{m.id}_low": low, f"{m.id}_high": high, f"{m.id}_n": shown_n}
    return {name: np.where(known, part, np.nan) for name, part in parts.items()}


def _sensitive(
    frame: pd.DataFrame, dims: Sequence[Dimension], snapshot: Snapshot, filters: Filters, scope: Scope
) -> npt.NDArray[np.bool_]:
    """Rows that speak of a sensitive topic in a part of the district."""
    hidden = np.zeros(len(frame), dtype=bool)
    names = {d.id for d in dims}
    is_local = bool(names & set(_TERRITORY) or filters.municipalities or filters.places)
    if not is_local and all(grant.municipalities is None for grant in scope.grants):
        return hidden
    for name, asked in zip(_TOPICS, (filters.topics, filters.topic_groups), strict=True):
        barred = {m.id: m.code for m in snapshot.members[name] if m.extra["is_sensitive"]}
        if set(asked) & set(barred.values()):
            hidden[:] = True
        for i, d in enumerate(dims):
            if d.id == name:
                hidden |= frame[f"g{i}"].isin(barred).to_numpy()
    return hidden
