"""Curves of open records: against lifelines and exact binomials, and by hand where there is little to count."""

import warnings

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.stats import binom

from analysis.survival import kaplan_meier

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # its import speaks of what it will change one day
    from lifelines import KaplanMeierFitter

RECORDS = st.lists(st.tuples(st.integers(0, 60), st.booleans()), min_size=1, max_size=80)


def _fitted(days: list[int], closed: list[bool]) -> KaplanMeierFitter:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return KaplanMeierFitter(alpha=0.1).fit(days, closed)


@settings(max_examples=60, deadline=None)
@given(records=RECORDS)
def test_the_curve_is_that_of_lifelines(records: list[tuple[int, bool]]) -> None:
    days, closed = [day for day, _ in records], [flag for _, flag in records]
    curve, theirs = kaplan_meier(days, closed), _fitted(days, closed)

    table = theirs.survival_function_
    assert curve.times.tolist() == table.index.tolist()
    assert np.allclose(curve.survival, table.iloc[:, 0])
    assert curve.at_risk.tolist() == theirs.event_table["at_risk"].tolist()


@settings(max_examples=40, deadline=None)
@given(days=st.lists(st.integers(0, 30), min_size=1, max_size=40))
def test_without_open_records_the_band_is_clopper_and_pearsons_with_half_the_chance_of_what_was_seen(
    days: list[int],
) -> None:
    curve, n = kaplan_meier(days, [True] * len(days)), len(days)
    left = np.array([sum(day > time for day in days) for time in curve.times])

    low, high = curve.low, curve.high
    inside = (left > 0) & (left < n)
    assert (binom.sf(left, n, low) + binom.pmf(left, n, low) / 2)[left > 0] == pytest.approx(0.05, abs=1e-6)
    assert (binom.cdf(left, n, high) - binom.pmf(left, n, high) / 2)[inside] == pytest.approx(0.05, abs=1e-6)


@settings(max_examples=60, deadline=None)
@given(records=RECORDS)
def test_the_median_is_that_of_lifelines(records: list[tuple[int, bool]]) -> None:
    days, closed = [day for day, _ in records], [flag for _, flag in records]

    curve, theirs = kaplan_meier(days, closed), _fitted(days, closed).median_survival_time_

    # A share of exactly one half is a matter of the last bit: lifelines may miss it.
    assume((np.abs(curve.survival - 0.5) > 1e-9).all())
    assert curve.median == pytest.approx(theirs if np.isfinite(theirs) else np.nan, nan_ok=True)


@settings(max_examples=60, deadline=None)
@given(records=RECORDS)
def test_a_curve_falls_and_lies_within_its_band(records: list[tuple[int, bool]]) -> None:
    curve = kaplan_meier([day for day, _ in records], [flag for _, flag in records])

    assert (np.diff(curve.survival) <= 0).all()
    assert (curve.low <= curve.survival + 1e-12).all()
    assert (curve.survival <= curve.high + 1e-12).all()
    assert curve.times[0] == 0


def test_by_hand_six_records_with_a_tie_and_two_open() -> None:
    curve = kaplan_meier([3, 3, 5, 5, 8, 10], [True, True, True, False, True, False])

    assert curve.times.tolist() == [0, 3, 5, 8, 10]
    assert curve.at_risk.tolist() == [6, 6, 4, 2, 1]
    assert curve.survival == pytest.approx([1, 4 / 6, 1 / 2, 1 / 4, 1 / 4])
    assert (curve.median, curve.n, curve.n_closed) == (5, 6, 4)


def test_when_nothing_was_closed_the_median_is_missing() -> None:
    curve = kaplan_meier([4, 9, 9], [False] * 3)

    assert curve.survival.tolist() == [1, 1, 1]
    assert np.isnan([curve.median, curve.median_high]).all()


def test_one_closed_record_has_a_median_and_no_interval_to_speak_of() -> None:
    curve = kaplan_meier([7], [True])

    assert curve.median_low == 0
    assert np.isnan(curve.median_high)
    assert curve.high.tolist() == pytest.approx([1, 0.9])

    assert (curve.median, curve.survival.tolist()) == (7, [1, 0])
    assert np.isnan(curve.at([6.0, 7.0, 8.0])).tolist() == [False, False, False]


def test_without_any_record_everything_is_missing() -> None:
    curve = kaplan_meier([], [])

    assert curve.n == 0
    assert np.isnan([*curve.survival, *curve.low, *curve.high, curve.median]).all()


def test_a_missing_duration_leaves_its_record_out() -> None:
    assert kaplan_meier([3, np.nan], [True, True]).n == 1


def test_a_negative_duration_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="negative"):
        kaplan_meier([-1], [True])


def test_beyond_the_last_open_record_the_curve_is_unknown() -> None:
    curve = kaplan_meier([3, 6], [True, False])

    assert np.isnan(curve.at([6.0, 7.0])).tolist() == [False, True]


@pytest.mark.trial
def test_the_band_holds_the_true_share_nine_times_in_ten() -> None:
    rng = np.random.default_rng(20260302)
    held = []
    for _ in range(400):
        life, seen = rng.exponential(20, 120), rng.uniform(5, 60, 120)
        curve = kaplan_meier(np.minimum(life, seen), life <= seen)
        last = np.searchsorted(curve.times, 15, side="right") - 1
        held.append(curve.low[last] <= np.exp(-15 / 20) <= curve.high[last])

    assert 0.85 <= np.mean(held) <= 0.95
