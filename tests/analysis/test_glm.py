"""Count regressions against those of statsmodels."""

import numpy as np
import pytest
import statsmodels.api as sm

from analysis.glm import negative_binomial, poisson


def _data(seed: int = 0, kappa: float = 0.5) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    x = np.column_stack([np.ones(150), rng.normal(size=150), rng.integers(0, 2, 150)])
    offset = np.log(rng.uniform(1, 20, 150))
    mean = np.exp(x @ [0.2, 0.4, -0.5] + offset)
    noise = rng.gamma(1 / kappa, kappa, 150) if kappa else 1.0
    return rng.poisson(mean * noise), x, offset


def test_poisson_regression_is_that_of_statsmodels() -> None:
    y, x, offset = _data(kappa=0)
    ours, theirs = poisson(y, x, offset=offset), sm.GLM(y, x, family=sm.families.Poisson(), offset=offset).fit()

    assert ours.coefficients == pytest.approx(theirs.params, abs=1e-6)
    assert ours.covariance == pytest.approx(theirs.cov_params(), rel=1e-5)
    assert ours.log_likelihood == pytest.approx(theirs.llf)


def test_negative_binomial_of_a_given_dispersion_is_that_of_statsmodels() -> None:
    y, x, offset = _data()
    family = sm.families.NegativeBinomial(alpha=0.3)
    ours, theirs = (
        negative_binomial(y, x, offset=offset, dispersion=0.3),
        sm.GLM(y, x, family=family, offset=offset).fit(tol=1e-10),
    )

    assert ours.coefficients == pytest.approx(theirs.params, abs=1e-6)
    assert ours.covariance == pytest.approx(theirs.cov_params(), rel=1e-4)
    assert ours.log_likelihood == pytest.approx(theirs.llf)


def test_the_likeliest_dispersion_is_that_of_statsmodels() -> None:
    y, x, offset = _data()
    theirs = sm.NegativeBinomial(y, x, offset=offset).fit(disp=0)
    ours = negative_binomial(y, x, offset=offset)

    assert ours.dispersion == pytest.approx(theirs.params[-1], rel=0.01)
    assert ours.coefficients == pytest.approx(theirs.params[:-1], abs=1e-3)


def test_counts_that_vary_less_than_poisson_get_no_dispersion() -> None:
    assert negative_binomial(np.full(40, 7), np.ones((40, 1))).dispersion == 0.0


def test_all_zero_counts_give_a_tiny_mean_and_no_failure() -> None:
    fit = poisson(np.zeros(30), np.ones((30, 1)))

    assert fit.mean.max() < 1e-6
    assert np.isfinite(fit.coefficients).all()


def test_a_missing_count_is_refused() -> None:
    with pytest.raises(ValueError, match="known"):
        poisson([1, np.nan], np.ones((2, 1)))
