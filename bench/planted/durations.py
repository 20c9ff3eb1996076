"""Histograms of durations of many groups whose quantiles are known exactly, by fractions."""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Groups:
    """One row per group and duration, sorted; group: numbers 0…size − 1; ended, waiting: whole counts."""

    group: npt.NDArray[np.int64]
    duration: Numbers
    ended: Numbers
    waiting: Numbers
    size: int


def groups(rng: np.random.Generator, size: int) -> Groups:
    """Small groups, where a share of exactly one half is common."""
    lengths = rng.integers(1, 25, size)
    group = np.repeat(np.arange(size), lengths)
    duration = np.concatenate([np.sort(rng.choice(120, length, replace=False)) for length in lengths]).astype(float)
    ended = rng.integers(0, 3, len(group)).astype(float)
    waiting = (rng.integers(0, 3, len(group)) * (rng.random(size) < 0.5)[group]).astype(float)
    return Groups(group, duration, ended, waiting, size)


def exact(found: Groups, quantile: Fraction) -> Numbers:
    """The first duration at which the product of fractions is down to 1 − quantile, per group; missing where never."""
    made = np.full(found.size, np.nan)
    starts = np.searchsorted(found.group, np.arange(found.size + 1))
    for one in range(found.size):
        rows = slice(starts[one], starts[one + 1])
        ended, waiting = (counts[rows].astype(int).tolist() for counts in (found.ended, found.waiting))
        at = _reached(ended, waiting, 1 - quantile)
        made[one] = np.nan if at is None else found.duration[starts[one] + at]
    return made


def _reached(ended: list[int], waiting: list[int], level: Fraction) -> int | None:
    at_risk, curve = sum(ended) + sum(waiting), Fraction(1)
    for at, (gone, left) in enumerate(zip(ended, waiting, strict=True)):
        if gone:
            curve *= Fraction(at_risk - gone, at_risk)
            if curve <= level:
                return at
        at_risk -= gone + left
    return None
