"""Made-up districts whose hotspots are known: what methods of finding them are measured on.

Like the real one: 62 places from a handful of people to eight thousand, three quarters of the records from a few large
places, places that write more and less of everything (Gamma), topics of very different size, a season.
"""

from dataclasses import dataclass

import numpy as np

from analysis.arrays import Integers, Numbers
from analysis.zones import distances_km, nearest

PLACES, TOPICS, RECORDS_A_WEEK = 62, 20, 58.0
LEAST_EXPECTED = 2.0
WRITES_SHAPE = 6.0
"""Gamma shape of how much a place writes: a standard deviation of 40 %."""


@dataclass(frozen=True)
class PlantedHotspot:
    """A hotspot: its topic, places and how many times more records it has from week `start` on."""

    topic: int
    places: frozenset[int]
    start: int
    ratio: float


@dataclass(frozen=True)
class District:
    """counts: (topics, places, weeks); population: residents; distances: kilometres; planted: what is to be found;
    mean: records to be expected without that.
    """

    counts: Integers
    population: Numbers
    distances: Numbers
    planted: tuple[PlantedHotspot, ...]
    mean: Numbers


def random_district(
    rng: np.random.Generator, window: int, *, hotspots: int = 3, ratio: float = 3.0, history: int = 104
) -> District:
    """One district with `hotspots` topics out of TOPICS risen `ratio` times in a few neighbouring places.

    Half of the hotspots fill the window, half only its second half. Their places expect at least LEAST_EXPECTED records
    while it lasts: where there is nothing to rise from nobody can find anything.
    """
    population = np.sort(np.minimum(np.exp(rng.normal(4.3, 2.1, PLACES)).round() + 2, 8200.0))[::-1]
    distances = distances_km(53.0 + rng.random(PLACES), 89.2 + 1.5 * rng.random(PLACES))
    writes = population * rng.gamma(WRITES_SHAPE, 1 / WRITES_SHAPE, PLACES)
    sizes = np.sort(rng.dirichlet(np.full(TOPICS, 1.5)))[::-1] * RECORDS_A_WEEK
    weeks = history + window
    season = 1 + 0.4 * np.cos(2 * np.pi * (np.arange(weeks) / 52.18 + rng.random((TOPICS, 1))))
    mean = sizes[:, None, None] * (writes / writes.sum())[None, :, None] * season[:, None, :]
    planted = tuple(_plant(rng, mean, distances, weeks - window, ratio, hotspots))
    risen = mean.copy()
    for one in planted:
        risen[one.topic, sorted(one.places), one.start :] *= one.ratio
    return District(rng.poisson(risen), population, distances, planted, mean)


def _plant(
    rng: np.random.Generator, mean: Numbers, distances: Numbers, start: int, ratio: float, hotspots: int
) -> list[PlantedHotspot]:
    order, found = nearest(distances), list[PlantedHotspot]()
    for topic in rng.permutation(len(mean)):
        size = int(rng.integers(1, 6))
        begins = start + (int(rng.integers(0, 2)) * (mean.shape[2] - start)) // 2
        expected = np.array([mean[topic, order[centre, :size], begins:].sum() for centre in range(len(order))])
        share = expected / mean[topic, :, begins:].sum()
        usable = np.flatnonzero((expected >= LEAST_EXPECTED) & (share <= 0.2))
        if len(found) < hotspots and len(usable):
            centre = int(rng.choice(usable))
            found.append(PlantedHotspot(int(topic), frozenset(order[centre, :size].tolist()), begins, ratio))
    return found
