"""Shares compared with the rest."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.shares import against_the_rest


def test_a_part_is_compared_with_all_the_others_with_yates_correction() -> None:
    # 20 of 50 against 40 of 50: (|20·10 − 40·30| − 50)² · 100 / (50·50·60·40) = 15.04, p = 0.000105
    q = against_the_rest([20, 40], [50, 50])
    assert q.tolist() == pytest.approx([0.000105, 0.000105], abs=2e-6)


def test_a_part_that_is_the_whole_is_compared_with_nobody() -> None:
    assert np.isnan(against_the_rest([5], [10])).all()
    assert np.isnan(against_the_rest([0, 0], [10, 20])).all(), "nobody differs where nothing happened"


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(50, 90)), min_size=2, max_size=6))
def test_an_adjusted_p_is_a_probability_and_turning_hits_into_misses_changes_nothing(
    parts: list[tuple[int, int]],
) -> None:
    hits, n = np.array(parts).T
    q = against_the_rest(hits, n)
    assert ((q >= 0) & (q <= 1) | np.isnan(q)).all()
    assert np.allclose(q, against_the_rest(n - hits, n), equal_nan=True)


def test_of_equal_parts_few_are_ever_said_to_differ() -> None:
    rng, n = np.random.default_rng(20), np.full(12, 40)
    said = [bool((against_the_rest(rng.binomial(n, 0.3), n) < 0.1).any()) for _ in range(400)]
    assert np.mean(said) <= 0.12
