"""Completeness of answers, counted by hand from a few of them."""

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from data.filters import Filters
from data.metrics import query
from data.metrics.declared import answers
from data.scope import EVERYTHING, Grant, Scope
from data.settings import Settings
from data.snapshots import publish
from data.store.reply_signals import SIGNALS
from tests.data.checks import FULL, NOTHING, SOLVED, hinted, planned
from tests.data.records import add, day, published

MARCH = Filters(date_from=day("2026-03-01"), date_to=day("2026-03-31"), as_of=day("2026-03-31"))
HOUSING, ROADS = "housing_department", "road_department"
WEEK = "2026-03-02"
METRICS = ("completeness", "completeness_hint", "checked")


def _answers(settings: Settings, *recipients: str, **more: Any) -> None:
    row = {"received": "2026-03-02", "answered": "2026-03-04", "status": "closed_solved", **more}
    published(settings, *[{**row, "record_id": i, "recipient": code} for i, code in enumerate(recipients, start=1)])


def _told(settings: Settings, by: str = "", filters: Filters = MARCH, scope: Scope = EVERYTHING) -> pd.DataFrame:
    publish.publish(settings)
    frame = query(METRICS, [by] if by else [], filters, scope, intervals=True)
    return frame.set_index(by) if by else frame


def test_what_people_found_takes_back_what_the_hints_do_wrong(settings: Settings) -> None:
    _answers(settings, *[HOUSING] * 4)
    hinted(settings, {1: 45, 2: 90, 3: 0})
    planned(settings, WEEK, {HOUSING: 4}, [(1, HOUSING, FULL), (4, HOUSING, {**NOTHING, "outcome": "explained"})])
    told = _told(settings).iloc[0]
    # Hints of 100: 50, 100, 0 and, of the text that is in no file, their mean 50. Read: 90 of 90 is 100, 40 of 90 is
    # 44.4. Differences 50 and −5.6, their mean 22.2.
    assert told["completeness"] == pytest.approx(50 + (50 - 50 / 9) / 2)
    assert told["completeness_hint"] == pytest.approx(50)
    assert (told["checked"], told["completeness_n"]) == (2, 2)
    assert told["completeness_low"] < told["completeness"] < told["completeness_high"] <= 100


def test_without_anything_read_completeness_is_unknown_and_the_hint_is_told_apart(settings: Settings) -> None:
    _answers(settings, HOUSING, ROADS)
    hinted(settings, {1: 90})
    told = _told(settings, "recipient")
    assert told["completeness"].isna().all() and told["completeness_low"].isna().all()
    assert told.loc[HOUSING, "completeness_hint"] == 100
    assert told["completeness_hint"].isna().tolist() == [False, True]
    assert told["checked"].tolist() == [0, 0]


def test_a_total_is_told_from_the_sums_of_its_parts_and_is_no_mean_of_their_means(settings: Settings) -> None:
    _answers(settings, *[HOUSING] * 6, ROADS, ROADS)
    read = [(1, HOUSING, FULL), (2, HOUSING, FULL), (7, ROADS, NOTHING), (8, ROADS, SOLVED)]
    planned(settings, WEEK, {HOUSING: 6, ROADS: 2}, read)
    parts, whole = _told(settings, "recipient"), _told(settings).iloc[0]
    assert parts["completeness"].to_dict() == pytest.approx({HOUSING: 100, ROADS: 200 / 9})
    assert whole["completeness"] == pytest.approx((6 * 100 + 2 * 200 / 9) / 8)
    assert parts.loc[ROADS, "completeness_low"] == parts.loc[ROADS, "completeness_high"], "all of them were read"


def test_an_answer_read_outside_the_plan_or_of_another_week_counts_for_nothing(settings: Settings) -> None:
    _answers(settings, HOUSING, HOUSING)
    planned(settings, "2026-02-23", {HOUSING: 2}, [(1, HOUSING, FULL)])
    assert _told(settings)[["checked", "completeness"]].fillna(-1).iloc[0].tolist() == [0, -1]


