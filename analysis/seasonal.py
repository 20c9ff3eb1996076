"""The norm of a week: level, trend and season of a series of weekly counts, and how far a week may stray from it.

ln μ(t) = a + b·t + Σ_k (c_k·cos 2πk·φ(t) + d_k·sin 2πk·φ(t)), φ being the part of the year gone; the counts are
negative binomial with variance μ + κμ² (Poisson when κ = 0). Serfling R. Methods for current statistical analysis of
excess pneumonia-influenza deaths // Public Health Reports. 1963. 78(6). P. 494–506; for counts: Noufaily A. et al.
An improved algorithm for outbreak detection // Statistics in Medicine. 2013. 32(7). P. 1206–1222.

A season is learned only from two full years or more: from less, a season and a trend are the same thing. A trend is
learned from a year or more. From less the norm is the plain mean.
"""

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from scipy.stats import norm

from analysis.arrays import Integers, Numbers, numbers
from analysis.glm import Fit, negative_binomial
from analysis.intervals import LEVEL, negative_binomial_interval

YEAR_WEEKS = 52.1775
YEARS_FOR_SEASON = 2
Season = Literal["harmonics", "months"]


@dataclass(frozen=True)
class Norm:
    """A fitted norm; `has_season`, `has_trend` say what the series was long enough for."""

    fit: Fit
    season: Season
    has_season: bool
    has_trend: bool
    weeks: int
    first_phase: float

    def expected(self, ahead: int = 0) -> Numbers:
        """Expected counts of the weeks of the series and of `ahead` weeks after them."""
        return np.exp(self._columns(ahead) @ self.fit.coefficients)

    def interval(self, ahead: int = 0, *, level: float = LEVEL) -> tuple[Numbers, Numbers]:
        """Whole counts between which a week stays with probability `level` or more, the norm's own error included.

        The error of ln μ is normal with the variance from the fit; it widens the dispersion: κ + exp(var) − 1.
        """
        columns = self._columns(ahead)
        variance = np.einsum("ij,jk,ik->i", columns, self.fit.covariance, columns)
        return negative_binomial_interval(self.expected(ahead), self.fit.dispersion + np.expm1(variance), level=level)

    def season_factors(self, *, level: float = LEVEL) -> tuple[Numbers, Numbers, Numbers]:
        """How many times the season lifts each of 52 weeks of the year, and the interval; ones without a season."""
        phase = np.arange(52) / 52
        columns = _season(phase, self.season) if self.has_season else np.zeros((52, 0))
        first = 1 + self.has_trend
        centred = columns - columns.mean(axis=0, keepdims=True) if self.has_season else columns
        middle = centred @ self.fit.coefficients[first:]
        error = np.sqrt(np.einsum("ij,jk,ik->i", centred, self.fit.covariance[first:, first:], centred))
        reach = norm.ppf(0.5 + level / 2) * error
        return np.exp(middle), np.exp(middle - reach), np.exp(middle + reach)

    def _columns(self, ahead: int) -> Numbers:
        return _design(self.weeks, ahead, self.first_phase, self.season, self.has_season, self.has_trend)


def fit_norm(counts: Any, *, first_phase: float = 0.0, season: Season = "harmonics", trend: bool = True) -> Norm:
    """Learn the norm of a weekly series.

    counts: whole weeks one after another, none missing (a week without data is not a week of zero: cut the series).
    first_phase: part of the year gone at the first week, 0–1. season: two harmonics, or a factor for each month.
    trend: whether to look for one. ValueError when there are fewer than 8 weeks: «мало данных».
    """
    y = numbers(counts)
    if len(y) < 8:
        raise ValueError("a norm needs at least 8 weeks")
    years = len(y) / YEAR_WEEKS
    has_season, has_trend = years >= YEARS_FOR_SEASON - 0.01, trend and years >= 1 - 0.01
    columns = _design(len(y), 0, first_phase, season, has_season, has_trend)
    return Norm(negative_binomial(y, columns), season, has_season, has_trend, len(y), first_phase)


def _design(weeks: int, ahead: int, first: float, season: Season, has_season: bool, has_trend: bool) -> Numbers:
    t = np.arange(weeks + ahead, dtype=float)
    parts = [np.ones((len(t), 1))]
    if has_trend:
        # The trend stops at the last known week: a line on a logarithm must not run into the future.
        parts.append((np.minimum(t, weeks - 1)[:, None] - (weeks - 1) / 2) / YEAR_WEEKS)
    if has_season:
        parts.append(_season(first + t / YEAR_WEEKS, season))
    return np.hstack(parts)


def _season(phase: Numbers, season: Season) -> Numbers:
    if season == "months":
        return _month_columns(phase)
    turn = 2 * np.pi * phase[:, None] * np.array([1, 2])
    return np.hstack([np.cos(turn), np.sin(turn)])


def _month_columns(phase: Numbers) -> Numbers:
    """Twelfths of the year against the first; January is the level."""
    month: Integers = np.floor((phase % 1) * 12).astype(np.int64)
    return (month[:, None] == np.arange(1, 12)).astype(float)
