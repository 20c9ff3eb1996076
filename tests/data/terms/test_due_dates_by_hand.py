"""Due dates computed by hand with a wall calendar; each row says what it is about. Nothing here is made by the program.

Holidays used: 1–8 January and the days moved to them, 23.02, 8–9 March, 1 May, 9–11 May, 12 June, 4 November; the
working Saturday 01.11.2025 with the day off moved to Monday 03.11.2025.
"""

from datetime import date, datetime

import numpy as np
import pandas as pd
import pytest

from data.terms import calendar as calendars
from data.terms import due_dates
from data.terms.calendar import EPOCH, Calendars, WorkingTime

LOCAL = {
    date(2026, 6, 16): ("off", None),  # a local day off, Tuesday
    date(2026, 6, 21): ("working", None),  # a working Sunday
    date(2026, 6, 11): ("short", None),  # the day before 12 June ends at 16:00
    date(2026, 12, 31): ("off", None),
}
CALENDARS = Calendars(calendars.build(LOCAL), {7: calendars.build(LOCAL, WorkingTime.parse("09:00-13:00 14:00-18:00"))})

DAYS = [
    # start, term, unit, what happens on a non-working last day, due, why
    ("2026-03-02", 30, "calendar_days", "preceding", "2026-04-01", "59-ФЗ: thirty days, Wednesday"),
    ("2026-03-03", 30, "calendar_days", "preceding", "2026-04-02", "Thursday"),
    ("2026-03-05", 30, "calendar_days", "preceding", "2026-04-03", "04.04 is a Saturday"),
    ("2026-03-06", 30, "calendar_days", "preceding", "2026-04-03", "05.04 is a Sunday"),
    ("2026-03-06", 30, "calendar_days", "following", "2026-04-06", "the Monday after it"),
    ("2026-03-06", 30, "calendar_days", "as_is", "2026-04-05", "left on the Sunday"),
    ("2026-02-06", 30, "calendar_days", "preceding", "2026-03-06", "08.03 is a Sunday and a holiday"),
    ("2026-02-06", 30, "calendar_days", "following", "2026-03-10", "09.03 is a day off instead of 08.03"),
    ("2026-02-07", 30, "calendar_days", "preceding", "2026-03-06", "09.03 is a Monday off"),
    ("2026-02-08", 30, "calendar_days", "preceding", "2026-03-10", "the Tuesday after the holidays"),
    ("2026-01-24", 30, "calendar_days", "preceding", "2026-02-20", "23.02 is a Monday off"),
    ("2026-01-24", 30, "calendar_days", "following", "2026-02-24", "the day after 23.02"),
    ("2025-12-02", 30, "calendar_days", "preceding", "2025-12-30", "01.01; 31.12.2025 is off by transfer"),
    ("2025-12-02", 30, "calendar_days", "following", "2026-01-12", "the holidays last until 11.01.2026"),
    ("2025-12-10", 30, "calendar_days", "preceding", "2025-12-30", "09.01.2026 is off by transfer"),
    ("2025-12-13", 30, "calendar_days", "preceding", "2026-01-12", "the first working day of the year"),
    ("2025-12-12", 30, "calendar_days", "preceding", "2025-12-30", "11.01.2026 is a Sunday"),
    ("2026-04-01", 30, "calendar_days", "preceding", "2026-04-30", "01.05 is a holiday"),
    ("2026-04-01", 30, "calendar_days", "following", "2026-05-04", "after 1–3 May"),
    ("2026-04-09", 30, "calendar_days", "preceding", "2026-05-08", "09.05 is a Saturday"),
    ("2026-04-09", 30, "calendar_days", "following", "2026-05-12", "11.05 is off instead of 09.05"),
    (
        "2026-05-13",
        30,
        "calendar_days",
        "preceding",
        "2026-06-11",
        "12.06 is a holiday, the short 11th is a working day",
    ),
    ("2026-05-13", 30, "calendar_days", "following", "2026-06-15", "the Monday after 12.06"),
    ("2026-05-17", 30, "calendar_days", "preceding", "2026-06-15", "16.06 is off by a local override"),
    ("2026-05-17", 30, "calendar_days", "following", "2026-06-17", "the day after the local day off"),
    ("2026-05-22", 30, "calendar_days", "preceding", "2026-06-21", "the Sunday that is made working"),
    ("2025-10-02", 30, "calendar_days", "preceding", "2025-11-01", "the working Saturday 01.11.2025 is a working day"),
    ("2025-10-04", 30, "calendar_days", "preceding", "2025-11-01", "03.11.2025 is off, the Saturday before works"),
    ("2025-10-05", 30, "calendar_days", "preceding", "2025-11-01", "04.11.2025 is a holiday"),
    ("2025-10-06", 30, "calendar_days", "preceding", "2025-11-05", "the Wednesday after"),
    ("2024-01-30", 30, "calendar_days", "preceding", "2024-02-29", "a leap day"),
    ("2024-02-29", 30, "calendar_days", "preceding", "2024-03-29", "from a leap day; 30.03 is a Saturday"),
    ("2023-01-30", 30, "calendar_days", "preceding", "2023-03-01", "no leap day this year"),
    ("2026-12-01", 30, "calendar_days", "preceding", "2026-12-30", "31.12.2026 is off"),
    ("2026-03-02", 3, "calendar_days", "preceding", "2026-03-05", "registration: three days"),
    ("2026-03-12", 3, "calendar_days", "preceding", "2026-03-13", "15.03 is a Sunday"),
    ("2026-03-13", 3, "calendar_days", "preceding", "2026-03-16", "Friday to Monday"),
    ("2026-03-02", 7, "calendar_days", "preceding", "2026-03-06", "transfer: 09.03 is off"),
    ("2026-03-04", 7, "calendar_days", "preceding", "2026-03-11", "transfer: a Wednesday"),
    ("2026-02-02", 10, "working_days", "as_is", "2026-02-16", "ПОС fast track: two plain weeks"),
    ("2026-02-12", 10, "working_days", "as_is", "2026-02-27", "23.02 is skipped"),
    ("2026-03-02", 10, "working_days", "as_is", "2026-03-17", "09.03 is skipped"),
    ("2026-02-28", 10, "working_days", "as_is", "2026-03-16", "received on a Saturday"),
    ("2025-10-31", 1, "working_days", "as_is", "2025-11-01", "the working Saturday counts"),
    ("2025-11-01", 1, "working_days", "as_is", "2025-11-05", "from it: 2, 3, 4 November are off"),
    ("2025-10-24", 10, "working_days", "as_is", "2025-11-10", "27–31 October, the working 1 November, 5–7 and 10"),
    ("2025-12-30", 1, "working_days", "as_is", "2026-01-12", "over the New Year holidays"),
    ("2025-12-29", 7, "working_days", "as_is", "2026-01-19", "30.12, then 12–16 and 19 January"),
    ("2026-04-30", 7, "working_days", "as_is", "2026-05-13", "4–8 May are five, 12 and 13 May follow"),
    (
        "2026-06-10",
        7,
        "working_days",
        "as_is",
        "2026-06-22",
        "11, 15, 17, 18 and 19 June, the working 21st, the 22nd",
    ),
    ("2024-02-28", 1, "working_days", "as_is", "2024-02-29", "a leap day is a working day"),
    ("2026-06-15", 1, "working_days", "as_is", "2026-06-17", "a local day off is skipped"),
    ("2026-06-19", 1, "working_days", "as_is", "2026-06-21", "a working Sunday counts"),
]
HOURS = [
    # received, hours, recipient, due day, due time, why
    ("2026-03-02 08:00", 4, 0, "2026-03-02", "12:00", "the morning; its end is not the afternoon"),
    ("2026-03-02 09:00", 4, 0, "2026-03-02", "14:00", "over lunch"),
    ("2026-03-02 10:00", 9, 0, "2026-03-03", "11:00", "a day of eight hours and one more"),
    ("2026-03-02 12:30", 9, 0, "2026-03-03", "14:00", "received at lunch: counted from 13:00; four, four, one"),
    ("2026-03-02 18:00", 9, 0, "2026-03-04", "09:00", "in the evening: from 8:00 of the next day"),
    ("2026-03-02 03:00", 9, 0, "2026-03-03", "09:00", "at night: from 8:00 of the day"),
    ("2026-03-06 16:00", 9, 0, "2026-03-10", "17:00", "Friday before 8 March: one hour, then Tuesday"),
    ("2026-03-07 11:00", 9, 0, "2026-03-11", "09:00", "on a Saturday: from Tuesday 10.03"),
    ("2025-10-31 16:00", 9, 0, "2025-11-05", "09:00", "an hour on Friday, seven on the short Saturday 01.11, one more"),
    ("2025-10-31 16:00", 8, 0, "2025-11-01", "16:00", "an hour on Friday, seven on the short Saturday"),
    (
        "2025-11-01 16:00",
        9,
        0,
        "2025-11-06",
        "09:00",
        "after the end of the short Saturday: eight on 05.11, one on 06.11",
    ),
    ("2025-11-01 15:30", 4, 0, "2025-11-05", "11:30", "half an hour of the short Saturday, then 8:00–11:30"),
    ("2025-12-30 16:00", 4, 0, "2026-01-12", "11:00", "over the New Year holidays"),
    ("2026-06-11 15:00", 4, 0, "2026-06-15", "11:00", "the short day ends at 16:00"),
    ("2026-06-11 16:30", 4, 0, "2026-06-15", "12:00", "after the end of the short day"),
    ("2026-06-15 16:00", 9, 0, "2026-06-17", "17:00", "over a local day off"),
    ("2026-03-02 08:30", 4, 7, "2026-03-02", "13:00", "a recipient who opens at nine"),
    ("2026-03-02 17:30", 4, 7, "2026-03-03", "12:30", "and closes at six"),
    ("2026-03-02 09:00", 9, 7, "2026-03-03", "10:00", "eight hours of its own and one more"),
    ("2024-02-28 16:00", 9, 0, "2024-02-29", "17:00", "on a leap day"),
]

