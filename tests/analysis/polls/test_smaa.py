"""An order that anybody can recount, and in which share of all weights a candidate is the first."""

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings

from analysis.polls.scales import DEFAULT_WEIGHTS, MEASURES, parts
from analysis.polls.smaa import standing

PART = st.one_of(st.none(), st.integers(0, 10).map(lambda x: x / 10))
TABLE = st.lists(st.lists(PART, min_size=4, max_size=4), min_size=1, max_size=8)


def test_a_score_counted_by_hand_and_an_unknown_part_whose_weight_is_spread() -> None:
    found = standing([[1.0, 0.5, 0.0], [None, 0.8, 0.4]], [2, 1, 1], draws=10)

    assert found.score == pytest.approx([0.625, 0.6])
    assert found.known == pytest.approx([1.0, 0.5])
    assert found.rank.tolist() == [1, 2]


def test_less_than_half_of_the_weight_known_gives_no_score() -> None:
    found = standing([[None, 1.0], [0.5, 0.5]], [3, 1], draws=10)

    assert np.isnan(found.score[0])
    assert found.rank.tolist() == [0, 1]
    assert np.isnan(found.first[0])


def test_two_opposite_candidates_are_first_in_half_of_the_weights_each() -> None:
    found = standing([[1.0, 0.0], [0.0, 1.0]], [9, 1], draws=20_000, seed=1)

    assert found.first == pytest.approx([0.5, 0.5], abs=4 * 0.0036)
    assert found.first_error == pytest.approx([0.0035] * 2, abs=0.0005)


def test_a_share_that_is_known_exactly() -> None:
    # (1, 0) beats (¼, ½) where w > ½(1 − w) + ¼w, that is 5w > 2: with w even on 0–1 in ⅗ of the weights.
    found = standing([[1.0, 0.0], [0.25, 0.5]], [1, 1], draws=20_000)

    assert found.first[0] == pytest.approx(0.6, abs=4 * found.first_error[0])


def test_a_measure_without_weight_decides_nothing() -> None:
    assert standing([[0.9, 0.0], [0.1, 1.0]], [1, 0], draws=50).first.tolist() == [1, 0]


@hypothesis_settings(max_examples=60)
@given(TABLE, st.integers(0, 5))
def test_who_is_dominated_is_never_first_and_all_draws_have_a_first(rows: list[list[float]], seed: int) -> None:
    found = standing(rows, [1, 2, 3, 4], draws=40, seed=seed)
    has_score = ~np.isnan(found.score)

    assert (found.first[has_score & found.dominated] == 0).all()
    assert not (found.rank[found.dominated] == 1).any()
    assert not has_score.any() or np.nansum(found.first) >= 1 - 1e-9


@hypothesis_settings(max_examples=60)
@given(TABLE, TABLE)
def test_who_else_is_on_the_list_changes_no_score(rows: list[list[float]], others: list[list[float]]) -> None:
    alone, among = (standing(some, [1, 2, 3, 4], draws=2).score for some in (rows, rows + others))

    assert among[: len(rows)] == pytest.approx(alone, nan_ok=True)


def test_the_same_seed_gives_the_same_shares() -> None:
    table = np.random.default_rng(0).random((6, 4))
    assert (standing(table, [1] * 4).first == standing(table, [1] * 4).first).all()


@pytest.mark.parametrize("weights", [[0, 0], [1, -1]])
def test_weights_that_make_no_sense_are_refused(weights: list[float]) -> None:
    with pytest.raises(ValueError, match="weights"):
        standing([[1.0, 0.0]], weights)


def test_every_scale_is_counted_by_hand() -> None:
    measured = {
        "people": [10_000, 0], "persistence": [0.4, 1], "growth": [3, None], "disagreement": [0.5, 1],
        "powers": [1, 0], "cost": [50, 300], "silence": [0.25, 2], "value": [15_000, -3],
    }  # fmt: skip
    by_hand = [[1, 0.4, 0.5, 1, 1, 0.75, 0.75, 1], [0, 1, np.nan, 0, 0, 0, 0, 0]]

    assert parts(measured) == pytest.approx(np.array(by_hand), nan_ok=True)
    assert tuple(DEFAULT_WEIGHTS) == MEASURES
    assert sum(DEFAULT_WEIGHTS.values()) == 100
