"""When a letter is due: on its day, once, never before somebody subscribed, over days that follow one another."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answers import schedules
from data.decisions.subscriptions.read import SCHEDULES, Subscription

ONE = Subscription(1, 1, "anna", "Сводка", "/", "", "weekly", 0, "any", "pdf", date(2020, 1, 1), is_active=True)
DAYS = st.dates(date(2020, 2, 1), date(2030, 1, 1))


@pytest.mark.parametrize(
    ("schedule", "weekday", "today", "due"),
    [
        ("weekly", 0, "2026-05-18", "2026-05-18"),
        ("weekly", 0, "2026-05-24", "2026-05-18"),
        ("weekly", 4, "2026-05-18", "2026-05-15"),
        ("workdays", 0, "2026-05-18", "2026-05-18"),
        ("workdays", 0, "2026-05-17", "2026-05-15"),
        ("monthly", 0, "2026-05-18", "2026-05-01"),
    ],
)
def test_a_letter_is_due_on_its_last_day(schedule: str, weekday: int, today: str, due: str) -> None:
    one = replace(ONE, schedule=schedule, weekday=weekday)
    assert schedules.due_on(one, date.fromisoformat(today)) == date.fromisoformat(due)


@given(st.sampled_from(list(SCHEDULES)), st.integers(0, 6), DAYS)
def test_a_due_day_is_not_in_the_future_and_stays_until_the_next(schedule: str, weekday: int, today: date) -> None:
    one = replace(ONE, schedule=schedule, weekday=weekday)
    due = schedules.due_on(one, today)
    assert due is not None
    assert due <= today
    assert schedules.due_on(one, due) == due
    following = schedules.due_on(one, today + timedelta(days=1))
    assert following in (due, today + timedelta(days=1))


@given(st.sampled_from(list(SCHEDULES)), DAYS)
def test_nothing_is_due_before_somebody_subscribed(schedule: str, today: date) -> None:
    one = replace(ONE, schedule=schedule, since=today + timedelta(days=1))
    assert schedules.due_on(one, today) is None


@given(st.sampled_from(list(SCHEDULES)), DAYS)
def test_the_days_of_letters_that_follow_one_another_leave_no_day_out(schedule: str, day: date) -> None:
    one = replace(ONE, schedule=schedule, weekday=0)
    due = schedules.due_on(one, day)
    assert due is not None
    following = next(
        found for ahead in range(1, 40) if (found := schedules.due_on(one, due + timedelta(days=ahead))) != due
    )
    assert following is not None
    until = schedules.window(one, due - timedelta(days=1), due)[1]
    since = schedules.window(one, following - timedelta(days=1), following)[0]
    assert since <= until + timedelta(days=1)
