"""Many counts against themselves earlier: which have risen, when a share of false ones is accepted.

Given the sum of two counts of equal time the later one is binomial with ½ (Przyborowski, Wilenski // Biometrika. 1940.
31. P. 313–323). Weekly counts are often more uneven than Poisson's; then they are worth less, and are divided by how
many times their variance exceeds their mean.
"""

from typing import Any

import numpy as np
from scipy import special

from analysis.arrays import Numbers, numbers
from analysis.intervals import rate_ratio
from analysis.multiple import q_values

PRIOR_WEEKS = 24
"""Weeks that the common unevenness of all rows is worth beside a row's own."""


def unevenness(weeks: Any) -> Numbers:
    """How many times the variance of weekly counts exceeds Poisson's, of each row, drawn to that of all; at least 1.

    weeks: rows × periods × weeks; the mean of every period is its own.
    """
    counts = numbers(weeks)
    mean = counts.mean(axis=2, keepdims=True)
    known = mean[..., 0] > 0
    squares = np.divide((counts - mean) ** 2, mean, out=np.zeros_like(counts), where=mean > 0).sum(axis=2)
    free = np.where(known, counts.shape[2] - 1, 0)
    of_rows, degrees = squares.sum(axis=1), free.sum(axis=1)
    common = of_rows.sum() / degrees.sum() if degrees.sum() else 1.0
    drawn = (of_rows + PRIOR_WEEKS * common) / (degrees + PRIOR_WEEKS)
    return np.maximum(1.0, np.maximum(drawn, common))


def rises(now: Any, before: Any, uneven: Any = 1.0) -> tuple[Numbers, Numbers]:
    """Lower end (90 %) of now/before of equal time, and the share of false ones (Benjamini–Hochberg) among all rows
    that rose no less surely. uneven: of `unevenness`.
    """
    a, b = np.divide(numbers(now), uneven), np.divide(numbers(before), uneven)
    low = np.where(a >= 1, rate_ratio(a, b)[0], 0.0)
    chance = np.where(a > 0, special.betainc(np.maximum(a, 1e-9), b + 1, 0.5), 1.0)
    return low, q_values(np.where(a + b > 0, chance, np.nan))
