"""Hotspots: how many planted rises are found, how many findings are false, also where places differ lastingly."""

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np
from scipy.stats import binom

from analysis.hotspots import Hotspot, classify, find_hotspots
from analysis.hotspots.benchmark import Finding, judge, now_and_usual
from analysis.hotspots.districts import random_district
from bench.planted import hotspots as planted
from bench.trials import Effort, Figure, Trial, mean, share
from bench.trials.hotspot_bound import Knowledge, Search, doubted_findings, most_power

RUNS, QUICK = 100, 8
LIMIT_RUNS = 1000
"""Districts for the limits, the first RUNS of which are searched: a limit is cheap, and known to two points by so many.
"""
WINDOWS = {52: 0.54, 12: 0.28}
"""Weeks and the least power in each; the quick part asks of the first one only."""
SPREADS = (0.35, 0.2, 0.0)
"""What places differ by lastingly; likewise."""
FALSE, KEPT = 0.13, 0.9
"""Most of the findings that may be false; part of the power that must be left where places differ."""
RISES = ("new", "growing")
PROMISED, ADDED = 0.10, 0.05
"""Searches that name a topic in which nothing rose, as promised; and that may name one because of a sure finding."""
SURE = 0.975
"""How seldom a search that keeps its promise exactly may be told to break it: once in forty."""
BOUNDS = {
    Knowledge.EVERYTHING: "предел, если известно всё",
    Knowledge.SIZES_OF_TOPICS: "предел, если различия мест учатся по записям",
    Knowledge.NEITHER: "предел, если и величина темы учится по записям",
}
LIMIT = Knowledge.NEITHER
WHY = (
    "Столько находит на таких же районах поиск, который знает, как они сделаны, кроме того, чем места стойко "
    "различаются и как велика тема: по двум годам прошлого не отличить рост от того, что место пишет об этом больше "
    "всегда."
)
SIZE = (80, 62, 52)
MOST_SECONDS = 3.0
OUTBREAK_WEEKS, LATE_WEEKS = 10, 2
"""Length of the planted outbreak; by how many weeks its told end may be wrong."""


@dataclass(frozen=True)
class Case:
    """One district, named by what its random numbers start from: a name, the seed and a number."""

    seed: tuple[int, ...]
    window: int
    spread: float = 0.0

    @property
    def rng(self) -> np.random.Generator:
        """The same numbers every time."""
        return np.random.default_rng(self.seed)


def run(effort: Effort) -> Sequence[Figure]:
    """All figures of the search; a quick part has none of its time, which depends on what else the machine does."""
    found = [*_benchmark(effort), *_lasting(effort), *_one_large(effort), *_ended(effort)]
    return found if effort.is_quick else [*found, *_speed()]


def _cases(effort: Effort, window: int, spread: float, kind: int, most: int = RUNS) -> list[Case]:
    runs = range(effort.runs(most, QUICK))
    return [Case((kind, effort.seed, window, round(100 * spread), i), window, spread) for i in runs]


def _benchmark(effort: Effort) -> Iterable[Figure]:
    """The districts of `python -m analysis.hotspots --benchmark`, all findings."""
    for window, least in _part(effort, WINDOWS.items()):
        cases = [Case((effort.seed, window, i), window) for i in range(effort.runs(LIMIT_RUNS, QUICK))]
        scores = list(effort.each(partial(_score, random_district), cases[:RUNS]))
        bounds = _bounds(effort, partial(_bounded, random_district), cases)
        yield from _figures(f"{window} недель", scores, least, bounds)


def _lasting(effort: Effort) -> Iterable[Figure]:
    """New and growing findings where places differ lastingly in their topics."""
    for window, least in _part(effort, WINDOWS.items()):
        for spread in _part(effort, SPREADS):
            cases = _cases(effort, window, spread, 1, LIMIT_RUNS)
            scores = list(effort.each(_score_of_rises, cases[:RUNS]))
            bounds = _bounds(effort, partial(_bounded, partial(planted.rises, spread=spread)), cases)
            yield from _figures(f"{window} недель, различие мест {spread:.0%}", scores, KEPT * least, bounds)


