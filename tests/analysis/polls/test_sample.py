"""How many to ask of how many, and what their answers are worth: by hand and over every sample there can be."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from analysis.polls.sample import error, sample_size, share_interval


def test_the_size_of_a_sample_counted_by_hand() -> None:
    # 1.96² · ¼ / 0.05² = 384.15 of a population without end; of 500: 500 · 384.15 / (499 + 384.15) = 217.5.
    assert sample_size(10**9, 0.05) == 385
    assert sample_size(500, 0.05) == 218
    assert sample_size(3, 0.05) == 3


def test_the_error_counted_by_hand() -> None:
    assert error(100, 401) == pytest.approx(1.959964 * math.sqrt(0.25 / 100 * 301 / 400), rel=1e-6)
    assert error(40, 40) == 0


@given(st.integers(1, 5000), st.floats(0.01, 0.3))
def test_the_least_sample_keeps_the_error_and_one_less_does_not(residents: int, wanted: float) -> None:
    n = sample_size(residents, wanted)

    assert error(n, residents) <= wanted + 1e-9
    assert n == 1 or error(n - 1, residents) > wanted - 1e-9


def test_nobody_of_thirty_leaves_an_upper_end_and_everybody_asked_leaves_none() -> None:
    low, high = share_interval(0, 30, 400)

    assert low == 0 < high < 0.15
    assert share_interval(3, 12, 12) == (0.25, 0.25)


def test_the_interval_covers_the_truth_of_a_village_over_all_samples() -> None:
    residents, answers = 240, 60
    covered = []
    for truth in range(5, 236, 5):
        chances = stats.hypergeom(residents, truth, answers).pmf(np.arange(answers + 1))
        held = [low <= truth / residents <= high for low, high in
                (share_interval(k, answers, residents) for k in range(answers + 1))]  # fmt: skip
        covered.append(float(chances @ np.array(held)))
    assert np.mean(covered) > 0.94
    assert min(covered) > 0.89


@pytest.mark.parametrize(("answers", "residents"), [(0, 10), (11, 10)])
def test_more_answers_than_residents_are_refused(answers: int, residents: int) -> None:
    with pytest.raises(ValueError, match="at most"):
        error(answers, residents)
    with pytest.raises(ValueError, match="at most"):
        share_interval(0, answers, residents)
