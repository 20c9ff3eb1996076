"""The average likelihood ratio scan: does any group of neighbouring places have too many records, wherever it is?

The likelihood that the records of one zone are r times the expected, against nothing risen, is averaged over zones,
spans of time and r; a zone's prior falls with the number of its places, for every number has as many circles. Against
Kulldorff's largest it finds more: neighbouring circles and spans that hold the same rise add up. (Chan H. P. //
Statistica Sinica. 2009. 19; Chan H. P., Walther G. // Statistica Sinica. 2013. 23. P. 409–428; Gangnon R., Clayton M.
// Statistics in Medicine. 2001. 20.)

Replicas are exact: given how many records the district has in each block of time they are scattered over the places by
their expected parts, which are themselves drawn anew when they are known no better than Gamma. Two questions are asked
of them. `average_scan`, of one topic alone: p, sequential (Besag J., Clifford P. // Biometrika. 1991. 78): drawing ends
when ENOUGH replicas reached the observed value, p being then ENOUGH/drawn, otherwise (1 + reached)/(replicas + 1); both
are exact. `evidence`, of one of many topics: the values of all replicas, for one bar that holds for all of them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.special import betaln

from analysis.arrays import Flags, Integers, Numbers
from analysis.multiple import ALIKE

RATIOS = (2.0, 3.0, 4.5)
ENOUGH = 25
FIRST, BATCH = 64, 192
SURE = 1e-7
"""Least variance of a zone's log odds: beyond it nothing changes and whole numbers run out."""
FEW_RECORDS = 1_000
"""Records of a topic up to which each of a replica is thrown by itself; beyond it that takes longer than drawing how
many each place has, and would grow with the records.
"""
ENDED = 0.1
"""Part of the prior that a rise has ended before the last block."""
TELLING = 1.5
"""Expected records from which a zone has its full prior: hamlets without any would only add noise."""
FEW_PLACES, MOST_PART = 5, 0.2
"""Places and part of the records up to which a zone has its full prior: what is larger is nearly the district."""
LARGER = 0.1
"""Prior of a larger zone beside it: looked through as well, but the many large circles must not hide a small rise."""


@dataclass(frozen=True)
class Chance:
    """What a search says of one topic. p: of so large an average by accident; zone: position of the zone with most of
    the posterior; drawn: replicas that were needed.
    """

    p: float
    zone: int
    drawn: int


@dataclass(frozen=True)
class Evidence:
    """What a search says of one of many topics. odds: logarithm of the average likelihood ratio; zone: position of the
    zone with most of the posterior; by_chance: the same logarithm of every replica.
    """

    odds: float
    zone: int
    by_chance: Numbers

    @property
    def p(self) -> float:
        """Of so large an average by accident in this topic alone."""
        return float(1 + (self.by_chance >= self.odds - ALIKE).sum()) / (1 + len(self.by_chance))


@dataclass(frozen=True)
class _Terms:
    """ln of the likelihood ratio of a zone, a span and a ratio is records × slope − floor, both (spans, ratios, zones);
    the prior is part of the floor.
    """

    slope: Numbers
    floor: Numbers


def average_scan(
    counts: Any, part: Any, certainty: Any, zones: Flags, *, replicas: int = 999, seed: int = 0
) -> Chance | None:
    """Search one topic; None without records.

    counts: whole records, (places, blocks of time); part: expected part of each place in every block, summing to 1;
    certainty: Gamma shape of the parts. zones: see `zones.circles`.
    """
    y = np.asarray(counts, dtype=np.int64)
    if not y.any():
        return None
    asked = _Question(y, part, certainty, zones, None)
    mass, observed = asked.observed()
    reached = drawn = 0
    for values in asked.by_chance(replicas, seed):
        hits = np.flatnonzero(values >= observed - ALIKE)
        if reached + len(hits) >= ENOUGH:
            drawn += int(hits[ENOUGH - reached - 1]) + 1
            return Chance(ENOUGH / drawn, int(mass.argmax()), drawn)
        reached, drawn = reached + len(hits), drawn + len(values)
    return Chance((1 + reached) / (drawn + 1), int(mass.argmax()), drawn)


def evidence(
    counts: Any, part: Any, certainty: Any, zones: Flags, *, odds: Numbers, replicas: int = 999, seed: int = 0
) -> Evidence:
    """The same search of one of many topics with at least one record, by all replicas. odds: what the number of the
    topic's records says of every rise, in the order of `looked_for`; it is the same in all replicas.
    """
    asked = _Question(np.asarray(counts, dtype=np.int64), part, certainty, zones, odds)
    mass, observed = asked.observed()
    return Evidence(observed, int(mass.argmax()), np.concatenate(list(asked.by_chance(replicas, seed))))


