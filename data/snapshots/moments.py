"""Moments of records by the district's clock: day, minute of the day, and the day of the source's own zone.

A bare date is a day of its source, whatever the zones: received on 01.04 in Vladivostok is received on 01.04. The last
minute of a day, as systems write it behind a term, is that whole day.
"""

from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.snapshots import month_rows as months
from data.store import time_flags
from data.terms.calendar import WorkingCalendar

_ENDS = ("file_due", "extended_to", "promised")
"""Moments that end a span of time."""
_LAST_MINUTE = 23 * 60 + 59
Numbers = npt.NDArray[np.float64]


def local(frame: pd.DataFrame, zone: ZoneInfo) -> dict[str, Any]:
    """`<moment>_day`, `<moment>_time` (minutes since midnight, NaN for a bare date) and `<moment>_own_day` (by the zone
    of the source), all NaN when missing; frame: as `data.snapshots.month_rows.read` gives it.
    """
    made = {}
    for name in months.MOMENTS:
        at = frame[f"{name}_at"]
        day, minute = _parts(at, zone)
        own_day, own_minute = _own(at, frame["time_zone"])
        is_whole = ~_has_time(frame, name, own_minute == 0)
        if name in _ENDS:
            is_whole |= own_minute >= _LAST_MINUTE
        made[f"{name}_day"] = np.where(is_whole, own_day, day)
        made[f"{name}_time"] = np.where(is_whole, np.nan, minute)
        made[f"{name}_own_day"] = own_day
    # A bare date is the whole day: who wrote on the day of the answer, at an hour not told, has written after it.
    is_beside = made["beside_day"] == made["resolved_day"]
    return made | {"followed_day": np.where(is_beside, made["resolved_day"], made["followed_day"])}


def _has_time(frame: pd.DataFrame, name: str, is_midnight: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    told = frame["timed"].to_numpy(dtype=float)
    if name == "received":  # older imports have told this one, and no other
        is_midnight = np.where(np.isnan(told), frame["has_time"] != 1, is_midnight)
    if name in time_flags.MOMENTS:
        return time_flags.has_time(told, name, is_midnight)
    if name != "resolved":  # of another record
        return ~is_midnight
    answered, closed = (time_flags.has_time(told, one, is_midnight) for one in ("answered", "closed"))
    return np.where(frame["answered_at"].notna(), answered, closed)


def _parts(at: pd.Series, zone: ZoneInfo) -> tuple[Numbers, Numbers]:
    """Local day and minute of the day; NaN when missing. Seconds are dropped: a term ends with its minute."""
    here = pd.DatetimeIndex(at).tz_localize("UTC").tz_convert(zone).tz_localize(None).to_numpy()
    day, known = here.astype("datetime64[D]"), ~np.isnat(here)
    minute = (here - day).astype("timedelta64[m]").astype(np.int64)
    return np.where(known, day.astype(np.int64), np.nan), np.where(known, minute, np.nan)


def _own(at: pd.Series, zones: pd.Series) -> tuple[Numbers, Numbers]:
    """The same by the zone of each record's source."""
    day, minute = np.full(len(at), np.nan), np.full(len(at), np.nan)
    for name in zones.unique():
        rows = np.flatnonzero(zones == name)
        day[rows], minute[rows] = _parts(at.iloc[rows], ZoneInfo(name))
    return day, minute


def first_reply(frame: pd.DataFrame) -> dict[str, Any]:
    """The first thing a citizen heard: a final answer is a reply when no earlier one is known."""
    first, final = (_order(frame, name) for name in ("first_reply", "resolved"))
    takes_first = ~np.isnan(first) & ~(final < first)
    return {
        f"replied_{part}": np.where(takes_first, frame[f"first_reply_{part}"], frame[f"resolved_{part}"])
        for part in ("day", "time", "own_day")
    }


def _order(frame: pd.DataFrame, name: str) -> Numbers:
    """Minutes to compare moments by; a bare date lies at the end of its day."""
    return np.asarray(frame[f"{name}_day"] * 1440 + frame[f"{name}_time"].fillna(1439), dtype=np.float64)


def working_minute(frame: pd.DataFrame, name: str, calendar: WorkingCalendar, *, missing: int) -> Numbers:
    """Working minutes since the calendar's first day; NaN when the moment is missing. missing: the minute of the day
    that a bare date is taken for.
    """
    day, time = frame[f"{name}_day"].to_numpy(), frame[f"{name}_time"].fillna(missing).to_numpy()
    made, known = np.full(len(day), np.nan), ~np.isnan(day)
    made[known] = calendar.minute_index(day[known].astype(np.int64), time[known].astype(np.int64))
    return made
