"""The usual week holds nine of ten, whatever the level and the unrest."""

import numpy as np
import pytest

from answers.usual import WEEKS, usual


@pytest.mark.trial
@pytest.mark.parametrize(("mean", "unrest"), [(2.0, 0.0), (10.0, 0.0), (60.0, 0.0), (10.0, 0.1), (60.0, 0.05)])
def test_nine_weeks_of_ten_are_usual(mean: float, unrest: float) -> None:
    rng = np.random.default_rng(3)
    held = []
    for _ in range(600):
        levels = mean * (rng.gamma(1 / unrest, unrest, WEEKS + 1) if unrest else np.ones(WEEKS + 1))
        weeks = rng.poisson(levels).astype(float)
        low, high = usual(weeks[:WEEKS])
        if low is not None and high is not None:
            held.append(low <= weeks[WEEKS] <= high)
    assert 0.85 <= np.mean(held) <= 0.99


def test_below_one_record_a_week_nothing_is_usual() -> None:
    assert usual(np.array([3.0, 4.0])) == (None, None)


def test_weeks_without_records_may_be_left_out() -> None:
    assert usual(np.array([9.0, 9.0])) == usual(np.array([9.0, 9.0, 0, 0, 0, 0, 0, 0]))