EXTENDED = [
    # registered, extended to, limit, due, why
    ("2026-03-02", "2026-04-20", 30, "2026-04-20", "an extension within thirty days"),
    ("2026-03-02", "2026-05-01", 30, "2026-04-30", "the sixtieth day 01.05 is a holiday: moved as the first term is"),
    ("2026-03-02", "2026-06-01", 30, "2026-04-30", "beyond the limit: the sixtieth day, moved"),
    ("2026-03-06", "2026-05-05", 30, "2026-05-05", "05.04 moved to 03.04; the sixtieth day is 05.05, not 03.05"),
    ("2026-03-06", "2026-05-06", 30, "2026-05-05", "the sixty-first day is beyond it"),
    ("2026-03-06", "2026-05-04", 30, "2026-05-04", "the fifty-ninth day"),
    ("2025-11-13", "2026-01-12", 30, "2026-01-12", "13.12 moved to 12.12; the sixtieth day, over the holidays"),
    ("2025-11-12", "2026-01-11", 30, "2025-12-30", "the sixtieth day 11.01 is a Sunday after the holidays: 30.12"),
    ("2025-11-12", "2026-01-10", 30, "2025-12-30", "the fifty-ninth day is beyond the moved limit"),
    ("2026-01-24", "2026-03-25", 30, "2026-03-25", "23.02 moved to 20.02; sixty days from 24.01 end on 25.03"),
    ("2026-01-24", "2026-03-23", 30, "2026-03-23", "the fifty-eighth day"),
    ("2026-03-02", "2026-03-20", 30, "2026-04-01", "an earlier date does not shorten the law"),
    ("2026-03-02", "2026-04-01", 30, "2026-04-01", "the same last day"),
    ("2026-03-02", "2026-04-02", 30, "2026-04-02", "one day, decided on the last one"),
    ("2026-03-02", "2026-06-01", None, "2026-06-01", "a rule without a limit"),
    ("2026-03-02", None, 30, "2026-04-01", "no extension"),
]


