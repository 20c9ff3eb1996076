"""How well hotspots are found where they are known: power, false discoveries and localisation of each method.

A finding of a method is a topic with some places. It is true when at least half of its surplus of records (counted less
expected) lies in places of one planted hotspot of that topic: a circle may take in a hamlet without doing harm. False
discovery rate: mean over districts of the share of false findings (0 without findings).
Power: share of planted hotspots that a true finding touches. Localisation: Jaccard index of the planted places and all
places that the method named for that topic, over the hotspots found.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from scipy.stats import gamma, poisson

from analysis.arrays import Integers, Numbers
from analysis.getis_ord import gi_star
from analysis.hotspots.districts import District, random_district
from analysis.hotspots.search import FALSE_DISCOVERIES, MOST_PLACES, find_hotspots
from analysis.multiple import q_values
from analysis.scan import scan
from analysis.smoothing import prior_by_likelihood
from analysis.zones import circles, neighbours

Finding = tuple[int, frozenset[int]]
Method = Callable[[District, int, int], list[Finding]]
TOP = 5
LESS_REPLICAS = 199
"""Of the methods compared: more would change little and cost most of the time."""
SMOOTHED_TIMES = 1.5


@dataclass(frozen=True)
class Score:
    """One method in one window. districts: how many; error: standard error of the false discovery rate."""

    method: str
    window: int
    power: float
    false_discoveries: float
    error: float
    localisation: float
    findings: float
    districts: int


def benchmark(
    windows: Iterable[int], runs: int, *, replicas: int = 999, seed: int = 0, step: Callable[[], object] = lambda: None
) -> list[Score]:
    """Scores of every method in every window over `runs` districts; `step` is called after each district."""
    scores = []
    for window in windows:
        told: dict[str, list[tuple[float, list[bool], list[float], int]]] = {name: [] for name in METHODS}
        for run in range(runs):
            district = random_district(np.random.default_rng([seed, window, run]), window)
            now, expected = now_and_usual(district.counts, district.population, window)
            for name, method in METHODS.items():
                told[name].append(judge(district.planted, method(district, window, replicas), now - expected))
            step()
        scores += [_score(name, window, cases) for name, cases in told.items()]
    return scores


class Planting(Protocol):
    """A hotspot that is to be found."""

    @property
    def topic(self) -> int:
        """Position of the topic."""

    @property
    def places(self) -> frozenset[int]:
        """Positions of the places."""


def judge(
    planted: Sequence[Planting], findings: list[Finding], surplus: Numbers
) -> tuple[float, list[bool], list[float], int]:
    """Share of false findings, whether each hotspot was touched, Jaccard of those that were, number of findings.

    surplus: records of the window less what `now_and_usual` expects, (topics, places).
    """
    true = [one for one in findings if any(_hits(one, p.topic, p.places, surplus) for p in planted)]
    touched, overlaps = [], []
    for spot in planted:
        mine = [places for topic, places in true if topic == spot.topic and places & spot.places]
        touched.append(bool(mine))
        if mine:
            named = frozenset().union(*(places for topic, places in findings if topic == spot.topic))
            overlaps.append(len(named & spot.places) / len(named | spot.places))
    return (1 - len(true) / len(findings) if findings else 0.0), touched, overlaps, len(findings)


def _hits(finding: Finding, topic: int, places: frozenset[int], surplus: Numbers) -> bool:
    if finding[0] != topic:
        return False
    whole, mine = (float(surplus[topic, sorted(part)].sum()) for part in (finding[1], finding[1] & places))
    return mine > 0 and 2 * mine >= whole


def _score(name: str, window: int, cases: list[tuple[float, list[bool], list[float], int]]) -> Score:
    false = np.array([one[0] for one in cases])
    touched = [hit for one in cases for hit in one[1]]
    overlaps = [value for one in cases for value in one[2]]
    return Score(
        name, window, float(np.mean(touched)), float(false.mean()), float(false.std() / np.sqrt(len(false))),
        float(np.mean(overlaps)) if overlaps else np.nan, float(np.mean([one[3] for one in cases])), len(cases),
    )  # fmt: skip


def now_and_usual(counts: Integers, population: Numbers, window: int) -> tuple[Numbers, Numbers]:
    """Records of the window and what the places' part of all other topics would give, (topics, places).

    The judge's own measure: plain and not that of any method in particular. population: residents, all known.
    """
    everything, totals = counts.sum(axis=(0, 2)), counts[:, :, -window:].sum(axis=(1, 2))
    exposure = population * counts.shape[2]
    writes = np.array([_rates(everything - own, exposure) * exposure for own in counts.sum(axis=2)])
    usual: Numbers = totals[:, None] * writes / writes.sum(axis=1, keepdims=True)
    return counts[:, :, -window:].sum(axis=2).astype(float), usual


def _rates(records: Integers, exposure: Numbers) -> Numbers:
    prior = prior_by_likelihood(records, exposure)
    rates: Numbers = (records + prior.shape) / (exposure + prior.rate)
    return rates


def _each(chosen: Any) -> list[Finding]:
    return [(int(topic), frozenset([int(place)])) for topic, place in np.argwhere(chosen)]


def top_of_raw_rates(district: District, window: int, replicas: int) -> list[Finding]:
    """The list everybody makes: the TOP places by records per resident of each topic that has any."""
    now = district.counts[:, :, -window:].sum(axis=2)
    rates = now / district.population
    order = np.argsort(-rates, axis=1, kind="stable")[:, :TOP]
    return [(t, frozenset([int(p)])) for t, row in enumerate(order) for p in row if rates[t, p] > 0]


def raw_rates_tested(district: District, window: int, replicas: int) -> list[Finding]:
    """Exact Poisson test of each place and topic, Benjamini–Hochberg over all."""
    now, expected = now_and_usual(district.counts, district.population, window)
    return _each(q_values(poisson.sf(now - 1, expected).ravel()).reshape(now.shape) <= FALSE_DISCOVERIES)


def smoothed_rates(district: District, window: int, replicas: int) -> list[Finding]:
    """Places whose smoothed ratio is surely above SMOOTHED_TIMES; the mean posterior doubt of the list is bounded."""
    now, expected = now_and_usual(district.counts, district.population, window)
    doubt = np.ones(now.shape)
    for topic in np.flatnonzero(now.sum(axis=1) > 0):
        prior = prior_by_likelihood(now[topic], expected[topic])
        doubt[topic] = gamma.cdf(SMOOTHED_TIMES, now[topic] + prior.shape, scale=1 / (expected[topic] + prior.rate))
    ranked = np.sort(doubt.ravel())
    believed = np.cumsum(ranked) / np.arange(1, ranked.size + 1) <= FALSE_DISCOVERIES
    return _each(doubt <= ranked[believed.sum() - 1]) if believed.any() else []


def gi(district: District, window: int, replicas: int) -> list[Finding]:
    """Gi* of the square roots of counts against the expected, six neighbours, Benjamini–Hochberg over all."""
    now, expected = now_and_usual(district.counts, district.population, window)
    weights = neighbours(district.distances, 6).astype(float) + np.eye(len(district.population))
    p = np.ones(now.shape)
    for topic in np.flatnonzero(now.sum(axis=1) > 0):
        residual = 2 * (np.sqrt(now[topic] + 0.375) - np.sqrt(expected[topic] + 0.375))
        p[topic] = gi_star(residual, weights, permutations=min(replicas, LESS_REPLICAS) * 5, seed=int(topic)).p
    return _each(q_values(p.ravel()).reshape(p.shape) <= FALSE_DISCOVERIES)


def plain_scan(district: District, window: int, replicas: int) -> list[Finding]:
    """Kulldorff's spatial scan of the window, the likeliest circle of each topic, Benjamini–Hochberg over topics."""
    now, expected = now_and_usual(district.counts, district.population, window)
    zones = circles(district.distances, district.population, max_share=0.5, max_places=MOST_PLACES)
    topics, less = np.flatnonzero(now.sum(axis=1) > 0), min(replicas, LESS_REPLICAS)
    found = [scan(now[t][:, None], expected[t][:, None], zones, runs=less, seed=int(t), most=1) for t in topics]
    q = q_values([one[0].p if one else 1.0 for one in found])
    named = zip(topics, found, q, strict=True)
    return [(int(t), frozenset(one[0].places)) for t, one, doubt in named if one and doubt <= FALSE_DISCOVERIES]


def ours(district: District, window: int, replicas: int) -> list[Finding]:
    """`analysis.hotspots.find_hotspots`."""
    found = find_hotspots(district.counts, district.population, district.distances, window, runs=replicas)
    return [(one.topic, frozenset(one.places)) for one in found.hotspots]


OURS = "эта программа"
METHODS: dict[str, Method] = {
    "сырые: пять верхних": top_of_raw_rates,
    "сырые: точный тест": raw_rates_tested,
    "сглаженные": smoothed_rates,
    "Gi*": gi,
    "скан Кульдорфа": plain_scan,
    OURS: ours,
}
