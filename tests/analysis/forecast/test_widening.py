"""Intervals held to the latest weeks."""

import numpy as np
import pandas as pd
import pytest

from analysis import forecast
from analysis.forecast import widening
from bench.planted import misses


@pytest.fixture(scope="module")
def lives() -> pd.DataFrame:
    return misses.district(np.random.default_rng(5), "stationary").lives


def test_intervals_that_held_stay_as_they_are(lives: pd.DataFrame) -> None:
    assert widening.widening(lives, misses.DAYS) == 1.0


def test_intervals_that_did_not_hold_are_widened(lives: pd.DataFrame, monkeypatch: pytest.MonkeyPatch) -> None:
    # Whoever was open on a day of the trial is told to have missed far more often than any history could say.
    told = widening._misses(lives, misses.DAYS - 70, misses.DAYS)
    monkeypatch.setattr(widening, "_misses", lambda *_: told.assign(gap=3.0 * np.sqrt(told["chance"])))

    assert 1.0 < widening.widening(lives, misses.DAYS) <= widening.WIDEST


def test_a_widened_model_says_the_same_chance_with_a_wider_interval(
    lives: pd.DataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(widening, "widening", lambda *_: 2.0)
    history, ahead = forecast.history_as_of(lives, misses.DAYS)
    plain, wide = (m.miss_probability(ahead) for m in (forecast.fit(history), forecast.learn(lives, misses.DAYS)))

    assert plain["probability"].equals(wide["probability"])
    known = plain["probability"].between(0.05, 0.95)
    assert ((wide["high"] - wide["low"]) > 1.3 * (plain["high"] - plain["low"]))[known].all()


def test_with_too_few_records_nothing_is_said_against_the_intervals() -> None:
    assert widening.widening(misses.district(np.random.default_rng(5), "stationary").lives.iloc[:40], 40) == 1.0