class _Question:
    """One topic and everything that its replicas share."""

    def __init__(self, y: Integers, part: Numbers, certainty: Numbers, zones: Flags, odds: Numbers | None) -> None:
        self._y, self._part, self._certainty = y, part, certainty
        self._spans, weights = _spans(y.shape[1])
        self._members: Any = zones.T.astype(np.float32)
        totals = np.array([y[:, start:end].sum() for start, end in self._spans])
        prior = np.log(weights)[:, None, None] + _zone_prior(float(totals.max()), part, zones)
        prior = prior - np.log(len(RATIOS) * np.exp(prior).sum())
        rises = prior if odds is None else prior + _as_rises(odds, prior)
        self._terms = _terms(totals, part, certainty, zones, rises)

    def observed(self) -> tuple[Numbers, float]:
        """Posterior of the zones up to a factor, and the logarithm of the average likelihood ratio."""
        return _posterior(self._y.T.astype(np.float32) @ self._members, self._spans, self._terms)

    def by_chance(self, number: int, seed: int) -> Iterator[Numbers]:
        """The same logarithm of replicas, a batch at a time."""
        for batch in _replicas(self._y, self._part, self._certainty, number, np.random.default_rng(seed)):
            yield _values(batch @ self._members, self._spans, self._terms)


def looked_for(part: Any, zones: Flags, blocks: int) -> Numbers:
    """How many times more records a topic has with each rise that it is searched for, (rises,)."""
    spans, _ = _spans(blocks)
    length = np.array([(end - start) / blocks for start, end in spans])[:, None, None]
    growths: Numbers = 1 + (np.array(RATIOS)[None, :, None] - 1) * length * (zones @ part)
    return growths.ravel()


def _as_rises(odds: Numbers, prior: Numbers) -> Numbers:
    """Logarithm of the odds, (spans, ratios, zones)."""
    logs: Numbers = np.log(odds).reshape(len(prior), len(RATIOS), prior.shape[-1])
    return logs


def _spans(blocks: int) -> tuple[list[tuple[int, int]], Numbers]:
    """Spans [start, end) of blocks and their prior: most of it on those that go on."""
    spans = [(start, end) for end in range(blocks, 0, -1) for start in range(end)]
    going = np.array([end == blocks for _, end in spans])
    ended = ENDED if not going.all() else 0.0
    return spans, np.where(going, (1 - ended) / going.sum(), ended / max((~going).sum(), 1))


def _terms(totals: Numbers, part: Numbers, certainty: Numbers, zones: Flags, prior: Numbers) -> _Terms:
    """Beta-binomial given the total: a zone's part is known no better than the parts of its places and of the others.

    prior: a logarithm, broadcast to (spans, ratios, zones). The likelihood's logarithm is all but straight in the
    records: the line goes through the expected and the risen records.
    """
    q, variance = _zone_parts(part, certainty, zones)
    usual, risen = _beta(q, variance), _beta(_times(q), variance)
    every = totals[:, None, None]
    low, high = every * q, every * _times(q)
    at_low, at_high = (_chance(k, every, risen) - _chance(k, every, usual) for k in (low, high))
    slope = (at_high - at_low) / np.maximum(high - low, 1e-12)
    return _Terms(slope.astype(np.float32), (slope * low - at_low - prior).astype(np.float32))


def _zone_parts(part: Numbers, certainty: Numbers, zones: Flags) -> tuple[Numbers, Numbers]:
    """Expected part of each zone and the variance of its log odds."""
    q = np.clip(zones @ part, 1e-9, 1 - 1e-9)
    inside = zones @ (part**2 / certainty)
    outside = np.maximum((part**2 / certainty).sum() - inside, 0.0)
    return q, np.maximum(inside / q**2 + outside / (1 - q) ** 2, SURE)


def _times(q: Numbers) -> Numbers:
    """Parts of zones where everything is RATIOS times the expected, (ratios, zones)."""
    r = np.array(RATIOS)[:, None]
    return r * q / (1 + (r - 1) * q)


def _beta(mean: Numbers, variance: Numbers) -> tuple[Numbers, Numbers]:
    """Beta with this mean whose log odds vary so much."""
    return 1 / ((1 - mean) * variance), 1 / (mean * variance)


