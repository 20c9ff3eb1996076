"""Local Gi*."""

import numpy as np
import pytest
from esda.getisord import G_Local
from libpysal.weights import full2W
from scipy.stats import kstest

from analysis.getis_ord import gi_star
from analysis.zones import neighbours
from tests.analysis.district import lattice

WEIGHTS = neighbours(lattice(5), 4) + np.eye(25)


def _values(seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).gamma(2.0, 1.0, 25)


def test_z_is_that_of_esda() -> None:
    theirs = G_Local(_values(), full2W(WEIGHTS), transform="B", star=True, permutations=0)

    assert gi_star(_values(), WEIGHTS).z == pytest.approx(theirs.Zs)


def test_the_scale_of_a_places_weights_does_not_matter() -> None:
    ours, rows = gi_star(_values(), WEIGHTS), gi_star(_values(), WEIGHTS / WEIGHTS.sum(axis=1, keepdims=True))

    assert rows.z == pytest.approx(ours.z)
    assert rows.p.tolist() == ours.p.tolist()


@pytest.mark.filterwarnings("ignore:The alternative hypothesis for conditional:DeprecationWarning")
def test_permutation_p_is_near_that_of_esda() -> None:
    ours = gi_star(_values(), WEIGHTS, permutations=4999, seed=1)
    theirs = G_Local(_values(), full2W(WEIGHTS), transform="B", star=True, permutations=4999, seed=2, n_jobs=1)

    assert ours.p == pytest.approx((theirs.sim >= theirs.Gs).mean(axis=0), abs=0.03)


def test_a_hot_corner_is_found_and_a_cold_one_is_not() -> None:
    values = _values(3)
    values[[0, 1, 5, 6]] += 8
    values[[24, 23, 19]] = 0
    found = gi_star(values, WEIGHTS)

    assert found.q[0] < 0.1
    assert found.p[24] > 0.5


def test_p_is_uniform_when_nothing_is_hot() -> None:
    p = [gi_star(_values(seed), WEIGHTS, permutations=199, seed=seed).p[12] for seed in range(300)]

    assert kstest(p, "uniform").pvalue > 0.01


def test_equal_or_missing_values_are_refused() -> None:
    with pytest.raises(ValueError, match="same"):
        gi_star(np.ones(25), WEIGHTS)
    with pytest.raises(ValueError, match="missing"):
        gi_star([np.nan, *range(24)], WEIGHTS)
