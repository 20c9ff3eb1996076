"""One number for a recipient from several shares, with its error, the places it allows and what the weights do to it.

    part = (n·share + 10·mean of its peers)/(n + 10)        of each component, turned so that more is better
    error² of a part = (n/(n + 10))²·error² of the share + (10/(n + 10))²·spread² of the peers
    index = 100·Σ weight·part over the components that the peers have, weights of these made to sum to one

The spread of the peers' true shares is what chance does not explain of their differences, at least that of the prior
worth ten cases, √(mean·(1 − mean)/10): without it shrinking would hide how far a member with few cases may lie from the
rest. Places come from `analysis.ranking.rank_ranges` on the index and its error.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import special

from analysis.arrays import Flags, Integers, Numbers, numbers
from analysis.intervals import LEVEL
from analysis.ranking import rank_ranges

SHRINKAGE = 10.0
"""Cases that the mean of the peers is worth."""
WOBBLE, DRAWS = 0.20, 1000
"""By how much of itself every weight is changed to see what places depend on it, and how often."""
_Z = float(special.ndtri(0.5 + LEVEL / 2))
_SEED = 20260101


@dataclass(frozen=True)
class Component:
    """Shares of all members by one metric, 0–1, more is better. value, low, high: share and its 90 % interval, missing
    where not known; among: cases behind it.
    """

    value: Numbers
    low: Numbers
    high: Numbers
    among: Numbers
    weight: float


@dataclass(frozen=True)
class Index:
    """parts: shape (members, components), 0–1, missing where no peer has data; weights: of the same shape, each row
    sums to one; index, error: 0–100, missing where no component is known.
    """

    parts: Numbers
    weights: Numbers
    index: Numbers
    error: Numbers

    @property
    def ends(self) -> tuple[Numbers, Numbers]:
        """90 % interval of the index."""
        return self.index - _Z * self.error, self.index + _Z * self.error

    def of(self, rows: Any) -> "Index":
        """The same of some members; each stays shrunk as it was among all."""
        return Index(self.parts[rows], self.weights[rows], self.index[rows], self.error[rows])

    def places(self, peers: Any) -> Integers:
        """Best and worst place of each member among its peers, shape (members, 2)."""
        return rank_ranges(self.index, *self.ends, higher_is_better=True, peers=peers)


def index(components: Sequence[Component], peers: Any) -> Index:
    """The index of every member. peers: a code per member."""
    groups = np.unique(np.asarray(peers), return_inverse=True)[1]
    parts, errors = zip(*(_shrunk(one, groups) for one in components), strict=True)
    part, error = np.column_stack(parts), np.column_stack(errors)
    weights = renormalised(np.array([one.weight for one in components]), np.isfinite(part))
    known = weights.sum(axis=1) > 0
    points = 100 * np.nansum(weights * np.nan_to_num(part), axis=1)
    spread = 100 * np.sqrt((weights**2 * np.nan_to_num(error) ** 2).sum(axis=1))
    return Index(part, weights, np.where(known, points, np.nan), np.where(known, spread, np.nan))


def renormalised(weights: Numbers, known: Flags) -> Numbers:
    """Weights of the known components, each row summing to one; zeros where nothing is known."""
    own = weights * known
    total = own.sum(axis=-1, keepdims=True)
    return np.divide(own, total, out=np.zeros(own.shape), where=total > 0)


def _shrunk(one: Component, groups: Integers) -> tuple[Numbers, Numbers]:
    """Parts and their errors; missing where none of the peers has cases."""
    x = np.nan_to_num(numbers(one.value))
    n = np.where(np.isfinite(numbers(one.value)), np.nan_to_num(numbers(one.among)), 0.0)
    chance = np.nan_to_num(((numbers(one.high) - numbers(one.low)) / (2 * _Z)) ** 2)
    cases = np.bincount(groups, weights=n)
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = np.bincount(groups, weights=n * x) / cases
        own = (n * x + SHRINKAGE * mean[groups]) / (n + SHRINKAGE)
    spread = np.array([_between(x[rows], n[rows], chance[rows], m) for rows, m in _by_group(groups, mean)])
    error = np.hypot(n * np.sqrt(chance), SHRINKAGE * np.sqrt(spread[groups])) / (n + SHRINKAGE)
    return own, error


def _by_group(groups: Integers, mean: Numbers) -> Iterator[tuple[Flags, float]]:
    return ((groups == group, float(m)) for group, m in enumerate(mean))


def _between(x: Numbers, n: Numbers, chance: Numbers, mean: float) -> float:
    """Variance of the true shares of peers: that which chance does not explain, at least that of the prior."""
    seen = n > 0
    prior = mean * (1 - mean) / SHRINKAGE
    if seen.sum() < 2:
        return prior
    return max(prior, float(((x[seen] - mean) ** 2 - chance[seen]).sum() / (seen.sum() - 1)))


def places_by_weights(made: Index, peers: Any, weights: Sequence[float]) -> Integers:
    """Best and worst place of each member's index when every weight is changed by up to `WOBBLE` of itself, at random
    with a fixed seed, shape (members, 2). weights: of the components before renormalising.
    """
    codes = np.asarray(peers)
    factors = np.random.default_rng(_SEED).uniform(1 - WOBBLE, 1 + WOBBLE, (DRAWS, len(weights)))
    known, part = np.isfinite(made.parts), np.nan_to_num(made.parts)
    places = np.zeros((len(part), 2), dtype=np.int64)
    for code in np.unique(codes):
        rows = np.flatnonzero(codes == code)
        drawn = renormalised(factors * np.array(weights), known[rows[0]]) @ part[rows].T
        place = 1 + (drawn[:, None, :] > drawn[:, :, None] + 1e-12).sum(axis=2)
        places[rows, 0], places[rows, 1] = place.min(axis=0), place.max(axis=0)
    return places


def alike(ranges: Integers) -> list[Integers]:
    """Groups of peers whom the data do not tell apart: the longest runs of members such that each one's range holds the
    places of all in its run; members by their position, best first. ranges: of one kind of peers, from `Index.places`.
    """
    order = np.lexsort((ranges[:, 1], ranges[:, 0]))
    found: list[Integers] = []
    start = 0
    for end in range(1, len(order) + 1):
        if end == len(order) or ranges[order[end], 0] > ranges[order[start:end], 1].min():
            found.append(order[start:end])
            start = end
    return found


def movement(now: Index, before: Index) -> Numbers:
    """Points that each component added to the change of the index, shape (members, components).

    now, before: of the same members and components. A component that only one of the periods has takes the other's
    weights with it: its column holds that change, so that rows always sum to the change of the index.
    """
    return 100 * (now.weights * np.nan_to_num(now.parts) - before.weights * np.nan_to_num(before.parts))
