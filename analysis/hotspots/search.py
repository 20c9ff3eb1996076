"""Hotspots: groups of neighbouring places with too many records of a topic, told with their doubt.

Two questions are asked:

- change, of every topic: does any circle of places write more of it in the window than its level and its own history
  let expect? `analysis.average_scan` over circles and spans of time; one bar for the odds of all topics keeps the share
  of false ones (`multiple.q_of_odds`). The circle with most of the posterior is named. Without a history the same
  search stands against the level alone.
- level, of every topic and place: is there a lasting excess, in the window as before it (`hotspots.lasting`)?

Each finding has its own first and last week (`hotspots.span`). Findings that go on come first. «Мало данных» is an
answer: topics with fewer than LEAST records in the window are not searched.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from analysis.arrays import Flags, Integers, Numbers, numbers
from analysis.average_scan import Evidence, average_scan, evidence, looked_for
from analysis.hotspots.finding import CHANGE, LEVEL, Hotspot
from analysis.hotspots.lasting import lasting_excess
from analysis.hotspots.level import Level, level_of
from analysis.hotspots.span import rise_span
from analysis.hotspots.total import rise_odds
from analysis.intervals import ratio_to_expected
from analysis.multiple import bar, q_of_odds
from analysis.zones import circles

LEAST = 8
"""Records of a topic in the window below which nothing is searched for: a threefold cluster would not be seen."""
FALSE_DISCOVERIES = 0.10
"""Share of the named topics that may be false, by replicas."""
LONG_WEEKS, OF_LONG = 52, 0.16
"""Window in which more are named once one that could be doubted is: up to this share. A year holds so many records that
most topics are sure, and fewer turn out false than are counted.
"""
MOST_FALSE = 0.13
"""Share of the named that are false at most, measured where hotspots are known: a named circle may also lie beside the
true one, and how much places differ is an estimate.
"""
BLOCKS = 4
"""Parts of a window: a rise may fill it or some of its quarters."""
MOST_PLACES = 10
MOST_SHARE = 0.5
ENOUGH_REPLICAS, ALL_REPLICAS = 249, 10_000
"""Least replicas of a topic, and how many are enough for all of them together: they are counted together."""
MOST_PER_TOPIC = 3
FURTHER = 0.002
"""p up to which what is left of a topic without its first hotspot is a further one: asked only where something was
found, it has no correction of its own."""


@dataclass(frozen=True)
class Hotspots:
    """hotspots: those that go on first, then the surest; few: positions of topics that were not searched for want of
    records.
    """

    hotspots: list[Hotspot]
    few: tuple[int, ...]


@dataclass(frozen=True)
class _Search:
    """What every topic is searched in. edges: where the blocks of time begin, and the end of the series."""

    counts: Integers
    level: Level
    zones: Flags
    edges: Integers
    replicas: int
    seed: int
    question: str


def find_hotspots(
    counts: Any,
    population: Any,
    distances: Any,
    window: int,
    *,
    runs: int = 999,
    seed: int = 0,
    level: float | None = None,
) -> Hotspots:
    """Hotspots of the last `window` weeks.

    counts: whole records, (topics, places, weeks), the last week being the last whole one; weeks before the window are
    the history. population: residents per place, missing or 0 where unknown: such a place is judged by its records
    alone. distances: kilometres, (places, places). runs: replicas of each search; level: q up to which findings are
    told as well that are not named.
    Without topics there are none. ValueError when the series is shorter than the window.
    """
    y = np.asarray(counts, dtype=np.int64)
    if not len(y):
        return Hotspots([], ())
    if not 0 < window <= y.shape[2]:
        raise ValueError(f"a window of {window} weeks in a series of {y.shape[2]}")
    enough = y[:, :, -window:].sum(axis=(1, 2)) >= LEAST
    people = numbers(population)
    search = _search(y, people, distances, window, runs, seed)
    rises = list(_rises(search, np.flatnonzero(enough), level))
    sure = [one for one in rises if one.is_named]
    lasting = [one for one in _lasting(search, enough, level) if not _is_hotspot(one, sure)]
    named = sorted([*rises, *lasting], key=lambda one: (one.end < y.shape[2], one.q, one.p, -one.ratio))
    return Hotspots(named, tuple(np.flatnonzero(~enough).tolist()))


def _search(y: Integers, people: Numbers, distances: Any, window: int, replicas: int, seed: int) -> _Search:
    weeks = y.shape[2]
    edges = np.unique(np.linspace(weeks - window, weeks, min(BLOCKS, window) + 1).round().astype(np.int64))
    usual = level_of(y, people, window)
    question = CHANGE if usual.before.any() else LEVEL
    return _Search(y, usual, _zones(y, people, distances), edges, replicas, seed, question)


def _zones(y: Integers, people: Numbers, distances: Any) -> Flags:
    """Circles that hold at most half of the district and a handful of places: a bigger one is the district itself."""
    weight = np.where(np.nan_to_num(people) > 0, np.nan_to_num(people), y.sum(axis=(0, 2)))
    return circles(distances, weight, max_share=MOST_SHARE, max_places=MOST_PLACES)


def _rises(search: _Search, topics: Integers, level: float | None) -> Iterator[Hotspot]:
    """The likeliest circle of every topic that is a finding, and what else stands out in it."""
    if not len(topics):
        return
    replicas = min(search.replicas, max(ENOUGH_REPLICAS, ALL_REPLICAS // len(topics)))
    odds = _odds_of_totals(search, topics)
    found = [_evidence(search, int(topic), own, replicas) for topic, own in zip(topics, odds, strict=True)]
    doubts = q_of_odds([one.odds for one in found], [one.by_chance for one in found])
    named = _bar(search, doubts, found)
    for topic, one, q in zip(topics.tolist(), found, doubts.tolist(), strict=True):
        if q <= max(named, level or 0.0):
            zone = search.zones[one.zone]
            rise = _rise(search, topic, zone, np.ones_like(zone), (one.p, q, search.question))
            for each in (rise, *_further(search, topic, zone, q)):
                yield replace(each, is_named=q <= named)


def _bar(search: _Search, doubts: Numbers, found: list[Evidence]) -> float:
    """Up to which q a topic is named."""
    is_long = search.edges[-1] - search.edges[0] >= LONG_WEEKS
    return bar(doubts, [one.odds for one in found], FALSE_DISCOVERIES, OF_LONG if is_long else FALSE_DISCOVERIES)


def _odds_of_totals(search: _Search, topics: Integers) -> Numbers:
    """What the records of each topic in the whole district say of every rise, (topics, rises)."""
    records = search.counts[topics, :, search.edges[0] :].sum(axis=(1, 2))
    growths = np.array([looked_for(part, search.zones, len(search.edges) - 1) for part in search.level.part[topics]])
    return rise_odds(records, search.level.before[topics].sum(axis=1), growths)


def _evidence(search: _Search, topic: int, odds: Numbers, replicas: int) -> Evidence:
    part, certainty = search.level.part[topic], search.level.certainty[topic]
    chosen: dict[str, Any] = {"odds": odds, "replicas": replicas, "seed": search.seed + topic}
    return evidence(_blocks(search, topic), part / part.sum(), certainty, search.zones, **chosen)


def _blocks(search: _Search, topic: int) -> Integers:
    """Records of a topic, (places, blocks of time)."""
    blocks: Integers = np.add.reduceat(search.counts[topic], search.edges[:-1], axis=1)
    return blocks


def _scan_rest(search: _Search, topic: int, zones: Flags, left: Flags) -> tuple[float, Flags]:
    """Chance p and the circle of what is left of a topic; left: the places looked at."""
    part, certainty = search.level.part[topic][left], search.level.certainty[topic][left]
    chosen: dict[str, Any] = {"replicas": search.replicas, "seed": search.seed + topic}
    found = average_scan(_blocks(search, topic)[left], part / part.sum(), certainty, zones[:, left], **chosen)
    return (found.p, zones[found.zone]) if found else (1.0, np.zeros_like(left))


def _further(search: _Search, topic: int, first: Flags, q: float) -> Iterator[Hotspot]:
    """Other circles of a topic that is a finding: searched for without the places already named."""
    left = ~first
    for _ in range(MOST_PER_TOPIC - 1):
        zones = search.zones[~(search.zones & ~left).any(axis=1)]
        if not len(zones):
            return
        p, zone = _scan_rest(search, topic, zones, left)
        if p > FURTHER:
            return
        yield _rise(search, topic, zone, left, (p, max(q, p), search.question))
        left = left & ~zone


def _rise(search: _Search, topic: int, zone: Flags, among: Flags, doubt: tuple[float, float, str]) -> Hotspot:
    """A circle as a finding; among: the places that it was searched for in."""
    part = search.level.part[topic]
    return _hotspot(search, topic, zone, among, float(part[zone].sum() / part[among].sum()), doubt)


def _lasting(search: _Search, enough: Flags, level: float | None) -> Iterator[Hotspot]:
    """Every place that stands out lastingly, as a hotspot of its own."""
    now = search.counts[:, :, search.edges[0] :].sum(axis=2)
    p, q = lasting_excess(now, search.level, enough)
    told = np.nan_to_num(q, nan=1.0) <= max(FALSE_DISCOVERIES, level or 0.0)
    for topic, place in np.argwhere(told).tolist():
        zone = np.arange(now.shape[1]) == place
        part, doubt = float(search.level.level[topic, place]), (float(p[topic, place]), float(q[topic, place]), LEVEL)
        found = _hotspot(search, topic, zone, np.ones_like(zone), part, doubt, begins=0)
        yield replace(found, is_named=found.q <= FALSE_DISCOVERIES)


def _hotspot(
    search: _Search,
    topic: int,
    zone: Flags,
    among: Flags,
    part: float,
    doubt: tuple[float, float, str],
    *,
    begins: int | None = None,
) -> Hotspot:
    """A finding with its own weeks; part: its expected part of the topic in the places `among`."""
    first = int(search.edges[0])
    y = search.counts[topic][:, first:]
    inside, whole = y[zone].sum(axis=0), y[among].sum(axis=0)
    span = rise_span(inside, whole, part * float(whole.sum()), begins=begins)
    count = int(inside[span.start : span.end].sum())
    low, high = ratio_to_expected(count, span.expected)
    level = search.level.level[topic]
    usual = span.expected * float(level[zone].sum() / level[among].sum()) / part
    places = tuple(np.flatnonzero(zone).tolist())
    return Hotspot(
        topic, places, first + span.start, first + span.end, count, span.expected, count / span.expected,
        float(low), float(high), *doubt, usual,
    )  # fmt: skip


def _is_hotspot(one: Hotspot, others: list[Hotspot]) -> bool:
    return any(one.topic == other.topic and set(one.places) & set(other.places) for other in others)
