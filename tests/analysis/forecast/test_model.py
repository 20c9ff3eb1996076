"""The probability to miss a date: against planted hazards, against Kaplan–Meier, and where it must be silent."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.forecast import CREDIBILITY, LEAST_CLOSED, OVERDUE, fit, history_as_of
from analysis.forecast.scores import brier, reliability
from analysis.survival import kaplan_meier
from bench.planted import misses
from tests.analysis.forecast.district import PACE, TERM, history, one_open, planted

TODAY = 700


@pytest.fixture(scope="module")
def district():
    """Three thousand records over two years, seen on day TODAY by `forecast`."""
    return planted(3000, 730, seed=7)


@pytest.fixture(scope="module")
def forecast(district):
    """Open records of day TODAY that are not overdue, their forecasts and the planted truth."""
    past, ahead = history_as_of(district.lives, TODAY)
    ahead = ahead[ahead["days_left"] >= 0]
    told = fit(past).miss_probability(ahead)
    return ahead, told, district.truth(ahead.index, ahead["age_days"].to_numpy(int))


def test_forecasts_follow_the_planted_probabilities(forecast) -> None:
    _, told, truth = forecast

    assert told["probability"].notna().mean() > 0.95
    known = told["probability"].notna()
    assert np.abs(told["probability"] - truth)[known].mean() < 0.06
    assert np.corrcoef(told["probability"][known], truth[known])[0, 1] > 0.95


def test_the_interval_holds_the_planted_probability_about_nine_times_in_ten() -> None:
    held = []
    for seed in range(12):
        made = planted(1500, 500, seed=seed)
        past, ahead = history_as_of(made.lives, 480)
        ahead = ahead[ahead["days_left"] >= 0]
        told = fit(past).miss_probability(ahead)
        truth = made.truth(ahead.index, ahead["age_days"].to_numpy(int))
        held.append(((told["low"] <= truth) & (truth <= told["high"]))[told["probability"].notna()].mean())

    assert 0.85 <= np.mean(held) <= 0.98


def test_a_forecast_lies_within_its_interval_and_names_the_group_behind_it(forecast) -> None:
    _, told, _ = forecast
    known = told[told["probability"].notna()]

    assert (known["low"] <= known["probability"]).all()
    assert (known["probability"] <= known["high"]).all()
    assert set(known["level"]) == {"recipient"}
    assert (known["n_closed"] >= CREDIBILITY).all()


@pytest.mark.trial
def test_forecasts_are_calibrated_and_beat_the_base_rate() -> None:
    made = planted(6000, 900, seed=11)
    probability, missed, record = [], [], []
    for day in range(300, 860, 20):
        past, ahead = history_as_of(made.lives, day)
        ahead = ahead[ahead["days_left"] >= 0]
        probability.append(fit(past).miss_probability(ahead)["probability"].to_numpy())
        ended = made.lives.loc[ahead.index]
        missed.append((~(ended["resolved_day"] <= ended["due_day"])).to_numpy(float))
        record.append(ended["record_id"].to_numpy())
    p, y, r = (np.concatenate(part) for part in (probability, missed, record))
    p, y, r = p[~np.isnan(p)], y[~np.isnan(p)], r[~np.isnan(p)]

    table = reliability(p, y, r).query("records >= 30")
    assert np.abs(table["forecast"] - table["observed"]).max() < 0.1
    assert abs(p.mean() - y.mean()) < 0.03
    assert brier(p, y) < 0.8 * brier(np.full(len(y), y.mean()), y)


def test_a_recipient_with_two_records_stays_near_its_parent() -> None:
    rng = np.random.default_rng(3)
    crowd = [("letter", "roads", "many", int(day), True) for day in rng.integers(1, 40, 300)]
    model = fit(history([*crowd, ("letter", "roads", "two", 39, True), ("letter", "roads", "two", 39, True)]))

    parent, two = (model.miss_probability(one_open(5, 25, recipient=name)) for name in ("unseen", "two"))

    assert two["probability"].iloc[0] == pytest.approx(parent["probability"].iloc[0], abs=0.15)
    assert two["probability"].iloc[0] > parent["probability"].iloc[0]
    assert two["level"].iloc[0] == "topic_group"


def test_a_recipient_with_many_records_is_judged_by_its_own() -> None:
    slow = [("letter", "roads", "slow", 39, True)] * 400
    fast = [("letter", "roads", "fast", day, True) for day in range(1, 21)] * 20
    model = fit(history([*slow, *fast]))

    probability = {
        name: model.miss_probability(one_open(1, 29, recipient=name))["probability"].iloc[0]
        for name in ("slow", "fast")
    }

    assert probability["slow"] > 0.85
    assert probability["fast"] < 0.1


def test_one_group_without_shrinkage_to_speak_of_is_kaplan_meier() -> None:
    rng = np.random.default_rng(5)
    life, seen = rng.geometric(0.04, 20_000), rng.integers(0, 120, 20_000)
    age, closed = np.minimum(life, seen), life <= seen
    rows = [("letter", "roads", "a", int(a), bool(c)) for a, c in zip(age, closed, strict=True)]

    told = fit(history(rows)).miss_probability(one_open(10, 20)).iloc[0]

    survival = kaplan_meier(age, closed).at([9, 30])
    assert told["probability"] == pytest.approx(survival[1] / survival[0], abs=1e-6)


def test_counted_down_terms_of_different_length_line_up_at_their_last_day() -> None:
    rows = [("letter", "roads", "a", 30, True)] * 100 + [("letter", "roads", "a", 31, True)] * 100
    long = history(rows).assign(term_days=30.0)
    short = history([(*row[:3], row[3] - 20, row[4]) for row in rows]).assign(term_days=10.0)

    told = fit(pd.concat([long, short])).miss_probability(one_open(4, 6)).iloc[0]

    assert told["probability"] == pytest.approx(0.5, abs=0.02)


def test_an_overdue_record_is_a_miss_by_definition_and_apart() -> None:
    told = fit(history([("letter", "roads", "a", 3, True)])).miss_probability(one_open(40, -1)).iloc[0]

    assert (told["probability"], told["low"], told["high"], told["level"]) == (1, 1, 1, OVERDUE)
    assert pd.isna(told["n_closed"])


@pytest.mark.parametrize(
    ("records", "asked"),
    [
        pytest.param(LEAST_CLOSED - 1, (3, 5, "letter"), id="too few closings"),
        pytest.param(LEAST_CLOSED + 20, (3, 5, "unseen"), id="a channel never seen"),
        pytest.param(LEAST_CLOSED + 20, (np.nan, 5, "letter"), id="no age"),
        pytest.param(LEAST_CLOSED + 20, (3, np.nan, "letter"), id="no term"),
        pytest.param(LEAST_CLOSED + 20, (25, 5, "letter"), id="nobody was open for so long"),
    ],
)
def test_with_too_little_history_there_is_no_number(records: int, asked: tuple[float, float, str]) -> None:
    rows = [("letter", "roads", "a", 3 + number % 15, True) for number in range(records)]

    told = fit(history(rows)).miss_probability(one_open(*asked)).iloc[0]

    assert told.isna().all()


def test_a_last_day_beyond_everything_seen_is_not_forecast() -> None:
    rows = [("letter", "roads", "a", day, day < 15) for day in range(20)] * 10
    model = fit(history(rows))

    told = [model.miss_probability(one_open(3, left))["probability"].iloc[0] for left in (16, 17)]

    assert not np.isnan(told[0])
    assert np.isnan(told[1])


def test_an_empty_history_and_no_open_records_are_answered_with_nothing() -> None:
    nothing = fit(history([]))

    assert nothing.miss_probability(one_open(3, 5)).iloc[0].isna().all()
    assert nothing.miss_probability(one_open(3, 5).iloc[:0]).empty


def test_days_on_which_nothing_was_ever_closed_do_not_make_a_miss_certain() -> None:
    rows = [("letter", "roads", "a", 20, True)] * 60

    told = fit(history(rows)).miss_probability(one_open(2, 5)).iloc[0]

    assert told["probability"] == 1
    assert 0.9 < told["low"] < 1


def test_missing_codes_are_a_group_and_read_the_same_beside_numbers() -> None:
    rows = history([("1", "", "7", day, True) for day in range(1, 21)] * 5).assign(
        channel=1, topic_group=None, recipient=7
    )
    asked = one_open(3, 5).assign(channel=1, topic_group=None, recipient=7)

    told = fit(rows).miss_probability(asked.astype({"recipient": float})).iloc[0]

    assert (told["level"], told["n_closed"]) == ("recipient", 100)


LIFE = st.tuples(st.sampled_from(["a", "b", "c"]), st.integers(0, 60), st.booleans())


@settings(max_examples=40, deadline=None)
@given(st.lists(LIFE, min_size=40, max_size=200), st.integers(0, 20), st.integers(0, 30))
def test_for_one_age_a_later_last_day_is_never_riskier(lives: list[tuple[str, int, bool]], age: int, left: int) -> None:
    model = fit(history([("letter", "roads", who, day, closed) for who, day, closed in lives]))

    sooner, later = (model.miss_probability(one_open(age, days))["probability"].iloc[0] for days in (left, left + 3))

    assert np.isnan(sooner) or np.isnan(later) or later <= sooner + 1e-12


@settings(max_examples=40, deadline=None)
@given(st.lists(LIFE, min_size=40, max_size=200), st.integers(0, 20), st.integers(0, 30))
def test_a_record_nearer_its_same_last_day_is_never_safer(
    lives: list[tuple[str, int, bool]], age: int, left: int
) -> None:
    model = fit(history([("letter", "roads", who, day, closed) for who, day, closed in lives]))

    younger = model.miss_probability(one_open(age, left + 1))["probability"].iloc[0]
    older = model.miss_probability(one_open(age + 1, left))["probability"].iloc[0]

    assert np.isnan(younger) or np.isnan(older) or younger <= older + 1e-12


def test_the_order_of_the_history_does_not_matter(district) -> None:
    past, ahead = history_as_of(district.lives, TODAY)

    told, shuffled = (fit(one).miss_probability(ahead) for one in (past, past.sample(frac=1, random_state=1)))

    pd.testing.assert_frame_equal(told, shuffled)


def test_the_paces_of_recipients_are_told_apart(forecast) -> None:
    ahead, told, _ = forecast
    young = ahead["age_days"] < TERM / 2

    means = told["probability"][young].groupby(ahead["recipient"][young]).mean()

    assert list(means.sort_values().index) == sorted(PACE, key=lambda name: -PACE[name])


@pytest.mark.trial
@pytest.mark.parametrize("kind", ["drift", "season"])
def test_a_year_that_changes_is_followed(kind: str) -> None:
    gaps: list[float] = []
    blind: list[float] = []
    for seed in range(4):
        planted = misses.district(np.random.default_rng([seed, 11]), kind)
        past, ahead = history_as_of(planted.lives, planted.today)
        ahead = ahead.loc[planted.missing.index]
        for told, into in ((fit(past), gaps), (fit(past.drop(columns="ended_ago")), blind)):
            into.append(abs(told.miss_probability(ahead)["probability"].mean() - planted.missing.mean()))

    assert np.mean(gaps) < 0.6 * np.mean(blind)


def test_an_age_far_beyond_the_weeks_told_is_still_counted() -> None:
    rows = [("letter", "roads", "a", day, True) for day in range(2, 182) for _ in range(2)]
    told = fit(history(rows)).miss_probability(one_open(1, 175))["probability"].iloc[0]

    assert told < 0.1
