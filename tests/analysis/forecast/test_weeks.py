"""The pace of the weeks: season and recent change, read from closings against what hazards expect."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.forecast import weeks
from analysis.forecast.scale import Spans


def spans(*rows: tuple[int, int, int]) -> Spans:
    """Rows of first position, last position, days seen beyond it."""
    first, last, beyond = np.array(rows).T
    return Spans(first, last, np.ones(len(rows), dtype=bool), beyond)


def test_a_life_is_cut_at_the_weeks_before_today() -> None:
    # Closed yesterday after ten days: seven of them in the latest week, three in the one before.
    found = weeks.cut(spans((100, 109, 0)), np.array([1]))

    assert list(zip(found.week, found.first, found.last, strict=True)) == [(0, 103, 109), (1, 100, 102)]


def test_days_seen_beyond_the_scale_move_a_life_back() -> None:
    near, far = (weeks.cut(spans((115, 120, beyond)), np.array([1])) for beyond in (0, 14))

    assert near.week.tolist() == [0]
    assert far.week.tolist() == [2]


@given(
    st.lists(st.tuples(st.integers(0, 120), st.integers(0, 90), st.integers(0, 40), st.integers(1, 300)), min_size=1)
)
def test_the_pieces_of_a_life_are_the_whole_of_it(rows: list[tuple[int, int, int, int]]) -> None:
    cases = [(first, first + length, beyond) for first, length, beyond, _ in rows]
    ago = np.array([row[3] for row in rows])
    found = weeks.cut(spans(*cases), ago)

    days = np.bincount(found.record, found.last - found.first + 1)
    assert days.tolist() == [last - first + 1 for first, last, _ in cases]
    assert (found.first <= found.last).all()


def test_a_steady_district_has_a_pace_of_one() -> None:
    found = weeks.course(np.random.default_rng(1).poisson(50, 100).astype(float), np.full(100, 50.0))

    assert np.abs(found.ahead).max() < 0.08
    assert (found.error < 0.12).all()


def test_a_season_known_for_two_years_comes_again() -> None:
    week = np.arange(120)
    true = 0.4 * np.sin(2 * np.pi * week * 7 / 365.25)
    found = weeks.course(np.random.default_rng(2).poisson(60 * np.exp(true)).astype(float), np.full(120, 60.0))

    ahead = 0.4 * np.sin(2 * np.pi * (-1.0 - np.arange(weeks.AHEAD)) * 7 / 365.25)
    assert found.ahead[:12] == pytest.approx(ahead[:12], abs=0.2)


def test_the_latest_weeks_weigh_more_than_the_old_ones() -> None:
    slow = np.where(np.arange(100) < 12, 30.0, 60.0)
    found = weeks.course(slow, np.full(100, 56.0))

    assert found.ahead[0] < np.log(0.65)
    assert found.past[50] > -0.05


def test_what_is_ahead_is_known_the_worse_the_farther_it_lies() -> None:
    rng = np.random.default_rng(3)
    level = np.cumsum(rng.normal(0, 0.1, 100))
    found = weeks.course(rng.poisson(40 * np.exp(level)).astype(float), np.full(100, 40.0))

    assert found.error[12] > found.error[0] > 0


def test_a_week_of_holidays_is_no_change_of_pace() -> None:
    seen = np.random.default_rng(4).poisson(50, 100).astype(float)
    seen[0] = 8.0
    found = weeks.course(seen, np.full(100, 50.0))

    assert found.ahead[0] > np.log(0.85)