def _chance(records: Numbers, every: Numbers, shapes: tuple[Numbers, Numbers]) -> Numbers:
    """Beta-binomial logarithm without the binomial coefficient."""
    a, b = shapes
    chance: Numbers = betaln(records + a, every - records + b) - betaln(a, b)
    return chance


def _zone_prior(total: float, part: Numbers, zones: Flags) -> Numbers:
    """Logarithm, up to a constant; total: records of the topic in the longest span."""
    q, places = zones @ part, zones.sum(axis=1)
    is_larger = (places > FEW_PLACES) | (q > MOST_PART)
    told: Numbers = 2 * np.log(np.clip(total * q / TELLING, 1e-4, 1.0)) - np.log(places)
    return told + np.where(is_larger, np.log(LARGER), 0.0)


def _held(inside: Numbers, spans: list[tuple[int, int]]) -> Iterator[Numbers]:
    """Records of every zone in each span; inside: (…, blocks, zones)."""
    sums = np.cumsum(inside, axis=-2)
    for start, end in spans:
        yield sums[..., end - 1, :] - sums[..., start - 1, :] if start else sums[..., end - 1, :]


def _posterior(inside: Numbers, spans: list[tuple[int, int]], terms: _Terms) -> tuple[Numbers, float]:
    """Posterior of the zones up to a factor, and the logarithm of the sum of all likelihood ratios, weighted."""
    held = np.stack(list(_held(inside, spans)))
    logs = held[:, None, :] * terms.slope - terms.floor
    top = float(logs.max())
    mass = np.exp(logs - top).sum(axis=(0, 1))
    return mass, top + float(np.log(mass.sum()))


def _values(inside: Numbers, spans: list[tuple[int, int]], terms: _Terms) -> Numbers:
    """The same logarithm for every replica; inside: (replicas, blocks, zones)."""
    total = np.zeros(len(inside), dtype=np.float64)
    for held, slopes, floors in zip(_held(inside, spans), terms.slope, terms.floor, strict=True):
        for slope, floor in zip(slopes, floors, strict=True):
            logs = held * slope
            logs -= floor
            with np.errstate(over="ignore"):
                total += np.exp(logs, out=logs).sum(axis=1)
    return np.log(total)


def _replicas(
    y: Integers, part: Numbers, certainty: Numbers, number: int, rng: np.random.Generator
) -> Iterator[Numbers]:
    """Batches of replicas, (batch, blocks, places): a small one first, for most topics are decided by it."""
    totals = y.sum(axis=0)
    first = 0
    while first < number:
        size = min(FIRST if first == 0 else BATCH, number - first)
        drawn = part * rng.standard_gamma(np.broadcast_to(certainty, (size, len(part)))) / certainty
        yield (_scatter_records if totals.sum() <= FEW_RECORDS else _scatter_counts)(totals, drawn, rng)
        first += size


def _scatter_counts(totals: Integers, parts: Numbers, rng: np.random.Generator) -> Numbers:
    """As `_scatter_records`, a number for each place and not one for each record: however many there are, it costs the
    same.
    """
    shares = parts / parts.sum(axis=1, keepdims=True)
    return rng.multinomial(totals, shares[:, None, :]).astype(np.float32)


def _scatter_records(totals: Integers, parts: Numbers, rng: np.random.Generator) -> Numbers:
    """Records of every block thrown over the places; parts: (replicas, places), in any unit."""
    edges = np.cumsum(parts, axis=1)
    edges /= edges[:, -1:]
    size, places = parts.shape
    blocks = np.repeat(np.arange(len(totals)), totals)
    # All replicas in one sorted row, each one further than the last: one search finds the place of every record.
    row = (edges + np.arange(size)[:, None]).ravel()
    at = rng.random((size, len(blocks))) + np.arange(size)[:, None]
    found = np.minimum(np.searchsorted(row, at.ravel(), side="right").reshape(at.shape), _last(size, places))
    found = found % places + (np.arange(size)[:, None] * len(totals) + blocks) * places
    counts = np.bincount(found.ravel(), minlength=size * len(totals) * places)
    return counts.reshape(size, len(totals), places).astype(np.float32)


def _last(size: int, places: int) -> Integers:
    """Position of the last place of every replica: what rounding throws beyond it belongs to it."""
    last: Integers = (np.arange(1, size + 1)[:, None] * places - 1).astype(np.int64)
    return last
