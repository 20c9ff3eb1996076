"""Intervals of counts and of their ratios."""

from typing import Any

import numpy as np

from analysis.arrays import Numbers, numbers
from analysis.discrete import negative_binomial_quantile, poisson_quantile

LEVEL = 0.90
"""Of every interval this room tells, unless its caller asks for another."""
SMALLEST_DISPERSION = 1e-9


def rate_ratio(after: Any, before: Any, *, exposure: Any = 1.0, level: float = LEVEL) -> tuple[Numbers, Numbers]:
    """Exact ends for (after/exposure)/before of two Poisson counts; exposure is the later time over the earlier.

    Given their sum the later count is binomial (Clopper, Pearson // Biometrika. 1934; Przyborowski, Wilenski // 1940).
    before = 0 leaves the upper end unbounded (inf); both zero leave 0…inf: nothing is known.
    """
    from scipy import special  # dear to import, and most starts never ask

    a, b, tail = numbers(after), numbers(before), (1 - level) / 2
    low = np.where(a > 0, special.betaincinv(np.maximum(a, 1), b + 1, tail), 0.0)
    high = np.where(b > 0, special.betaincinv(a + 1, np.maximum(b, 1), 1 - tail), 1.0)
    with np.errstate(divide="ignore"):
        return low / (1 - low) / numbers(exposure), np.divide(high, 1 - high) / numbers(exposure)


def ratio_to_expected(
    count: Any, expected: Any, *, certainty: Any = np.inf, level: float = LEVEL
) -> tuple[Numbers, Numbers]:
    """Ends for count/expected, the expected value being an estimate: mean `expected`, Gamma shape `certainty`.

    With ratio r: count ~ Poisson(r·e·θ), θ ~ Gamma(k, k), prior of r ∝ 1/√r: r·e is Gamma(count + ½) over θ; its
    quantiles are (count + ½)·F(2·count + 1, 2k). An infinite k is an expected value that is known exactly.
    """
    y, e, k = np.broadcast_arrays(numbers(count), numbers(expected), numbers(certainty))
    low, high = (_scaled_f(tail, y + 0.5, k) for tail in ((1 - level) / 2, (1 + level) / 2))
    with np.errstate(divide="ignore", invalid="ignore"):
        return low / e, high / e


def _scaled_f(tail: float, shape: Numbers, certainty: Numbers) -> Numbers:
    from scipy import special  # dear to import, and most starts never ask

    exact = np.isinf(certainty)
    ratio = special.fdtri(2 * shape, 2 * np.where(exact, 1.0, certainty), tail) * shape
    return np.where(exact, special.gammaincinv(shape, tail), ratio)


def negative_binomial_interval(mean: Any, dispersion: Any, *, level: float = LEVEL) -> tuple[Numbers, Numbers]:
    """Whole ends with at most (1 − level)/2 outside on either side; variance mean + dispersion·mean²; 0 is Poisson."""
    mu, kappa = np.broadcast_arrays(numbers(mean), numbers(dispersion))
    spread = kappa > SMALLEST_DISPERSION
    size = 1.0 / np.where(spread, kappa, 1.0)
    ends = []
    for tail in ((1 - level) / 2, (1 + level) / 2):
        ends.append(np.where(spread, negative_binomial_quantile(tail, size, mu), poisson_quantile(tail, mu)))
    return ends[0], ends[1]
