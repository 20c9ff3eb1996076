"""Many tests at once: which of them to believe when a share of false ones is accepted.

Benjamini Y., Hochberg Y. Controlling the false discovery rate // JRSS B. 1995. 57(1). P. 289–300. One bar for the
likelihood of all tests instead of one for their p finds more: Storey J. // JRSS B. 2007. 69(3). P. 347–368.
"""

from typing import Any

import numpy as np

from analysis.arrays import Numbers, numbers

BEYOND_DOUBT = np.log(1e6)
"""Odds of a million to one."""
ALIKE = 1e-4
"""Of two logarithms: what they differ by less is rounding."""


def q_values(p: Any) -> Numbers:
    """Benjamini–Hochberg adjusted p: the smallest false discovery rate at which the test is still a finding.

    p: any shape is flattened by the caller; a missing p stays missing and is not counted among the tests.
    q of the k-th smallest of m is min over j ≥ k of m·p(j)/j, at most 1.
    """
    values = numbers(p)
    known = ~np.isnan(values)
    adjusted = np.full(values.shape, np.nan)
    adjusted[known] = _step_up(values[known])
    return adjusted


def q_of_odds(odds: Any, by_chance: Any) -> Numbers:
    """Share of false ones among the tests with no less odds, (tests,).

    odds: logarithm of each test's likelihood ratio; by_chance: the same of its replicas without anything to be found,
    (tests, replicas). How many tests reach a bar by accident is counted in all replicas together, with one more; it is
    divided by how many reach it, those that are BEYOND_DOUBT not among them: nobody doubts these, and one of them must
    not let a doubtful one pass.
    """
    values, chances = numbers(odds), np.sort(numbers(by_chance), axis=None)
    if not len(values):
        return values
    order = np.argsort(-values, kind="stable")
    falling = values[order]
    reached = len(chances) - np.searchsorted(chances, falling - ALIKE, side="left")
    false = (1 + reached) * len(values) / (len(values) + len(chances))
    doubtful = np.maximum(np.cumsum(falling < BEYOND_DOUBT), 1)
    q = np.empty(len(values))
    q[order] = np.minimum(np.minimum.accumulate((false / doubtful)[::-1])[::-1], 1.0)
    return q


def bar(q: Numbers, odds: Any, first: float, then: float) -> float:
    """Up to which q tests are named: `first`, and `then` where one of those named so is not BEYOND_DOUBT.

    Where there is nothing to be found, or nothing but what nobody doubts, no more searches name something than by
    `first` alone.
    """
    is_open = ((q <= first) & (numbers(odds) < BEYOND_DOUBT)).any()
    return then if is_open else first


def _step_up(p: Numbers) -> Numbers:
    order = np.argsort(p, kind="stable")
    scaled = p[order] * len(p) / np.arange(1, len(p) + 1)
    result = np.empty(len(p))
    result[order] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1.0)
    return result
