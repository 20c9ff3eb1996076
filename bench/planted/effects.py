"""Places whose records fall by a known share when something is done, among donors where nothing is done.

Weekly counts are Poisson around a level that each place has of its own, a season all share (more or less), shocks that
come to all at once, and a noise of the place that lasts (autoregressive). Some districts have donors as large as the
place, some donors of a third to three times its size with seasons of their own.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]
WEEKS = 104
_SHOCKS = 6


@dataclass(frozen=True)
class Kind:
    """weekly: records a week in the place before; change: what is done to them, −0.6 for 60 % less; start: the week it
    begins in; donors: how many; is_like: whether donors are of its size and season; noise, memory: of the place's own
    noise, standard deviation of logarithms and correlation from week to week.
    """

    weekly: float
    change: float
    start: int = 78
    donors: int = 12
    is_like: bool = True
    noise: float = 0.25
    memory: float = 0.7


def planted(rng: np.random.Generator, kind: Kind) -> Numbers:
    """Counts (1 + donors, weeks); the first row is the place."""
    units = kind.donors + 1
    level = _sizes(rng, kind) * np.exp(
        _season(rng, units, is_like=kind.is_like) + _shocks(rng) + _noise(rng, units, kind)
    )
    level[0, kind.start :] *= 1 + kind.change
    return rng.poisson(level).astype(float)


def _sizes(rng: np.random.Generator, kind: Kind) -> Numbers:
    apart = np.log(4 / 3 if kind.is_like else 3)
    sizes = kind.weekly * np.exp(rng.uniform(-apart, apart, kind.donors + 1))
    sizes[0] = kind.weekly
    return sizes[:, None]


def _season(rng: np.random.Generator, units: int, *, is_like: bool) -> Numbers:
    height, shift = 0.4 * np.ones(units), np.zeros(units)
    if not is_like:
        height, shift = height * rng.uniform(0.3, 1.7, units), rng.normal(0, 0.6, units)
    turn = 2 * np.pi * np.arange(WEEKS) / 52 + rng.uniform(0, 2 * np.pi)
    return height[:, None] * np.sin(turn + shift[:, None])


def _shocks(rng: np.random.Generator) -> Numbers:
    common = np.cumsum(rng.normal(0, 0.02, WEEKS))
    for week in rng.integers(0, WEEKS - 4, _SHOCKS):
        common[week : week + rng.integers(1, 4)] += rng.uniform(0.4, 1.1)
    return common


def _noise(rng: np.random.Generator, units: int, kind: Kind) -> Numbers:
    drawn = rng.normal(0, kind.noise, (units, WEEKS))
    for week in range(1, WEEKS):
        drawn[:, week] = kind.memory * drawn[:, week - 1] + np.sqrt(1 - kind.memory**2) * drawn[:, week]
    return drawn
