"""The first and the last week of a rise."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.hotspots.span import rise_span

ELSEWHERE = np.full(52, 4)


def spread(start: int, end: int, each: int = 3) -> np.ndarray:
    inside = np.zeros(52, dtype=int)
    inside[start:end] = each
    return inside


def of(inside: np.ndarray, expected: float = 6.0) -> tuple[int, int]:
    span = rise_span(inside, inside + ELSEWHERE, expected)
    return span.start, span.end


@pytest.mark.parametrize(("start", "end"), [(0, 52), (40, 52), (10, 20), (0, 8), (51, 52)])
def test_a_clear_rise_has_the_weeks_that_it_has(start: int, end: int) -> None:
    assert of(spread(start, end)) == (start, end)


def test_a_short_silence_of_who_writes_seldom_is_no_end_and_a_long_one_is() -> None:
    seldom = np.zeros(52, dtype=int)
    seldom[20:50:3] = 1
    assert of(seldom, 2.0)[1] == 52
    seldom[20:38:3] = 3
    seldom[38:] = 0
    assert of(seldom, 2.0)[1] in (36, 37, 38)


def test_one_week_is_its_own_span() -> None:
    span = rise_span(np.array([3]), np.array([9]), 1.0)
    assert (span.start, span.end) == (0, 1)
    assert span.expected == pytest.approx(1.0)


def test_a_first_week_that_is_known_is_kept() -> None:
    inside = spread(30, 40)
    assert rise_span(inside, inside + ELSEWHERE, 6.0, begins=0).start == 0


@given(st.lists(st.integers(0, 5), min_size=1, max_size=30), st.floats(0.01, 50.0))
def test_the_weeks_lie_in_the_window_and_expect_no_more_than_it(inside: list[int], expected: float) -> None:
    records = np.array(inside)
    span = rise_span(records, records + 1, expected)
    assert 0 <= span.start < span.end <= len(inside)
    assert 0 < span.expected <= expected * (1 + 1e-9)
