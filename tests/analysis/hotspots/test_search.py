"""What is planted is found, what is not is seldom named, and every finding says how sure it is."""

from typing import Any

import numpy as np
import pytest
from scipy.stats import poisson

from analysis.hotspots import (
    FALSE_DISCOVERIES,
    LEAST,
    Hotspot,
    classify,
    detectable_ratio,
    find_hotspots,
    search,
)
from analysis.hotspots.benchmark import METHODS, OURS, benchmark
from analysis.hotspots.districts import random_district
from analysis.hotspots.level import factor_variances, level_of
from analysis.hotspots.search import OF_LONG
from bench.planted import hotspots as planted
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
    assert classify(first, counts) == "new"


def test_a_place_that_writes_a_lot_of_everything_is_no_hotspot() -> None:
    named = 0
    for seed in range(15):
        counts = np.random.default_rng(seed).poisson(0.3, (6, 16, 64))
        counts[:, 9] = np.random.default_rng(100 + seed).poisson(3.0, (6, 64))
        named += bool(find_hotspots(counts, PEOPLE, lattice(), 12, runs=199).hotspots)
    assert named <= 4, "of fifteen searches in which nothing is to be found two name something"


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


@pytest.mark.parametrize("shape", [(0, 62, 104), (0, 0, 0), (0,)])
def test_without_topics_there_are_no_hotspots(shape: tuple[int, ...]) -> None:
    found = find_hotspots(np.zeros(shape), np.ones(62), np.zeros((62, 62)), 12)

    assert (found.hotspots, found.few) == ([], ())


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


def test_expected_parts_of_a_topic_add_up_to_all_of_it() -> None:
    level = level_of(quiet(40), PEOPLE, 12)
    assert level.part.sum(axis=1) == pytest.approx(np.ones(4))
    assert level.level.sum(axis=1) == pytest.approx(np.ones(4))


def test_the_expected_part_lies_between_the_level_and_what_a_place_used_to_write() -> None:
    counts = np.random.default_rng(1).poisson(1.0, (6, 16, 64))
    counts[0, 3, :52] += np.random.default_rng(2).poisson(1.0, 52)
    level = level_of(counts, PEOPLE, 12)
    own = level.before[0, 3] / level.before[0].sum()
    assert level.level[0, 3] < level.part[0, 3] < own


def test_one_very_large_cluster_leaves_the_level_of_its_places_in_other_topics_alone() -> None:
    counts = np.random.default_rng(3).poisson(1.0, (8, 16, 64))
    level = level_of(counts, PEOPLE, 12).level
    counts[2, [5, 6], -12:] *= 30
    moved = level_of(counts, PEOPLE, 12).level
    others = [topic for topic in range(8) if topic != 2]
    assert moved[others] == pytest.approx(level[others], rel=0.05)


@pytest.mark.parametrize("spread", [0.0, 0.35])
def test_how_much_places_differ_lastingly_is_learned_from_their_history(spread: float) -> None:
    district = planted.nothing(np.random.default_rng(4), 12, spread=spread)
    level = level_of(district.counts, district.population, 12)
    found = np.sqrt(np.median(factor_variances(level.before, level.usual_before)))
    assert found == pytest.approx(spread, abs=0.1)


def test_a_lasting_difference_is_chronic_and_its_places_have_no_rise() -> None:
    counts = np.random.default_rng(5).poisson(1.0, (6, 16, 116))
    counts[1, 9] = np.random.default_rng(6).poisson(4.0, 116)
    found = find_hotspots(counts, PEOPLE, lattice(), 52).hotspots
    assert [(one.topic, one.places, classify(one, counts)) for one in found] == [(1, (9,), "chronic")]


def test_a_hotspot_that_has_ended_has_its_own_last_week_and_comes_after_those_that_go_on() -> None:
    counts = quiet(116, topics=6)
    counts[1, [5, 6], 70:85] += 4
    counts[3, [10], -10:] += 2
    found = find_hotspots(counts, PEOPLE, lattice(), 52).hotspots
    found = [one for one in found if one.topic in (1, 3)]
    assert [one.topic for one in found] == [3, 1]
    assert (found[0].end, found[1].start, found[1].end) == (116, 70, 85)
    assert found[0].start == pytest.approx(106, abs=3)
    assert found[1].count == counts[1][list(found[1].places), 70:85].sum()


