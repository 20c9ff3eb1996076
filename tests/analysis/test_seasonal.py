"""The norm of a week."""

import numpy as np
import pytest

from analysis.seasonal import YEAR_WEEKS, fit_norm


def _series(weeks: int, seed: int = 0, level: float = 20.0, kappa: float = 0.0) -> tuple[np.ndarray, np.ndarray]:
    t = np.arange(weeks)
    mean = level * np.exp(0.5 * np.cos(2 * np.pi * t / YEAR_WEEKS) + 0.1 * t / YEAR_WEEKS)
    rng = np.random.default_rng(seed)
    return rng.poisson(mean * (rng.gamma(1 / kappa, kappa, weeks) if kappa else 1)), mean


@pytest.mark.parametrize("season", ["harmonics", "months"])
def test_level_trend_and_season_are_found_again(season: str) -> None:
    y, truth = _series(208)
    norm = fit_norm(y, season=season)  # type: ignore[arg-type]

    assert norm.has_season
    assert norm.has_trend
    assert np.abs(norm.expected() / truth - 1).mean() < 0.08


def test_expected_counts_add_up_to_the_counts() -> None:
    y, _ = _series(120)

    assert fit_norm(y, trend=True).fit.dispersion == pytest.approx(0, abs=0.05)
    assert fit_norm(y).expected().sum() == pytest.approx(y.sum(), rel=0.02)


def test_nine_future_weeks_of_ten_lie_within_their_interval() -> None:
    inside = []
    for seed in range(40):
        y, _ = _series(156 + 12, seed, kappa=0.1)
        low, high = fit_norm(y[:156]).interval(ahead=12)
        inside.append(((low <= y) & (y <= high))[156:].mean())

    assert np.mean(inside) == pytest.approx(0.92, abs=0.04)


def test_less_than_two_years_teach_no_season_and_less_than_one_no_trend() -> None:
    y, _ = _series(104)

    assert not fit_norm(y[:90]).has_season
    assert fit_norm(y[:90]).has_trend
    assert not fit_norm(y[:30]).has_trend
    assert fit_norm(y[:30]).expected() == pytest.approx(np.full(30, y[:30].mean()))


def test_the_season_peaks_when_the_counts_do() -> None:
    y, _ = _series(208, level=60)
    middle, low, high = fit_norm(y).season_factors()

    assert middle.argmax() in {50, 51, 0, 1, 2}
    assert (low < middle).all()
    assert (middle < high).all()
    assert (fit_norm(y[:60]).season_factors()[0] == 1).all()


def test_the_trend_does_not_run_into_the_future() -> None:
    y = np.random.default_rng(0).poisson(5 * np.exp(0.02 * np.arange(60)))
    ahead = fit_norm(y).expected(ahead=20)

    assert ahead[60:] == pytest.approx(np.full(20, ahead[59]))


def test_fewer_than_eight_weeks_are_too_few() -> None:
    with pytest.raises(ValueError, match="8 weeks"):
        fit_norm([1, 2, 3])