def _part(effort: Effort, every: Iterable[Any]) -> list[Any]:
    """All of them, or the first: few runs of many kinds could not tell a broken search from a sound one."""
    return list(every)[: effort.runs(len(list(every)), 1)]


def _figures(
    name: str, scores: list[tuple[float, list[bool]]], least: float, bounds: Mapping[Knowledge, list[bool]]
) -> Iterable[Figure]:
    power, error, number = share([hit for _, hits in scores for hit in hits])
    limit, limit_error, _ = share(bounds[LIMIT]) if bounds else (None, 0.0, 0)
    beside: dict[str, Any] = {"limit": limit, "limit_error": limit_error, "why": WHY if bounds else ""}
    yield Figure(f"{name}: найдено", power, error, number, low=least, **beside)
    false, error, number = mean([one for one, _ in scores])
    # Of few searches all may be right: the error is then no smaller than that of one false finding.
    yield Figure(f"{name}: ложных", false, max(error, 1 / number), number, high=FALSE)
    for knowledge, found in bounds.items():
        yield Figure(f"{name}: {BOUNDS[knowledge]}", *share(found))


def _score(maker: Any, case: Case, kinds: Sequence[str] = ()) -> tuple[float, list[bool]]:
    """Share of false findings and which hotspots were found; kinds: of these classes only."""
    district = maker(case.rng, case.window)
    found = find_hotspots(district.counts, district.population, district.distances, case.window).hotspots
    named = [_finding(one) for one in found if not kinds or classify(one, district.counts) in kinds]
    now, usual = now_and_usual(district.counts, district.population, case.window)
    false, touched, _, _ = judge(district.planted, named, now - usual)
    return false, touched


def _score_of_rises(case: Case) -> tuple[float, list[bool]]:
    return _score(partial(planted.rises, spread=case.spread), case, RISES)


def _bounds(effort: Effort, bounded: Any, cases: list[Case]) -> dict[Knowledge, list[bool]]:
    """Which rises could be found at most with so many false findings. Of few districts it says nothing."""
    if effort.is_quick:
        return {}
    every = list(effort.each(bounded, cases))
    told = {one: [(spots, findings[one], surplus) for spots, findings, surplus in every] for one in BOUNDS}
    return {one: most_power(judged, FALSE) for one, judged in told.items()}


def _bounded(maker: Any, case: Case) -> tuple[Any, dict[Knowledge, list[tuple[float, Finding]]], Any]:
    """What is planted, the doubted findings of who knows so much, and the judge's surplus."""
    district = maker(case.rng, case.window)
    usual = getattr(district, "usual", district.mean)
    search = Search(district.counts, district.mean, usual, district.distances, case.window, case.spread)
    now, expected = now_and_usual(district.counts, district.population, case.window)
    findings = {knowledge: doubted_findings(search, knowledge) for knowledge in Knowledge}
    return district.planted, findings, now - expected


def _finding(one: Hotspot) -> Finding:
    return one.topic, frozenset(one.places)


def _one_large(effort: Effort) -> Iterable[Figure]:
    """One eightfold cluster creates no findings in other topics: none that are not there without it, and no more than
    are promised where nothing rose.
    """
    name = "одна восьмикратная точка: поисков с находками в других темах"
    cases = _cases(effort, 52, 0.0, 2)
    beside = list(effort.each(_named_beside, cases))
    yield _promised(name, [bool(topics) for topics in beside])
    if not effort.is_quick:
        pairs = zip(beside, effort.each(_named_alone, cases), strict=True)
        added = [bool(topics - alone) for topics, alone in pairs]
        yield Figure(f"{name}, которых без неё нет", *share(added), high=ADDED)
        hits = list(effort.each(_names_nothing, _cases(effort, 52, 0.0, 4)))
        yield _promised("ничего не посажено: поисков с находками", hits)


