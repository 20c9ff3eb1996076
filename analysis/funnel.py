"""Funnel of shares: who differs from its peers by more than chance and the usual differences between peers explain.

    y = arcsin √share, its variance by chance 1/(4n)
    τ² (DerSimonian–Laird) from z = (y − centre)/√(1/(4n)), winsorised at 10 % on either side
    limits at n: centre ± t·√(1/(4n) + τ²), t of Student with as many degrees of freedom as peers allow

Spiegelhalter D. Handling over-dispersion of performance indicators // Quality and Safety in Health Care. 2005. 14(5).
P. 347–351. Winsorising makes z smaller even where nobody differs; the sum of squares is divided by what it leaves of
normal ones. Where hits or misses are few, the limits are quantiles of the beta-binomial law with the same mean and
τ² (binomial without τ²), interpolated between whole numbers as in Spiegelhalter's appendix: an arcsine is too rough.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from scipy import special

from analysis.arrays import Flags, Integers, Numbers, numbers

INNER, OUTER = 0.95, 0.998
"""Between these limits is chance, beyond the outer one a member «отличается»."""
WINSORISED = 0.10
_FEW, _MANY = 10, 2000
"""Fewer expected hits or misses than the first: exact limits, unless there are more cases than the second."""
_SEED, _DRAWS = 20260101, 4000


@dataclass(frozen=True)
class Funnel:
    """centre: share of the peers; extra: τ² of arcsin √share; freedom: degrees of freedom that τ² was learnt from."""

    centre: float
    extra: float
    freedom: int

    def limits(self, among: Any, level: float) -> tuple[Numbers, Numbers]:
        """Lower and upper limit of a share of so many cases; 0…1 without cases."""
        n = np.maximum(numbers(among), 0.0)
        tail = float(special.ndtr(-special.stdtrit(max(self.freedom, 1), 0.5 + level / 2)))
        low, high = self._by_arcsine(n, -float(special.ndtri(tail)))
        for i in np.flatnonzero((n > 0) & (n <= _MANY) & (n * min(self.centre, 1 - self.centre) < _FEW)):
            low[i], high[i] = self._exact(round(n[i]), tail)
        return np.where(n > 0, low, 0.0), np.where(n > 0, high, 1.0)

    def _by_arcsine(self, n: Numbers, z: float) -> tuple[Numbers, Numbers]:
        half = z * np.sqrt(1 / (4 * np.maximum(n, 1e-9)) + self.extra)
        middle = np.arcsin(np.sqrt(self.centre))
        low, high = (np.clip(middle + way * half, 0, np.pi / 2) for way in (-1, 1))
        return np.sin(low) ** 2, np.sin(high) ** 2

    def _exact(self, n: int, tail: float) -> tuple[float, float]:
        law = _law(max(n, 1), self.centre, self.extra)
        return _quantile(law, tail) / len(law[1:]), 1 - _quantile(law[::-1], tail) / len(law[1:])

    def beyond(self, share: Any, among: Any, level: float) -> Integers:
        """−1 below the lower limit, 1 above the upper one, 0 between, and without a share."""
        low, high = self.limits(among, level)
        x = numbers(share)
        return (x > high).astype(np.int64) - (x < low).astype(np.int64)


def _law(n: int, mean: float, extra: float) -> Numbers:
    """Probabilities of 0 … n hits; extra: variance of arcsin √share between members."""
    k = np.arange(n + 1)
    ways = special.gammaln(n + 1) - special.gammaln(k + 1) - special.gammaln(n - k + 1)
    if mean <= 0 or mean >= 1:
        return (k == (n if mean >= 1 else 0)).astype(float)
    if extra <= 0:
        return np.exp(ways + special.xlogy(k, mean) + special.xlog1py(n - k, -mean))
    # A share's variance 4·p(1 − p)·τ² is p(1 − p)/(a + b + 1).
    size = max(1 / (4 * extra) - 1, 1e-3)
    a, b = mean * size, (1 - mean) * size
    return np.exp(ways + special.betaln(k + a, n - k + b) - special.betaln(a, b))


def _quantile(law: Numbers, tail: float) -> float:
    """Where `tail` of a law over whole numbers lies below, between two of them; not below zero."""
    below = np.cumsum(law)
    k = int(np.searchsorted(below, tail, side="right"))
    return max(k - (below[k] - tail) / law[k], 0.0) if k < len(law) and law[k] > 0 else float(min(k, len(law) - 1))


def fit(share: Any, among: Any, peers: Any) -> dict[Any, Funnel]:
    """A funnel for each code of `peers`: a centre of its own, τ² common to all, so that five peers need not tell it.

    share: raw or standardised, missing where not known; among: cases behind it. Codes whose members have no cases are
    left out.
    """
    x, n, codes = numbers(share), numbers(among), np.asarray(peers)
    known = np.isfinite(x) & (n > 0)
    groups, place = np.unique(codes[known], return_inverse=True)
    if not len(groups):
        return {}
    y, precision = np.arcsin(np.sqrt(np.clip(x[known], 0, 1))), 4 * n[known]
    freedom, extra = len(y) - len(groups), 0.0
    for _ in range(3):  # the centre depends on τ² and τ² on the centre; it settles at once
        weight = 1 / (1 / precision + extra)
        centres = np.array([_centre(y[place == g], weight[place == g]) for g in range(len(groups))])
        extra = _extra((y - centres[place]) * np.sqrt(precision), precision, place, freedom)
    return {
        code: Funnel(float(np.sin(c) ** 2), extra, freedom) for code, c in zip(groups.tolist(), centres, strict=True)
    }


def _centre(y: Numbers, weight: Numbers) -> float:
    """The mean of peers; the farthest tenth on either side counts as no farther than the next."""
    return float(np.average(_winsorised(y), weights=weight))


def _winsorised(values: Numbers) -> Numbers:
    cut = int(WINSORISED * len(values))
    if not cut:
        return values
    ends = np.sort(values)
    return np.clip(values, ends[cut], ends[-1 - cut])


def _extra(z: Numbers, precision: Numbers, place: Integers, freedom: int) -> float:
    """τ² beyond chance; never below zero, and zero where nothing can be learnt."""
    if freedom < 1:
        return 0.0
    total = float((_winsorised(z) ** 2).sum()) / _left(len(z))
    sums, squares = (np.bincount(place, weights=precision**power) for power in (1, 2))
    return max(0.0, (total - freedom) / float((sums - squares / sums).sum()))


@lru_cache(maxsize=256)
def _left(count: int) -> float:
    """What winsorising leaves of the sum of squares of so many normal numbers."""
    z = np.sort(np.random.default_rng(_SEED).standard_normal((_DRAWS, count)), axis=1)
    cut = int(WINSORISED * count)
    if not cut:
        return 1.0
    return float((np.clip(z, z[:, [cut]], z[:, [-1 - cut]]) ** 2).sum() / (z**2).sum())


def differs(funnels: dict[Any, Funnel], share: Any, among: Any, peers: Any) -> tuple[Integers, Flags]:
    """Of each member: −1 lower, 1 higher, 0 not told from its peers; and whether it lies beyond the inner limits."""
    x, n, codes = numbers(share), numbers(among), np.asarray(peers)
    outer, inner = np.zeros(len(x), dtype=np.int64), np.zeros(len(x), dtype=bool)
    for code, funnel in funnels.items():
        own = codes == code
        outer[own] = funnel.beyond(x[own], n[own], OUTER)
        inner[own] = funnel.beyond(x[own], n[own], INNER) != 0
    return outer, inner
