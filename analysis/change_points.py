"""When the level of a series of counts changed.

The split into stretches of constant rate that minimises Σ cost + penalty × (stretches − 1), cost being minus twice the
Poisson log-likelihood of a stretch; found exactly by dynamic programming: Jackson B. et al. An algorithm for optimal
partitioning of data on an interval // IEEE Signal Processing Letters. 2005. 12(2). P. 105–108. (The pruning of PELT
is left out: a few hundred weeks need none, and with a shortest stretch it is no longer exact.)

Penalty: 3·ln n for each change (a rate and a place in time; the modified BIC of Zhang N., Siegmund D. // Biometrics.
2007. 63(1)), times how much more than Poisson the series varies around the norm.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from analysis.arrays import Numbers, numbers


@dataclass(frozen=True)
class Change:
    """A week from which the level is another: position, ratios of count to norm before and after."""

    at: int
    before: float
    after: float


def change_points(
    counts: Any, *, norm: Any = None, penalty: float | None = None, shortest: int = 4, dispersion: float | None = None
) -> list[Change]:
    """Changes in time order; none when one level explains the series well enough.

    counts: one per week, none missing. norm: what the counts should be proportional to (a seasonal norm), else flat.
    penalty: for each change (by default as in the module's text). shortest: weeks of the shortest stretch. dispersion:
    variance over mean around the norm; by default from the differences of neighbouring weeks, so that a change of level
    itself does not count as noise; never below 1.
    """
    y = numbers(counts)
    flat = np.ones(len(y)) if norm is None else numbers(norm)
    if len(y) < 2 * shortest:
        return []
    noise = _dispersion(y, flat) if dispersion is None else dispersion
    cost = penalty if penalty is not None else 3.0 * np.log(len(y)) * noise
    return _changes(_best_split(y, flat, cost, shortest), y, flat)


def _dispersion(y: Numbers, norm: Numbers) -> float:
    """Half the mean squared difference of neighbours, each scaled to variance 1 under Poisson."""
    level = max(y.sum(), 1.0) / norm.sum()
    pair = (y[1:] + y[:-1] + level * (norm[1:] + norm[:-1])) / 2
    scaled = (y[1:] - y[:-1] * norm[1:] / norm[:-1]) ** 2 / np.maximum(pair, 1e-9)
    return max(1.0, float(scaled.mean()))


def _best_split(y: Numbers, norm: Numbers, penalty: float, shortest: int) -> list[int]:
    """First weeks of the stretches after the first one. best[e]: the least cost of weeks [0, e)."""
    total, base = np.append(0.0, y.cumsum()), np.append(0.0, norm.cumsum())
    best = np.full(len(y) + 1, np.inf)
    best[0] = -penalty
    previous = np.zeros(len(y) + 1, dtype=int)
    for end in range(shortest, len(y) + 1):
        starts = slice(0, end - shortest + 1)
        costs = best[starts] + _cost(total[end] - total[starts], base[end] - base[starts]) + penalty
        previous[end] = costs.argmin()
        best[end] = costs[previous[end]]
    return _walk_back(previous, len(y))


def _cost(count: Numbers, base: Numbers) -> Numbers:
    """−2·(c·ln(c/b) − c): minus twice the log-likelihood at the stretch's own rate."""
    rate = np.where(count > 0, count, base) / base
    return -2.0 * (count * np.log(rate) - count)


def _walk_back(previous: np.ndarray[Any, np.dtype[np.int64]], end: int) -> list[int]:
    found = []
    while previous[end] > 0:
        end = int(previous[end])
        found.append(end)
    return found[::-1]


def _changes(starts: list[int], y: Numbers, norm: Numbers) -> list[Change]:
    edges = [0, *starts, len(y)]
    levels = [float(y[a:b].sum() / norm[a:b].sum()) for a, b in pairwise(edges)]
    return [Change(at, levels[i], levels[i + 1]) for i, at in enumerate(starts)]
