"""Many tests at once."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.multitest import multipletests

from analysis.multiple import BEYOND_DOUBT, bar, q_of_odds, q_values


@given(st.lists(st.floats(0, 1), min_size=1, max_size=40))
def test_adjusted_p_are_those_of_statsmodels(p: list[float]) -> None:
    assert q_values(p) == pytest.approx(multipletests(p, method="fdr_bh")[1])


def test_a_missing_p_stays_missing_and_is_not_counted() -> None:
    assert q_values([0.01, np.nan, 0.04]).tolist() == pytest.approx([0.02, np.nan, 0.04], nan_ok=True)


def test_no_tests_give_no_answers() -> None:
    assert q_values([]).tolist() == []


def test_accidents_of_all_tests_together_are_held_against_those_that_reach_the_bar() -> None:
    # Nine replicas of each of two tests: 3.0 is reached by none of 18, 2.0 by two, 1.0 by all but two.
    chances = [[2.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 0.0], [2.5, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 0.0]]

    assert q_of_odds([3.0, 2.0], chances).tolist() == pytest.approx([1 / 10, 3 / 10 / 2])
    assert q_of_odds([1.0, 3.0], chances).tolist() == pytest.approx([17 / 10 / 2, 1 / 10])


def test_what_nobody_doubts_makes_no_room_for_what_is_doubted() -> None:
    chances = np.random.default_rng(5).normal(-1.0, 1.5, (20, 500))
    doubted = np.concatenate([[3.2], np.full(18, -1.0)])
    alone, beside_a_sure_one = (q_of_odds([top, *doubted], chances) for top in (-1.0, BEYOND_DOUBT + 1))

    assert beside_a_sure_one[1] == pytest.approx(alone[1])
    assert beside_a_sure_one[0] < 0.01


def test_of_tests_without_anything_to_be_found_one_search_in_ten_names_one() -> None:
    rng, named = np.random.default_rng(7), 0
    means = np.linspace(-3.0, 0.0, 20)[:, None]
    for _ in range(400):
        drawn = rng.normal(means, 1.0, (20, 200))
        named += bool((q_of_odds(drawn[:, 0], drawn[:, 1:]) <= 0.10).any())

    assert 0.05 < named / 400 < 0.15


@pytest.mark.parametrize(
    ("q", "odds", "reached"),
    [
        ([0.08, 0.13], [3.0, 1.0], 0.14),
        ([0.11, 0.13], [2.0, 1.0], 0.10),
        ([0.001, 0.13], [BEYOND_DOUBT + 1, 1.0], 0.10),
        ([0.001, 0.08, 0.13], [BEYOND_DOUBT + 1, 3.0, 1.0], 0.14),
        ([], [], 0.10),
    ],
)
def test_only_one_that_could_be_doubted_and_is_named_lowers_the_bar_for_others(
    q: list[float], odds: list[float], reached: float
) -> None:
    assert bar(np.array(q), odds, 0.10, 0.14) == reached


def test_no_odds_have_no_doubt() -> None:
    assert q_of_odds([], []).tolist() == []
