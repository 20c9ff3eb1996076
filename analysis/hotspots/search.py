"""Hotspots: groups of neighbouring places with too many records of a topic, found by two searches and told with doubt.

Two questions are asked of every topic, each by Kulldorff's scan (`analysis.scan`) over circles of places and over the
windows that end with the last week:

- level: more in the whole window than these places' share of everything else they write about would give. Expected:
  smoothed rate of all other topics of the place (`analysis.smoothing`) × its residents, scaled to the topic's records.
  A village that writes a lot is no hotspot.
- change: more than the same places wrote of the topic in the year before, beyond what the whole district's topic has
  changed. The weeks of the records are shuffled (space–time permutation scan): nothing has to be estimated, so few
  earlier records mean doubt and not a finding.

The p of the likeliest circle already pays for the search over circles and windows. Beside the searches every single
place is tested by itself against its level (exact Poisson): a village that stands out alone is lost among thousands of
circles. The three families have fixed parts of the budget (BUDGET), and over all of it the false discovery rate is held
by weighted Benjamini–Hochberg (`analysis.multiple`): of the hotspots named, one in ten is named falsely. «Мало данных»
is an answer: topics with fewer than LEAST records in the window are not searched.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from scipy.stats import poisson

from analysis.arrays import Flags, Integers, Numbers, numbers
from analysis.intervals import ratio_to_expected
from analysis.multiple import weighted_q_values
from analysis.scan import Cluster, scan
from analysis.smoothing import smooth
from analysis.zones import circles

LEAST = 8
"""Records of a topic in the window below which nothing is searched for: a threefold cluster would not be seen."""
FALSE_DISCOVERIES = 0.10
BLOCKS = 4
"""Parts of a window: a change may fill it or only its last quarter, half or three quarters."""
HISTORY_WEEKS = 52
BUDGET = {"level": 0.6, "change": 0.2, "alone": 0.2}
"""Parts of the accepted false discoveries: most of it goes where the benchmark finds most."""
MOST_PLACES = 12
MOST_SHARE = 0.5
MOST_PER_TOPIC = 3


@dataclass(frozen=True)
class Hotspot:
    """One finding. topic, places: positions; start, end: weeks [start, end) of the series; count, expected: records;
    ratio with its 90 % interval; p of the search; q: the share of findings this doubtful that are false; question:
    «level» or «change».
    """

    topic: int
    places: tuple[int, ...]
    start: int
    end: int
    count: int
    expected: float
    ratio: float
    low: float
    high: float
    p: float
    q: float
    question: str


@dataclass(frozen=True)
class _Test:
    """One search: its question, topic and clusters; edges: where its parts of time begin, and the end."""

    question: str
    topic: int
    clusters: list[Cluster]
    edges: Integers


@dataclass(frozen=True)
class Hotspots:
    """hotspots: the likeliest first; few: positions of topics that were not searched for want of records."""

    hotspots: list[Hotspot]
    few: tuple[int, ...]


def find_hotspots(
    counts: Any,
    population: Any,
    distances: Any,
    window: int,
    *,
    runs: int = 499,
    seed: int = 0,
    level: float = FALSE_DISCOVERIES,
) -> Hotspots:
    """Hotspots of the last `window` weeks.

    counts: whole records, (topics, places, weeks), the last week being the last whole one; weeks before the window are
    the history, without at least as many of them as the window has only the level is asked. population: residents per
    place, missing or 0 where unknown: such a place is judged by its records alone. distances: kilometres, (places,
    places). runs: replicas of each search; level: accepted false discovery rate. ValueError when the series is shorter
    than the window.
    """
    y = np.asarray(counts, dtype=np.int64)
    if not 0 < window <= y.shape[2]:
        raise ValueError(f"a window of {window} weeks in a series of {y.shape[2]}")
    totals = y[:, :, -window:].sum(axis=(1, 2))
    searched = np.flatnonzero(totals >= LEAST)
    edges = _edges(y.shape[2], window)
    zones = _zones(y, numbers(population), distances)
    levels = level_of(y, numbers(population), window)
    tests: list[_Test] = []
    alone: list[Hotspot] = []
    for topic in searched.tolist():
        asked, single = _searches_of_topic(y[topic], topic, levels[topic], edges, zones, runs, seed)
        tests, alone = [*tests, *asked], [*alone, *single]
    # All that was asked, of every topic, shares one false discovery rate: with a rate of their own, forty topics would
    # bring forty times the false alarms.
    searches = [test.clusters[0].p_tail if test.clusters else 1.0 for test in tests]
    q = _q_values(searches, [test.question for test in tests], [one.p for one in alone])
    named = [one for test, doubt in zip(tests, q, strict=False) for one in _hotspots_of(test, float(doubt), level)]
    named += [replace(one, q=float(doubt)) for one, doubt in zip(alone, q[len(tests) :], strict=True) if doubt <= level]
    hotspots = sorted(named, key=lambda h: (h.q, h.p, -h.ratio))
    few = np.setdiff1d(np.arange(len(y)), searched)
    return Hotspots(_without_repeats(hotspots), tuple(few.tolist()))


def _searches_of_topic(
    y: Integers, topic: int, level: Numbers, edges: Integers, zones: Flags, runs: int, seed: int
) -> tuple[list[_Test], list[Hotspot]]:
    """All that is asked of one topic: its searches, and each place by itself."""
    now = y[:, edges[0] :].sum(axis=1)
    found = scan(now[:, None], level[:, None], zones, runs=runs, seed=seed + topic)
    searches = [_Test("level", topic, found, edges[[0, -1]])]
    if edges[0] >= edges[-1] - edges[0]:
        searches.append(_change(y, topic, edges, zones, runs, seed))
    return searches, _alone(topic, now, level, edges)


def _edges(weeks: int, window: int) -> Integers:
    """Where the parts of the window begin, and its end."""
    return np.unique(np.linspace(weeks - window, weeks, min(BLOCKS, window) + 1).round().astype(np.int64))


def _blocks(y: Integers, edges: Integers) -> Integers:
    return np.add.reduceat(y[:, : edges[-1]], edges[:-1], axis=1)


def _alone(topic: int, counts: Integers, expected: Numbers, edges: Integers) -> list[Hotspot]:
    """Every place of a topic as a hotspot of its own, whatever its p; q comes later."""
    start, end = int(edges[0]), int(edges[-1])
    p = poisson.sf(counts - 1, expected)
    low, high = ratio_to_expected(counts, expected)
    rows = zip(counts.tolist(), expected.tolist(), low.tolist(), high.tolist(), p.tolist(), strict=True)
    return [
        Hotspot(topic, (place,), start, end, n, e, n / e if e > 0 else np.inf, bottom, top, chance, 1.0, "level")
        for place, (n, e, bottom, top, chance) in enumerate(rows)
    ]


def _q_values(searches: list[float], questions: list[str], alone: list[float]) -> Numbers:
    """Q of all tests: each family has its part of the budget, each test of a family the same."""
    families = [*questions, *["alone"] * len(alone)]
    if not families:
        return np.empty(0)
    return weighted_q_values([*searches, *alone], [BUDGET[name] / families.count(name) for name in families])


def _change(y: Integers, topic: int, edges: Integers, zones: Flags, runs: int, seed: int) -> "_Test":
    """The window's parts after one part that holds the year before."""
    longer = np.concatenate([[max(0, int(edges[0]) - HISTORY_WEEKS)], edges])
    found = scan(
        _blocks(y, longer), None, zones, runs=runs, seed=seed + topic, longest=len(edges) - 1, null="permutation"
    )
    return _Test("change", topic, found, longer)


