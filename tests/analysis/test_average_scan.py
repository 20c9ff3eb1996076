"""The average likelihood ratio scan, held against a search by hand and against what its p promises."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.average_scan import (
    ENDED,
    ENOUGH,
    FEW_PLACES,
    FEW_RECORDS,
    LARGER,
    MOST_PART,
    RATIOS,
    TELLING,
    _replicas,
    average_scan,
    evidence,
    looked_for,
)
from tests.analysis.district import lattice_zones

ZONES = lattice_zones()
PART = np.full(16, 1 / 16)
KNOWN = np.full(16, 1e9)


def by_hand(y: np.ndarray, part: np.ndarray, zones: np.ndarray) -> list[float]:
    """Posterior of the zones up to a factor: binomial likelihood ratios given the totals of the spans."""
    blocks, found = y.shape[1], []
    for zone in zones:
        q, mass = part[zone].sum(), 0.0
        prior = min(y.sum() * q / TELLING, 1.0) ** 2 / zone.sum()
        prior *= LARGER if zone.sum() > FEW_PLACES or q > MOST_PART else 1.0
        for end in range(1, blocks + 1):
            for start in range(end):
                going = (1 - ENDED) / blocks if end == blocks else ENDED / (blocks * (blocks - 1) / 2)
                inside, whole = y[zone, start:end].sum(), y[:, start:end].sum()
                mass += going * prior * sum(r**inside / (1 + (r - 1) * q) ** whole for r in RATIOS)
        found.append(mass)
    return found


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 10_000))
def test_the_named_zone_is_that_of_a_search_by_hand(seed: int) -> None:
    rng = np.random.default_rng(seed)
    zones = lattice_zones(3)
    part = rng.dirichlet(np.full(9, 2.0))
    y = rng.poisson(20 * part[:, None], (9, 3))
    found = average_scan(y, part, np.full(9, 1e12), zones, replicas=9)
    mass = by_hand(y, part, zones)

    assert found is not None
    assert mass[found.zone] == pytest.approx(max(mass), rel=1e-3)


def test_a_planted_cluster_is_found_and_its_p_is_the_smallest() -> None:
    y = np.random.default_rng(5).poisson(2.0, (16, 4))
    y[[0, 1, 4], 2:] += 6
    found = average_scan(y, PART, KNOWN, ZONES, replicas=199)

    assert found is not None
    assert {0, 1, 4} <= set(np.flatnonzero(ZONES[found.zone])) <= {0, 1, 4, 5}
    assert (found.p, found.drawn) == (1 / 200, 199)


def test_what_the_number_of_records_says_chooses_between_two_rises_that_look_alike() -> None:
    y = np.full((16, 4), 2)
    y[[2, 13]] += 4
    growths = looked_for(PART, ZONES, 4)
    shaped = np.ones((len(growths) // len(ZONES), len(ZONES)))
    for place in (2, 13):
        odds = np.where(ZONES[:, place] & (ZONES.sum(axis=1) == 1), 3.0, 1.0) * shaped
        found = evidence(y, PART, KNOWN, ZONES, odds=odds.ravel(), replicas=99)
        assert np.flatnonzero(ZONES[found.zone]).tolist() == [place]


def test_drawing_ends_when_enough_replicas_reach_the_observed_and_p_says_so() -> None:
    found = average_scan(np.full((16, 4), 2), PART, KNOWN, ZONES, replicas=999)

    assert found is not None
    assert found.drawn < 999
    assert found.p == pytest.approx(ENOUGH / found.drawn)


@pytest.mark.parametrize("records", [FEW_RECORDS, FEW_RECORDS + 4], ids=["few", "many"])
def test_records_thrown_one_by_one_and_drawn_by_places_are_spread_alike(records: int) -> None:
    """Means, variances and what places take from one another are those of a multinomial with each replica's parts."""
    totals = np.array([records // 4, records - records // 4])
    parts = np.array([0.5, 0.3, 0.15, 0.05])
    y = np.zeros((4, 2), dtype=int)
    y[0] = totals
    drawn = np.concatenate(list(_replicas(y, parts, np.full(4, 1e12), 4_000, np.random.default_rng(11))))
    assert (drawn.sum(axis=2) == totals).all()
    for block, total in enumerate(totals):
        spread = total * (np.diag(parts) - np.outer(parts, parts))
        mean, found = drawn[:, block].mean(axis=0), np.cov(drawn[:, block].T)
        assert (np.abs(mean - total * parts) < 5 * np.sqrt(np.diag(spread) / 4_000)).all()
        assert (np.abs(found - spread) < 0.12 * np.sqrt(np.outer(np.diag(spread), np.diag(spread)))).all()


@pytest.mark.trial
@pytest.mark.parametrize("records", [40, FEW_RECORDS])
@pytest.mark.parametrize("shape", [1e9, 8.0])
def test_p_is_small_as_often_as_it_says_also_when_the_parts_are_uncertain(shape: float, records: int) -> None:
    rng, small = np.random.default_rng(7), 0
    for run in range(120):
        parts = PART * rng.gamma(shape, 1 / shape, 16)
        y = rng.multinomial(records, parts / parts.sum(), size=4).T
        found = average_scan(y, PART, np.full(16, shape), ZONES, replicas=99, seed=run)
        small += found is not None and found.p <= 0.10
    assert 3 <= small <= 24, "of 120 searches in which nothing is planted twelve are below 0.10"


def test_no_records_have_no_answer_and_equal_input_has_an_equal_one() -> None:
    assert average_scan(np.zeros((16, 4), dtype=int), PART, KNOWN, ZONES) is None
    y = np.random.default_rng(8).poisson(1.0, (16, 4))
    assert average_scan(y, PART, KNOWN, ZONES, seed=3) == average_scan(y, PART, KNOWN, ZONES, seed=3)


def test_one_block_of_time_is_enough() -> None:
    y = np.full((16, 1), 2)
    y[6] = 20
    found = average_scan(y, PART, KNOWN, ZONES, replicas=99)
    assert found is not None
    assert np.flatnonzero(ZONES[found.zone]).tolist() == [6]


def test_a_large_place_a_little_over_its_part_does_not_hide_a_small_one_that_has_doubled() -> None:
    part = np.array([0.45, 0.03] + [0.04] * 13)
    y = np.array([[257], [38]] + [[16]] * 13)
    certainty = np.array([300.0] + [200.0] * 14)
    found = average_scan(y, part / part.sum(), certainty, np.eye(15, dtype=bool), replicas=99)
    assert found is not None
    assert found.zone == 1
