"""Putting forecasts right by their own past errors."""

import numpy as np
import pytest
from scipy import special

from analysis.forecast import Calibration, calibrate
from analysis.forecast.calibration import LEAST_PAIRS
from analysis.forecast.scores import brier


def _biased(n: int) -> tuple[np.ndarray, np.ndarray]:
    """Forecasts that are too sure of themselves and too low, and what came."""
    rng = np.random.default_rng(4)
    logit = rng.normal(0, 1, n)
    return special.expit(2 * logit - 1), (rng.random(n) < special.expit(logit)).astype(float)


def test_a_known_error_is_found() -> None:
    given, came = _biased(20_000)

    found = calibrate(given, came)

    assert found.intercept == pytest.approx(0.5, abs=0.06)
    assert found.slope == pytest.approx(0.5, abs=0.04)
    assert brier(found.apply(given), came) < brier(given, came)


def test_few_past_forecasts_change_nothing() -> None:
    given, came = _biased(LEAST_PAIRS - 1)

    assert calibrate(given, came) == Calibration()


def test_forecasts_that_say_the_contrary_are_not_turned_round() -> None:
    given, came = _biased(2000)

    assert calibrate(given, 1 - came).slope == 1


def test_order_is_kept_and_missing_stays_missing() -> None:
    made = Calibration(0.3, 0.7, 500).apply([0.0, 0.2, 0.9, 1.0, np.nan])

    assert (np.diff(made[:4]) > 0).all()
    assert np.isnan(made[4])
