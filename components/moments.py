"""Moments of the staff's screens: stored in UTC, shown in the district's zone."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pandas as pd

from words import format


def moment(at: datetime | None, zone: ZoneInfo) -> str:
    """«23.11.2026, 14:05» in the zone; at: naive UTC, missing gives «нет данных»."""
    return format.moment(at.replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None) if at else None)


def told(frame: pd.DataFrame, zone: ZoneInfo) -> pd.DataFrame:
    """The frame with its moments `at` in words, as a file says them."""
    return frame.assign(at=[moment(at, zone) for at in frame["at"]])


def first_hour(day: date, zone: ZoneInfo) -> str:
    """The local time at which a day of UTC begins, «07:00»."""
    return f"{datetime.combine(day, time(), UTC).astimezone(zone):%H:%M}"