@pytest.mark.parametrize(
    ("as_of", "points"),
    [("2026-04-02", 40 / 90 * 100), ("2026-04-03", 40.0)],
    ids=["thirty days are not over", "they are"],
)
def test_a_repeat_costs_its_ten_points_once_thirty_days_are_over(settings: Settings, as_of: str, points: float) -> None:
    _answers(settings, HOUSING, applicant="a")
    again = {"received": "2026-03-20", "applicant": "a", "recipient": HOUSING, "record_id": 2}
    add(settings, again)
    planned(settings, WEEK, {HOUSING: 1}, [(1, HOUSING, SOLVED)])
    asked = replace(MARCH, date_to=day(as_of), as_of=day(as_of))
    assert _told(settings, filters=asked)["completeness"].tolist() == [pytest.approx(points)]


def test_no_repeat_in_thirty_days_adds_its_ten_points(settings: Settings) -> None:
    _answers(settings, HOUSING, applicant="a")
    planned(settings, WEEK, {HOUSING: 1}, [(1, HOUSING, SOLVED)])
    later = replace(MARCH, date_to=day("2026-04-03"), as_of=day("2026-04-03"))
    assert _told(settings, filters=later)["completeness"].tolist() == [50.0]


def test_a_scope_sees_the_estimate_of_its_own_answers_alone(settings: Settings) -> None:
    _answers(settings, HOUSING, HOUSING, ROADS)
    planned(settings, WEEK, {HOUSING: 2, ROADS: 1}, [(1, HOUSING, FULL), (3, ROADS, NOTHING)])
    own = Scope((Grant(recipients=(HOUSING,)),))
    assert _told(settings, scope=own)["completeness"].tolist() == [100.0]
    assert _told(settings, "recipient", scope=own).index.tolist() == [HOUSING]


def test_who_sees_totals_only_is_told_a_rounded_estimate_of_many_and_none_of_few(settings: Settings) -> None:
    _answers(settings, *[HOUSING] * 240, *[ROADS] * 60)
    read = [(i, HOUSING, FULL if i % 2 else NOTHING) for i in range(1, 121)]
    planned(settings, WEEK, {HOUSING: 240, ROADS: 60}, [*read, *[(i, ROADS, FULL) for i in range(241, 251)]])
    told = _told(settings, "recipient", scope=Scope((Grant(detail="totals"),)))
    value, low, read_by_people = (told[f"completeness{end}"][HOUSING] for end in ("", "_low", "_n"))
    assert 20 <= value <= 80
    assert value == round(value)
    assert low != low, "no interval"
    assert read_by_people % 10 == 0
    assert told["completeness"].get(ROADS, float("nan")) != told["completeness"].get(HOUSING)
    assert told["completeness"].notna().sum() == 1


def test_shares_of_what_texts_say_are_of_replies_with_a_text_alone(settings: Settings) -> None:
    _answers(settings, *[HOUSING] * 4)
    bits = {1: SIGNALS["is_formal"], 2: SIGNALS["has_date"] | SIGNALS["has_proof"], 3: SIGNALS["claims_solution"]}
    hinted(settings, dict.fromkeys(bits, 45), signals=bits, unanswered={2: 1})
    publish.publish(settings)
    asked = {
        "formal_share": 1 / 3, "dated_share": 1 / 3, "proof_share": 1 / 3, "claimed_share": 1 / 3,
        "responsible_share": 0, "refusal_share": 0, "unanswered_share": 1 / 3,
    }  # fmt: skip
    told = query(list(asked), [], MARCH, EVERYTHING, intervals=True).iloc[0]
    assert {name: told[name] for name in asked} == pytest.approx(asked)
    assert told["formal_share_n"] == 3
    assert told["formal_share_low"] < 1 / 3 < told["formal_share_high"]


def test_without_any_text_of_a_reply_nothing_is_known_of_what_replies_say(settings: Settings) -> None:
    _answers(settings, HOUSING)
    assert query(["formal_share", "unanswered_share"], [], MARCH, EVERYTHING).isna().all(axis=None)


def test_of_a_signal_that_is_switched_off_nothing_is_known(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "SWITCHED_ON", frozenset(SIGNALS) - {"is_formal"})
    off, on = (answers._said(name, "x", "x", "x", "x", None) for name in ("is_formal", "has_date"))
    assert (off.among, on.among) == ("FALSE", f"{answers.ANSWERED} AND reply_signals IS NOT NULL")
