"""Rates of small places, drawn towards the district's as far as their own records are few.

The model: a place's records y ~ Poisson(rate · exposure), the places' rates ~ Gamma(shape α, rate β). Then given the
records the rate is Gamma(y + α, exposure + β): its mean (y + α)/(exposure + β), its 90 % interval by quantiles.

- By moments: Marshall R. Mapping disease and mortality rates using empirical Bayes estimators // Applied Statistics.
  1991. 40(2). P. 283–294.
- By marginal likelihood (y is then negative binomial): Clayton D., Kaldor J. Empirical Bayes estimates of
  age-standardized relative risks for use in disease mapping // Biometrics. 1987. 43(3). P. 671–681.

Exposure is what the records grow from: people × weeks, or an expected count (then the «rate» is a ratio to it).
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.special import gammaln
from scipy.stats import gamma

from analysis.arrays import Flags, Numbers, numbers
from analysis.intervals import LEVEL

SMALLEST_SHAPE = 1e-3


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
class Smoothed:
    """Rates per unit of exposure, one per place; missing where the exposure is not known."""

    rate: Numbers
    low: Numbers
    high: Numbers
    prior: GammaPrior


def smooth(counts: Any, exposure: Any, *, prior: GammaPrior | None = None, level: float = LEVEL) -> Smoothed:
    """Smoothed rates with equal-tailed intervals.

    counts: records per place; exposure: people × time (or expected records), same shape. A place whose count or
    exposure is missing or whose exposure is not positive gets missing values: unknown is not zero.
    prior: by default learned from these places by marginal likelihood. ValueError when no place has exposure.
    """
    y, t = _aligned(counts, exposure)
    known = _usable(y, t)
    prior = prior or prior_by_likelihood(y, t)
    shape = np.where(known, y + prior.shape, np.nan)
    scale = 1.0 / np.where(known, t + prior.rate, np.nan)
    tail = (1.0 - level) / 2.0
    return Smoothed(shape * scale, gamma.ppf(tail, shape, scale=scale), gamma.ppf(1 - tail, shape, scale=scale), prior)


def prior_by_likelihood(counts: Any, exposure: Any) -> GammaPrior:
    """The shape that makes the counts most likely, the mean being Σy/Σt; at most as large as the records
    it was learned from, for a prior cannot weigh more than they do.

    The mean is kept at the district's own rate, so that smoothing does not invent or lose records in large places.
    """
    y, t = _known(counts, exposure)
    if y.sum() == 0:
        return _prior(np.inf, y, t)
    mean = t * y.sum() / t.sum()
    bounds = (np.log(SMALLEST_SHAPE), np.log(max(y.sum(), 1.0)))
    best = minimize_scalar(lambda log_shape: -_likelihood(np.exp(log_shape), y, mean), bounds=bounds, method="bounded")
    return _prior(float(np.exp(best.x)), y, t)


def _likelihood(shape: float, y: Numbers, mean: Numbers) -> float:
    """Log-likelihood of the negative binomial with the given means, without what does not depend on the shape."""
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


def _known(counts: Any, exposure: Any) -> tuple[Numbers, Numbers]:
    y, t = _aligned(counts, exposure)
    known = _usable(y, t)
    if not known.any():
        raise ValueError("no place has a known positive exposure")
    return y[known], t[known]
