"""How long records stay open: Kaplan–Meier curves with bands and medians, open records censored.

    Ŝ(t) = Π over u ≤ t of (1 − d_u / n_u)              Kaplan & Meier 1958; d closings among n at risk
    W⁺(t) = Π over u ≤ t of Beta(n_u − d_u + 1, d_u),   W⁻(t) = W⁺(t)·Beta(n after t, 1)
    band: where the mean of the distribution functions of W⁻ and W⁺, both brought to a beta by two moments, is 5 and
    95 %                                                Fay, Brittain & Proschan 2013, mid-P
    median: first t with Ŝ(t) ≤ ½, decided in whole numbers; its interval: where the ends of the band do

Without open records the band is Clopper and Pearson's of a binomial share, so it speaks of few records as well: when
all have been closed the upper end is above 0, before the first closing the lower end is below 1.

Right censoring only: an open record says that its duration exceeds its age. Of a closed and an open record of the same
age, the closed one counts first. Every record is followed from its start, so there is no left truncation; records that
came into the data because they were already old would need it and are not handled.
"""

from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import special

Numbers = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
_HALVINGS = 50


@dataclass(frozen=True)
class Curve:
    """The share still open after so many days, a step function that holds from each time until the next.

    times: days, rising, the first is 0; survival, low, high: the share open after that day and its pointwise band, NaN
    without any record; at_risk: records known to be open when the day began; closed: closings on it. median,
    median_low, median_high: days, NaN where the curve or its band does not come down to one half (a missing median_high
    is an open end); median_low is 0 where the median may lie before the first closing. n: records;
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
    days, closed = _known_durations(durations_days, is_closed)
    times, at = np.unique(np.concatenate([[0.0], days]), return_inverse=True)
    at = at[1:]
    events = np.bincount(at[closed], minlength=len(times))
    left = np.bincount(at, minlength=len(times))
    at_risk = len(days) - np.cumsum(left) + left
    n = np.maximum(at_risk, 1)
    survival = np.cumprod(1 - events / n)
    low, high = _band(events, n, at_risk - left, confidence)
    if not len(days):
        survival, low, high = (np.full(1, np.nan) for _ in range(3))
    median = _first(times, _halved(events, n) & (len(days) > 0))
    median_low, median_high = (_first(times, end <= 0.5) for end in (low, high))
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
    """Lower and upper end of a share still open, `variance` being that of its logarithm (Kalbfleisch & Prentice 1980).

    Where the share is 1 nothing has been lost yet and the band is 1 to 1; where it is 0 the band is not defined and is
    given as 0 to 0.
    """
    loss = -np.log(np.where((survival > 0) & (survival < 1), survival, 0.5))
    spread = np.exp(_z(confidence) * np.sqrt(np.where(np.isfinite(variance), variance, 0.0)) / loss)
    bounded = (survival > 0) & (survival < 1)
    low, high = np.exp(-loss * spread), np.exp(-loss / spread)
    return np.where(bounded, low, survival), np.where(bounded, high, survival)


def _band(events: Integers, at_risk: Integers, after: Integers, confidence: float) -> tuple[Numbers, Numbers]:
    """Ends of the share still open, by halving: the mean of two betas has no quantile in closed form."""
    n, d, left = (counts.astype(np.float64) for counts in (at_risk, events, after))
    step = (n - d + 1) / (n + 1)
    mean, square = (np.cumprod(each).astype(np.float64) for each in (step, step * (n - d + 2) / (n + 2)))
    upper, lower = _beta(mean, square), _beta(mean * left / (left + 1), square * left / (left + 2))
    tail = (1 - confidence) / 2
    ends = []
    for chance in (tail, 1 - tail):
        low, high = np.zeros(len(mean)), np.ones(len(mean))
        for _ in range(_HALVINGS):
            middle = (low + high) / 2
            is_above = (_below(upper, middle) + _below(lower, middle)) / 2 >= chance
            low, high = np.where(is_above, low, middle), np.where(is_above, middle, high)
        ends.append(high)
    return ends[0], ends[1]


def _beta(mean: Numbers, square: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """Shapes of the beta with these moments; beside them the value of a share that is certain, else NaN."""
    variance = square - mean**2
    is_spread = (variance > 0) & (mean > 0) & (mean < 1)
    scale = (mean - square) / np.where(is_spread, variance, 1.0)
    shapes = (np.where(is_spread, part * scale, 1.0) for part in (mean, 1 - mean))
    return *shapes, np.where(is_spread, np.nan, mean)  # type: ignore[return-value]


def _below(beta: tuple[Numbers, Numbers, Numbers], share: Numbers) -> Numbers:
    a, b, certain = beta
    return np.where(np.isnan(certain), special.betainc(a, b, share), certain <= share)


def _halved(events: Integers, at_risk: Integers) -> npt.NDArray[np.bool_]:
    """Where the curve is one half or less, exactly: floating point only says where that is no question."""
    survival = np.cumprod(1 - events / at_risk)
    made = survival < 0.5
    for i in np.flatnonzero(np.abs(survival - 0.5) < 1e-9):
        n, d = at_risk[: i + 1].tolist(), events[: i + 1].tolist()
        made[i] = 2 * prod(risk - gone for risk, gone in zip(n, d, strict=True)) <= prod(n)
    return np.asarray(made)


def _known_durations(durations_days: Any, is_closed: Any) -> tuple[Numbers, npt.NDArray[np.bool_]]:
    days, closed = np.asarray(durations_days, dtype=float), np.asarray(is_closed, dtype=bool)
    if days.shape != closed.shape or days.ndim != 1:
        raise ValueError(f"one duration for each record: got {days.shape} durations and {closed.shape} flags")
    known = ~np.isnan(days)
    if (days[known] < 0).any():
        raise ValueError("a duration is negative: the record ended before it began")
    return days[known], closed[known]


def _first(times: Numbers, is_reached: npt.NDArray[np.bool_]) -> float:
    reached = np.flatnonzero(is_reached)
    return float(times[reached[0]]) if len(reached) else float("nan")


def _z(confidence: float) -> float:
    return float(special.ndtri(0.5 + confidence / 2))
