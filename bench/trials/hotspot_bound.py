"""What no search of hotspots could surpass: one that knows how the districts were made and only not what was drawn.

It knows every rise to be of RATIO, of SIZES neighbouring places, over the window or its second half, where at least
LEAST records were to be expected, and how many topics rise; it names the zone that the judge most probably calls true
and ranks by that probability, which is the best order there is. `Knowledge` says what more it knows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaln

from analysis.hotspots.benchmark import Finding, judge
from bench.planted import hotspots as planted

Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]
RATIO, RISEN_TOPICS = 3.0, 3
SIZES = range(1, planted.MOST_PLACES + 1)
TOLD = 25
"""Zones looked through for the name, the most probable of a topic: others have next to no chance."""
DOUBTS = np.arange(0.20, 0.96, 0.02)


class Knowledge(Enum):
    """What is known of the records to be expected: all; all but what places lastingly differ by, which is learned from
    the weeks before; or not either how many records a topic has in the whole district, which is taken as it came.
    """

    EVERYTHING = "everything"
    TOTALS = "all but differences"
    ALL_BUT_DIFFERENCES = "all but differences and totals"


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
    """y, expected: records and what is expected of them, (places, weeks of the window); shape: Gamma shape of what a
    place is expected to write, missing when it is known; is_total_known: else the topic's records are taken as given.
    """

    y: Numbers
    expected: Numbers
    shape: Numbers | None
    is_total_known: bool = True


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
    best: list[bool] = []
    for level in DOUBTS:
        judged = [judge(spots, [one for doubt, one in told if doubt <= level], more) for spots, told, more in cases]
        hits = [hit for _, touched, _, _ in judged for hit in touched]
        if np.mean([false for false, *_ in judged]) <= most_false and sum(hits) >= sum(best):
            best = hits
    return best


def _zones(distances: Numbers) -> Flags:
    """Circles of each of SIZES around each place, (sizes, places, places)."""
    rank = np.argsort(np.argsort(distances - np.eye(len(distances)), axis=1, kind="stable"), axis=1)
    return np.stack([rank < size for size in SIZES])


def _topic(search: Search, topic: int, knowledge: Knowledge) -> _Topic:
    y = search.counts[topic].astype(float)
    begins = y.shape[1] - search.window
    if knowledge is Knowledge.EVERYTHING:
        return _Topic(y[:, begins:], search.mean[topic][:, begins:], None)
    usual, shape = search.usual[topic], 1 / max(search.spread**2, 1e-9)
    before, known = y[:, :begins].sum(axis=1), usual[:, :begins].sum(axis=1)
    learned = (shape + before) / (shape + known)
    expected = usual[:, begins:] * learned[:, None]
    return _Topic(y[:, begins:], expected, shape + before, knowledge is Knowledge.TOTALS)


def _best(topic: _Topic, zones: Flags) -> tuple[float, frozenset[int]]:
    """Doubt and places of the zone that is most probably true for the judge."""
    every, halves = zones.reshape(-1, zones.shape[2]), (0, topic.y.shape[1] // 2)
    mass = np.sum([_likelihood(topic, every, start) * _prior(topic, zones, start) for start in halves], axis=0)
    odds = float(mass.sum()) / len(halves) * RISEN_TOPICS / (planted.TOPICS - RISEN_TOPICS)
    likely = np.argsort(-mass, kind="stable")[: 8 * TOLD]
    shares = _true_shares(every[likely], mass[likely], (topic.y - topic.expected).sum(axis=1))
    at = int(np.argmax(shares))
    right = shares[at] / max(float(mass.sum()), 1e-300) * odds / (1 + odds)
    return 1 - right, frozenset(np.flatnonzero(every[likely[at]]).tolist())


def _true_shares(zones: Flags, mass: Numbers, surplus: Numbers) -> list[float]:
    """Mass of the zones that would make each of the first ones true: half of its surplus lies in them."""
    mine = [np.maximum((zones & named) @ surplus, 0.0) for named in zones[:TOLD]]
    wholes = [max(float(surplus[named].sum()), 0.0) for named in zones[:TOLD]]
    return [float(mass[2 * part > whole].sum()) for part, whole in zip(mine, wholes, strict=True)]


def _likelihood(topic: _Topic, zones: Flags, start: int) -> Numbers:
    """Of a rise from week `start` on, against none, of every zone."""
    y, expected = topic.y[:, start:].sum(axis=1), topic.expected[:, start:].sum(axis=1)
    held, usual = zones @ y, zones @ expected
    if topic.shape is None:
        logs = held * np.log(RATIO) - (RATIO - 1) * usual
    elif topic.is_total_known:
        spread = np.maximum(zones @ (expected**2 / topic.shape), 1e-9)
        logs = _risen(held, usual, usual**2 / spread)
    else:
        logs = _conditional(held, y.sum(), zones, expected / expected.sum(), topic.shape)
    likelihood: Numbers = np.exp(np.minimum(logs, 500.0))
    return likelihood


def _risen(held: Numbers, usual: Numbers, shape: Numbers) -> Numbers:
    """Logarithm, negative binomial: what a zone is expected to write has a Gamma of this mean and shape."""
    grown: Numbers = (held + shape) * np.log((shape + RATIO * usual) / (shape + usual))
    return held * np.log(RATIO) - grown


def _conditional(held: Numbers, every: float, zones: Flags, part: Numbers, shape: Numbers) -> Numbers:
    """Logarithm, beta-binomial given the records of the topic in the district."""
    q, spread = np.clip(zones @ part, 1e-9, 1 - 1e-9), part**2 / shape
    inside = zones @ spread
    variance = np.maximum(inside / q**2 + (spread.sum() - inside) / (1 - q) ** 2, 1e-7)
    logs = [
        betaln(held + 1 / ((1 - mean) * variance), every - held + 1 / (mean * variance))
        - betaln(1 / ((1 - mean) * variance), 1 / (mean * variance))
        for mean in (RATIO * q / (1 + (RATIO - 1) * q), q)
    ]
    return logs[0] - logs[1]


def _prior(topic: _Topic, zones: Flags, start: int) -> Numbers:
    """Every size is as probable as another, and in it every zone where a rise may be planted."""
    expected = topic.expected[:, start:].sum(axis=1)
    inside = zones @ expected
    usable = (inside >= planted.LEAST) & (inside <= planted.LARGEST_SHARE * expected.sum())
    prior: Numbers = usable / np.maximum(usable.sum(axis=1, keepdims=True), 1) / len(SIZES)
    return prior.ravel()
