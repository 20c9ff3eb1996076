"""Places in a ranking that the data allow: who is surely better than whom, all comparisons right at once.

For every ordered pair of peers: the difference of their values over its error, which comes from their intervals
(MOVER, Zou, Donner // Statistics in Medicine. 2008. 27. P. 1693–1702). A pair is told apart when this is more than the
largest of all such ratios would be in nine tables of ten by chance alone (max-t, by simulation of normal errors with a
fixed seed); pairs told apart leave the race and the rest are held to a lower bar, until nothing changes (step-down).

    best place = 1 + those surely better, worst place = peers − those surely worse

Mogstad M., Romano J., Shaikh A., Wilhelm D. Inference for ranks with applications to mobility across neighbourhoods and
academic achievement across countries // Review of Economic Studies. 2024. 91(1). P. 476–518. Ranks are never
bootstrapped: among equals a bootstrap invents an order.
"""

from functools import lru_cache
from typing import Any

import numpy as np
from scipy import special

from analysis.arrays import Flags, Integers, Numbers, numbers
from analysis.intervals import LEVEL

DRAWS = 2000
_SEED = 20260101


def rank_ranges(value: Any, low: Any, high: Any, *, higher_is_better: bool, peers: Any = None) -> Integers:
    """Best and worst possible place of each member among its peers, shape (n, 2); 1 is the best.

    value, low, high: the members' values and 90 % intervals in any unit; a missing upper end means «not bounded», a
    missing value or lower end «not known»: such a member may stand anywhere and pushes nobody. Equal ends are a value
    known exactly. peers: a code per member, who is compared with whom; everybody with everybody by default.
    """
    x, below, above = numbers(value), numbers(low), numbers(high)
    groups = np.zeros(len(x), dtype=np.int64) if peers is None else np.unique(np.asarray(peers), return_inverse=True)[1]
    made = np.zeros((len(x), 2), dtype=np.int64)
    for group in np.unique(groups):
        rows = np.flatnonzero(groups == group)
        above_whom = surely_above(x[rows], below[rows], above[rows])
        better = above_whom if higher_is_better else above_whom.T
        made[rows, 0] = 1 + better.sum(axis=0)
        made[rows, 1] = len(rows) - better.sum(axis=1)
    return made


def surely_above(value: Numbers, low: Numbers, high: Numbers, *, level: float = LEVEL) -> Flags:
    """Who is surely above whom, shape (n, n): in `level` of tables without any mistake among all of it.

    value, low, high: as in `rank_ranges`.
    """
    z = float(special.ndtri(0.5 + LEVEL / 2))
    down, up = _distances(value, low, high)
    gap, spread = value[:, None] - value, np.hypot(down[:, None], up[None, :]) / z
    told = (spread == 0) & (gap > 0)
    active = np.isfinite(gap) & np.isfinite(spread) & (spread > 0) & ~np.eye(len(value), dtype=bool)
    ratio = np.divide(gap, spread, out=np.full(gap.shape, -np.inf), where=active)
    chance = _Chance(np.where(np.isfinite(up), (down + up) / 2, down) / z)
    while (apart := active & (ratio > chance.bar(active, level))).any():
        told |= apart
        active &= ~told
    return told


def _distances(value: Numbers, low: Numbers, high: Numbers) -> tuple[Numbers, Numbers]:
    """From the values down and up to the ends of their intervals; infinite where there is no end."""
    unknown = np.isnan(value) | np.isnan(low)
    down = np.where(unknown, np.inf, np.maximum(value - low, 0.0))
    up = np.where(unknown | np.isnan(high), np.inf, np.maximum(high - value, 0.0))
    return down, up


class _Chance:
    """The largest ratio that chance alone makes among some pairs."""

    def __init__(self, error: Numbers) -> None:
        known = np.where(np.isfinite(error), error, 0.0)
        self._errors = (_draws(len(known)) * known).T.copy()  # a row per member: what is compared lies together
        self._spread = np.hypot(known[:, None], known)

    def bar(self, active: Flags, level: float) -> float:
        """The quantile of the largest over the active ordered pairs; infinite without any."""
        largest = np.full(DRAWS, -np.inf)
        for i in np.flatnonzero(active.any(axis=1)):
            others = active[i] & (self._spread[i] > 0)
            ratios = (self._errors[i] - self._errors[others]) / self._spread[i, others, None]
            np.maximum(largest, ratios.max(axis=0, initial=-np.inf), out=largest)
        return float(np.quantile(largest, level)) if active.any() else np.inf


@lru_cache(maxsize=32)
def _draws(count: int) -> Numbers:
    """Normal errors of so many members, always the same; nobody may change them."""
    return np.random.default_rng(_SEED).standard_normal((DRAWS, count))
