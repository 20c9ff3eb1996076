"""Kaplan–Meier quantiles of many groups at once, from histograms of durations.

Kaplan & Meier 1958; bounds by inverting the pointwise log–log interval with Greenwood's variance (Brookmeyer & Crowley
1982).
"""

import numpy as np
import numpy.typing as npt

from data.metrics.intervals import Z

Array = npt.NDArray[np.float64]


def quantiles(
    group: npt.NDArray[np.int64], duration: Array, events: Array, censored: Array, groups: int, quantile: float
) -> tuple[Array, Array, Array]:
    """The duration by which `quantile` of each group has ended, and its lower and upper bound.

    group: 0..groups-1, sorted; duration: sorted inside a group; events, censored: counts at that duration.
    Missing where the curve does not come down that far: so few have ended that the quantile is unknown.
    """
    if not len(group):
        nothing = np.full(groups, np.nan)
        return nothing, nothing.copy(), nothing.copy()
    starts = np.searchsorted(group, np.arange(groups))
    gone = _running(events + censored, starts, group)
    total = np.zeros(groups)
    np.add.at(total, group, events + censored)
    at_risk = total[group] - gone + events + censored
    with np.errstate(divide="ignore", invalid="ignore"):
        log_survival = _running(np.log1p(-events / at_risk), starts, group)
        survival = np.exp(log_survival)
        variance = _running(np.where(at_risk > events, events / (at_risk * (at_risk - events)), 0.0), starts, group)
        spread = Z * np.sqrt(variance) / np.abs(log_survival)
        lower_curve = np.where(survival > 0, survival ** np.exp(spread), 0.0)
        upper_curve = np.where(survival > 0, survival ** np.exp(-spread), 0.0)
    lower_curve, upper_curve = (np.where(log_survival == 0, 1.0, c) for c in (lower_curve, upper_curve))
    level = 1 - quantile + 1e-12
    return (
        _first(survival <= level, group, duration, groups),
        _first(lower_curve <= level, group, duration, groups),
        _first(upper_curve <= level, group, duration, groups),
    )


def _running(values: Array, starts: npt.NDArray[np.int64], group: npt.NDArray[np.int64]) -> Array:
    """Cumulative sums that start anew in every group; −∞ (a curve that has reached zero) stays inside its group."""
    finite = np.where(np.isneginf(values), 0.0, values)
    total = np.concatenate([[0.0], np.cumsum(finite)])
    made = total[1:] - total[starts[group]]
    ended = np.concatenate([[0], np.cumsum(np.isneginf(values))])
    return np.where(ended[1:] - ended[starts[group]] > 0, -np.inf, made)


def _first(reached: npt.NDArray[np.bool_], group: npt.NDArray[np.int64], duration: Array, groups: int) -> Array:
    found = np.full(groups, np.nan)
    positions = np.flatnonzero(reached)[::-1]  # backwards, so that the earliest is written last
    found[group[positions]] = duration[positions]
    return found
