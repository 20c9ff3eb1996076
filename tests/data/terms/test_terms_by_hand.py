"""Terms of whole records counted by hand from the law and a wall calendar, run on the engine with the shipped rules.

Days off used: 31.12.2025–11.01.2026, 23.02, 7–9 March, 1–3 and 9–11 May, 12–14 June, 4 November, 31.12.2026–10.01.2027;
short days: 30.04, 08.05, 03.11.2026, 02.11.2024. 30.12.2026 is a full day: 31.12 is a day off moved to it.
"""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from data.terms import gaps
from tests.data.terms.by_hand import end, number, pause, record, rule
from tests.data.terms.test_due_dates_by_hand import DAYS, EXTENDED, HOURS

REGISTRATION = [
    # received, what happens on a day off, last day, why
    ("2025-12-29", "as_is", "2026-01-01", "29 + 3: a holiday stays"),
    ("2025-12-30", "as_is", "2026-01-02", "30 + 3"),
    ("2025-12-31", "as_is", "2026-01-03", "31 + 3"),
    ("2026-01-01", "as_is", "2026-01-04", "1 + 3"),
    ("2026-01-05", "as_is", "2026-01-08", "5 + 3"),
    ("2026-01-08", "as_is", "2026-01-11", "8 + 3: a Sunday stays"),
    ("2026-03-06", "as_is", "2026-03-09", "6 + 3"),
    ("2026-04-30", "as_is", "2026-05-03", "30.04 + 3"),
    ("2026-06-11", "as_is", "2026-06-14", "11 + 3"),
    ("2026-03-12", "as_is", "2026-03-15", "12 + 3: a Sunday"),
    ("2024-02-27", "as_is", "2024-03-01", "28.02, 29.02, 01.03"),
    ("2026-12-30", "as_is", "2027-01-02", "over the end of the year"),
    ("2025-12-29", "following", "2026-01-12", "01.01 moves to the first working day"),
    ("2026-01-05", "following", "2026-01-12", "08.01 too"),
    ("2026-03-12", "following", "2026-03-16", "15.03 is a Sunday"),
    ("2026-06-10", "following", "2026-06-15", "13.06 is a Saturday"),
    ("2026-01-03", "preceding", "2026-01-03", "06.01 would move to 30.12, before the receipt"),
    ("2026-01-08", "preceding", "2026-01-08", "11.01 would move to 30.12"),
]
ANSWER = [
    # registered, extended to, due, why
    ("2026-01-12", None, "2026-02-11", "19 days of January are left, 11 of February"),
    ("2025-12-30", None, "2026-01-29", "a day of December, 29 of January"),
    ("2026-01-22", None, "2026-02-20", "21.02 is a Saturday"),
    ("2026-07-02", None, "2026-07-31", "01.08 is a Saturday"),
    ("2026-10-05", None, "2026-11-03", "04.11 is a holiday"),
    ("2026-12-01", None, "2026-12-30", "31.12 is off"),
    ("2026-12-04", None, "2026-12-30", "03.01.2027"),
    ("2026-12-11", None, "2026-12-30", "10.01.2027 is a Sunday after the holidays"),
    ("2026-12-12", None, "2027-01-11", "the first working day"),
    ("2026-01-31", None, "2026-03-02", "28 days of February, 2 of March"),
    ("2026-05-31", None, "2026-06-30", "a Tuesday"),
    ("2026-02-10", "2026-04-09", "2026-04-09", "the fifty-eighth day"),
    ("2026-02-10", "2026-04-10", "2026-04-10", "the fifty-ninth day"),
    ("2026-02-10", "2026-04-11", "2026-04-10", "the sixtieth day is a Saturday"),
    ("2026-02-10", "2026-05-01", "2026-04-10", "beyond the limit"),
    ("2026-10-05", "2026-12-04", "2026-12-04", "04.11 moved to 03.11, the sixtieth day is 04.12, not 03.12"),
    ("2026-10-05", "2026-12-03", "2026-12-03", "the fifty-ninth day"),
]
ZONES = [
    # zone of the source, the file's term, answered, due, late, why
    ("Europe/Moscow", "2026-04-10 23:59:59", "2026-04-10 21:30:00", "2026-04-10", False, "not the next day here"),
    ("Europe/Moscow", "2026-04-10", "2026-04-10 23:58", "2026-04-10", False, "the whole day of Moscow"),
    ("Europe/Moscow", "2026-04-10", "2026-04-11 00:10", "2026-04-10", True, "the next day of Moscow"),
    ("Europe/Moscow", "2026-04-10 23:59", "2026-04-11 00:00:30", "2026-04-10", True, "half a minute after the day"),
    ("Europe/Moscow", "2026-04-10 20:00", "2026-04-10 19:59", "2026-04-11 00:00", False, "midnight here"),
    ("Europe/Moscow", "2026-04-10 20:00", "2026-04-10 20:01", "2026-04-11 00:00", True, "a minute after it"),
    ("Asia/Vladivostok", "2026-04-10", "2026-04-10", "2026-04-10", False, "days of the source"),
    ("Asia/Vladivostok", "2026-04-10", "2026-04-10 02:00", "2026-04-10", False, "the evening before here"),
    ("Asia/Vladivostok", "2026-04-10", "2026-04-11 01:00", "2026-04-10", True, "10.04 22:00 here, the next day there"),
    ("Europe/Kaliningrad", "2026-04-10 23:59:59", "2026-04-10 23:30", "2026-04-10", False, "04:30 of 11.04 here"),
    ("UTC", "2026-04-10", "2026-04-10 23:00", "2026-04-10", False, "06:00 of 11.04 here"),
    ("Asia/Kamchatka", "2026-04-10", "2026-04-11", "2026-04-10", True, "a day later"),
    ("Europe/Moscow", "2026-04-10 22:00", "2026-04-11", "2026-04-11 02:00", True, "the whole next day of Moscow"),
    ("Europe/Moscow", "2026-04-10 22:00", "2026-04-10", "2026-04-11 02:00", False, "the day of the term in Moscow"),
    ("UTC", "2026-04-10 18:00", "2026-04-11", "2026-04-11 01:00", True, "the whole next day of UTC"),
    ("Asia/Vladivostok", "2026-04-11 01:00", "2026-04-11", "2026-04-10 22:00", False, "the day of the term there"),
    ("Asia/Vladivostok", "2026-04-11 01:00", "2026-04-12", "2026-04-10 22:00", True, "the day after the term there"),
]
MINUTES = [
    # the file's term, answered, late, why
    ("2026-03-02 08:30", "2026-03-02 08:30", False, "on the minute"),
    ("2026-03-02 08:30", "2026-03-02 08:31", True, "a minute late"),
    ("2026-03-02 08:30", "2026-03-02 09:30", True, "an hour late on the same day"),
    ("2026-03-02 08:30", "2026-03-02", False, "a bare date is the whole day"),
    ("2026-03-02 08:30", "2026-03-03", True, "the next day"),
    ("2026-03-02 08:30", "2026-03-01 23:59", False, "the evening before"),
    ("2026-03-02", "2026-03-02 23:59", False, "the last minute of a whole day"),
    ("2026-03-02 00:00", "2026-03-02 00:01", True, "a midnight among times is a moment"),
    ("2026-03-02 00:00", "2026-03-01 23:59", False, "a minute before it"),
]
PLATFORM = [
    # what the file says beside the receipt on 02.03.2026 10:00, due, why; the rule alone gives 01.04
    ({}, "2026-04-01", "30 days"),
    ({"file_due": "2026-03-12"}, "2026-03-12", "the platform's own term is earlier"),
    ({"file_due": "2026-04-10"}, "2026-04-01", "a later one does not count"),
    ({"file_due": "2026-04-01 12:00"}, "2026-04-01 12:00", "noon of the same day is earlier"),
    ({"file_due": "2026-04-10", "status": "deferred"}, "2026-04-10", "deferred"),
    ({"file_due": "2026-04-10", "promised": "2026-04-10"}, "2026-04-10", "a day was promised"),
    ({"file_due": "2026-04-20", "extended_to": "2026-04-20"}, "2026-04-20", "extended"),
    ({"file_due": "2026-02-20"}, "2026-04-01", "a term before the receipt is a contradiction"),
    ({"topic": "roads.snow_ice"}, "2026-03-17", "ten working days without 09.03"),
    ({"topic": "roads.snow_ice", "file_due": "2026-03-12"}, "2026-03-12", "the file's is earlier"),
    ({"channel": "prosecutor_request", "file_due": "2026-03-05"}, "2026-03-05", "the term of the request"),
    ({"channel": "prosecutor_request", "file_due": "2026-05-05"}, "2026-05-05", "a longer one too"),
    ({"channel": "prosecutor_request"}, "2026-04-01", "none is named: a month"),
    ({"channel": "phone", "file_due": "2026-03-05"}, "2026-03-05", "no rule"),
    ({"channel": "phone", "file_due": "2026-02-05"}, "", "no rule, and the file contradicts itself"),
]
LETTERS = [
    # what is known of a letter, due, last day to send it on, why
    ({"received": "2026-01-12"}, "2026-02-13", "2026-01-22", "unregistered: from 15.01; 14.02 is a Saturday"),
    ({"received": "2026-03-02"}, "2026-04-03", "2026-03-12", "from 05.03; 04.04 is a Saturday"),
    ({"received": "2026-03-02", "registered": "2026-03-20"}, "2026-04-17", "2026-03-27", "19.04 is a Sunday"),
    ({"received": "2026-03-02", "registered": "2026-03-02"}, "2026-04-01", "2026-03-06", "09.03 is off"),
    ({"received": "2026-03-02", "registered": "2026-03-04"}, "2026-04-03", "2026-03-11", "a Wednesday"),
    ({"received": "2026-01-01", "registered": "2026-01-01"}, "2026-01-30", "2026-01-01", "08.01 is off"),
    ({"received": "2026-01-12", "file_due": "2026-01-22"}, "2026-01-22", "2026-01-22", "no start: the file's term"),
    (
        {"received": "2026-03-02 20:00", "registered": "2026-03-02 22:00", "zone": "Europe/Moscow"},
        "2026-04-02", "2026-03-10", "02:00 of 03.03 here",
    ),
    ({"received": "2026-03-02", "registered": "2026-03-02", "zone": "Europe/Moscow"}, "2026-04-01", "2026-03-06", ""),
]  # fmt: skip
REPLIES = [
    # received, recipient, replied, end of nine working hours, late, why
    ("2026-04-30 15:00", 0, "2026-05-04 17:00", "2026-05-04 17:00", False, "an hour of the short day, eight on 04.05"),
    ("2026-04-30 15:00", 0, "2026-05-04 17:01", "2026-05-04 17:00", True, "a minute late"),
    ("2026-04-30 15:00", 0, "2026-05-04 20:00", "2026-05-04 17:00", True, "after the end of the day"),
    ("2026-04-30 15:00", 0, "2026-05-04", "2026-05-04 17:00", False, "a bare date: that day"),
    ("2026-04-30 15:00", 0, "2026-05-05", "2026-05-04 17:00", True, "the next day"),
    (
        "2026-05-08 09:00",
        0,
        "2026-05-12 11:00",
        "2026-05-12 11:00",
        False,
        "six hours of the short day, three on 12.05",
    ),
    ("2026-11-03 12:00", 0, "2026-11-05 15:00", "2026-11-05 15:00", False, "13–16 of the short day, six on 05.11"),
    ("2026-12-30 16:00", 0, "2027-01-11 17:00", "2027-01-11 17:00", False, "30.12 is full: 16–17, eight on 11.01"),
    ("2024-11-02 15:00", 0, "2024-11-05 17:00", "2024-11-05 17:00", False, "the short Saturday: 15–16"),
    ("2026-04-30 15:00", 7, "2026-05-04 17:00", "2026-05-04 17:00", False, "opens at nine: two hours, seven on 04.05"),
    (
        "2026-03-06 16:30",
        0,
        "2026-03-11 08:30",
        "2026-03-11 08:30",
        False,
        "06.03 is full: half an hour, 8, half an hour",
    ),
]
PAUSES = [
    # first and last day of the pause, what is known, due, why
    ("2026-03-10", "2026-03-19", {"registered": "2026-03-02"}, "2026-04-10", "01.04 and ten days; 11.04 is a Saturday"),
    ("2026-02-01", "2026-02-10", {"registered": "2026-03-02"}, "2026-04-01", "over before the start"),
    ("2026-02-25", "2026-03-05", {"registered": "2026-03-02"}, "2026-04-03", "3, 4, 5 March; 04.04 is a Saturday"),
    ("2026-04-02", "2026-04-20", {"registered": "2026-03-02"}, "2026-04-01", "begins after the last day"),
    ("2026-04-01", "2026-04-07", {"registered": "2026-03-02"}, "2026-04-08", "the last day stands too"),
    (
        "2026-03-03", "2026-03-06", {"channel": "pos_message", "law": "message", "topic": "roads.snow_ice"},
        "2026-03-23", "10–13, 16–20 and 23 March",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("received", "moving", "last", "why"), REGISTRATION)
def test_a_letter_is_registered_within_three_days(received: str, moving: str, last: str, why: str) -> None:
    found = record(received, rules=rule("law59_registration", non_working_last_day=moving))
    assert end(found, "registration_due") == last, why


@pytest.mark.parametrize(("registered", "extended", "due", "why"), ANSWER)
def test_an_answer_is_due_in_thirty_days_and_no_later_than_the_sixtieth(
    registered: str, extended: str | None, due: str, why: str
) -> None:
    said = {"extended_to": extended} if extended else {}
    assert end(record(registered, registered=registered, **said)) == due, why


@pytest.mark.parametrize(("zone", "file_due", "answered", "due", "late", "why"), ZONES)
def test_a_day_is_that_of_its_source(zone: str, file_due: str, answered: str, due: str, late: bool, why: str) -> None:
    found = record("2026-04-01", zone=zone, channel="phone", law="message", file_due=file_due, answered=answered)
    assert (end(found), bool(found["is_late"])) == (due, late), why
    assert end(found, "received") == "2026-04-01"


@pytest.mark.parametrize(("file_due", "answered", "late", "why"), MINUTES)
def test_two_times_are_compared_as_moments(file_due: str, answered: str, late: bool, why: str) -> None:
    found = record("2026-02-02", channel="phone", law="message", file_due=file_due, answered=answered)
    assert bool(found["is_late"]) == late, why


@pytest.mark.parametrize(("said", "due", "why"), PLATFORM)
def test_the_platform_s_own_term_counts_where_it_is_earlier(said: dict, due: str, why: str) -> None:
    found = record("2026-03-02 10:00", **({"channel": "pos_message", "law": "message"} | said))
    assert end(found) == due, why
    if found["is_extended"]:
        assert found["first_due_day"] == number("2026-04-01")


def test_a_term_before_the_receipt_is_flagged() -> None:
    said = {"channel": "phone", "law": "message"}
    assert record("2026-03-02", file_due="2026-03-01", **said)["is_due_conflict"]
    assert record("2026-03-02 10:00", file_due="2026-03-02 09:59", **said)["is_due_conflict"]
    assert not record("2026-03-02 10:00", file_due="2026-03-02", **said)["is_due_conflict"]
    assert record("2026-03-02", file_due="2026-03-01", **said)["gap"] == gaps.DUE_CONFLICT


@pytest.mark.parametrize(("said", "due", "transfer", "why"), LETTERS)
def test_the_clock_of_a_letter_runs_from_its_registration(said: dict, due: str, transfer: str, why: str) -> None:
    found = record(**said)
    assert end(found) == due, why
    if "file_due" not in said:
        assert end(found, "transfer_due") == transfer, why


@pytest.mark.parametrize(("received", "to", "replied", "due", "late", "why"), REPLIES)
def test_a_norm_in_working_hours_is_met_or_missed_by_the_minute(
    received: str, to: int, replied: str, due: str, late: bool, why: str
) -> None:
    said = {"channel": "im_vk", "law": "message", "recipient": to}
    found = record(received, first_reply=replied, **said)
    assert (end(found, "reply_due"), bool(found["is_reply_late"])) == (due, late), why
    assert found["first_reply_minute"] >= found["received_minute"]


@pytest.mark.parametrize(
    ("answered", "late"), [("2026-03-03 11:00", False), ("2026-03-03 11:01", True), ("2026-03-03 18:00", True)]
)
def test_so_is_the_term_of_an_answer_in_hours(answered: str, late: bool) -> None:
    hours = rule("pos_resolution", unit="working_hours", term=9)
    said = {"channel": "pos_message", "law": "message", "answered": answered}
    found = record("2026-03-02 10:00", rules=hours, **said)
    assert (end(found), bool(found["is_late"])) == ("2026-03-03 11:00", late)
    assert record("2026-03-02", rules=hours, **said)["gap"] == gaps.NO_TIME


@pytest.mark.parametrize(("first", "last", "said", "due", "why"), PAUSES)
def test_days_of_a_pause_do_not_count(first: str, last: str, said: dict, due: str, why: str) -> None:
    assert end(record("2026-03-02", rules=pause(first, last), **said)) == due, why


def test_a_pause_concerns_whom_it_names() -> None:
    stops = pause("2026-03-10", "2026-03-19", law="message")
    assert end(record("2026-03-02", registered="2026-03-02", rules=stops)) == "2026-04-01"


def test_a_seasonal_term_is_a_row_with_its_days() -> None:
    season = {"valid_from_day": number("2026-11-01"), "valid_to_day": number("2027-03-31")}
    winter = rule("pos_fast_snow_ice", **season)
    said = {"channel": "pos_message", "law": "message", "topic": "roads.snow_ice", "rules": winter}
    assert end(record("2026-10-31", **said)) == "2026-11-30"  # the general thirty days
    assert end(record("2026-11-02", **said)) == "2026-11-17"  # ten working days without 04.11


@pytest.mark.parametrize(
    ("first_reply", "answered", "replied"),
    [
        ("2026-03-03 09:00", "2026-03-04 09:00", "2026-03-03 09:00"),
        (None, "2026-03-04 09:00", "2026-03-04 09:00"),  # a final answer is a reply
        ("2026-03-05 09:00", "2026-03-04 09:00", "2026-03-04 09:00"),  # and the first one when it came first
        ("2026-03-03 09:00", None, "2026-03-03 09:00"),
        (None, None, ""),
    ],
)
def test_a_first_reply_is_the_first_thing_heard(first_reply: str | None, answered: str | None, replied: str) -> None:
    told = {"first_reply": first_reply, "answered": answered}
    found = record("2026-03-02 10:00", channel="im_vk", law="message", **{k: v for k, v in told.items() if v})
    assert end(found, "replied") == replied


def test_a_reply_of_a_bare_date_never_lasts_less_than_nothing() -> None:
    found = record("2026-03-02 15:00", channel="im_vk", law="message", first_reply="2026-03-02")
    assert found["first_reply_minute"] - found["received_minute"] == 2 * 60  # taken for the end of that day


def test_more_than_a_hundred_and_twenty_terms_were_counted() -> None:
    tables = (DAYS, HOURS, EXTENDED, REGISTRATION, ANSWER, ZONES, MINUTES, PLATFORM, LETTERS, REPLIES, PAUSES)
    assert sum(len(table) for table in tables) >= 180


DAY = st.dates(date(2023, 1, 1), date(2027, 6, 1)).map(str)
ZONE = st.sampled_from(["Europe/Moscow", "Asia/Krasnoyarsk", "Asia/Vladivostok", "UTC"])
OPTIONAL = st.fixed_dictionaries({}, optional=dict.fromkeys(("registered", "extended_to", "promised", "file_due"), DAY))


@hypothesis_settings(max_examples=25, deadline=None)
@given(DAY, st.sampled_from(["letter", "pos_message", "phone"]), ZONE, OPTIONAL)
def test_a_term_never_ends_before_it_begins(received: str, channel: str, zone: str, said: dict) -> None:
    law = "59fz" if channel == "letter" else "message"
    found = record(received, channel=channel, law=law, zone=zone, **said)
    last = found["due_day"]
    assert np.isnan(last) or last >= number(received) or last >= found["start_day"]
    assert found["registration_due_day"] >= number(received) or channel != "letter"


@hypothesis_settings(max_examples=25, deadline=None)
@given(DAY, st.integers(0, 90), st.integers(0, 30), ZONE, st.booleans())
def test_a_later_answer_is_late_where_an_earlier_one_is(
    received: str, after: int, more: int, zone: str, is_timed: bool
) -> None:
    first = date.fromisoformat(received).toordinal() + after
    late = []
    for day in (first, first + more):
        answered = f"{date.fromordinal(day)}{' 10:00' if is_timed else ''}"
        late.append(record(received, registered=received, zone=zone, answered=answered)["is_late"])
    assert late[0] <= late[1]
