"""Growth against the same weeks a year ago: its verdicts by hand, and rare where nothing has grown."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.rise import rises, unevenness
from bench.false_rises import share_with_a_false_rise


def test_the_chance_of_so_many_is_binomial_with_a_half() -> None:
    low, q = rises([8, 0, 5], [0, 0, 5])
    assert q[0] == pytest.approx(2 * 0.5**8)  # of two rows that hold anything
    assert np.isnan(q[1])
    assert low[2] < 1 < low[0]


def test_uneven_weeks_are_worth_less() -> None:
    even, uneven = np.full((1, 2, 12), 2.0), np.zeros((1, 2, 12))
    uneven[:, :, 0] = 24
    assert unevenness(even) == pytest.approx(1)
    assert unevenness(uneven)[0] > 10
    assert rises([30], [10], 10)[1] > rises([30], [10])[1]


@given(st.integers(1, 200), st.integers(0, 200))
def test_more_now_never_makes_a_rise_less_sure(now: int, before: int) -> None:
    (low, q), (higher, surer) = rises([now], [before]), rises([now + 1], [before])
    assert higher[0] >= low[0]
    assert surer[0] <= q[0] + 1e-12


@pytest.mark.parametrize("dispersion", [1.0, 2.0])
def test_a_flow_that_has_not_grown_is_rarely_called_grown(dispersion: float) -> None:
    share, mean = share_with_a_false_rise(60, dispersion)
    assert share <= 0.10
    assert mean <= 0.15
