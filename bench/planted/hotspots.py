"""Districts whose hotspots are known and whose places differ in what they write about: what the search is judged on.

Sixty-two places around fourteen middles, a few large and many tiny; places write more or less of everything; topics
differ in size and season. On top of it, each as asked: places that lastingly write more of one topic and less of
another, rises of the last weeks, one outbreak that ended, one very large cluster.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
PLACES, MIDDLES, TOPICS, A_WEEK, HISTORY = 62, 14, 20, 58.0, 104
LEAST, LARGEST_SHARE, MOST_PLACES = 2.0, 0.2, 5
YEAR = 52.18


@dataclass(frozen=True)
class Planted:
    """A rise of a topic in neighbouring places, `ratio` times, in weeks [start, end)."""

    topic: int
    places: frozenset[int]
    start: int
    end: int
    ratio: float


@dataclass(frozen=True)
class District:
    """counts: (topics, places, weeks), the oldest week first; population: residents; distances: kilometres, (places,
    places); planted: what is to be found. The truth behind it, for who measures what could be found at all: mean:
    records to be expected without what is planted; usual: and without what places lastingly differ by.
    """

    counts: NDArray[np.int64]
    population: Numbers
    distances: Numbers
    planted: tuple[Planted, ...]
    mean: Numbers
    usual: Numbers


@dataclass(frozen=True)
class _Ground:
    """Mean records, (topics, places, weeks), before anything rises, with and without lasting differences; what the
    places are.
    """

    mean: Numbers
    usual: Numbers
    population: Numbers
    distances: Numbers


def rises(rng: np.random.Generator, window: int, *, spread: float = 0.0, number: int = 3) -> District:
    """`number` topics tripled in one to five neighbouring places over the window or its second half. spread:
    coefficient of variation of what a place lastingly writes of a topic beside what it writes of everything.
    """
    ground = _ground(rng, HISTORY + window, spread)
    weeks, half = HISTORY + window, window // 2
    spans = [(weeks - (window if rng.random() < 0.5 else half), weeks) for _ in range(number)]
    return _draw_counts(rng, ground, _plant(rng, ground, spans, 3.0))


def nothing(rng: np.random.Generator, window: int, *, spread: float = 0.0) -> District:
    """Nothing rises."""
    return _draw_counts(rng, _ground(rng, HISTORY + window, spread), ())


def one_large(rng: np.random.Generator, window: int, *, ratio: float = 8.0) -> District:
    """One topic of the ten largest risen `ratio` times over the window in one to five of the larger places."""
    ground = _ground(rng, HISTORY + window, 0.0)
    weeks = HISTORY + window
    return _draw_counts(rng, ground, _plant(rng, ground, [(weeks - window, weeks)], ratio, topics=10, least=10.0))


def outbreak(rng: np.random.Generator, window: int, weeks: int, ago: int, *, ratio: float = 8.0) -> District:
    """One outbreak of `weeks` weeks that ended `ago` weeks before the last one (0: it goes on)."""
    ground = _ground(rng, HISTORY + window, 0.0)
    end = HISTORY + window - ago
    return _draw_counts(rng, ground, _plant(rng, ground, [(end - weeks, end)], ratio, topics=10, least=3.0))


def _ground(rng: np.random.Generator, weeks: int, spread: float) -> _Ground:
    population = np.maximum(np.round(np.exp(rng.normal(5.0, 1.7, PLACES))), 3.0)
    population[np.argsort(population)[-3:]] = rng.uniform(2500.0, 8000.0, 3).round()
    middle = rng.uniform(-60.0, 60.0, (MIDDLES, 2))
    at = middle[rng.integers(0, MIDDLES, PLACES)] + rng.normal(0.0, 9.0, (PLACES, 2))
    distances = np.hypot(*(at[:, None] - at[None]).transpose(2, 0, 1))
    writes = population * np.exp(rng.normal(0.0, 0.4, PLACES))
    sizes = rng.dirichlet(np.full(TOPICS, 1.5)) * A_WEEK
    season = 1 + 0.4 * np.sin(2 * np.pi * (np.arange(weeks) / YEAR + rng.random((TOPICS, 1))))
    mean, usual = (
        sizes[:, None, None] * (share / share.sum(axis=1, keepdims=True))[:, :, None] * season[:, None, :]
        for share in (_lasting(rng, spread) * writes, np.tile(writes, (TOPICS, 1)))
    )
    return _Ground(mean, usual, population, distances)


def _lasting(rng: np.random.Generator, spread: float) -> Numbers:
    """Log-normal factors of topic and place with mean 1 and this coefficient of variation."""
    sigma = np.sqrt(np.log1p(spread**2))
    factors: Numbers = np.exp(rng.normal(-(sigma**2) / 2, sigma, (TOPICS, PLACES)))
    return factors


def _plant(
    rng: np.random.Generator,
    ground: _Ground,
    spans: list[tuple[int, int]],
    ratio: float,
    *,
    topics: int = TOPICS,
    least: float = LEAST,
) -> tuple[Planted, ...]:
    """A rise for every span, each of a topic of its own, where at least `least` records were to be expected."""
    order = np.argsort(ground.distances, axis=1, kind="stable")
    largest = np.argsort(-ground.mean.sum(axis=(1, 2)), kind="stable")[:topics]
    waiting, planted = rng.permutation(largest).tolist(), list[Planted]()
    while waiting and len(planted) < len(spans):
        topic, (start, end) = waiting.pop(), spans[len(planted)]
        circles = order[:, : int(rng.integers(1, MOST_PLACES + 1))]
        expected = ground.mean[topic, :, start:end].sum(axis=1)
        inside = expected[circles].sum(axis=1)
        usable = np.flatnonzero((inside >= least) & (inside <= LARGEST_SHARE * expected.sum()))
        if len(usable):
            places = frozenset(circles[rng.choice(usable)].tolist())
            planted.append(Planted(topic, places, start, end, ratio))
    return tuple(planted)


def _draw_counts(rng: np.random.Generator, ground: _Ground, planted: tuple[Planted, ...]) -> District:
    mean = ground.mean.copy()
    for one in planted:
        mean[one.topic, sorted(one.places), one.start : one.end] *= one.ratio
    return District(rng.poisson(mean), ground.population, ground.distances, planted, ground.mean, ground.usual)