def test_two_silent_weeks_of_a_place_that_writes_seldom_do_not_end_its_hotspot() -> None:
    counts = quiet(116, rate=0.2)
    counts[2, 7, -26:] = [1, 1, 0, 1] * 6 + [0, 0]
    found = [one for one in find_hotspots(counts, PEOPLE, lattice(), 26).hotspots if one.topic == 2]
    assert [(one.places, one.end) for one in found] == [((7,), 116)]


def test_two_hotspots_of_one_topic_are_both_named() -> None:
    counts = quiet(64)
    counts[2, [0, 1], -12:] += 3
    counts[2, [15], -12:] += 3
    places = [set(one.places) for one in find_hotspots(counts, PEOPLE, lattice(), 12).hotspots if one.topic == 2]
    assert any({0, 1} <= one for one in places)
    assert any(15 in one for one in places)


def test_equal_input_gives_equal_output() -> None:
    counts = quiet(64)
    counts[2, [5, 6], -12:] += 1
    assert find_hotspots(counts, PEOPLE, lattice(), 12) == find_hotspots(counts, PEOPLE, lattice(), 12)


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


def test_without_earlier_weeks_no_rise_is_proved() -> None:
    spot = Hotspot(0, (0,), 0, 4, 40, 6.0, 6.6, 4.0, 9.0, 0.001, 0.01, "level")
    assert classify(spot, series(40)) == "unproved"


def test_a_short_window_needs_a_larger_rise() -> None:
    few, some, many = detectable_ratio([0.5, 5.0, 50.0])
    assert few > some > many > 1
    needed = poisson.isf(0.01, 5.0) + 1
    assert poisson.sf(needed - 1, 5.0 * some) >= 0.8 > poisson.sf(needed - 1, 5.0 * (some - 0.2))
    assert np.isnan(detectable_ratio([np.nan, 0.0])).all()


@pytest.mark.trial
def test_the_benchmark_scores_every_method() -> None:
    scores = {one.method: one for one in benchmark([12], 2, replicas=99)}
    assert set(scores) == set(METHODS)
    assert OURS in scores
    assert scores["сырые: пять верхних"].false_discoveries > 0.8, "a raw top five is mostly noise"


def test_a_made_up_district_has_the_hotspots_it_says() -> None:
    district = random_district(np.random.default_rng(5), 12)
    assert len(district.planted) == 3
    for one in district.planted:
        inside = district.counts[one.topic][sorted(one.places)]
        assert inside[:, one.start :].mean() > 1.5 * inside[:, :-12].mean()


def test_in_a_year_a_doubtful_one_is_named_beside_another_and_else_only_told() -> None:
    beside, alone = (random_district(np.random.default_rng(seed), 52) for seed in (4, 11))
    ask: dict[str, Any] = {"runs": 249, "level": 0.20}

    named = find_hotspots(beside.counts, beside.population, beside.distances, 52, **ask).hotspots
    told = find_hotspots(alone.counts, alone.population, alone.distances, 52, **ask).hotspots

    assert [(one.q <= FALSE_DISCOVERIES, one.is_named) for one in named] == [(True, True), (False, True)]
    assert all(one.q <= OF_LONG for one in named)
    assert told
    assert not any(one.is_named for one in told)
    assert find_hotspots(alone.counts, alone.population, alone.distances, 52, runs=249).hotspots == []


def test_in_a_shorter_window_nothing_more_doubtful_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "LONG_WEEKS", 53)
    district = random_district(np.random.default_rng(4), 52)

    found = find_hotspots(district.counts, district.population, district.distances, 52, runs=249, level=0.20).hotspots

    assert [(one.q <= FALSE_DISCOVERIES, one.is_named) for one in found] == [(True, True), (False, False)]
