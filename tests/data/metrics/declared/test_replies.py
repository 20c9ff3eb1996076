"""Durations, repeats and ratings counted by hand."""

from typing import Any

import pytest

from data.filters import Filters
from data.metrics import query
from data.scope import EVERYTHING
from data.settings import Settings
from tests.data.records import day, published

AS_OF = Filters(as_of=day("2026-04-30"))


def test_the_median_counts_open_records_as_still_waiting(settings: Settings) -> None:
    published(
        settings,
        {"received": "2026-04-01", "answered": "2026-04-03"},
        {"received": "2026-04-01", "answered": "2026-04-05"},
        {"received": "2026-04-01", "answered": "2026-04-11"},
        {"received": "2026-04-01"},
    )
    row = query(["resolution_median_days", "resolution_p90_days"], (), AS_OF, EVERYTHING, intervals=True).iloc[0]
    # Of four, half have ended by day 4; closed ones alone would hide the open one from P90.
    assert row["resolution_median_days"] == 4
    assert row.isna()["resolution_p90_days"], "three of four have ended: nobody knows when nine of ten will have"
    assert row["resolution_median_days_n"] == 4


def test_a_record_still_open_on_the_day_of_the_report_is_censored_there(settings: Settings) -> None:
    published(settings, {"received": "2026-04-01", "answered": "2026-04-29"}, {"received": "2026-04-10"})
    row = query(["resolution_median_days"], (), Filters(as_of=day("2026-04-28")), EVERYTHING).iloc[0]
    assert row.isna()["resolution_median_days"]


def test_the_first_reply_is_counted_in_working_hours(settings: Settings) -> None:
    published(
        settings,
        # Friday 16:00 → Monday 10:00: 1 hour on Friday (till 17:00) and 2 on Monday (from 8:00)
        {"received": "2026-04-03 16:00", "first_reply": "2026-04-06 10:00"},
    )
    row = query(["first_reply_median_hours"], (), AS_OF, EVERYTHING).iloc[0]
    assert row["first_reply_median_hours"] == pytest.approx(3.0)


def test_a_record_with_a_date_only_gives_no_hours(settings: Settings) -> None:
    published(settings, {"received": "2026-04-03", "first_reply": "2026-04-06", "has_time": False})
    assert query(["first_reply_median_hours"], (), AS_OF, EVERYTHING)["first_reply_median_hours"].isna().all()


def test_a_repeat_is_the_same_applicant_or_the_same_address_and_topic_within_thirty_days(settings: Settings) -> None:
    topic = "roads.potholes"
    published(
        settings,
        {"received": "2026-01-10", "answered": "2026-01-20", "applicant": "a"},  # followed after 10 days
        {"received": "2026-01-30", "answered": "2026-02-05", "applicant": "a"},  # followed after 54 days: not a repeat
        {"received": "2026-03-31", "answered": "2026-04-25", "applicant": "a"},  # closed 5 days ago: too early to tell
        {"received": "2026-01-10", "answered": "2026-01-20", "address": "h", "topic": topic},  # followed, same topic
        {"received": "2026-02-01", "answered": "2026-02-10", "address": "h", "topic": topic},
        {"received": "2026-02-12", "answered": "2026-02-14", "address": "h", "topic": "roads.lighting"},
        {"received": "2026-01-10", "answered": "2026-01-20"},  # nobody known: outside the share
    )
    row = query(["repeat_share"], (), AS_OF, EVERYTHING, intervals=True).iloc[0]
    assert row["repeat_share_n"] == 5
    assert row["repeat_share"] == pytest.approx(2 / 5)


