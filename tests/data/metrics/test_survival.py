"""Quantiles of many groups asked at once: exact, and each group's as if it were asked alone."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.metrics.survival import quantiles

GROUP = st.dictionaries(st.integers(0, 400), st.tuples(st.integers(0, 6), st.integers(0, 4)), min_size=1, max_size=25)
Rows = dict[int, tuple[int, int]]


def _asked(groups: list[Rows], quantile: float) -> np.ndarray:
    rows = [(i, day, *group[day]) for i, group in enumerate(groups) for day in sorted(group)]
    of, days, ended, waiting = (np.array(column) for column in zip(*rows, strict=True))
    return np.array(quantiles(of, days.astype(float), ended * 1.0, waiting * 1.0, len(groups), quantile))


def _exact(group: Rows, quantile: Fraction) -> float:
    """The definition in fractions."""
    at_risk, curve = sum(map(sum, group.values())), Fraction(1)
    for day in sorted(group):
        ended, waiting = group[day]
        if ended:
            curve *= Fraction(at_risk - ended, at_risk)
            if curve <= 1 - quantile:
                return float(day)
        at_risk -= ended + waiting
    return float("nan")


@settings(max_examples=60, deadline=None)
@given(groups=st.lists(GROUP, min_size=1, max_size=12), quantile=st.sampled_from([Fraction(1, 2), Fraction(9, 10)]))
def test_a_quantile_is_that_of_exact_fractions(groups: list[Rows], quantile: Fraction) -> None:
    expected = [_exact(group, quantile) for group in groups]

    assert _asked(groups, float(quantile))[0].tolist() == pytest.approx(expected, nan_ok=True, abs=0)


@settings(max_examples=60, deadline=None)
@given(groups=st.lists(GROUP, min_size=2, max_size=12), quantile=st.sampled_from([0.5, 0.9]))
def test_a_group_among_others_answers_as_it_does_alone(groups: list[Rows], quantile: float) -> None:
    together = _asked(groups, quantile)

    for i, group in enumerate(groups):
        assert np.array_equal(together[:, i], _asked([group], quantile)[:, 0], equal_nan=True)


def test_exactly_one_half_left_is_the_median_after_thousands_of_other_groups() -> None:
    many = [{day: (1 + day % 3, day % 2) for day in range(1, 20)} for _ in range(2000)]
    even: list[Rows] = [dict.fromkeys(range(1, n + 1), (1, 0)) for n in (6, 8, 14, 18, 20)]

    assert _asked([*many, *even], 0.5)[0, -5:].tolist() == [3, 4, 7, 9, 10]


def test_one_half_reached_past_open_records_is_decided_in_whole_numbers() -> None:
    # 5/6 · 3/5 = 1/2 exactly; the product of floats lies on either side.
    assert _asked([{1: (1, 0), 2: (2, 0), 3: (1, 2)}, {1: (0, 1), 2: (1, 0), 4: (2, 0), 6: (3, 0)}], 0.5)[0, 1] == 4


def test_when_the_last_of_five_has_ended_a_ninth_decile_has_no_upper_end() -> None:
    value, low, high = _asked([dict.fromkeys((3, 5, 8, 9, 14), (1, 0))], 0.9)[:, 0]

    assert (value, low) == (14, 9)
    assert np.isnan(high)


def test_one_ended_record_leaves_the_interval_open_on_both_sides() -> None:
    value, low, high = _asked([{7: (1, 0)}], 0.5)[:, 0]

    assert (value, low) == (7, 0)
    assert np.isnan(high)


def test_a_group_without_rows_has_nothing() -> None:
    found = quantiles(np.array([1]), np.array([4.0]), np.array([9.0]), np.array([0.0]), 3, 0.5)

    assert np.isnan(np.array(found)[:, [0, 2]]).all()
    assert found[0][1] == 4
