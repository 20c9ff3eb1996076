"""The check on the past: no look ahead, fair references, an honest verdict, few data told as such."""

import numpy as np
import pandas as pd
import pytest

from analysis.forecast import Backtest, backtest
from analysis.forecast.report import backtest_lines
from analysis.forecast.scores import brier, gain, log_loss, reliability, wilson
from tests.analysis.forecast.district import TERM, planted

UNTIL = 700


@pytest.fixture(scope="module")
def lives() -> pd.DataFrame:
    return planted(2500, UNTIL, seed=21).lives


@pytest.fixture(scope="module")
def found(lives: pd.DataFrame) -> Backtest:
    return backtest(lives, UNTIL)


def _score(found: Backtest, column: str) -> float:
    return brier(found.pairs[column].to_numpy(), found.pairs["missed"].to_numpy())


@pytest.mark.parametrize("reference", ["base", "base_channel", "base_open", "pooled"])
def test_the_forecast_beats_every_reference_on_planted_hazards(found: Backtest, reference: str) -> None:
    assert _score(found, "probability") < _score(found, reference)


def test_only_records_whose_last_day_has_come_are_judged(found: Backtest) -> None:
    pairs = found.pairs

    assert (pairs["due_day"] < UNTIL).all()
    assert (pairs["origin_day"] <= pairs["due_day"]).all()
    assert (pairs["due_day"] - pairs["origin_day"] <= TERM).all()


def test_forecasts_of_an_early_origin_do_not_change_with_what_came_later(lives: pd.DataFrame, found: Backtest) -> None:
    origin = found.origins[len(found.origins) // 2]
    later = lives.copy()
    later.loc[~(later["resolved_day"] < origin), "resolved_day"] = np.nan

    told = ["record_id", "probability", "low", "high", "recalibrated", "base", "base_channel", "base_open", "pooled"]
    before, after = (
        one.pairs.loc[one.pairs["origin_day"] == origin, told].reset_index(drop=True)
        for one in (found, backtest(later, UNTIL))
    )

    pd.testing.assert_frame_equal(before, after)


def test_recalibration_does_no_harm_to_forecasts_that_are_right(found: Backtest) -> None:
    assert _score(found, "recalibrated") < _score(found, "probability") + 0.005


def test_the_report_names_table_scores_and_verdict(found: Backtest) -> None:
    text = "\n".join(backtest_lines(found, str))

    assert text.count(" % – ") >= 8
    assert "Brier" in text
    assert "log loss" in text
    assert "общая доля нарушений" in text
    assert text.count("лучше") >= 4


def test_with_too_little_history_the_report_says_so(lives: pd.DataFrame) -> None:
    text = "\n".join(backtest_lines(backtest(lives.head(60), UNTIL), str))

    assert text.startswith("Мало данных для проверки прогноза")


def test_without_any_record_there_is_nothing_to_check(lives: pd.DataFrame) -> None:
    found = backtest(lives.iloc[:0], UNTIL)

    assert found.pairs.empty
    assert not found.is_enough


def test_scores_by_hand() -> None:
    given, came = np.array([0.8, 0.4, 0.0]), np.array([1.0, 0.0, 0.0])

    assert brier(given, came) == pytest.approx((0.04 + 0.16 + 0) / 3)
    assert log_loss(given, came) == pytest.approx(-(np.log(0.8) + np.log(0.6) + np.log(0.999)) / 3)


def test_every_forecast_falls_into_one_tenth_and_a_record_counts_once_in_its_interval() -> None:
    table = reliability(np.array([0.0, 0.1, 0.15, 1.0]), np.array([0.0, 1.0, 0.0, 1.0]), np.array([1, 2, 2, 3]))

    assert table["n"].tolist() == [1, 2, 0, 0, 0, 0, 0, 0, 0, 1]
    assert table["records"].tolist() == [1, 1, 0, 0, 0, 0, 0, 0, 0, 1]
    assert (table["low"][1], table["high"][1]) == pytest.approx(wilson(0.5, 1))
    assert table["observed"].isna().sum() == 7


def test_a_gain_over_itself_is_nought_and_over_a_worse_one_is_certain() -> None:
    rng = np.random.default_rng(2)
    truth = rng.random(500)
    came, record = (rng.random(500) < truth).astype(float), np.arange(500)

    assert gain(truth, truth, came, record).gain == 0
    assert not gain(truth, truth, came, record).is_certain
    assert gain(truth, np.full(500, 0.5), came, record).is_certain
