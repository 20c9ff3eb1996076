"""When a subscription is due, and which days its letter speaks of."""

from dataclasses import replace
from datetime import date, timedelta

from data.decisions.subscriptions.read import SCHEDULES, WEEKDAYS, Subscription
from data.filters import Filters

_DAYS = {"workdays": 1, "weekly": 7}
_SATURDAY = 5


def due_on(one: Subscription, today: date) -> date | None:
    """The last day, today included, that a letter is due on; missing before the first. Days missed in between are not
    caught up: yesterday's numbers are in today's letter.
    """
    if one.schedule == "monthly":
        day = today.replace(day=1)
    elif one.schedule == "weekly":
        day = today - timedelta(days=(today.weekday() - one.weekday) % 7)
    else:
        day = today if today.weekday() < _SATURDAY else today - timedelta(days=today.weekday() - _SATURDAY + 1)
    return day if day >= one.since else None


def window(one: Subscription, as_of: date, due: date) -> tuple[date, date]:
    """First and last day of what is new since the letter before, as far as the data have come."""
    if one.schedule == "monthly":
        return _month_back(as_of), as_of
    days = (
        3 if one.schedule == "workdays" and due.weekday() == 0 else _DAYS[one.schedule]
    )  # Monday tells the weekend too
    return as_of - timedelta(days=days - 1), as_of


def _month_back(day: date) -> date:
    first = day.replace(day=1)
    before = first - timedelta(days=1)
    return before.replace(day=min(day.day, before.day)) + timedelta(days=1)


def rolling(filters: Filters) -> Filters:
    """The filters of a screen as a subscription keeps them: every letter is of the newest snapshot."""
    return replace(filters, as_of=None, snapshot=None, snapshot_hash="")


def in_words(one: Subscription) -> str:
    """«раз в неделю, понедельник»."""
    said = SCHEDULES[one.schedule]
    return f"{said}, {WEEKDAYS[one.weekday]}" if one.schedule == "weekly" else said
