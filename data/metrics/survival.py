"""Kaplan–Meier quantiles of many groups at once, from histograms of durations.

Kaplan & Meier 1958. The quantile itself is decided in whole numbers: Ŝ(t) ≤ 1 − q is a comparison of two products.
Its bounds come from the beta product of the steps (Fay, Brittain, Proschan // Biostatistics. 2013. 14(4). P. 723–736):

    W⁺(t) = Π over u ≤ t of Beta(n_u − d_u + 1, d_u),   W⁻(t) = W⁺(t)·Beta(n after t, 1)

both brought to a beta by their first two moments; without open records they are Clopper and Pearson's. The bound is
taken by the mean of both (mid-P): the exact one covers more than it says. Where the last record has ended the curve is
0, yet the next one might have lasted longer: the upper end stays open then.

Groups are laid in rows of one length, so that a running product never crosses from one into another and a group's
answer is the same bits alone and among others.
"""

from collections.abc import Iterator
from fractions import Fraction
from math import prod

import numpy as np
import numpy.typing as npt

from data.metrics.intervals import LEVEL

Array = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
_DOUBT = 1e-9
"""Within this relative distance of the level floating point does not decide."""


def quantiles(
    group: Integers,
    duration: Array,
    events: Array,
    censored: Array,
    groups: int,
    quantile: float,
    *,
    bounds: bool = True,
) -> tuple[Array, Array, Array]:
    """The duration by which `quantile` of each group has ended, and its lower and upper bound.

    group: 0..groups-1, sorted; duration: sorted inside a group; events, censored: whole counts at that duration.
    bounds: whether they are asked for, otherwise they are missing: they take most of the time.
    Missing where the curve does not come down that far: so few have ended that the quantile is unknown. A missing upper
    bound is an open one; all three are missing where a group has no rows.
    """
    found = np.full((3, groups), np.nan)
    level = 1 - Fraction(quantile).limit_denominator(1000)
    for rows, members in _batches(group, groups):
        taken = np.maximum(rows, 0)
        ended, left = (np.where(rows >= 0, counts[taken], 0).astype(np.int64) for counts in (events, censored))
        at_risk = np.cumsum((ended + left)[:, ::-1], axis=1)[:, ::-1]
        told = [_reached(ended, at_risk, level)]
        first = np.array([*told, *_bounds(ended, left, at_risk, float(level))] if bounds else told)
        durations = np.concatenate([duration, [0.0, np.nan]])  # −2: before the first row; −1: never
        positions = np.where(first >= 0, rows[np.arange(len(rows)), np.maximum(first, 0)], first)
        found[: len(first), members] = durations[positions]
    return found[0], found[1], found[2]


_BEFORE, _NEVER = -2, -1


def _batches(group: Integers, groups: int) -> Iterator[tuple[Integers, Integers]]:
    """Groups of about one length together: positions of their rows, shape (groups, width), −1 behind the last; numbers
    of the groups.
    """
    starts = np.searchsorted(group, np.arange(groups + 1))
    length = np.diff(starts)
    power = np.ceil(np.log2(np.maximum(length, 1))).astype(np.int64)
    for one in np.unique(power[length > 0]):
        members = np.flatnonzero((power == one) & (length > 0))
        columns = np.arange(2**one)
        yield np.where(columns < length[members, None], starts[members, None] + columns, -1), members


def _reached(ended: Integers, at_risk: Integers, level: Fraction) -> Integers:
    """Position of the first row at which the curve lies on the level or below it."""
    n = np.maximum(at_risk, 1)
    curve = np.cumprod((n - ended) / n, axis=1)
    is_below = curve <= float(level)
    is_doubtful = np.abs(curve - float(level)) <= _DOUBT * float(level)
    for row, column in zip(*np.nonzero(is_doubtful & (ended > 0)), strict=True):
        is_below[row, column] = _is_below(ended[row, : column + 1], at_risk[row, : column + 1], level)
    return _first(is_below & (ended > 0))


def _is_below(ended: Integers, at_risk: Integers, level: Fraction) -> bool:
    steps = ended > 0
    n, d = at_risk[steps].tolist(), ended[steps].tolist()
    left = prod(risk - gone for risk, gone in zip(n, d, strict=True))
    return left * level.denominator <= prod(n) * level.numerator


def _bounds(ended: Integers, left: Integers, at_risk: Integers, level: float) -> tuple[Integers, Integers]:
    """Positions of the rows at which the ends of the band come down to the level."""
    from scipy import special  # dear to import, and most starts never ask

    mean, square = _moments(ended, at_risk)
    after = (at_risk - ended - left).astype(float)
    below = _chance(mean, square, after, level)
    tail = (1 - LEVEL) / 2
    low, high = (_first((below >= chance) & (at_risk > 0)) for chance in (tail, 1 - tail))
    from_the_start = special.betainc(at_risk[:, 0], 1.0, level) / 2 >= tail
    return np.where(from_the_start, _BEFORE, low), high


def _moments(ended: Integers, at_risk: Integers) -> tuple[Array, Array]:
    """Mean and mean square of W⁺ after each row."""
    n, d = at_risk.astype(float), ended.astype(float)
    one = (n - d + 1) / (n + 1)
    return np.cumprod(one, axis=1), np.cumprod(one * (n - d + 2) / (n + 2), axis=1)


def _chance(mean: Array, square: Array, after: Array, level: float) -> Array:
    """How probable it is that the true curve lies on the level or below it, by the mean of W⁺ and W⁻."""
    upper = _beta_below(mean, square, level)
    lower = _beta_below(mean * after / (after + 1), square * after / (after + 2), level)
    return (upper + lower) / 2


def _beta_below(mean: Array, square: Array, level: float) -> Array:
    """P(W ≤ level) of a beta with these moments; of a W that is certainly 1 or 0 as well."""
    from scipy import special  # dear to import, and most starts never ask

    variance = square - mean**2
    is_spread = (mean > 0) & (variance > 0) & (mean < 1)
    scale = np.where(is_spread, (mean - square) / np.where(is_spread, variance, 1.0), 1.0)
    part = np.where(is_spread, mean, 0.5)
    return np.where(is_spread, special.betainc(part * scale, (1 - part) * scale, level), mean <= level)


def _first(reached: Flags) -> Integers:
    return np.where(reached.any(axis=1), reached.argmax(axis=1), _NEVER)