def level_of(y: Integers, population: Numbers, window: int) -> Numbers:
    """Records of each topic and place in the window if the place had its usual part of them, (topics, places).

    The usual part is learned from all other topics over the whole series: a hotspot must not raise its own measure.
    """
    everything = y.sum(axis=(0, 2))
    totals = y[:, :, -window:].sum(axis=(1, 2))
    writes = np.array([_propensity(everything - own, population, y.shape[2]) for own in y.sum(axis=2)])
    usual: Numbers = totals[:, None] * writes / writes.sum(axis=1, keepdims=True)
    return usual


def _propensity(records: Integers, population: Numbers, weeks: int) -> Numbers:
    """Records of all topics a place is expected to write: its smoothed rate × residents; plain records without them."""
    people = np.where(np.nan_to_num(population) > 0, population, np.nan)
    if np.isnan(people).all() or records.sum() == 0:
        return numbers(records + 0.5)
    expected = smooth(records.astype(float), people * weeks).rate * people * weeks
    filled: Numbers = np.where(np.isnan(expected), records + 0.5, expected)
    return filled


def _zones(y: Integers, population: Numbers, distances: Any) -> Flags:
    """Circles that hold at most half of the district and a handful of places: a bigger one is the district itself."""
    weight = np.where(np.nan_to_num(population) > 0, np.nan_to_num(population), y.sum(axis=(0, 2)))
    return circles(distances, weight, max_share=MOST_SHARE, max_places=MOST_PLACES)


def _hotspots_of(test: "_Test", q: float, level: float) -> Iterator[Hotspot]:
    """The clusters of one search: the likeliest when its topic is a finding, others when they would be one alone."""
    clusters, edges = test.clusters, test.edges
    if not clusters or q > level:
        return
    for cluster in clusters[:MOST_PER_TOPIC]:
        if cluster is not clusters[0] and cluster.p > level / 2:
            return
        low, high = ratio_to_expected(cluster.count, cluster.expected)
        start, end = int(edges[cluster.start]), int(edges[cluster.end])
        doubt = max(q, 0.0 if cluster is clusters[0] else cluster.p)
        yield Hotspot(
            test.topic, cluster.places, start, end, cluster.count, cluster.expected,
            cluster.count / cluster.expected, float(low), float(high), cluster.p_tail, doubt, test.question,
        )  # fmt: skip


def _without_repeats(hotspots: list[Hotspot]) -> list[Hotspot]:
    """Both questions may find the same places: the surer of two findings that overlap stays."""
    kept: list[Hotspot] = []
    for one in hotspots:
        if not any(one.topic == other.topic and set(one.places) & set(other.places) for other in kept):
            kept.append(one)
    return kept
