"""The first and the last week of a rise: which weeks of the window a finding really fills."""

from dataclasses import dataclass

import numpy as np

from analysis.arrays import Flags, Integers, Numbers

RATIOS = np.array([1.5, 2.0, 3.0, 5.0, 8.0, 13.0])
OVER = 0.9
"""How sure it must be that a rise has ended before it is called ended."""
SMOOTHED_WEEKS = 9


@dataclass(frozen=True)
class Span:
    """Weeks [start, end) of the window; expected: records of these weeks."""

    start: int
    end: int
    expected: float


def rise_span(inside: Integers, whole: Integers, expected: float, *, begins: int | None = None) -> Span:
    """The likeliest weeks of a rise. inside, whole: records of its places and of the district, week by week; expected:
    what the window would hold without it; begins: the first week where it is known.

    Likelihood ratios of a rise over weeks [a, b) are averaged over `RATIOS`; half of the prior says that it goes on. It
    is called ended only when that is `OVER` sure: a village that writes every third week has not ended after two.
    """
    weekly = expected * _pattern(whole - inside)
    mass = _likelihood(inside, weekly) * _prior(len(inside), begins)
    is_over = mass[:, :-1].sum() >= OVER * mass.sum()
    chosen = np.where(_going(len(inside)) != is_over, mass, -1.0)
    start, last = np.unravel_index(int(chosen.argmax()), chosen.shape)
    return Span(int(start), int(last) + 1, float(weekly[start : last + 1].sum()))


def _pattern(outside: Integers) -> Numbers:
    """How the topic's records of other places spread over the weeks, smoothed; summing to 1."""
    width = min(SMOOTHED_WEEKS, len(outside))
    kernel = np.ones(width)
    near = np.convolve(outside, kernel, "same") / np.convolve(np.ones(len(outside)), kernel, "same")
    shares: Numbers = near + max(float(outside.mean()), 1.0) * 0.25
    return shares / shares.sum()


def _likelihood(inside: Integers, weekly: Numbers) -> Numbers:
    """(first week, last week), up to a common factor; 0 where the last comes before the first."""
    records, norm = (np.concatenate([[0.0], np.cumsum(x)]) for x in (inside, weekly))
    held, usual = (x[None, 1:] - x[:-1, None] for x in (records, norm))
    logs = held[None] * np.log(RATIOS)[:, None, None] - (RATIOS - 1)[:, None, None] * usual[None]
    possible = np.triu(np.ones(held.shape, dtype=bool))
    logs = np.where(possible, logs, -np.inf)
    result: Numbers = np.exp(logs - logs.max()).sum(axis=0)
    return result


def _prior(weeks: int, begins: int | None) -> Numbers:
    going, possible = _going(weeks), np.triu(np.ones((weeks, weeks), dtype=bool))
    if begins is not None:
        possible &= (np.arange(weeks) == begins)[:, None]
    ends, goes_on = possible & ~going, possible & going
    prior: Numbers = 0.5 * goes_on / goes_on.sum() + 0.5 * ends / max(ends.sum(), 1)
    return prior


def _going(weeks: int) -> Flags:
    """Spans that reach the last week."""
    going = np.zeros((weeks, weeks), dtype=bool)
    going[:, -1] = True
    return going
