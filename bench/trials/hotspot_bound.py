"""What no search of hotspots could surpass: one that knows how the districts were made and only not what was drawn.

It knows every rise to be of RATIO, of SIZES neighbouring places, over the window or its second half, where at least
LEAST records were to be expected, and how many topics rise; it names the zone that the judge most probably calls true
and ranks by that probability, which is the best order there is. `Knowledge` says what more it knows.

Records of a place before and in the window have one Gamma factor in common, what it lastingly differs by: the
likelihood of a rise is exact, place by place, and the weeks of the window before the rise teach as those before it do.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.hotspots.benchmark import Finding, judge
from bench.planted import hotspots as planted

Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]
RATIO, RISEN_TOPICS = 3.0, 3
SIZES = range(1, planted.MOST_PLACES + 1)
TOLD = 25
"""Zones looked through for the name, the most probable of a topic: others have next to no chance."""
SIZES_TRIED = np.linspace(-4.0, 4.0, 17)
"""How large a topic may be, in standard errors of what its records say."""
KNOWN = 1e9
"""Gamma shape of what is known."""


class Knowledge(Enum):
    """What is known of the records to be expected: all; all but what places lastingly differ by, which is learned from
    the records; or not either how large a topic is, which is learned from the same: it is as large in all weeks, but
    for the season, and that is known.
    """

    EVERYTHING = "everything"
    SIZES_OF_TOPICS = "all but differences"
    NEITHER = "all but differences and sizes"


@dataclass(frozen=True)
class Search:
    """One district as the bound searches it. mean, usual: see `planted.District`; spread: of the places."""

    counts: Any
    mean: Numbers
    usual: Numbers
    distances: Numbers
    window: int
    spread: float


@dataclass(frozen=True)
class _Topic:
    """y, expected: records and what is expected of them, (places, 3): before the window, in its first half, in its
    second; shape: Gamma shape of what a place differs by; scales, chances: how many times larger than expected the
    topic may be, and how probable each is by its records.
    """

    y: Numbers
    expected: Numbers
    shape: float
    scales: Numbers
    chances: Numbers


def doubted_findings(search: Search, knowledge: Knowledge) -> list[tuple[float, Finding]]:
    """The best finding of every topic with the probability that it is false."""
    zones = _zones(search.distances)
    return [
        (doubt, (topic, places))
        for topic in range(len(search.counts))
        for doubt, places in [_best(_topic(search, topic, knowledge), zones)]
    ]


def most_power(cases: Sequence[tuple[Any, list[tuple[float, Finding]], Numbers]], most_false: float) -> list[bool]:
    """Which hotspots are found at the doubt up to which most are, no more than `most_false` of the findings being so.

    cases: what is planted in a district, its doubted findings and the surplus, see `judge`.
    """
    told = sorted(
        (doubt, number, *judge(spots, [one], surplus)[:2])
        for number, (spots, findings, surplus) in enumerate(cases)
        for doubt, one in findings
    )
    named, false, shares = np.zeros(len(cases)), np.zeros(len(cases)), 0.0
    hits: set[tuple[int, int]] = set()
    found, level = 0, -1.0
    for at, (doubt, number, is_false, touched) in enumerate(told):
        shares -= false[number] / max(named[number], 1)
        named[number], false[number] = named[number] + 1, false[number] + is_false
        shares += false[number] / named[number]
        hits |= {(number, spot) for spot, hit in enumerate(touched) if hit}
        is_last = at + 1 == len(told) or told[at + 1][0] > doubt
        if is_last and shares <= most_false * len(cases) + 1e-9 and len(hits) >= found:
            found, level = len(hits), doubt
    reached = {
        (number, spot)
        for doubt, number, _, touched in told
        if doubt <= level
        for spot, hit in enumerate(touched)
        if hit
    }
    return [(number, spot) in reached for number, (spots, _, _) in enumerate(cases) for spot in range(len(spots))]


def _zones(distances: Numbers) -> Flags:
    """Circles of each of SIZES around each place, (sizes, places, places)."""
    rank = np.argsort(np.argsort(distances - np.eye(len(distances)), axis=1, kind="stable"), axis=1)
    return np.stack([rank < size for size in SIZES])


def _topic(search: Search, topic: int, knowledge: Knowledge) -> _Topic:
    begins = search.counts.shape[2] - search.window
    edges, is_all = [0, begins, begins + search.window // 2], knowledge is Knowledge.EVERYTHING
    y = np.add.reduceat(search.counts[topic], edges, axis=1).astype(float)
    expected = np.add.reduceat((search.mean if is_all else search.usual)[topic], edges, axis=1)
    shape = KNOWN if is_all else 1 / max(search.spread**2, 1 / KNOWN)
    if knowledge is not Knowledge.NEITHER:
        return _Topic(y, expected, shape, np.ones(1), np.ones(1))
    return _Topic(y, expected, shape, *_sizes(y.sum(axis=1), expected.sum(axis=1), shape))


def _sizes(y: Numbers, expected: Numbers, shape: float) -> tuple[Numbers, Numbers]:
    """How many times larger than expected a topic may be and the chance of each, nothing having risen."""
    error = 1 / np.sqrt(max((expected / (1 + expected / shape)).sum(), 1.0))
    scales = max(y.sum(), 1.0) / expected.sum() * np.exp(error * SIZES_TRIED)
    logs = y.sum() * np.log(scales) - ((shape + y) * np.log1p(scales[:, None] * expected / shape)).sum(axis=1)
    chances = np.exp(logs - logs.max())
    return scales, chances / chances.sum()


def _best(topic: _Topic, zones: Flags) -> tuple[float, frozenset[int]]:
    """Doubt and places of the zone that is most probably true for the judge."""
    every, starts = zones.reshape(-1, zones.shape[2]), (1, 2)
    mass = np.sum([_likelihood(topic, every, start) * _prior(topic, zones, start) for start in starts], axis=0)
    odds = float(mass.sum()) / len(starts) * RISEN_TOPICS / (planted.TOPICS - RISEN_TOPICS)
    likely = np.argsort(-mass, kind="stable")[: 8 * TOLD]
    shares = _true_shares(every[likely], mass[likely], topic.y[:, 1:].sum(axis=1) - _learned(topic))
    at = int(np.argmax(shares))
    right = shares[at] / max(float(mass.sum()), 1e-300) * odds / (1 + odds)
    return 1 - right, frozenset(np.flatnonzero(every[likely[at]]).tolist())


def _learned(topic: _Topic) -> Numbers:
    """What the places are expected to write in the window by what they wrote before it, (places,)."""
    expected = topic.expected * topic.scales[topic.chances.argmax()]
    return expected[:, 1:].sum(axis=1) * (topic.shape + topic.y[:, 0]) / (topic.shape + expected[:, 0])


def _true_shares(zones: Flags, mass: Numbers, surplus: Numbers) -> list[float]:
    """Mass of the zones that would make each of the first ones true: half of its surplus lies in them."""
    mine = [np.maximum((zones & named) @ surplus, 0.0) for named in zones[:TOLD]]
    wholes = [max(float(surplus[named].sum()), 0.0) for named in zones[:TOLD]]
    return [float(mass[2 * part > whole].sum()) for part, whole in zip(mine, wholes, strict=True)]


def _likelihood(topic: _Topic, zones: Flags, start: int) -> Numbers:
    """Of a rise from this part of the weeks on, against none, of every zone."""
    every, shape = topic.y.sum(axis=1), topic.shape
    expected = topic.expected.sum(axis=1), topic.expected[:, start:].sum(axis=1)
    held, likelihood = topic.y[:, start:].sum(axis=1) * np.log(RATIO), np.zeros(len(zones))
    for scale, chance in zip(topic.scales, topic.chances, strict=True):
        more = (RATIO - 1) * scale * expected[1] / (shape + scale * expected[0])
        likelihood += chance * np.exp(np.minimum(zones @ (held - (shape + every) * np.log1p(more)), 500.0))
    return likelihood


def _prior(topic: _Topic, zones: Flags, start: int) -> Numbers:
    """Every size is as probable as another, and in it every zone where a rise may be planted."""
    expected = topic.expected[:, start:].sum(axis=1)
    inside = zones @ expected
    usable = (inside >= planted.LEAST) & (inside <= planted.LARGEST_SHARE * expected.sum())
    prior: Numbers = usable / np.maximum(usable.sum(axis=1, keepdims=True), 1) / len(SIZES)
    return prior.ravel()
