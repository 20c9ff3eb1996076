"""The smallest fall that a place can be shown to have: asked before a target is fixed, told by the method itself."""

from bisect import bisect_left

import numpy as np

from analysis.discrete import poisson_quantile
from analysis.effect.blocks import WEEKS, contrast, placebo
from analysis.effect.estimate import FEWEST_DONORS

_FALLS = [per_cent / 100 for per_cent in range(10, 96, 2)]
_DRAWS = 400
_SEED = 20260101
_POWER = 0.8


def smallest_effect(
    weekly: float, weeks_after: int, *, weeks_before: int = 78, donors: int = 12, spread: float = 0.2
) -> float | None:
    """The smallest fall that would be called «снизилось» four times in five, as −0.56; None when even −94 % would not.

    weekly: records a week in the place now, and about as many in each donor. weeks_after, weeks_before: whole blocks of
    13 weeks are counted. spread: how much a place's block differs from its donors beyond chance, standard deviation of
    logarithms. By simulation with a fixed seed of the same intervals that `estimate` tells.
    """
    before, after = weeks_before // WEEKS, weeks_after // WEEKS
    if weekly <= 0 or after < 1 or before < 2 or donors < 1:
        return None
    place = _Place(weekly * WEEKS, before, after, donors, spread)
    first = bisect_left(_FALLS, _POWER, key=place.power)
    return -_FALLS[first] if first < len(_FALLS) else None


class _Place:
    """Draws of a place and its donors; the same chance for every fall, so that a larger one is never seen less."""

    def __init__(self, expected: float, before: int, after: int, donors: int, spread: float) -> None:
        rng = np.random.default_rng(_SEED)
        shape = (_DRAWS, donors + 1, before + after)
        level = expected * np.exp(rng.normal(0.0, spread, shape) - spread**2 / 2)
        self._before = before
        self._level, self._chance = level[:, 0], rng.random((_DRAWS, before + after))
        self._donors = rng.poisson(level[:, 1:]).astype(float)
        self._placebo = placebo(self._donors, before) if donors >= FEWEST_DONORS else None

    def power(self, fall: float) -> float:
        """In what share of draws a fall is shown."""
        level = self._level.copy()
        level[:, self._before :] *= 1 - fall
        place = contrast(poisson_quantile(self._chance, level), self._donors.sum(axis=1), self._before)
        low, high = place.ends(is_alone=self._placebo is None)
        if self._placebo is not None:
            high = np.where(2 * self._placebo > high - low, place.change + self._placebo, high)
        return float(np.mean(high < 0))
