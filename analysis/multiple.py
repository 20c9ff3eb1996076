"""Many tests at once: which of them to believe when a share of false ones is accepted.

Benjamini Y., Hochberg Y. Controlling the false discovery rate // JRSS B. 1995. 57(1). P. 289–300.
"""

from typing import Any

import numpy as np

from analysis.arrays import Numbers, numbers


def q_values(p: Any, weights: Any = 1.0) -> Numbers:
    """Benjamini–Hochberg adjusted p: the smallest false discovery rate at which the test is still a finding.

    p: any shape is flattened by the caller; a missing p stays missing and is not counted among the tests.
    q of the k-th smallest of m is min over j ≥ k of m·p(j)/j, at most 1. weights: p is divided by them; with mean 1 and
    settled without looking at p they keep the rate.
    """
    values = numbers(p) / weights
    known = ~np.isnan(values)
    adjusted = np.full(values.shape, np.nan)
    adjusted[known] = _step_up(values[known])
    return adjusted


def _step_up(p: Numbers) -> Numbers:
    order = np.argsort(p, kind="stable")
    scaled = p[order] * len(p) / np.arange(1, len(p) + 1)
    result = np.empty(len(p))
    result[order] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1.0)
    return result