def _day(text: str | None) -> float:
    return np.nan if text is None else float((date.fromisoformat(text[:10]) - EPOCH).days)


def _rule(**given: object) -> pd.DataFrame:
    names = ("channel_id", "topic_id", "topic_group_id", "kind_id", "priority", "law", "valid_from_day", "valid_to_day")
    base = dict.fromkeys(names, None) | {
        "rule_id": 1, "clock": "resolution", "starts_from": "received", "non_working_last_day": "as_is",
        "extended_by": "", "extension_limit_days": None,
    }  # fmt: skip
    return pd.DataFrame([base | given])


def _record(moment: str, **given: object) -> pd.DataFrame:
    at = datetime.fromisoformat(moment if len(moment) > 10 else f"{moment} 12:00")
    minute = at.hour * 60 + at.minute
    day = _day(moment)
    index = float(CALENDARS.common.minute_index(np.array([int(day)]), np.array([minute]))[0])
    conditions = {"channel_id": 1.0, "topic_id": 5.0, "topic_group_id": 3.0, "kind_id": 7.0, "priority": "", "law": "x"}
    base = conditions | {
        "received_day": day, "received_time": minute, "received_minute": index, "registered_day": np.nan,
        "registered_minute": np.nan, "registered_time": np.nan, "assigned_day": np.nan, "assigned_minute": np.nan,
        "assigned_time": np.nan, "extended_to_day": np.nan, "promised_day": np.nan, "file_due_day": np.nan,
        "replied_day": np.nan, "replied_time": np.nan, "recipient_id": 0.0, "has_time": 1.0, "observes_answer": 1.0,
        "observes_first_reply": 1.0, "is_date_conflict": 0.0, "is_closed_undated": 0.0,
    }  # fmt: skip
    return pd.DataFrame([base | given])


