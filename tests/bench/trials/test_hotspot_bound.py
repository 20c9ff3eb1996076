"""The bound of what can be found: counted by hand, and sure of what is plain."""

import numpy as np
import pytest

from bench.planted import hotspots as planted
from bench.trials import hotspot_bound as bound
from bench.trials.hotspot_bound import Knowledge, Search, doubted_findings, most_power


def spot(topic: int, *places: int) -> planted.Planted:
    return planted.Planted(topic, frozenset(places), 0, 1, 3.0)


def test_the_most_is_found_at_the_doubt_up_to_which_no_more_is_false_than_allowed() -> None:
    surplus = np.ones((4, 6))
    first = [(0.21, (0, frozenset([1]))), (0.41, (1, frozenset([2]))), (0.81, (2, frozenset([3])))]
    second = [(0.31, (3, frozenset([4]))), (0.61, (0, frozenset([5])))]
    cases = [([spot(0, 1), spot(2, 3)], first, surplus), ([spot(0, 5)], second, surplus)]

    assert most_power(cases, 0.20) == [True, False, False]
    assert most_power(cases, 0.50) == [True, True, True]
    assert most_power(cases, 0.0) == [True, False, False]


@pytest.mark.parametrize("knowledge", list(Knowledge))
def test_a_plain_rise_is_all_but_certain_and_has_its_places(knowledge: Knowledge) -> None:
    rng = np.random.default_rng(3)
    district = planted.nothing(rng, 12)
    expected = district.mean[:, :, -12:].sum(axis=2)
    topic, place = np.unravel_index(
        np.where(expected < 0.15 * expected.sum(axis=1, keepdims=True), expected, 0).argmax(), expected.shape
    )
    counts = district.counts.copy()
    counts[topic, place, -12:] = rng.poisson(3 * district.mean[topic, place, -12:])
    search = Search(counts, district.mean, district.usual, district.distances, 12, 0.0)

    doubt, (_, places) = doubted_findings(search, knowledge)[topic]

    assert doubt < 0.10
    assert place in places
    assert min(doubt for doubt, (other, _) in doubted_findings(search, knowledge) if other != topic) > 0.2


@pytest.mark.parametrize("start", [1, 2])
def test_the_likelihood_of_a_rise_is_that_of_a_place_with_one_unknown_factor(start: int) -> None:
    y, expected, shape = np.array([[4.0, 3.0, 6.0]]), np.array([[6.0, 1.5, 2.5]]), 8.0
    topic = bound._Topic(y, expected, shape, np.ones(1), np.ones(1))
    risen = np.where(np.arange(3) >= start, 3.0, 1.0)

    factor = np.linspace(1e-6, 12.0, 200_001)
    prior = factor ** (shape - 1) * np.exp(-shape * factor)
    with_rise, without = (
        (prior * np.prod([(factor * e) ** k * np.exp(-factor * e) for k, e in zip(y[0], means, strict=True)], 0)).sum()
        for means in (expected[0] * risen, expected[0])
    )

    told = bound._likelihood(topic, np.ones((1, 1), dtype=bool), start)
    assert told[0] == pytest.approx(with_rise / without, rel=1e-4)


def test_a_topic_with_twice_the_records_expected_is_twice_as_large() -> None:
    scales, chances = bound._sizes(np.full(40, 20.0), np.full(40, 10.0), 50.0)

    assert scales[chances.argmax()] == pytest.approx(2.0, rel=0.05)
    assert chances.sum() == pytest.approx(1.0)
