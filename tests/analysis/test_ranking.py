"""The places that the data allow: all comparisons of a table right at once."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.ranking import rank_ranges


def test_members_far_from_one_another_get_one_place_each() -> None:
    ranges = rank_ranges([0.85, 0.15, 0.55], [0.8, 0.1, 0.5], [0.9, 0.2, 0.6], higher_is_better=True)

    assert ranges.tolist() == [[1, 1], [3, 3], [2, 2]]


def test_members_that_cannot_be_told_apart_share_their_places() -> None:
    ranges = rank_ranges([0.6, 0.65, 0.1], [0.5, 0.55, 0.05], [0.8, 0.9, 0.2], higher_is_better=True)

    assert ranges.tolist() == [[1, 2], [1, 2], [3, 3]]


def test_when_less_is_better_the_order_turns_round() -> None:
    assert rank_ranges([5.5, 1.5], [5, 1], [6, 2], higher_is_better=False).tolist() == [[2, 2], [1, 1]]


def test_two_are_told_apart_though_their_intervals_touch() -> None:
    # 2.2 errors of the difference: more than the 1.64 that one pair needs in nine tables of ten.
    one, other = 10.0, 13.1
    ranges = rank_ranges(
        [one, other], [one - 1.645, other - 1.645], [one + 1.645, other + 1.645], higher_is_better=True
    )

    assert ranges.tolist() == [[2, 2], [1, 1]]


def test_the_same_pair_is_not_told_apart_among_many_others() -> None:
    x = np.array([10.0, 13.1, *[11.5] * 30])
    ranges = rank_ranges(x, x - 1.645, x + 1.645, higher_is_better=True)

    assert (ranges == [1, 32]).all()


def test_an_open_upper_end_is_never_surely_below_anybody() -> None:
    assert rank_ranges([5, 1], [4.9, 0.9], [np.nan, 1.1], higher_is_better=False).tolist() == [[2, 2], [1, 1]]
    assert rank_ranges([1, 5], [0.9, 4.9], [np.nan, 5.1], higher_is_better=False).tolist() == [[1, 2], [1, 2]]


def test_a_member_without_an_interval_may_stand_anywhere_and_pushes_nobody() -> None:
    ranges = rank_ranges([np.nan, 1, 9], [np.nan, 0.9, 8.9], [np.nan, 1.1, 9.1], higher_is_better=True)

    assert ranges.tolist() == [[1, 3], [2, 3], [1, 2]]


def test_values_known_exactly_are_told_apart_and_equal_ones_are_not() -> None:
    assert rank_ranges([3, 3, 1], [3, 3, 1], [3, 3, 1], higher_is_better=True).tolist() == [[1, 2], [1, 2], [3, 3]]


def test_members_are_compared_with_their_peers_alone() -> None:
    x = np.array([1.0, 9.0, 5.0, 7.0])
    ranges = rank_ranges(x, x - 0.1, x + 0.1, higher_is_better=True, peers=["a", "b", "a", "b"])

    assert ranges.tolist() == [[2, 2], [1, 1], [1, 1], [2, 2]]


@pytest.mark.parametrize("higher", [True, False])
@settings(max_examples=40, deadline=None)
@given(data=st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1)), min_size=1, max_size=12))
def test_every_range_is_within_the_members_and_holds_the_place_of_the_value(
    higher: bool, data: list[tuple[float, float, float]]
) -> None:
    low, value, high = np.array([sorted(three) for three in data]).T

    ranges = rank_ranges(value, low, high, higher_is_better=higher)

    order = value if higher else -value
    place = 1 + (order[None, :] > order[:, None]).sum(axis=1)
    assert ((ranges[:, 0] >= 1) & (ranges[:, 1] <= len(data))).all()
    assert ((ranges[:, 0] <= place) & (place <= ranges[:, 1])).all()


@settings(max_examples=40, deadline=None)
@given(st.lists(st.floats(0, 1), min_size=2, max_size=10), st.floats(0.5, 5), st.floats(-9, 9))
def test_units_do_not_matter(values: list[float], scale: float, shift: float) -> None:
    x = np.round(np.array(values), 3)
    here = rank_ranges(x, x - 0.1, x + 0.1, higher_is_better=True)
    there = rank_ranges(shift + scale * x, shift + scale * (x - 0.1), shift + scale * (x + 0.1), higher_is_better=True)

    assert here.tolist() == there.tolist()