def _promised(name: str, hits: Sequence[bool]) -> Figure:
    """Whether the promise stands: the target is the most that a search which keeps it exactly names in so many runs.
    Asked for the promised share itself, such a search would fail every other time by chance alone.
    """
    most = float(binom.ppf(SURE, len(hits), PROMISED)) / len(hits)
    return Figure(f"{name} (обещано {PROMISED:.0%})", *share(hits), high=most)


def _named_beside(case: Case) -> set[int]:
    """Topics named in which nothing rose."""
    return _named_falsely(planted.one_large(case.rng, case.window), case.window)


def _named_alone(case: Case) -> set[int]:
    """The same where the cluster is taken out of the same records: each of it stays with a chance of 1/ratio, which
    leaves what was to be expected.
    """
    district, rng = planted.one_large(case.rng, case.window), np.random.default_rng((*case.seed, 1))
    counts = district.counts.copy()
    for one in district.planted:
        cells = np.ix_([one.topic], sorted(one.places), range(one.start, one.end))
        counts[cells] = rng.binomial(counts[cells], 1 / one.ratio)
    return _named_falsely(replace(district, counts=counts), case.window)


def _names_nothing(case: Case) -> bool:
    return bool(_named_falsely(planted.nothing(case.rng, case.window), case.window))


def _named_falsely(district: planted.District, window: int) -> set[int]:
    risen = {one.topic for one in district.planted}
    found = find_hotspots(district.counts, district.population, district.distances, window).hotspots
    return {one.topic for one in found} - risen


def _ended(effort: Effort) -> Iterable[Figure]:
    """What has ended is told so, with its week; what goes on is not."""
    cases = _cases(effort, 52, 0.0, 3)
    over = [one for one in effort.each(partial(_told_end, 15), cases) if one is not None]
    going = [one for one in effort.each(partial(_told_end, 0), cases) if one is not None]
    right = [abs(15 - quiet) <= LATE_WEEKS for quiet in over]
    yield Figure(f"закончившаяся вспышка: конец назван верно до {LATE_WEEKS} недель", *share(right), low=0.85)
    yield Figure("вспышка идёт: названа закончившейся", *share([quiet > 0 for quiet in going]), high=0.10)


def _told_end(ago: int, case: Case) -> int | None:
    """Weeks since the end of the planted outbreak as found; None when it was not found."""
    district = planted.outbreak(case.rng, case.window, OUTBREAK_WEEKS, ago)
    found = find_hotspots(district.counts, district.population, district.distances, case.window).hotspots
    for spot in district.planted:
        mine = [one for one in found if one.topic == spot.topic and set(one.places) & spot.places]
        if mine:
            return district.counts.shape[2] - max(mine, key=lambda one: one.count).end
    return None


def _speed() -> Iterable[Figure]:
    """Whether one search of a whole district is fast enough, in seconds of the processor: those of the clock depend on
    what else the machine does, and an equal seed must print equal figures.
    """
    topics, places, window = SIZE
    rng = np.random.default_rng(0)
    mean = 58.0 * rng.dirichlet(np.full(topics * places, 0.3)).reshape(topics, places, 1)
    counts = rng.poisson(mean, (topics, places, 3 * window))
    distances = np.abs(rng.random((places, 1)) - rng.random((1, places)))
    started = time.process_time()
    find_hotspots(counts, rng.lognormal(5.0, 1.5, places), distances + distances.T, window)
    seconds = time.process_time() - started
    yield Figure(f"поиск 62 × 80 × 52 не дольше {MOST_SECONDS:.0f} с", float(seconds <= MOST_SECONDS), 0.0, 1, low=1.0)


TRIAL = Trial("hotspots", "проблемные точки: найденное и ложное", run)
