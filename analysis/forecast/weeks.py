"""How fast the district works in each week against its own usual pace: season and recent change, with what is not known
of them.

In a week D records were closed where the hazards of their groups expect E. The logarithm of D/E is read as a smooth
course (Rasmussen, Williams. Gaussian Processes for Machine Learning. 2006, ch. 2, 5):

    log(D/E) = level that wanders and forgets within half a year + wave of a year + chance of the week

How large each of the three is nobody knows: courses for a grid of sizes are averaged by how well they explain the
weeks. The level follows the latest weeks, the wave repeats what earlier years have shown; ahead of today their mean
multiplies the hazards, their variance widens the interval.
"""

from dataclasses import dataclass
from itertools import product

import numpy as np

from analysis.arrays import Integers, Numbers
from analysis.forecast.scale import Spans

WEEK = 7
MOST_WEEKS = 156
"""Older weeks have the pace of the oldest one told."""
AHEAD = 18
"""Weeks ahead that a forecast may reach."""
_YEAR = 365.25 / WEEK
_MEMORY = 60.0
"""Weeks in which a change of level is forgotten to a third."""
_SIZES = (0.0, 0.2, 0.5)
_CHANCES = (0.0, 0.12, 0.4)
_APART = 2.5
"""Standard errors from which a week is not like its neighbours."""


@dataclass(frozen=True)
class Segments:
    """Stretches of records' lives within one week: record (row of the history), week (0: the seven days before today),
    first and last position on the scale.
    """

    record: Integers
    week: Integers
    first: Integers
    last: Integers


@dataclass(frozen=True)
class Course:
    """Logarithms of the pace: past by week (0 is the latest), ahead with its standard deviation from the week that
    begins today.
    """

    past: Numbers
    ahead: Numbers
    error: Numbers


STEADY = Course(np.zeros(1), np.zeros(AHEAD), np.zeros(AHEAD))
"""When nothing tells the weeks apart."""


def cut(spans: Spans, ended_ago: Integers) -> Segments:
    """The lives of a history's records cut at the weeks; ended_ago: days from the last day each was seen to today."""
    ended_ago, length = ended_ago + spans.beyond, spans.last - spans.first
    newest, oldest = _week(ended_ago), _week(ended_ago + length)
    pieces = oldest - newest + 1
    record = np.repeat(np.arange(len(length)), pieces)
    week = newest[record] + np.arange(len(record)) - np.repeat(np.cumsum(pieces) - pieces, pieces)
    # The day `ago` days before today stands `ago − ended_ago` positions before the last one.
    first = spans.last[record] + ended_ago[record] - WEEK * (week + 1)
    last = first + WEEK - 1
    return Segments(record, week, np.maximum(first, spans.first[record]), np.minimum(last, spans.last[record]))


def _week(ago: Integers) -> Integers:
    return (np.maximum(ago, 1) - 1) // WEEK


def course(closed: Numbers, expected: Numbers) -> Course:
    """The course of the pace from closings and expected closings by week, the latest first."""
    n = min(len(closed), MOST_WEEKS)
    seen, hoped = closed[:n] + 0.5, expected[:n] + 0.5
    y, noise = np.log(seen / hoped), 1 / hoped
    times = np.concatenate([np.arange(n), -1.0 - np.arange(AHEAD)])
    gap = times[:, None] - times
    level, wave = np.exp(-np.abs(gap) / _MEMORY), np.exp(-2 * np.sin(np.pi * gap / _YEAR) ** 2)
    sizes = [(a**2 * level + b**2 * wave, c**2) for a, b, c in product(_SIZES, _SIZES, _CHANCES)]
    weights, _, _ = _weighed(sizes, y, noise)
    likeliest, chance = sizes[int(np.argmax(weights))]
    noise = noise * _outliers(likeliest[:n, :n] + np.diag(noise + chance), y)
    weights, means, variances = _weighed(sizes, y, noise)
    mean = weights @ means
    variance = weights @ (variances + means**2) - mean**2
    return Course(mean[:n], mean[n:], np.sqrt(np.maximum(variance[n:], 0.0)))


def _weighed(sizes: list[tuple[Numbers, float]], y: Numbers, noise: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """How well each size explains the weeks (summing to 1); its course and variance."""
    fits, means, variances = zip(*(_explained(one, y, noise + chance) for one, chance in sizes), strict=True)
    weights = np.exp(np.array(fits) - max(fits))
    return weights / weights.sum(), np.array(means), np.array(variances)


def _outliers(covariance: Numbers, y: Numbers) -> Numbers:
    """By how much the noise of each week must grow so that the others do not speak against it: weeks of holidays are
    no change of pace. At least 1; from how each week lies apart when it is left out.
    """
    inverse = np.linalg.inv(covariance)
    apart = (inverse @ y) ** 2 / np.diag(inverse)
    return np.where(apart > _APART**2, apart**2, 1.0)


def _explained(covariance: Numbers, y: Numbers, noise: Numbers) -> tuple[float, Numbers, Numbers]:
    """Log-likelihood of the weeks; mean and variance of the course at all times, the first of which are the weeks'."""
    n = len(y)
    root = np.linalg.cholesky(covariance[:n, :n] + np.diag(noise))
    solved = np.linalg.solve(root, np.column_stack([covariance[:n], y]))
    half, scaled = solved[:, :-1], solved[:, -1]
    fit = -0.5 * scaled @ scaled - np.log(np.diag(root)).sum()
    return float(fit), half.T @ scaled, np.diag(covariance) - (half**2).sum(axis=0)
