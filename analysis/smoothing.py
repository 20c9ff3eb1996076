"""Rates of small places, drawn towards the district's as far as their own records are few.

The model: a place's records y ~ Poisson(rate · exposure), the places' rates ~ Gamma(shape α, rate β). Then given the
records the rate is Gamma(y + α, exposure + β), its mean (y + α)/(exposure + β).

- By moments: Marshall R. Mapping disease and mortality rates using empirical Bayes estimators // Applied Statistics.
  1991. 40(2). P. 283–294.
- By marginal likelihood (y is then negative binomial): Clayton D., Kaldor J. Empirical Bayes estimates of
  age-standardized relative risks for use in disease mapping // Biometrics. 1987. 43(3). P. 671–681.

The prior is learnt from the same few records, so the interval carries what is not known of it: the gamma of a place is
averaged over a grid of shapes and means, weighted by their marginal likelihood and by a half-normal prior of how much
places differ, and brought back to one gamma by its mean and variance (Kass R., Steffey D. // JASA. 1989. 84.
P. 717–726). The rate itself keeps to the likeliest prior. No gamma holds a rate of exactly zero, yet a place may have
nothing of a topic to write about: without a record the lower end is 0.

Exposure is what the records grow from: people × weeks, or an expected count (then the «rate» is a ratio to it).
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.special import gammaincinv, gammaln

from analysis.arrays import Flags, Numbers, numbers
from analysis.intervals import LEVEL

SMALLEST_SHAPE = 1e-3
SPREAD = 1.5
"""Scale of the half-normal prior of the places' coefficient of variation."""
_SHAPES = np.geomspace(0.3, 300.0, 14)
_MEANS = np.linspace(-3.0, 3.0, 11)
"""In standard errors of the logarithm of the district's mean."""


@dataclass(frozen=True)
class GammaPrior:
    """What the other places say of a rate: Gamma with mean shape/rate; unit of `rate` is that of exposure."""

    shape: float
    rate: float

    @property
    def mean(self) -> float:
        """The rate of a place of which nothing is known."""
        return self.shape / self.rate


@dataclass(frozen=True)
class SmoothedRates:
    """Rates per unit of exposure, one per place; missing where the exposure is not known."""

    rate: Numbers
    low: Numbers
    high: Numbers
    prior: GammaPrior


def smooth(counts: Any, exposure: Any, *, prior: GammaPrior | None = None, level: float = LEVEL) -> SmoothedRates:
    """Smoothed rates with equal-tailed intervals.

    counts: records per place; exposure: people × time (or expected records), same shape. A place whose count or
    exposure is missing or whose exposure is not positive gets missing values: unknown is not zero.
    prior: by default learned from these places by marginal likelihood, the interval then carrying its uncertainty; a
    given one is taken for certain. ValueError when no place has exposure.
    """
    y, t = _aligned(counts, exposure)
    known = _usable(y, t)
    learnt = prior or prior_by_likelihood(y, t)
    y, t = np.where(known, y, np.nan), np.where(known, t, np.nan)
    rate = (y + learnt.shape) / (t + learnt.rate)
    shape, scale = (y + learnt.shape, 1.0 / (t + learnt.rate)) if prior else _averaged(y, t)
    low, high = (gammaincinv(shape, tail) * scale for tail in ((1 - level) / 2, (1 + level) / 2))
    silent = (y == 0) & (prior is None)
    return SmoothedRates(rate, np.where(silent, 0.0, np.minimum(low, rate)), np.maximum(high, rate), learnt)


def _averaged(y: Numbers, t: Numbers) -> tuple[Numbers, Numbers]:
    """Shape and scale of the gamma with mean and variance of a place's rate, the prior not being known."""
    shapes, means, weights = _priors(*_known_rows(y, t))
    mean, square = np.zeros(y.shape), np.zeros(y.shape)
    for shape, centre, weight in zip(shapes, means, weights, strict=True):  # one by one: a year of weeks fits memory
        a, scale = y + shape, 1.0 / (t + shape / centre)
        mean += weight * a * scale
        square += weight * a * (a + 1) * scale**2
    variance = square - mean**2
    return mean**2 / variance, variance / mean


def _priors(y: Numbers, t: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """Shapes, means and weights (summing to 1) of the priors that the records allow."""
    total = y.sum() + 0.5
    places = t.sum() ** 2 / (t**2).sum()
    error = np.sqrt(1 / total + 1 / (_SHAPES * places))
    means = total / t.sum() * np.exp(error[:, None] * _MEANS)
    fit = np.array([[_likelihood(a, y, m * t) for m in row] for a, row in zip(_SHAPES, means, strict=True)])
    # Half-normal in the coefficient of variation 1/√shape, Jeffreys in the mean; the grid is even in the logarithms.
    fit += (-0.5 / (_SHAPES * SPREAD**2) - 0.5 * np.log(_SHAPES) + np.log(error))[:, None] + 0.5 * np.log(means)
    weights = np.exp(fit - fit.max()).ravel()
    return np.repeat(_SHAPES, len(_MEANS)), means.ravel(), weights / weights.sum()


def prior_by_likelihood(counts: Any, exposure: Any) -> GammaPrior:
    """The shape that makes the counts most likely, the mean being Σy/Σt; at most as large as the records
    it was learned from, for a prior cannot weigh more than they do.

    The mean is kept at the district's own rate, so that smoothing does not invent or lose records in large places.
    """
    from scipy.optimize import minimize_scalar  # slow to import, and only this asks

    y, t = _known_rows(counts, exposure)
    if y.sum() == 0:
        return _prior(np.inf, y, t)
    mean = t * y.sum() / t.sum()
    bounds = (np.log(SMALLEST_SHAPE), np.log(max(y.sum(), 1.0)))
    best = minimize_scalar(lambda log_shape: -_likelihood(np.exp(log_shape), y, mean), bounds=bounds, method="bounded")
    return _prior(float(np.exp(best.x)), y, t)


def _likelihood(shape: float, y: Numbers, mean: Numbers) -> float:
    """Log-likelihood of the negative binomial with the given means, without what depends on neither."""
    return float(
        (gammaln(y + shape) - gammaln(shape) + shape * np.log(shape) - (y + shape) * np.log(mean + shape)).sum()
        + (y * np.log(mean)).sum()
    )


def _prior(shape: float, y: Numbers, t: Numbers) -> GammaPrior:
    """Half a record in place of none, so that a silent district has a small rate and not an impossible one."""
    total = max(float(y.sum()), 0.5)
    bounded = min(max(shape, SMALLEST_SHAPE), total)
    return GammaPrior(bounded, bounded * float(t.sum()) / total)


def _aligned(counts: Any, exposure: Any) -> tuple[Numbers, Numbers]:
    y, t = np.broadcast_arrays(numbers(counts), numbers(exposure))
    if (y < 0).any():
        raise ValueError("counts must not be negative")
    return y, t


def _usable(y: Numbers, t: Numbers) -> Flags:
    return np.asarray(np.isfinite(y) & np.isfinite(t) & (t > 0))


def _known_rows(counts: Any, exposure: Any) -> tuple[Numbers, Numbers]:
    y, t = _aligned(counts, exposure)
    known = _usable(y, t)
    if not known.any():
        raise ValueError("no place has a known positive exposure")
    return y[known], t[known]
