"""The change in a place against its donors: counted by hand where chance has no part, and what may be said of it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.effect import Series, Verdict, estimate, smallest_effect
from analysis.effect.blocks import contrast, whole_blocks

STEADY = np.full((13, 104), 4.0)


def after(share: float, start: int = 78, counts: np.ndarray = STEADY, target: float | None = None) -> Series:
    """Steady places, the first of which falls to a share of its records."""
    changed = counts.copy()
    changed[0, start:] = np.round(changed[0, start:] * share)
    return Series(changed, 0, start, target)


def test_blocks_are_laid_from_the_start_both_ways_and_what_is_left_over_belongs_to_none() -> None:
    sums, before = whole_blocks(np.arange(60.0)[None], 31)

    # 31 weeks before: two blocks of weeks 5–17 and 18–30; 29 after: weeks 31–43 and 44–56.
    assert before == 2
    assert sums.tolist() == [[143.0, 312.0, 481.0, 650.0]]


def test_the_change_is_the_ratio_to_what_donors_let_expect() -> None:
    treated, donors = np.array([20.0, 20.0, 20.0, 20.0, 9.5]), np.array([40.0, 40.0, 40.0, 40.0, 40.0])

    told = contrast(treated, donors, 4)

    # Half of the donors' records: 20 are expected, 9.5 came; a half is added to both.
    assert told.expected == pytest.approx(20.0)
    assert np.exp(told.change) == pytest.approx(10 / 20.5)


def test_what_comes_to_all_is_no_effect() -> None:
    counts = STEADY.copy()
    counts[:, 78:] *= 3

    told = estimate(Series(counts, 0, 78))

    assert told.change == pytest.approx(0.0, abs=0.01)
    assert told.verdict is Verdict.NOT_PROVED


@pytest.mark.parametrize(
    ("share", "target", "verdict"),
    [
        (0.25, None, "снизилось"),
        (0.25, -0.9, "снизилось"),
        (2.0, None, "стало больше"),
        (2.0, -0.3, "стало больше"),
        (1.0, -0.6, "не снизилось"),
        (1.0, -0.05, "не доказано"),
        (1.0, None, "не доказано"),
    ],
)
def test_the_verdict_says_no_more_than_the_interval(share: float, target: float | None, verdict: str) -> None:
    told = estimate(after(share, target=target))

    assert told.verdict == verdict
    assert told.low < told.change < told.high
    assert told.change == pytest.approx(share - 1, abs=0.02)
    assert told.donors == 12


def _from(start: int) -> Series:
    return after(0.25, start)


@pytest.mark.parametrize(
    "series",
    [
        pytest.param(_from(51), id="three whole blocks before"),
        pytest.param(_from(92), id="no whole block after"),
        pytest.param(Series(STEADY, 0, -5), id="began before the first week"),
        pytest.param(Series(STEADY, 0, 104), id="begins after the last week"),
        pytest.param(Series(STEADY[:1], 0, 78), id="no donor"),
        pytest.param(Series(np.vstack([STEADY[:1], 0 * STEADY[:9]]), 0, 78), id="donors without records"),
        pytest.param(Series(np.vstack([0 * STEADY[:1], STEADY[:9]]), 0, 78), id="a place without records"),
    ],
)
def test_without_enough_data_there_are_no_numbers(series: Series) -> None:
    told = estimate(series)

    assert told.verdict == "недостаточно данных"
    assert (told.change, told.low, told.high, told.method) == (None, None, None, None)


def test_four_whole_blocks_before_and_one_after_are_enough() -> None:
    assert estimate(_from(52)).verdict == "снизилось"
    assert estimate(_from(91)).verdict == "снизилось"


def test_fewer_than_nine_like_donors_leave_blocks_alone_against_everybody() -> None:
    counts = STEADY.copy()
    counts[9:] *= 4  # more than three times the place: eight like ones remain

    told = estimate(after(0.25, counts=counts))

    assert (told.method, told.donors) == ("blocks", 12)


def test_donors_that_move_a_lot_widen_the_interval_and_it_is_said_whose_it_is() -> None:
    counts = STEADY.copy()
    counts[1::2, 78:] = 0.0

    told = estimate(after(1.0, counts=counts))

    assert told.method == "placebo"
    assert told.high - told.low > 1.5 * (estimate(after(1.0)).high - estimate(after(1.0)).low)


def test_a_place_that_falls_silent_has_an_interval_that_ends_above_nothing() -> None:
    told = estimate(after(0.0))

    assert -1 < told.low < told.change < told.high < 0


@given(
    seed=st.integers(0, 10_000),
    rate=st.sampled_from([0.5, 2.0, 8.0]),
    order=st.permutations(range(1, 13)),
)
@settings(max_examples=25)
def test_the_order_of_donors_changes_nothing_and_the_change_lies_inside(
    seed: int, rate: float, order: list[int]
) -> None:
    counts = np.random.default_rng(seed).poisson(rate, (13, 104)).astype(float)
    one, other = (estimate(Series(each, 0, 78)) for each in (counts, counts[[0, *order]]))

    assert (other.verdict, other.method, other.donors) == (one.verdict, one.method, one.donors)
    if one.low is not None:
        assert [other.low, other.change, other.high] == pytest.approx([one.low, one.change, one.high])
        assert -1 < one.low < one.change < one.high


def test_a_place_written_about_rarely_can_show_only_large_falls() -> None:
    rare, often = smallest_effect(1.0, 26), smallest_effect(8.0, 26)

    assert -0.75 < rare < -0.5 < often < -0.3
    assert smallest_effect(1.0, 52) > rare
    assert smallest_effect(8.0, 12) is None
    assert smallest_effect(0.1, 13) is None


def test_the_fall_said_to_be_the_smallest_is_found_four_times_in_five() -> None:
    rng, fall = np.random.default_rng(7), smallest_effect(4.0, 26, spread=0.0)
    counts = rng.poisson(4.0, (150, 13, 104)).astype(float)
    counts[:, 0, 78:] = rng.poisson(4.0 * (1 + fall), (150, 26))

    found = [estimate(Series(one, 0, 78)).verdict is Verdict.FELL for one in counts]

    assert 0.7 < np.mean(found) < 0.93