@pytest.mark.parametrize(
    ("later", "is_repeat"),
    [
        ({"received": "2026-02-10 00:00", "has_time": False}, True),  # some hour of the day of the answer
        ({"received": "2026-02-10 09:00"}, False),
        ({"received": "2026-02-10 00:00"}, False),  # a real midnight, fourteen hours before the answer
        ({"received": "2026-02-09 00:00", "has_time": False}, False),
        ({"received": "2026-03-12 00:00", "has_time": False}, True),  # the thirtieth day
        ({"received": "2026-03-13 00:00", "has_time": False}, False),
    ],
)
def test_a_bare_date_is_its_whole_day_for_who_writes_again(
    settings: Settings, later: dict[str, Any], is_repeat: bool
) -> None:
    known = {"address": "h", "topic": "roads.potholes"}
    published(settings, {"received": "2026-02-01 10:00", "answered": "2026-02-10 14:08", **known}, later | known)
    row = query(["repeat_share"], (), AS_OF, EVERYTHING, intervals=True).iloc[0]
    assert (row["repeat_share_n"], row["repeat_share"]) == (1, float(is_repeat))


def test_of_two_letters_received_and_answered_on_one_day_only_the_first_is_followed(settings: Settings) -> None:
    letter = {"received": "2026-02-10 00:00", "answered": "2026-02-10 00:00", "has_time": False, "timed": 0}
    published(settings, *[letter | {"applicant": "a", "source": "register_59fz"}] * 2)
    row = query(["repeat_share"], (), AS_OF, EVERYTHING, intervals=True).iloc[0]
    assert (row["repeat_share_n"], row["repeat_share"]) == (2, 0.5)


def test_ratings_are_averaged_over_rated_records_only(settings: Settings) -> None:
    published(settings, *[{"received": "2026-04-01", "rating": r} for r in (5, 4, 3, 1, None)])
    row = query(["rated", "rating_mean", "satisfied_share"], (), AS_OF, EVERYTHING, intervals=True).iloc[0]
    assert (row["rated"], row["rating_mean"], row["satisfied_share"]) == (4, 3.25, 0.5)
    assert row["rating_mean_low"] < 3.25 < row["rating_mean_high"] <= 5


def test_a_reopened_record_has_no_answer_whatever_its_dates_say(settings: Settings) -> None:
    published(settings, {"received": "2026-03-02", "answered": "2026-03-10", "status": "reopened"})
    assert query(["open"], (), AS_OF, EVERYTHING)["open"].tolist() == [1]


def test_ping_pong_is_two_transfers_or_more_of_those_whose_transfers_are_known(settings: Settings) -> None:
    known = [{"received": "2026-04-01", "transfers": n} for n in (0, 1, 2, 5)]
    published(
        settings, *known, {"received": "2026-04-01"}, {"received": "2026-04-01", "questions": ["roads.potholes"] * 2}
    )
    row = query(["ping_pong_share", "records"], (), AS_OF, EVERYTHING, intervals=True).iloc[0]
    assert (row["ping_pong_share"], row["ping_pong_share_n"], row["records"]) == (0.5, 4, 6)


def test_without_a_file_that_tells_transfers_ping_pong_is_not_known(settings: Settings) -> None:
    published(settings, {"received": "2026-04-01"})
    assert query(["ping_pong_share"], (), AS_OF, EVERYTHING)["ping_pong_share"].isna().all()


def test_answers_of_a_period_are_counted_by_their_own_day(settings: Settings) -> None:
    published(
        settings,
        {"received": "2026-02-01", "answered": "2026-04-03", "status": "closed_solved"},
        {"received": "2026-04-01", "answered": "2026-04-11", "status": "closed_explained"},
        {"received": "2026-04-01", "answered": "2026-05-02", "status": "closed_solved"},
        {"received": "2026-04-09", "answered": "2026-04-02", "is_date_conflict": True},
        {"received": "2026-04-05"},
    )
    april = Filters(date_from=day("2026-04-01"), date_to=day("2026-04-30"), as_of=day("2026-04-30"))

    # One came in February, one was answered in May, one before it came, one not yet.
    by = query(["answered"], ["status"], april, EVERYTHING).set_index("status")["answered"]
    assert by["closed_solved"] == 1
    assert by["closed_explained"] == 1
    assert query(["answered"], (), april, EVERYTHING)["answered"].iloc[0] == 2
