"""Chances of counts are those of scipy.stats, to the last count."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from analysis import discrete


def is_same(found: float, theirs: float, share: float, below: Callable[[float], float]) -> bool:
    """Whether a quantile is theirs; where a count holds the share exactly, rounding decides between it and the next.
    below: chance of so many or fewer.
    """
    return found == theirs or (abs(found - theirs) == 1 and below(min(found, theirs)) == pytest.approx(share, rel=1e-9))


shares = st.floats(0.001, 0.999)
means = st.floats(1e-3, 1e6)


@given(shares, means)
def test_a_quantile_of_poisson(share: float, mean: float) -> None:
    theirs = stats.poisson(mean)

    assert is_same(float(discrete.poisson_quantile(share, mean)), theirs.ppf(share), share, theirs.cdf)


@given(shares, st.floats(1e-3, 1e9), means)
def test_a_quantile_of_the_negative_binomial(share: float, size: float, mean: float) -> None:
    found = discrete.negative_binomial_quantile(share, np.array(size), np.array(mean))

    theirs = stats.nbinom(size, size / (size + mean))
    assert is_same(float(found), theirs.ppf(share), share, theirs.cdf)


@given(shares, st.integers(1, 5000), st.floats(0.01, 0.99))
def test_a_quantile_of_the_binomial(share: float, trials: int, chance: float) -> None:
    theirs = stats.binom(trials, chance)

    assert is_same(discrete.binomial_quantile(share, trials, chance), theirs.ppf(share), share, theirs.cdf)


def test_half_of_seven_tosses_are_three_or_fewer() -> None:
    assert discrete.binomial_quantile(0.5, 7, 0.5) == 3


@given(st.integers(0, 300), st.floats(1e-3, 200))
def test_the_tail_of_the_negative_binomial(count: int, mean: float) -> None:
    theirs = stats.nbinom.sf(count - 1, 100.0, 100.0 / (100.0 + mean))

    assert discrete.negative_binomial_tail(count, 100.0, np.array(mean)) == pytest.approx(theirs, rel=1e-8)


@given(st.data())
def test_the_tails_of_the_hypergeometric(data: st.DataObject) -> None:
    things = data.draw(st.integers(1, 5000))
    special, draws = data.draw(st.integers(0, things)), data.draw(st.integers(0, things))
    drawn = data.draw(st.integers(0, min(special, draws)))
    theirs = stats.hypergeom(things, special, draws)

    found = discrete.hypergeometric_tails(drawn, things, special, draws)

    assert found == pytest.approx((theirs.sf(drawn - 1), theirs.cdf(drawn)), rel=1e-8, abs=1e-300)


def test_nothing_expected_brings_nothing_and_what_is_missing_stays_missing() -> None:
    mean = np.array([0.0, np.nan])

    assert np.array_equal(discrete.poisson_quantile(0.95, mean), mean, equal_nan=True)
    assert np.array_equal(discrete.negative_binomial_quantile(0.95, np.full(2, 2.0), mean), mean, equal_nan=True)
    assert np.array_equal(discrete.negative_binomial_tail([0, 0], 2.0, mean), [1.0, np.nan], equal_nan=True)