def _text(day: float) -> str:
    return str(np.datetime64(int(day), "D"))


@pytest.mark.parametrize(("start", "term", "unit", "moving", "due", "why"), DAYS, ids=[f"{r[0]}+{r[1]}" for r in DAYS])
def test_a_last_day_is_the_one_counted_by_hand(
    start: str, term: int, unit: str, moving: str, due: str, why: str
) -> None:
    rule = _rule(term=term, unit=unit, non_working_last_day=moving)
    found = due_dates.due_days(_record(start), rule, CALENDARS.common)
    assert _text(found.day[0]) == due, why


@pytest.mark.parametrize(
    ("received", "hours", "to", "due", "time", "why"), HOURS, ids=[f"{r[0]}+{r[1]}h" for r in HOURS]
)
def test_a_norm_in_hours_ends_at_the_minute_counted_by_hand(
    received: str, hours: int, to: int, due: str, time: str, why: str
) -> None:
    rule = _rule(clock="first_reply", term=hours, unit="working_hours")
    found = due_dates.reply_terms(_record(received, recipient_id=float(to)), rule, CALENDARS)
    minute = int(found.time[0])
    assert (_text(found.day[0]), f"{minute // 60:02d}:{minute % 60:02d}") == (due, time), why


@pytest.mark.parametrize(("registered", "to", "limit", "due", "why"), EXTENDED)
def test_an_extension_moves_the_last_day_as_counted_by_hand(
    registered: str, to: str | None, limit: int | None, due: str, why: str
) -> None:
    rule = _rule(
        term=30, unit="calendar_days", non_working_last_day="preceding", extended_by="extended_to",
        extension_limit_days=limit,
    )  # fmt: skip
    found = due_dates.due_days(_record(registered, extended_to_day=_day(to)), rule, CALENDARS.common)
    assert _text(found.day[0]) == due, why


def test_a_promise_moves_the_last_day_only_where_the_rule_says_so() -> None:
    record = _record("2026-03-02", promised_day=_day("2026-05-20"))
    rule = {"term": 30, "unit": "calendar_days"}
    put_off = due_dates.due_days(record, _rule(**rule, extended_by="promised"), CALENDARS.common)
    kept = due_dates.due_days(record, _rule(**rule), CALENDARS.common)
    assert (_text(put_off.day[0]), _text(kept.day[0])) == ("2026-05-20", "2026-04-01")
    assert (put_off.is_extended[0], kept.is_extended[0]) == (True, False)


def test_more_than_sixty_dates_were_counted() -> None:
    assert len(DAYS) + len(HOURS) + len(EXTENDED) >= 60
