"""The space–time scan, held against a search by hand and against what it promises."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import kstest

from analysis.scan import scan
from tests.analysis.district import lattice_zones

ZONES = lattice_zones()


def _by_hand(y: np.ndarray, base: np.ndarray, zones: np.ndarray, longest: int, prospective: bool) -> float:
    total, weeks = y.sum(), y.shape[1]
    expected = base * total / base.sum()
    best = 0.0
    for zone in zones:
        for start in range(weeks):
            for end in [weeks] if prospective else range(start + 1, weeks + 1):
                c, e = y[zone, start:end].sum(), expected[zone, start:end].sum()
                if start < end and end - start <= longest and e < total and c > e > 0:
                    rest = (total - c) * np.log((total - c) / (total - e)) if c < total else 0.0
                    best = max(best, c * np.log(c / e) + rest)
    return best


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 10_000), st.booleans(), st.integers(1, 4))
def test_the_likeliest_cluster_is_that_of_a_search_by_hand(seed: int, prospective: bool, longest: int) -> None:
    rng = np.random.default_rng(seed)
    zones = lattice_zones(3)
    base = rng.uniform(0.1, 2.0, (9, 5))
    y = rng.poisson(base)
    found = scan(y, base, zones, runs=9, longest=longest, prospective=prospective)

    best = _by_hand(y, base, zones, longest, prospective)
    assert (found[0].llr if found else 0.0) == pytest.approx(best, abs=1e-8)


def test_a_planted_cluster_is_found_with_its_places_and_weeks() -> None:
    rng = np.random.default_rng(5)
    rate = np.full((16, 30), 1.0)
    rate[[0, 1, 4], 24:] = 6.0
    found = scan(rng.poisson(rate), np.ones((16, 30)), ZONES, runs=199)

    assert found[0].p == pytest.approx(1 / 200)
    assert {0, 1, 4} <= set(found[0].places) <= {0, 1, 4, 5}
    assert abs(found[0].start - 24) <= 1
    assert found[0].end == 30
    assert found[0].ratio > 2


def test_any_window_finds_what_is_over_and_the_prospective_search_does_not() -> None:
    rng = np.random.default_rng(6)
    rate = np.full((16, 30), 1.0)
    rate[[0, 1, 4], 8:12] = 8.0
    y = rng.poisson(rate)

    over = scan(y, np.ones((16, 30)), ZONES, prospective=False, longest=8, runs=99)[0]
    assert (over.start, over.end) == (8, 12)
    assert scan(y, np.ones((16, 30)), ZONES, longest=8, runs=99)[0].p > 0.05


def test_secondary_clusters_share_no_place_and_come_in_order() -> None:
    rng = np.random.default_rng(7)
    rate = np.full((16, 20), 1.0)
    rate[[0, 1], 15:] = 8.0
    rate[[14, 15], 15:] = 6.0
    found = scan(rng.poisson(rate), np.ones((16, 20)), ZONES, runs=199)

    places = [place for cluster in found for place in cluster.places]
    assert len(places) == len(set(places))
    assert [c.llr for c in found] == sorted((c.llr for c in found), reverse=True)
    assert sum(c.p <= 0.05 for c in found) == 2


def test_a_rise_of_the_whole_district_is_no_cluster() -> None:
    y = np.full((16, 20), 2)
    y[:, 15:] = 6
    base = np.ones((16, 20))

    assert scan(y, base * y.sum(axis=0), ZONES, runs=99) == []


def test_p_is_uniform_when_nothing_is_planted() -> None:
    rng = np.random.default_rng(11)
    base = np.full((16, 8), 3.0)
    p = [scan(rng.poisson(base), base, ZONES, runs=99, seed=seed)[0].p for seed in range(250)]

    assert kstest(np.array(p) - rng.random(250) / 100, "uniform").pvalue > 0.01


def test_no_records_give_no_cluster() -> None:
    assert scan(np.zeros((16, 4), dtype=int), np.ones((16, 4)), ZONES) == []


def test_the_same_seed_gives_the_same_answer() -> None:
    y = np.random.default_rng(1).poisson(1.0, (16, 12))

    assert scan(y, np.ones((16, 12)), ZONES, seed=4) == scan(y, np.ones((16, 12)), ZONES, seed=4)
