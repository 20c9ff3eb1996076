"""How long records stay open: Kaplan–Meier curves with bands and medians, open records censored.

    Ŝ(t) = Π over u ≤ t of (1 − d_u / n_u)              Kaplan & Meier 1958; d closings among n at risk
    Var log Ŝ(t) = Σ over u ≤ t of d_u / (n_u (n_u − d_u))                               Greenwood 1926
    band: Ŝ(t) ** exp(±z·σ), σ = √(Var log Ŝ) / |log Ŝ|              log–log, Kalbfleisch & Prentice 1980
    median: first t with Ŝ(t) ≤ ½; its interval: where the ends of the band do   Brookmeyer & Crowley 1982

Right censoring only: an open record says that its duration exceeds its age. Of a closed and an open record of the same
age, the closed one counts first. Every record is followed from its start, so there is no left truncation; records that
came into the data because they were already old would need it and are not handled.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import special

Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Curve:
    """The share still open after so many days, a step function that holds from each time until the next.

    times: days, rising, the first is 0; survival, low, high: the share open after that day and its pointwise band, NaN
    without any record; at_risk: records known to be open when the day began; closed: closings on it. median,
    median_low, median_high: days, NaN where the curve or its band does not come down to one half. n: records;
    n_closed: observed closings; confidence: of band and intervals.
    """

    times: Numbers
    survival: Numbers
    low: Numbers
    high: Numbers
    at_risk: npt.NDArray[np.int64]
    closed: npt.NDArray[np.int64]
    median: float
    median_low: float
    median_high: float
    n: int
    n_closed: int
    confidence: float

    def at(self, days: Any) -> Numbers:
        """The share still open after `days` (any shape, ≥ 0); NaN beyond the last time unless the curve has ended."""
        days = np.asarray(days, dtype=float)
        found = self.survival[np.maximum(np.searchsorted(self.times, days, side="right") - 1, 0)]
        return np.where((days > self.times[-1]) & (self.survival[-1] > 0), np.nan, found)


def kaplan_meier(durations_days: Any, is_closed: Any, confidence: float = 0.9) -> Curve:
    """The curve of one group of records.

    durations_days: days from the start until the closing, or until the day of the report for an open record; a missing
    duration leaves its record out; a negative one raises ValueError. is_closed: whether the closing was observed.
    """
    days, closed = _known(durations_days, is_closed)
    times, at = np.unique(np.concatenate([[0.0], days]), return_inverse=True)
    at = at[1:]
    events = np.bincount(at[closed], minlength=len(times))
    left = np.bincount(at, minlength=len(times))
    at_risk = len(days) - np.cumsum(left) + left
    survival, variance = _product_limit(events, at_risk)
    low, high = log_log_band(survival, variance, confidence)
    if not len(days):
        survival, low, high = (np.full(1, np.nan) for _ in range(3))
    median, median_low, median_high = (_first_below(times, curve) for curve in (survival, low, high))
    return Curve(
        times=times,
        survival=survival,
        low=low,
        high=high,
        at_risk=at_risk,
        closed=events,
        median=median,
        median_low=median_low,
        median_high=median_high,
        n=len(days),
        n_closed=int(closed.sum()),
        confidence=confidence,
    )


def log_log_band(survival: Numbers, variance: Numbers, confidence: float) -> tuple[Numbers, Numbers]:
    """Lower and upper end of a share still open, `variance` being that of its logarithm.

    Where the share is 1 nothing has been lost yet and the band is 1 to 1; where it is 0 the band is not defined and is
    given as 0 to 0.
    """
    loss = -np.log(np.where((survival > 0) & (survival < 1), survival, 0.5))
    spread = np.exp(_z(confidence) * np.sqrt(np.where(np.isfinite(variance), variance, 0.0)) / loss)
    bounded = (survival > 0) & (survival < 1)
    low, high = np.exp(-loss * spread), np.exp(-loss / spread)
    return np.where(bounded, low, survival), np.where(bounded, high, survival)


def _known(durations_days: Any, is_closed: Any) -> tuple[Numbers, npt.NDArray[np.bool_]]:
    days, closed = np.asarray(durations_days, dtype=float), np.asarray(is_closed, dtype=bool)
    if days.shape != closed.shape or days.ndim != 1:
        raise ValueError(f"one duration for each record: got {days.shape} durations and {closed.shape} flags")
    known = ~np.isnan(days)
    if (days[known] < 0).any():
        raise ValueError("a duration is negative: the record ended before it began")
    return days[known], closed[known]


def _product_limit(events: npt.NDArray[np.int64], at_risk: npt.NDArray[np.int64]) -> tuple[Numbers, Numbers]:
    """Survival and Greenwood's variance of its logarithm, after each time."""
    n = np.maximum(at_risk, 1)
    with np.errstate(divide="ignore"):
        variance = np.cumsum(np.where(events > 0, events / (n * (n - events).astype(float)), 0.0))
    return np.cumprod(1 - events / n).astype(np.float64), variance.astype(np.float64)


def _first_below(times: Numbers, curve: Numbers) -> float:
    reached = np.flatnonzero(curve <= 0.5 + 1e-12)
    return float(times[reached[0]]) if len(reached) else float("nan")


def _z(confidence: float) -> float:
    return float(special.ndtri(0.5 + confidence / 2))
