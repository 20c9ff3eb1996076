"""Small numbers for people who see totals only: no answer, and no arithmetic over all answers there are, tells of them.

Rounding each answer alone does not hold: a list to which one place is added and removed shows where a count jumps.
Noise drawn for each answer does not hold either: least squares over many answers average it. So four things together:

- questions form a lattice: one member or all in each list of filters, whole calendar months, breakdowns of these
  (`data.metrics.lattice`); free lists and free days are refused;
- a count gets noise that belongs to the set of its records (`data.metrics.cell_keys`), once for ever, is rounded to
  STEP, and is hidden when fewer than FEW records stand behind it or less than LEAST_SHOWN would be shown;
- a set close to a wider one is answered as that one (`data.metrics.wider`), and only the newest snapshot is answered;
- a share is made of such counts alone; means and medians come from at least LEAST_BASIS records, means are moved and
  rounded, medians are whole, neither has an interval; a mean told from a part that people have read comes from at
  least so many of these.

Sensitive topics are answered for the whole district only: neither by territory nor by recipient, since the
administration of a settlement is a territory. What is promised: who guesses from all answers of the lattice whether a
cell of fewer than five records is empty is right in no more than 60 cases of 100; held by
`tests/security/test_small_numbers.py`.

Hundepool A. et al. Statistical Disclosure Control. Wiley, 2012.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.filters import Filters
from data.metrics import cell_keys, intervals
from data.metrics.declaration import Dimension, Metric
from data.metrics.enough import FEW
from data.metrics.reader import Snapshot
from data.scope import Scope

LEAST_SHOWN = 20
STEP = 10
LEAST_BASIS = 50
"""Records behind a share, a mean or a median that is shown."""
_MOVED = cell_keys.DEVIATION**2 + STEP**2 / 12
"""Variance of what noise and rounding have added to a count that is shown."""
_TOPICS = ("topic", "topic_group")
_TERRITORY = ("municipality", "place", "recipient")
"""Dimensions that may tell where; of recipients the administrations of settlements do."""
Numbers = npt.NDArray[np.float64]


def suppress(
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
    shown = [(name, values) for m in chosen for name, values in _suppressed_columns(frame, m).items()]
    made = frame.drop(columns=[name for name, _ in shown], errors="ignore")
    made = pd.concat([made, pd.DataFrame({name: np.where(hidden, np.nan, v) for name, v in shown})], axis=1)
    if not dims:
        return made
    return made[made[[m.id for m in chosen]].notna().any(axis=1)].reset_index(drop=True)


def round_counts(counts: Numbers, keys: Numbers) -> Numbers:
    """Counts as they are shown: with the noise of their records, to the nearest STEP, halves up; missing where less
    than FEW records stand behind them or less than LEAST_SHOWN would be shown.
    """
    shown = np.floor((counts + cell_keys.noise(keys) + STEP / 2) / STEP) * STEP
    return np.where((counts >= FEW) & (shown >= LEAST_SHOWN), shown, np.nan)


def count_interval(shown: Numbers) -> tuple[Numbers, Numbers]:
    """90 % bounds of the expected count behind one that is shown: chance, noise and rounding together."""
    half = intervals.Z * np.sqrt(shown + _MOVED)
    return np.maximum(shown - half, 0.0), shown + half


def share_interval(share: Numbers, among: Numbers) -> tuple[Numbers, Numbers]:
    """90 % bounds of a share made of two counts as they are shown, both moved."""
    half = intervals.Z * np.sqrt(share * (1 - share) / among + _MOVED * (1 + share**2) / among**2)
    return np.maximum(share - half, 0.0), np.minimum(share + half, 1.0)


def _suppressed_columns(frame: pd.DataFrame, m: Metric) -> dict[str, Numbers]:
    value, n = (frame[f"{m.id}{end}"].to_numpy(dtype=float) for end in ("", "_n"))
    nothing = np.full(len(frame), np.nan)
    made: tuple[Numbers, ...]
    if m.kind == "quantile":
        made = (np.where(n >= LEAST_BASIS, np.round(value), np.nan), nothing, nothing, nothing)
    else:
        keys = np.nan_to_num(frame[f"{m.id}_key"].to_numpy(dtype=float))
        made = _OF_KIND[m.kind](frame, m, value, np.nan_to_num(n), keys)
    return dict(zip((m.id, f"{m.id}_low", f"{m.id}_high", f"{m.id}_n"), made, strict=True))


def _count(frame: pd.DataFrame, m: Metric, value: Numbers, n: Numbers, keys: Numbers) -> tuple[Numbers, ...]:
    shown = round_counts(n, keys)
    low, high = count_interval(np.nan_to_num(shown)) if m.interval else (shown, shown)
    hidden = np.isnan(shown) | (not m.interval)
    return shown, np.where(hidden, np.nan, low), np.where(hidden, np.nan, high), shown


def _share(frame: pd.DataFrame, m: Metric, value: Numbers, n: Numbers, keys: Numbers) -> tuple[Numbers, ...]:
    """From the counts as they are shown and from nothing else, so it tells no more than they do."""
    among = round_counts(n, keys)
    hits = np.nan_to_num(frame[f"{m.id}_hits"].to_numpy(dtype=float))
    shown = round_counts(hits, np.nan_to_num(frame[f"{m.id}_hits_key"].to_numpy(dtype=float)))
    known = ~np.isnan(among) & ~np.isnan(shown) & (n >= LEAST_BASIS) & (n - hits >= FEW)
    base = np.where(known, among, 1.0)
    share = np.clip(np.where(known, shown, 0.0) / base, 0.0, 1.0)
    low, high = share_interval(share, base)
    return tuple(np.where(known, np.round(part, 2), np.nan) for part in (share, low, high, among))


def _mean(frame: pd.DataFrame, m: Metric, value: Numbers, n: Numbers, keys: Numbers) -> tuple[Numbers, ...]:
    """A mean of a bounded scale, moved as much as the noise of its count might move it."""
    shown = round_counts(n, keys)
    known = ~np.isnan(shown) & (n >= LEAST_BASIS)
    nothing = np.full(len(frame), np.nan)
    return np.where(known, _moved(m, value, np.where(known, n, 1.0), keys), np.nan), nothing, nothing, shown


def _moved(m: Metric, value: Numbers, n: Numbers, keys: Numbers) -> Numbers:
    """A quarter of the scale for each record of noise among n; of ratings to a tenth, of points to a whole one."""
    quarter = (m.scale[1] - m.scale[0]) / 4
    return np.round(np.clip(value + quarter * cell_keys.noise(keys) / n, *m.scale), 1 if quarter < 10 else 0)


def _assisted(frame: pd.DataFrame, m: Metric, value: Numbers, n: Numbers, keys: Numbers) -> tuple[Numbers, ...]:
    """The same set of answers, whoever read how many of them, always gets the same noise, sized by those read: one of
    them moves the estimate more than one of all.
    """
    read = np.nan_to_num(frame[f"{m.id}_hits"].to_numpy(dtype=float))
    shown = round_counts(read, np.nan_to_num(frame[f"{m.id}_hits_key"].to_numpy(dtype=float)))
    known = ~np.isnan(shown) & ~np.isnan(round_counts(n, keys)) & (read >= LEAST_BASIS)
    nothing = np.full(len(frame), np.nan)
    return np.where(known, _moved(m, value, np.where(known, read, 1.0), keys), np.nan), nothing, nothing, shown


_OF_KIND = {"count": _count, "rate": _count, "share": _share, "mean": _mean, "assisted_mean": _assisted}


def _sensitive(
    frame: pd.DataFrame, dims: Sequence[Dimension], snapshot: Snapshot, filters: Filters, scope: Scope
) -> npt.NDArray[np.bool_]:
    """Rows that speak of a sensitive topic in a part of the district."""
    hidden = np.zeros(len(frame), dtype=bool)
    names = {d.id for d in dims}
    is_local = bool(names & set(_TERRITORY) or filters.municipalities or filters.places or filters.recipients)
    if not is_local and all(grant.municipalities is None and grant.recipients is None for grant in scope.grants):
        return hidden
    for name, asked in zip(_TOPICS, (filters.topics, filters.topic_groups), strict=True):
        barred = {m.id: m.code for m in snapshot.members[name] if m.extra["is_sensitive"]}
        if set(asked) & set(barred.values()):
            hidden[:] = True
        for i, d in enumerate(dims):
            if d.id == name:
                hidden |= frame[f"g{i}"].isin(barred).to_numpy()
    return hidden
