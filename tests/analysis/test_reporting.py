"""What nobody reported is estimated from what one or two people did, and quiet is judged by what was expected."""

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given
from scipy.stats import poisson

from analysis.reporting import FEWEST_PROBLEMS, reporting, silence, truncated_poisson_rate


def test_chaos_lower_bound_counted_by_hand() -> None:
    found = reporting([1] * 10 + [2] * 4 + [3] * 2)

    assert found.seen == 16
    assert found.reporters == pytest.approx(24 / 16)
    assert found.unseen == pytest.approx(10 * 9 / (2 * 5))
    assert found.share == pytest.approx(16 / 18)


def test_the_lower_end_of_chao_counted_by_hand() -> None:
    # f1 = 10, f2 = 4: variance 90/10 + 10·19²/100 + 100·4·81/(4·625) = 9 + 36.1 + 12.96
    found = reporting([1] * 10 + [2] * 4 + [3] * 2)
    factor = np.exp(1.6448536 * np.sqrt(np.log(1 + 58.06 / 81)))

    assert found.low == np.floor(9 / factor) == 2


def test_one_problem_told_once_proves_nothing_left_untold() -> None:
    found = reporting([1] + [2] * 4 + [3] * 7)

    assert (found.unseen, found.low) == (0, 0)


def test_the_truncated_poisson_gives_back_the_rate_that_made_the_mean() -> None:
    rate = 1.7

    assert truncated_poisson_rate(rate / (1 - np.exp(-rate))) == pytest.approx(rate)
    assert truncated_poisson_rate(1.0) == 0.0


def test_problems_alike_are_estimated_near_the_truth_by_both() -> None:
    reporters = np.random.default_rng(3).poisson(1.2, 4000)
    unseen, found = int((reporters == 0).sum()), reporting(reporters[reporters > 0])

    assert found.low < unseen
    assert found.unseen_if_alike == pytest.approx(unseen, rel=0.1)


def test_unequal_problems_have_more_unseen_than_if_they_were_alike() -> None:
    chance = np.random.default_rng(5)
    reporters = chance.poisson(chance.gamma(0.5, 3.0, 4000))
    found = reporting(reporters[reporters > 0])

    assert found.unseen_if_alike < found.unseen < (reporters == 0).sum(), "a lower bound stays below the truth"


@pytest.mark.parametrize("shape", [None, 2.0, 0.5, 0.2])
@pytest.mark.parametrize("problems", [20, 40, 400])
def test_at_least_so_many_are_unseen_however_unequally_problems_are_noticed(shape: float | None, problems: int) -> None:
    chance, held = np.random.default_rng(7), []
    for _ in range(400):
        noticed = np.full(problems, 1.5) if shape is None else chance.gamma(shape, 1.5 / shape, problems)
        told = chance.poisson(noticed)
        found = reporting(told[told > 0])
        held += [] if found.few_data else [found.low <= (told == 0).sum()]

    assert len(held) > 20
    assert np.mean(held) >= 0.90, "one-sided at 95 %, of at least twenty-one cases"


@pytest.mark.parametrize("few", [[], [1, 2, 3], [2] * (FEWEST_PROBLEMS - 1), [1] * 50])
def test_too_few_problems_or_none_told_twice_are_few_data(few: list[int]) -> None:
    found = reporting(few)

    assert found.few_data
    assert np.isnan([found.unseen, found.low, found.share]).all()


def test_problems_that_several_people_told_leave_nothing_unseen_by_the_lower_bound() -> None:
    found = reporting([3] * 20)

    assert (found.unseen, found.share, found.few_data) == (0.0, 1.0, False)


@pytest.mark.parametrize("wrong", [[0, 1, 2], [1, np.nan]])
def test_a_problem_without_a_known_reporter_is_refused(wrong: list[float]) -> None:
    with pytest.raises(ValueError, match="reporter"):
        reporting(wrong)


def test_places_are_silent_quiet_usual_or_too_small_to_tell() -> None:
    verdict, chance = silence([0, 1, 4, 0, 0], [3.5, 8.0, 5.0, 2.9, np.nan])

    assert verdict.tolist() == ["silent", "quiet", "usual", "few_data", "few_data"]
    assert chance[:3] == pytest.approx([np.exp(-3.5), 9 * np.exp(-8), poisson.cdf(4, 5)])
    assert np.isnan(chance[3:]).all()


def test_no_record_where_three_are_expected_is_just_unusual_enough() -> None:
    assert silence([0], [3.0])[0].tolist() == ["silent"], "e⁻³ is 4.98 %"


@given(st.lists(st.integers(1, 6), min_size=1, max_size=60))
def test_the_estimate_lies_in_its_interval_and_the_share_between_nothing_and_all(reporters: list[int]) -> None:
    found = reporting(reporters)

    assert found.seen == len(reporters)
    if not found.few_data:
        assert found.low <= found.unseen
        assert 0 < found.share <= 1


@given(st.floats(1.001, 50))
def test_the_truncated_rate_is_below_the_mean_and_explains_it(mean: float) -> None:
    rate = truncated_poisson_rate(mean)

    assert 0 < rate <= mean
    # The gap, mean·e^−rate, sinks below what a double tells apart near 37; up to 20 it is far above any rounding.
    assert rate < mean or mean > 20
    assert rate / -np.expm1(-rate) == pytest.approx(mean)


@given(st.integers(0, 30), st.floats(3, 60), st.floats(0, 30))
def test_more_expected_never_makes_a_place_look_less_quiet(count: int, expected: float, more: float) -> None:
    chance = silence([count, count], [expected, expected + more])[1]

    assert chance[1] <= chance[0] + 1e-12
