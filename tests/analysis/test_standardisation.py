"""Shares made comparable between members with different mixes of topics."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.standardisation import Standardised, indirect, numbered


def cells(*rows: tuple[int, int, float, float]) -> Standardised:
    """rows: member, stratum, hits, cases."""
    member, stratum, hits, among = zip(*rows, strict=True)
    return indirect(hits, among, member, stratum, max(member) + 1)


def test_the_comparable_share_is_counted_over_expected_times_the_rate_for_the_mix_of_all() -> None:
    # Hits are the rarer outcome: 15 of 90. Member 0 has 10 easy and 20 hard cases.
    made = cells((0, 0, 4, 10), (0, 1, 2, 20), (1, 0, 8, 20), (1, 1, 1, 40))

    rate = 9 / 60  # of the other over all strata
    easy, hard = (8 + 10 * rate) / (20 + 10), (1 + 10 * rate) / (40 + 10)
    expected, common = (10 * easy + 20 * hard) / 30, (30 * easy + 60 * hard) / 90
    assert made.overall == 15 / 90
    assert made.raw[0] == 6 / 30
    assert made.expected[0] == pytest.approx(expected)
    assert made.share[0] == pytest.approx(6 / 30 / expected * common)


def test_frequent_hits_are_compared_by_their_misses() -> None:
    hits = cells((0, 0, 90, 100), (0, 1, 45, 100), (1, 0, 190, 200), (1, 1, 60, 100))
    misses = cells((0, 0, 10, 100), (0, 1, 55, 100), (1, 0, 10, 200), (1, 1, 40, 100))

    assert hits.overall > 0.5
    assert hits.share == pytest.approx(1 - misses.share)
    assert hits.low == pytest.approx(1 - misses.high)
    assert hits.raw.tolist() == pytest.approx([0.675, 250 / 300])


def test_who_does_as_the_others_do_with_harder_topics_is_made_equal_to_them() -> None:
    hard, easy = (60, 100), (950, 1000)
    made = cells((0, 0, 6, 10), (0, 1, 950, 1000), (1, 0, *hard), (1, 1, 95, 100), (2, 0, 600, 1000), (2, 1, *easy))

    assert made.raw[1] < made.overall < made.raw[0]
    assert made.share == pytest.approx([made.overall] * 3, abs=0.02)


def test_a_topic_nobody_else_answers_for_does_not_excuse_who_does() -> None:
    made = cells((0, 0, 50, 100), (1, 1, 90, 100), (2, 1, 90, 100))

    assert made.share[0] == pytest.approx(made.raw[0])
    assert made.low[0] < 0.5 < made.high[0] < made.share[1]
    assert made.elsewhere.tolist() == [0.0, 1.0, 1.0]


def test_who_has_no_cases_is_not_known() -> None:
    made = indirect([5, np.nan], [10, np.nan], [0, 1], [0, 0], 3)

    assert made.raw[0] == made.share[0] == 0.5
    assert np.isnan(made.share[1:]).all()
    assert np.isnan(made.low[1:]).all()
    assert made.among.tolist() == [10, 0, 0]


def test_without_any_case_nothing_is_known() -> None:
    made = indirect([], [], [], [], 2)

    assert np.isnan(made.overall)
    assert np.isnan(made.share).all()


def test_codes_are_numbered_in_the_order_they_come() -> None:
    codes, numbers = numbered(["b", "a", "b", None])

    assert codes == ["b", "a", None]
    assert numbers.tolist() == [0, 1, 0, 2]


CELL = st.tuples(st.integers(0, 3), st.integers(0, 3), st.integers(0, 60), st.integers(0, 60))


@settings(max_examples=60, deadline=None)
@given(st.lists(CELL, min_size=1, max_size=12))
def test_shares_stay_within_0_and_1_and_their_intervals(rows: list[tuple[int, int, int, int]]) -> None:
    made = cells(*((m, s, min(hits, n), n) for m, s, hits, n in rows))
    known = made.among > 0

    assert (np.isfinite(made.share) == known).all()
    assert ((made.low[known] >= 0) & (made.high[known] <= 1)).all()
    assert ((made.low[known] <= made.share[known] + 1e-9) & (made.share[known] <= made.high[known] + 1e-9)).all()


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 40)), min_size=2, max_size=6))
def test_members_with_one_topic_stay_in_their_order(pairs: list[tuple[int, int]]) -> None:
    made = cells(*((i, 0, min(hits, n), n) for i, (hits, n) in enumerate(pairs)))
    better = made.raw[:, None] > made.raw[None, :]

    assert (made.share[:, None] >= made.share[None, :])[better].all()
