"""Which answers are read: nobody is left out, the rest goes where it tells most, and the seed decides."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from analysis.allocation import allocate, draw, twice

SIZES = st.lists(st.integers(0, 60), min_size=1, max_size=12)


def test_everybody_gets_the_floor_and_the_rest_goes_where_the_error_falls_most() -> None:
    # After two of each the first would gain 100²·10²/6, the second 100²·40²/6: sixteen times more.
    assert allocate([100, 100, 1], [10, 40, 30], 12, 2).tolist() == [2, 9, 1]


def test_floors_come_before_the_capacity() -> None:
    assert allocate([10, 10, 1], [30, 30, 30], 3, 2).tolist() == [2, 2, 1]


@given(SIZES, st.integers(0, 100), st.integers(0, 5))
def test_nothing_is_planned_that_is_not_there(sizes: list[int], capacity: int, floor: int) -> None:
    taken = allocate(sizes, [30] * len(sizes), capacity, floor)
    floors = sum(min(one, floor) for one in sizes)
    assert all(min(one, floor) <= planned <= one for one, planned in zip(sizes, taken, strict=True))
    assert taken.sum() == max(floors, min(capacity, sum(sizes)))


@given(SIZES, st.integers(0, 2**31))
def test_the_same_seed_draws_the_same_and_as_many_as_planned(sizes: list[int], seed: int) -> None:
    stratum, taken = np.repeat(np.arange(len(sizes)), sizes), allocate(sizes, [30] * len(sizes), 10, 2)
    chosen = draw(stratum, taken, seed)
    assert (chosen == draw(stratum, taken, seed)).all()
    assert np.bincount(stratum[chosen], minlength=len(sizes)).tolist() == taken.tolist()


def test_every_answer_of_a_stratum_is_drawn_equally_often() -> None:
    drawn = sum(draw([0] * 5, [2], seed) for seed in range(2000)) / 2000
    assert np.abs(drawn - 0.4).max() < 0.05


def test_at_least_a_share_of_the_plan_is_read_twice() -> None:
    assert [int(twice(count, 0.05, 1).sum()) for count in (0, 1, 2, 40, 41, 200)] == [0, 1, 2, 2, 3, 10]
