"""Chances of counts by special functions. scipy.stats tells the same, but takes half a second and thirty megabytes of
every process that imports it. What is missing stays missing.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from analysis.arrays import Numbers, numbers

_ROUNDED = 1e-15
"""By so much a share that is met exactly may be told too small: half of seven tosses are three or fewer."""


def poisson_quantile(share: Any, mean: Any) -> Numbers:
    """The least count up to which at least so large a share of all lies; 0 < share < 1, mean ≥ 0."""
    from scipy import special  # dear to import, and most starts never ask

    return _least(
        special.pdtrik(share, numbers(mean)), lambda count: special.pdtr(count, numbers(mean)) >= share - _ROUNDED
    )


def binomial_quantile(share: float, trials: int, chance: float) -> float:
    """The same for successes of so many trials; 0 < chance < 1."""
    from scipy import special

    near = special.bdtrik(share, trials, chance)
    return float(_least(near, lambda count: special.bdtr(count, trials, chance) >= share - _ROUNDED))


def negative_binomial_quantile(share: float, size: Numbers, mean: Numbers) -> Numbers:
    """The same for counts with variance mean + mean²/size; size > 0, mean ≥ 0."""
    from scipy import special

    chance = size / (size + mean)
    near = special.nbdtrik(share, size, chance)
    return _least(
        np.where(mean > 0, near, mean), lambda count: special.betainc(size, count + 1, chance) >= share - _ROUNDED
    )


def negative_binomial_tail(count: Any, size: float, mean: Numbers) -> Numbers:
    """Chance of so many or more; variance mean + mean²/size."""
    from scipy import special

    counted = numbers(count)
    chance: Numbers = special.betainc(np.maximum(counted, 1), size, mean / (size + mean))
    return np.where((counted > 0) | np.isnan(mean), chance, 1.0)


def hypergeometric_tails(drawn: int, all_things: int, special_things: int, draws: int) -> tuple[float, float]:
    """Chances of so many special things or more, and of so few or less, among the draws without return."""
    from scipy.special import gammaln

    counts = np.arange(max(0, draws - (all_things - special_things)), min(special_things, draws) + 1)
    ways = -sum(
        gammaln(one + 1)
        for one in (counts, special_things - counts, draws - counts, all_things - special_things - draws + counts)
    )
    chances = np.exp(ways - ways.max())
    chances /= chances.sum()
    return float(chances[counts >= drawn].sum()), float(chances[counts <= drawn].sum())


def _least(near: Any, holds: Callable[[Numbers], Any]) -> Numbers:
    """The least whole number that holds, a step or two from where special functions see it."""
    found = np.maximum(np.ceil(near), 0.0)
    for _ in range(2):
        found = np.where((found > 0) & holds(np.maximum(found - 1, 0.0)), found - 1, found)
    return np.where(holds(found) | np.isnan(found), found, found + 1)
