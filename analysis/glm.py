"""Counts explained by a few columns: Poisson and negative binomial regression with the logarithm as the link.

Fitted by iteratively reweighted least squares: McCullagh P., Nelder J. Generalized Linear Models. 2nd ed. 1989, ch. 2;
negative binomial with variance μ + κμ²: Hilbe J. Negative Binomial Regression. 2nd ed. 2011, ch. 8.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.special import gammaln

from analysis.arrays import Numbers, numbers

STEPS = 50
CLOSE = 1e-9
# A tiny pull towards zero keeps columns that the data cannot tell apart from running away; it moves nothing else.
RIDGE = 1e-8
LARGEST_ETA = 30.0


@dataclass(frozen=True)
class Fit:
    """Coefficients of the columns, their covariance, means of rows, dispersion κ (0 is Poisson), log-likelihood."""

    coefficients: Numbers
    covariance: Numbers
    mean: Numbers
    dispersion: float
    log_likelihood: float


def poisson(y: Any, columns: Any, *, offset: Any = 0.0) -> Fit:
    """Poisson regression. y: counts (n,), none missing; columns: (n, k) with a column of ones if wanted; offset: ln."""
    return negative_binomial(y, columns, offset=offset, dispersion=0.0)


def negative_binomial(y: Any, columns: Any, *, offset: Any = 0.0, dispersion: float | None = None) -> Fit:
    """Negative binomial regression with variance μ + κμ².

    dispersion: κ; None finds the likeliest one between 0 and 100 (0 when counts vary no more than Poisson).
    ValueError when a count is missing or negative.
    """
    counts, x = numbers(y), numbers(columns)
    shift = np.broadcast_to(numbers(offset), counts.shape)
    if np.isnan(counts).any() or (counts < 0).any():
        raise ValueError("counts must be known and not negative")
    kappa = _likeliest_dispersion(counts, x, shift) if dispersion is None else dispersion
    return _fit(counts, x, shift, kappa)


def _likeliest_dispersion(y: Numbers, x: Numbers, shift: Numbers) -> float:
    """κ by profile likelihood on a logarithmic scale; plain Poisson when that is no less likely."""
    best = minimize_scalar(
        lambda log_kappa: -_fit(y, x, shift, float(np.exp(log_kappa))).log_likelihood,
        bounds=(np.log(1e-5), np.log(100.0)),
        method="bounded",
        options={"xatol": 1e-3},
    )
    return float(np.exp(best.x)) if -best.fun > _fit(y, x, shift, 0.0).log_likelihood else 0.0


def _fit(y: Numbers, x: Numbers, shift: Numbers, kappa: float) -> Fit:
    eta = np.log(y + 0.5)
    for _ in range(STEPS):
        mean = np.exp(np.clip(eta, -LARGEST_ETA, LARGEST_ETA))
        weight = mean / (1.0 + kappa * mean)
        working = eta - shift + (y - mean) / mean
        information = (x * weight[:, None]).T @ x + RIDGE * np.eye(x.shape[1])
        coefficients = np.linalg.solve(information, x.T @ (weight * working))
        moved = x @ coefficients + shift
        if np.abs(moved - eta).max(initial=0.0) < CLOSE:
            break
        eta = np.clip(moved, -LARGEST_ETA, LARGEST_ETA)
    mean = np.exp(np.clip(moved, -LARGEST_ETA, LARGEST_ETA))
    return Fit(coefficients, np.linalg.inv(information), mean, kappa, _log_likelihood(y, mean, kappa))


def _log_likelihood(y: Numbers, mean: Numbers, kappa: float) -> float:
    if kappa == 0.0:
        return float((y * np.log(mean) - mean - gammaln(y + 1)).sum())
    shape = 1.0 / kappa
    ways = gammaln(y + shape) - gammaln(shape) - gammaln(y + 1)
    return float((ways + y * np.log(kappa * mean) - (y + shape) * np.log1p(kappa * mean)).sum())
