"""What a poll is worth: sums counted by hand, and a planted truth that is asked again and again."""

from dataclasses import replace

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given

from analysis.polls.value import Inquiry, outcomes, worth

HUNDRED = Inquiry(people=100, months=12, threshold=0.5, prior=(1, 1), answers=1)
SHARE = st.floats(0.02, 0.98)
INQUIRIES = st.builds(
    Inquiry, st.just(100), st.just(12), SHARE, st.tuples(st.floats(0.3, 20), st.floats(0.3, 20)), st.integers(0, 40)
)


def test_one_answer_counted_by_hand() -> None:
    # k = 0 or 1, ½ each; E[θ | k] = ⅓ or ⅔: only «other» changes the choice, by ⅔ − ½, so ½ · ⅙ = 1/12 of 1200.
    found = worth(HUNDRED)

    assert found.today == 600
    assert found.gain == pytest.approx(1200 / 12)
    assert found.turns == pytest.approx(0.5)


def test_three_answers_counted_by_hand() -> None:
    # ¼ each; ⅕ ⅖ ⅗ ⅘: ¼ · (0.1 + 0.3) = 0.1.
    assert worth(replace(HUNDRED, answers=3)).gain == pytest.approx(120)


def test_where_the_other_option_would_be_taken_today_the_answers_against_it_count() -> None:
    # Beta(2, 1), n = 1: P(0) = ⅓ with mean ½, P(1) = ⅔ with ¾; threshold 0.6: ⅓ · 0.1.
    found = worth(replace(HUNDRED, prior=(2, 1), threshold=0.6))

    assert found.today == pytest.approx(1200 * 2 / 3)
    assert found.gain == pytest.approx(1200 / 30)


def test_the_cost_is_the_delay_of_the_better_option_and_the_work() -> None:
    found = worth(replace(HUNDRED, delay_months=0.5, work=7))

    assert found.cost == 0.5 * 100 * 0.5 + 7
    assert found.net == pytest.approx(found.gain - 32)


def test_a_poll_that_no_outcome_of_which_changes_the_choice_is_worth_nothing() -> None:
    # Ten answers for it would leave 12/16 of «other»: less than the 0.8 whom today's option suits.
    found = worth(replace(HUNDRED, prior=(2, 4), threshold=0.8, answers=10))

    assert (found.gain, found.turns, found.can_change) == (0, 0, False)


def test_called_participants_counted_by_hand() -> None:
    # One participant, half of them called, surely for «other»: called (½) → k = 1, θ stays ½; else k as drawn, ¼ each.
    # P(k = 1) = ¾ with mean (½·½ + ¼·⅔)/¾ = 5/9; gain ¾ · 1/18 = 1/24.
    asked = replace(HUNDRED, called=0.5, called_for_other=1.0)
    chances, means = outcomes(asked)

    assert chances == pytest.approx([0.25, 0.75])
    assert means == pytest.approx([1 / 3, 5 / 9])
    assert worth(asked).gain == pytest.approx(1200 / 24)


def test_who_is_called_altogether_tells_nothing() -> None:
    assert not worth(replace(HUNDRED, answers=30, called=1.0, called_for_other=0.5)).can_change


@given(INQUIRIES, SHARE, SHARE)
def test_chances_sum_to_one_the_mean_stays_and_nothing_is_worth_more_than_the_truth(
    asked: Inquiry, called: float, for_other: float
) -> None:
    mean = asked.prior[0] / sum(asked.prior)
    for one in (asked, replace(asked, called=called, called_for_other=for_other)):
        chances, means = outcomes(one)
        assert chances.sum() == pytest.approx(1)
        assert float(chances @ means) == pytest.approx(mean)
    honest, mixed = worth(asked).gain, worth(one).gain
    assert -1e-9 <= mixed <= honest + 1e-6
    assert honest <= 1200 * max(1 - asked.threshold, asked.threshold) + 1e-9


@given(INQUIRIES)
def test_more_answers_are_never_worth_less(asked: Inquiry) -> None:
    assert worth(replace(asked, answers=asked.answers + 3)).gain >= worth(asked).gain - 1e-6


@pytest.mark.parametrize(("called", "for_other"), [(0.0, 0.5), (0.3, 0.8)])
def test_choices_made_by_a_poll_of_a_planted_truth_gain_what_was_promised(called: float, for_other: float) -> None:
    rng, times = np.random.default_rng(3), 200_000
    asked = Inquiry(1000, 12, 0.55, (3, 4), 25, called=called, called_for_other=for_other)
    truth = rng.beta(*asked.prior, size=times)
    came = rng.binomial(25, called, size=times)
    k = rng.binomial(25 - came, truth) + came * (rng.random(times) < for_other)
    takes_other = outcomes(asked)[1][k] > asked.threshold  # today's choice is the other one's: 3/7 < 0.55
    gained = 12_000 * np.where(takes_other, truth - asked.threshold, 0.0)

    assert worth(asked).gain == pytest.approx(gained.mean(), abs=4 * gained.std() / times**0.5)


@pytest.mark.parametrize("wrong", [{"threshold": 1.1}, {"prior": (0, 1)}, {"answers": -1}, {"people": -1}])
def test_numbers_that_make_no_sense_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"0–1|negative"):
        worth(replace(HUNDRED, **wrong))  # type: ignore[arg-type]
