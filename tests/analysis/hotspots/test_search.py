"""What is planted is found, what is not is seldom named, and every finding says how sure it is."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import poisson

from analysis.hotspots import FALSE_DISCOVERIES, LEAST, Hotspot, classify, detectable_ratio, find_hotspots
from analysis.hotspots.benchmark import METHODS, OURS, benchmark
from analysis.hotspots.districts import random_district
from analysis.hotspots.search import _without_repeats, level_of
from analysis.multiple import q_values, weighted_q_values
from tests.analysis.district import lattice

PEOPLE = np.full(16, 400.0)


def quiet(weeks: int, topics: int = 4, seed: int = 0, rate: float = 0.4) -> np.ndarray:
    return np.random.default_rng(seed).poisson(rate, (topics, 16, weeks))


def test_a_planted_hotspot_is_found_where_and_when_it_is() -> None:
    counts = quiet(64)
    counts[2, [5, 6], -12:] += 3
    found = find_hotspots(counts, PEOPLE, lattice(), 12, runs=199)
    first = found.hotspots[0]
    assert first.topic == 2
    assert {5, 6} <= set(first.places)
    assert len(first.places) <= 4
    assert (first.end, first.count) == (64, counts[2][list(first.places), first.start :].sum())
    assert 1 < first.low < first.ratio < first.high
    assert first.p <= first.q <= FALSE_DISCOVERIES


def test_a_place_that_writes_a_lot_of_everything_is_no_hotspot() -> None:
    counts = np.random.default_rng(1).poisson(0.3, (6, 16, 64))
    counts[:, 9] = np.random.default_rng(2).poisson(3.0, (6, 64))
    assert find_hotspots(counts, PEOPLE, lattice(), 12, runs=199).hotspots == []


def test_a_rise_of_the_whole_district_is_no_hotspot() -> None:
    counts = quiet(64)
    counts[1, :, -12:] = np.random.default_rng(3).poisson(2.0, (16, 12))
    assert [one for one in find_hotspots(counts, PEOPLE, lattice(), 12, runs=199).hotspots if one.topic == 1] == []


def test_topics_with_few_records_are_said_to_have_little_data() -> None:
    counts = quiet(64)
    counts[3] = 0
    counts[3, 0, -1] = LEAST - 1
    found = find_hotspots(counts, PEOPLE, lattice(), 12, runs=99)
    assert found.few == (3,)
    assert all(one.topic != 3 for one in found.hotspots)
    nothing = find_hotspots(np.zeros((2, 16, 30), dtype=int), PEOPLE, lattice(), 12, runs=99)
    assert (nothing.hotspots, nothing.few) == ([], (0, 1))


def test_places_without_known_residents_are_judged_by_their_records() -> None:
    unknown = np.where(np.arange(16) % 3 == 0, np.nan, 400.0)
    counts = quiet(64)
    counts[2, [5, 6], -12:] += 4
    assert find_hotspots(counts, unknown, lattice(), 12, runs=99).hotspots[0].topic == 2
    assert find_hotspots(counts, np.zeros(16), lattice(), 12, runs=99).hotspots[0].topic == 2


def test_a_series_shorter_than_its_window_is_refused_and_one_without_history_is_judged_by_its_level() -> None:
    with pytest.raises(ValueError, match="window"):
        find_hotspots(quiet(8), PEOPLE, lattice(), 12)
    counts = quiet(12)
    counts[0, [1, 2]] += 3
    assert {one.question for one in find_hotspots(counts, PEOPLE, lattice(), 12, runs=99).hotspots} == {"level"}


def test_expected_records_of_a_topic_add_up_to_its_records() -> None:
    counts = quiet(40)
    assert level_of(counts, PEOPLE, 12).sum(axis=1) == pytest.approx(counts[:, :, -12:].sum(axis=(1, 2)))


def test_findings_that_overlap_are_told_once() -> None:
    one = Hotspot(1, (2, 3), 0, 4, 9, 3.0, 3.0, 1.5, 5.0, 0.001, 0.01, "level")
    other = replace(one, places=(3, 4), q=0.05)
    assert _without_repeats([one, other, replace(other, topic=2)]) == [one, replace(other, topic=2)]


def test_equal_weights_change_nothing_and_a_heavier_test_is_believed_sooner() -> None:
    p = np.array([0.01, 0.02, 0.2, 0.9])
    assert weighted_q_values(p, np.ones(4)) == pytest.approx(q_values(p))
    assert weighted_q_values(p, [1, 5, 1, 1])[1] < q_values(p)[1]


def series(*windows: int) -> np.ndarray:
    """One topic of two places: the first has these records in windows of 4 weeks, the second 20 in each."""
    first = np.repeat(windows, 4) // 4
    return np.stack([first, np.full(len(first), 5)])[None]


@pytest.mark.parametrize(
    ("windows", "kind"),
    [
        ((4, 4, 4, 4, 40), "new"),
        ((40, 4, 20, 8, 60), "growing"),
        ((40, 40, 40, 40, 40), "chronic"),
        ((40, 40, 40, 80, 12), "fading"),
    ],
)
def test_a_hotspot_is_named_by_how_its_places_stood_before(windows: tuple[int, ...], kind: str) -> None:
    counts = series(*windows)
    end = counts.shape[2]
    inside, whole = counts[0, 0, -4:].sum(), counts[0, :, -4:].sum()
    spot = Hotspot(0, (0,), end - 4, end, int(inside), whole * 0.15, 4.0, 2.0, 6.0, 0.001, 0.01, "level")
    assert classify(spot, counts) == kind


def test_what_came_in_the_same_weeks_of_last_year_is_seasonal() -> None:
    year = [4] * 13
    counts = series(*year[:-1], 40, *year[:-1], 40)
    spot = Hotspot(0, (0,), 100, 104, 40, 6.0, 6.6, 4.0, 9.0, 0.001, 0.01, "level")
    assert classify(spot, counts) == "seasonal"


def test_without_earlier_weeks_a_hotspot_is_new() -> None:
    spot = Hotspot(0, (0,), 0, 4, 40, 6.0, 6.6, 4.0, 9.0, 0.001, 0.01, "level")
    assert classify(spot, series(40)) == "new"


def test_a_short_window_needs_a_larger_rise() -> None:
    few, some, many = detectable_ratio([0.5, 5.0, 50.0])
    assert few > some > many > 1
    needed = poisson.isf(0.01, 5.0) + 1
    assert poisson.sf(needed - 1, 5.0 * some) >= 0.8 > poisson.sf(needed - 1, 5.0 * (some - 0.2))
    assert np.isnan(detectable_ratio([np.nan, 0.0])).all()


def test_false_findings_are_few_and_ours_are_no_fewer_than_those_of_the_scan() -> None:
    scores = {one.method: one for one in benchmark([12], 12, replicas=99)}
    ours = scores[OURS]
    assert set(scores) == set(METHODS)
    assert ours.false_discoveries <= FALSE_DISCOVERIES + 0.03 + 2 * ours.error
    assert ours.power >= scores["скан Кульдорфа"].power - 0.1
    assert scores["сырые: пять верхних"].false_discoveries > 0.8, "a raw top five is mostly noise"


def test_a_made_up_district_has_the_hotspots_it_says() -> None:
    district = random_district(np.random.default_rng(5), 12)
    assert len(district.planted) == 3
    for one in district.planted:
        inside = district.counts[one.topic][sorted(one.places)]
        assert inside[:, one.start :].mean() > 1.5 * inside[:, :-12].mean()
