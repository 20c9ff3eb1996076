"""The places that intervals allow."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.ranking import rank_ranges


def test_members_whose_intervals_do_not_overlap_get_one_place_each() -> None:
    ranges = rank_ranges([0.8, 0.1, 0.5], [0.9, 0.2, 0.6], higher_is_better=True)

    assert ranges.tolist() == [[1, 1], [3, 3], [2, 2]]


def test_overlapping_members_share_their_places() -> None:
    ranges = rank_ranges([0.5, 0.55, 0.1], [0.8, 0.9, 0.2], higher_is_better=True)

    assert ranges.tolist() == [[1, 2], [1, 2], [3, 3]]


def test_when_less_is_better_the_order_turns_round() -> None:
    assert rank_ranges([5, 1], [6, 2], higher_is_better=False).tolist() == [[2, 2], [1, 1]]


def test_a_missing_upper_end_is_not_bounded() -> None:
    assert rank_ranges([5, 1], [np.nan, 2], higher_is_better=False).tolist() == [[2, 2], [1, 1]]
    assert rank_ranges([1, 1.5], [np.nan, 2], higher_is_better=False).tolist() == [[1, 2], [1, 2]]


def test_a_member_without_an_interval_may_stand_anywhere_and_pushes_nobody() -> None:
    ranges = rank_ranges([np.nan, 1, 3], [np.nan, 2, 4], higher_is_better=True)

    assert ranges.tolist() == [[1, 3], [2, 3], [1, 2]]


@pytest.mark.parametrize("higher", [True, False])
@given(data=st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=1, max_size=12))
def test_every_range_is_within_the_members_and_holds_a_place(higher: bool, data: list[tuple[float, float]]) -> None:
    low = [min(pair) for pair in data]
    high = [max(pair) for pair in data]

    ranges = rank_ranges(low, high, higher_is_better=higher)

    assert (ranges[:, 0] >= 1).all()
    assert (ranges[:, 1] <= len(data)).all()
    assert (ranges[:, 0] <= ranges[:, 1]).all()
