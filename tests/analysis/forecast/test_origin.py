"""What was known on a morning, and that nothing later is looked at."""

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.forecast import LIVES, fit, history_as_of
from tests.analysis.forecast.district import planted

DAY = 400


def _lives(*rows: tuple[float, float, float]) -> pd.DataFrame:
    made = [(number, "letter", "roads", "a", *row) for number, row in enumerate(rows, 1)]
    return pd.DataFrame(made, columns=list(LIVES))


def test_a_closing_of_the_same_morning_is_not_known_yet() -> None:
    past, ahead = history_as_of(_lives((5, 35, 9), (5, 35, 10)), 10)

    assert past["is_closed"].tolist() == [True, False]
    assert past["age_days"].tolist() == [4, 4]
    assert ahead[["record_id", "age_days", "days_left"]].to_numpy().tolist() == [[2, 5, 25]]


def test_a_record_of_today_is_open_and_no_history_and_one_of_tomorrow_is_neither() -> None:
    past, ahead = history_as_of(_lives((10, 40, np.nan), (11, 41, np.nan)), 10)

    assert past.empty
    assert ahead["record_id"].tolist() == [1]


def test_a_record_without_a_term_is_open_without_days_left() -> None:
    _, ahead = history_as_of(_lives((5, np.nan, np.nan)), 10)

    assert ahead["days_left"].isna().tolist() == [True]


def test_a_record_without_a_start_or_closed_before_it_is_left_out() -> None:
    past, ahead = history_as_of(_lives((np.nan, 30, 9), (5, 35, 3)), 10)

    assert past.empty
    assert ahead.empty


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000))
def test_what_happens_after_a_day_never_changes_its_forecast(seed: int) -> None:
    lives = planted(300, 500, seed=1).lives
    rng = np.random.default_rng(seed)
    later = lives.copy()
    unknown = ~(later["resolved_day"] < DAY)
    later.loc[unknown, "resolved_day"] = np.where(rng.random(unknown.sum()) < 0.5, DAY + rng.integers(0, 99), np.nan)
    coming = later["start_day"] > DAY
    later.loc[coming, "channel"] = "message"

    told = []
    for one in (lives, later, lives[lives["start_day"] <= DAY]):
        past, ahead = history_as_of(one, DAY)
        told.append(fit(past).miss_probability(ahead))

    pd.testing.assert_frame_equal(told[0], told[1])
    pd.testing.assert_frame_equal(told[0], told[2])
