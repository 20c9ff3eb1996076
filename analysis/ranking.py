"""Places in a ranking that intervals allow: neighbours whose intervals overlap are not told apart."""

from typing import Any

import numpy as np

Numbers = np.ndarray[Any, np.dtype[np.float64]]


def rank_ranges(low: Any, high: Any, *, higher_is_better: bool) -> np.ndarray[Any, np.dtype[np.int64]]:
    """Best and worst possible place of each member, shape (n, 2); 1 is the best.

    low, high: ends of the members' intervals in any unit; a missing upper end means «not bounded», a missing lower end
    «no interval»: such a member gets the whole range and pushes nobody. A member is surely better than another only
    when their intervals do not overlap, so that equal intervals share all their places.
    """
    below, above = _bounded(np.asarray(low, dtype=float), np.asarray(high, dtype=float))
    surely_above = below[:, None] > above[None, :]
    surely_better = surely_above if higher_is_better else surely_above.T
    best = 1 + surely_better.sum(axis=0)
    worst = len(below) - surely_better.sum(axis=1)
    return np.column_stack([best, worst]).astype(np.int64)


def _bounded(low: Numbers, high: Numbers) -> tuple[Numbers, Numbers]:
    """Infinite ends instead of missing ones."""
    above = np.where(np.isnan(low) | np.isnan(high), np.inf, high)
    return np.where(np.isnan(low), -np.inf, low), above
