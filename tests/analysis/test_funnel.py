"""Limits of a funnel: what chance and the usual differences of peers explain."""

import numpy as np
import pytest
from scipy import stats

from analysis import funnel
from analysis.funnel import INNER, OUTER, Funnel

MANY = 10**6
"""Degrees of freedom with which Student's quantile is the normal one."""


def test_limits_of_few_cases_are_exact() -> None:
    low, high = Funnel(0.9, 0.0, MANY).limits([12.0], OUTER)

    law = stats.binom(12, 0.9)
    inside = [k for k in range(13) if low[0] <= k / 12 <= high[0]]
    assert 1 - law.cdf(inside[0] - 1) > 0.999 > 1 - law.cdf(inside[0])
    assert inside[-1] == 12
    assert law.pmf(inside).sum() >= OUTER


def test_with_usual_differences_limits_of_few_cases_are_those_of_the_beta_binomial() -> None:
    low, _ = Funnel(0.8, 0.01, MANY).limits([20.0], INNER)

    size = 1 / (4 * 0.01) - 1
    law = stats.betabinom(20, 0.8 * size, 0.2 * size)
    first = int(np.ceil(low[0] * 20))
    assert law.cdf(first - 1) <= 0.025 < law.cdf(first)


def test_limits_of_many_cases_are_normal_on_the_arcsine_scale() -> None:
    low, high = Funnel(0.5, 0.0, MANY).limits([10_000.0], INNER)

    assert low[0] == pytest.approx(0.5 - 1.96 * 0.005, abs=1e-4)
    assert high[0] == pytest.approx(0.5 + 1.96 * 0.005, abs=1e-4)


@pytest.mark.parametrize("extra", [0.0, 0.01])
def test_limits_narrow_with_cases_and_the_outer_hold_the_inner(extra: float) -> None:
    made, n = Funnel(0.85, extra, 30), np.array([3.0, 10, 40, 66, 68, 200, 1000, 1e5])
    (low, high), (lower, higher) = made.limits(n, INNER), made.limits(n, OUTER)

    assert (np.diff(low) > -0.02).all()
    assert (np.diff(high) < 0.02).all()
    assert (lower <= low).all()
    assert (high <= higher).all()
    assert ((low < 0.85) & (high > 0.85)).all()


def test_without_cases_everything_is_possible() -> None:
    low, high = Funnel(0.85, 0.0, 10).limits([0.0], OUTER)

    assert (low[0], high[0]) == (0.0, 1.0)


def test_the_centre_is_of_own_peers_and_usual_differences_are_common() -> None:
    n = np.full(20, 400.0)
    share = np.r_[np.tile([0.84, 0.96], 5), np.tile([0.52, 0.68], 5)]
    found = funnel.fit(share, n, np.repeat(["a", "b"], 10))

    assert found["a"].centre == pytest.approx(0.905, abs=0.01)
    assert found["b"].centre == pytest.approx(0.60, abs=0.01)
    assert found["a"].extra == found["b"].extra > 0
    assert found["a"].freedom == 18


def test_differences_of_chance_alone_are_no_usual_differences() -> None:
    assert funnel.fit([0.8, 0.81, 0.79, 0.8], [100.0] * 4, ["a"] * 4)["a"].extra == 0.0


def test_one_bad_among_twelve_is_told_and_does_not_hide_itself() -> None:
    share = np.array([0.3, *[0.86, 0.9, 0.84, 0.88] * 3])
    n = np.full(len(share), 120.0)
    outer, inner = funnel.differs(funnel.fit(share, n, ["a"] * 13), share, n, ["a"] * 13)

    assert outer.tolist() == [-1, *[0] * 12]
    assert inner[0]


def test_three_of_three_is_not_told_and_who_is_alone_neither() -> None:
    share, n, peers = [0.6, 0.62, 0.58, 1.0, 0.1], [200, 200, 200, 3, 50], [*"aaaab"]
    outer, _ = funnel.differs(funnel.fit(share, n, peers), share, n, peers)

    assert outer.tolist() == [0, 0, 0, 0, 0]


def test_a_share_that_is_not_known_is_no_difference() -> None:
    share, n, peers = [0.6, np.nan, 0.7], [200.0, 0.0, 210.0], ["a", "a", "b"]
    found = funnel.fit(share, n, peers)

    assert funnel.differs(found, share, n, peers)[0].tolist() == [0, 0, 0]
    assert funnel.fit([np.nan], [0.0], ["a"]) == {}


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_peers_who_all_keep_or_all_miss_are_one_point(share: float) -> None:
    found = funnel.fit([share] * 4, [30.0] * 4, ["a"] * 4)["a"]
    low, high = found.limits([30.0], OUTER)

    assert low[0] <= share <= high[0]
