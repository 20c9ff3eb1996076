"""Intervals of counts and their ratios."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import poisson
from statsmodels.stats.proportion import proportion_confint

from analysis.intervals import negative_binomial_interval, rate_ratio, ratio_to_expected


@given(st.integers(1, 60), st.integers(1, 60))
def test_the_ratio_of_two_counts_is_clopper_pearson_of_their_share(after: int, before: int) -> None:
    low, high = rate_ratio(after, before)
    theirs = proportion_confint(after, after + before, alpha=0.1, method="beta")

    assert (float(low), float(high)) == pytest.approx((theirs[0] / (1 - theirs[0]), theirs[1] / (1 - theirs[1])))


def test_growth_from_nothing_has_no_upper_end() -> None:
    low, high = rate_ratio(5, 0)

    assert low > 0
    assert np.isinf(high)
    assert [float(end) for end in rate_ratio(0, 0)] == [0.0, np.inf]


def test_a_longer_later_period_lowers_the_ratio() -> None:
    assert float(rate_ratio(20, 10, exposure=2.0)[1]) == pytest.approx(float(rate_ratio(20, 10)[1]) / 2)


def test_the_ratio_to_an_exact_norm_covers_it_nine_times_of_ten() -> None:
    norm = 6.0
    counts = np.arange(60)
    low, high = ratio_to_expected(counts, norm)
    covered = poisson.pmf(counts, norm)[(low <= 1) & (high >= 1)].sum()

    assert covered == pytest.approx(0.90, abs=0.06)


def test_an_uncertain_norm_widens_the_interval() -> None:
    sure, unsure = ratio_to_expected(9, 3.0), ratio_to_expected(9, 3.0, certainty=4.0)

    assert unsure[0] < sure[0]
    assert unsure[1] > sure[1]
    assert np.array(ratio_to_expected(9, 3.0, certainty=1e9)) == pytest.approx(np.array(sure), rel=1e-4)


@given(st.floats(0.1, 200), st.floats(0, 2))
def test_a_wider_dispersion_never_narrows_the_weeks_range(mean: float, kappa: float) -> None:
    low, high = negative_binomial_interval(mean, kappa)
    plain_low, plain_high = negative_binomial_interval(mean, 0.0)

    assert low <= plain_low + 1e-9 or kappa == 0
    assert high >= low
    assert plain_high >= plain_low
