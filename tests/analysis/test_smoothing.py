"""Rates of small places drawn towards the district's."""

import numpy as np
import pytest
from esda.smoothing import Empirical_Bayes
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.stats import nbinom, poisson

from analysis.smoothing import GammaPrior, prior_by_likelihood, smooth

COUNTS = [30, 2, 0, 14, 1, 55, 3]
EXPOSURE = [8000, 250, 60, 1100, 120, 4700, 900]


def test_the_smoothed_rate_is_records_and_prior_over_exposure_and_prior() -> None:
    found = smooth([3], [100], prior=GammaPrior(2, 50))

    assert found.rate[0] == pytest.approx(5 / 150)


def test_with_the_prior_of_moments_it_is_marshalls_estimator_of_esda() -> None:
    y, t = np.array(COUNTS), np.array(EXPOSURE)
    mean = y.sum() / t.sum()
    variance = (t * (y / t - mean) ** 2).sum() / t.sum() - mean / t.mean()

    ours = smooth(y, t, prior=GammaPrior(mean**2 / variance, mean / variance))

    assert ours.rate == pytest.approx(Empirical_Bayes(np.array(COUNTS), np.array(EXPOSURE)).r.ravel())


def test_the_interval_is_that_of_direct_integration() -> None:
    prior, y, t = GammaPrior(2.5, 1500), 7, 900
    found = smooth([y], [t], prior=prior)

    def density(rate: float) -> float:
        return poisson.pmf(y, rate * t) * rate ** (prior.shape - 1) * np.exp(-prior.rate * rate)

    whole = quad(density, 0, 0.05)[0]
    assert quad(density, 0, found.low[0])[0] / whole == pytest.approx(0.05, abs=1e-6)
    assert quad(density, 0, found.high[0])[0] / whole == pytest.approx(0.95, abs=1e-6)


def test_the_likeliest_shape_beats_every_other_one_on_a_grid() -> None:
    y, t = np.array(COUNTS), np.array(EXPOSURE)
    best = prior_by_likelihood(y, t).shape

    def likelihood(shape: float) -> float:
        mean = t * y.sum() / t.sum()
        return float(nbinom.logpmf(y, shape, shape / (shape + mean)).sum())

    assert likelihood(best) >= max(likelihood(shape) for shape in np.geomspace(0.05, y.sum(), 200)) - 1e-6


def test_an_unknown_or_empty_population_gives_a_missing_rate_and_never_zero() -> None:
    found = smooth([5, 2, 1, np.nan], [1000, np.nan, 0, 500])

    assert np.isnan([found.rate[1], found.rate[2], found.rate[3], found.low[1], found.high[2]]).all()
    assert found.rate[0] > 0


def test_a_silent_district_has_a_small_rate_and_an_upper_end() -> None:
    found = smooth([0, 0], [1000, 200])

    assert (found.rate > 0).all()
    assert found.rate.max() <= 0.5 / 1200 + 1e-12
    assert (found.high > found.rate).all()


def test_places_that_differ_by_chance_only_get_nearly_the_same_rate() -> None:
    found = smooth([10, 20, 5], [1000, 2000, 500])

    assert np.ptp(found.rate) < 1e-4


def test_the_tiniest_village_does_not_top_the_list_on_one_record() -> None:
    rates = smooth([1, 90, 30, 25, 28], [7, 9000, 8000, 7500, 9000]).rate

    assert rates.argmax() == 1


def test_nothing_known_at_all_is_refused() -> None:
    with pytest.raises(ValueError, match="exposure"):
        smooth([1], [np.nan])
    with pytest.raises(ValueError, match="negative"):
        smooth([-1], [10])


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(1, 9000)), min_size=2, max_size=20))
def test_a_smoothed_rate_lies_between_the_raw_rate_and_the_districts(pairs: list[tuple[int, int]]) -> None:
    y, t = (np.array(column, dtype=float) for column in zip(*pairs, strict=True))
    found = smooth(y, t)
    mean = found.prior.mean

    assert (found.rate >= np.minimum(y / t, mean) * (1 - 1e-9)).all()
    assert (found.rate <= np.maximum(y / t, mean) * (1 + 1e-9)).all()
    assert (found.low <= found.rate).all() or (found.prior.shape < 1)
    assert (found.low < found.high).all()


def test_nine_intervals_of_ten_hold_the_true_rate() -> None:
    rng = np.random.default_rng(3)
    exposure = rng.choice([50.0, 200, 500, 1000, 5000], 4000)
    truth = rng.gamma(3, 0.01 / 3, 4000)
    found = smooth(rng.poisson(truth * exposure), exposure)

    assert ((found.low <= truth) & (truth <= found.high)).mean() == pytest.approx(0.90, abs=0.015)


def test_the_interval_of_a_place_without_records_holds_a_rate_of_zero() -> None:
    found = smooth([0, 0, 9, 14], [300, 8000, 700, 900])

    assert (found.low == 0).tolist() == [True, True, False, False]
    assert (found.high > found.rate).all()


def test_where_a_third_of_places_have_nothing_to_write_about_the_intervals_still_hold() -> None:
    rng = np.random.default_rng(17)
    held = []
    for _ in range(60):
        people = rng.pareto(1.0, 40) * 30 + 3
        rate = np.where(rng.random(40) < 0.33, 0.0, rng.gamma(1.0, 1.0, 40))
        expected = people / people.sum() * 30
        found = smooth(rng.poisson(rate * expected), expected)
        held.append((found.low <= rate) & (rate <= found.high))
    assert np.mean(held) >= 0.85
