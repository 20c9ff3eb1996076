"""Completeness from a few read answers: counted by hand, and right whatever the hints say."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.sampling_estimate import SUMS, Strata, assisted_means, strata_of

NONE = np.nan


def _one(hint: Any, score: Any, weight: Any) -> tuple[float, float, float]:
    found = assisted_means(strata_of(np.zeros(len(hint), int), hint, score, weight), 1)
    return float(found.value[0]), float(found.low[0]), float(found.high[0])


def test_two_of_four_read_give_the_mean_hint_and_the_mean_difference() -> None:
    value, low, high = _one([50, 100, 0, 50], [100, NONE, NONE, 50], [2, NONE, NONE, 2])
    # Differences 50 and 0: 25 ± 25. Spread (2·625 + 2·1600)/3, half of the answers read: error √370.8 of Student's 3.
    assert value == 50 + 25
    assert low == pytest.approx(75 - 2.3534 * 370.83**0.5, abs=0.01)
    assert high == 100, "the scale ends here"


def test_what_was_read_in_whole_is_known_without_error() -> None:
    assert _one([0, 0], [30, 40], [1, 1]) == (35, 35, 35)


def test_hints_of_nobody_stand_for_those_that_are_missing() -> None:
    assert _one([NONE, NONE], [30, NONE], [2, NONE])[0] == 30
    assert _one([60, NONE], [NONE, 40], [NONE, 2])[0] == 60 + (40 - 60)


def test_strata_are_put_together_by_their_sizes() -> None:
    stratum = [0, 0, 0, 1]
    found = assisted_means(strata_of(stratum, [0] * 4, [60, NONE, NONE, 20], [3, NONE, NONE, 1]), 1)
    assert found.value[0] == (3 * 60 + 20) / 4


def test_a_stratum_that_nobody_read_gets_the_difference_of_the_others_and_a_wider_interval() -> None:
    read = [60, 40, 50, NONE, NONE]
    weight = [1, 1, 1, NONE, NONE]
    found = assisted_means(strata_of([0, 0, 0, 1, 1], [40] * 5, read, weight), 1)
    assert found.value[0] == 50
    assert found.low[0] < 50 < found.high[0], "though all of the other stratum was read"


def test_without_anything_read_there_is_no_value() -> None:
    assert np.isnan(_one([50, 60], [NONE, NONE], [NONE, NONE])).all()


def test_groups_do_not_know_of_one_another() -> None:
    both = strata_of([0, 0, 1, 1], [50, 70, 10, 20], [90, NONE, 0, NONE], [2, NONE, 2, NONE], group_of=[0, 1])
    alone = _one([50, 70], [90, NONE], [2, NONE])
    found = assisted_means(both, 2)
    assert (found.value[0], found.low[0], found.high[0]) == alone


@given(st.integers(0, 2**32), st.integers(1, 11))
def test_sums_of_parts_of_a_stratum_may_be_added_up(seed: int, cut: int) -> None:
    rng = np.random.default_rng(seed)
    hint, score = np.where(rng.random(12) < 0.3, NONE, rng.integers(0, 101, 12)), rng.integers(0, 101, 12).astype(float)
    weight = np.where(rng.random(12) < 0.5, NONE, rng.integers(1, 5, 12))
    code = np.zeros(12, int)
    whole = strata_of(code, hint, score, weight)
    parts = [strata_of(code[part], hint[part], score[part], weight[part]) for part in (slice(cut), slice(cut, None))]
    added = Strata(whole.group, **{name: sum(getattr(one, name) for one in parts) for name in SUMS})
    one, other = assisted_means(whole, 1), assisted_means(added, 1)
    assert np.allclose([one.value, one.low, one.high], [other.value, other.low, other.high], equal_nan=True)


def test_the_estimate_is_right_on_average_over_all_samples_even_of_misleading_hints() -> None:
    score, hint = np.array([0.0, 10, 100, 40, 75, 20]), np.array([100.0, 90, 0, 60, 25, 80])
    values = []
    for one in range(6):
        for other in range(one):
            weight = np.where(np.isin(np.arange(6), (one, other)), 3.0, NONE)
            values.append(_one(hint, score, weight)[0])
    assert np.mean(values) == pytest.approx(score.mean())


def test_what_was_read_in_whole_is_only_a_sample_of_weeks_without_a_plan() -> None:
    score, weight = [30, 40, NONE, NONE], [1, 1, NONE, NONE]
    value, low, high = _one([0, 0, 0, 0], score, weight)
    assert value == 35
    assert low < 35 < high
    assert _one([0, 0], score[:2], weight[:2]) == (35, 35, 35)
