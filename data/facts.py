"""Flat, personal-data-free facts: one row per question, in the smallest integers, ready to be scanned.

Grain: a question of a record; `question_no = 1` gives one row per record. Days count from 1970-01-01, local time;
minutes are running sums of working minutes (`data.calendar`), so that a difference is a duration. Missing stays NULL.

    record_id int32 · question_no, questions uint8 (how many the record holds)
    received_day, resolved_day, due_day, file_due_day, followed_day int16   resolved: answered finally or closed
    received_minute, first_reply_minute, resolved_minute int32
    source_id, channel_id, kind_id, status_id, topic_group_id, topic_id, municipality_id, place_id, recipient_id int16
    rating uint8 · rule_id int16 (0 none) · gap uint8 (`data.deadlines.GAPS`)
    has_time, observes_first_reply, observes_answer, is_closed_undated, is_date_conflict, is_traceable,
    is_due_from_file, is_multi bool
"""

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt
import pandas as pd
import sqlalchemy as sa

from data import calendar as calendars
from data import deadlines
from data import month as months
from data.tables import calendar_overrides, deadline_rules

INT16 = [
    "received_day",
    "resolved_day",
    "due_day",
    "file_due_day",
    "followed_day",
    "source_id",
    "channel_id",
    "kind_id",
    "status_id",
    "topic_group_id",
    "topic_id",
    "municipality_id",
    "place_id",
    "recipient_id",
    "rule_id",
]
INT32 = ["record_id", "received_minute", "first_reply_minute", "resolved_minute"]
UINT8 = ["question_no", "questions", "rating", "gap"]
FLAGS = [
    "has_time",
    "observes_first_reply",
    "observes_answer",
    "is_closed_undated",
    "is_date_conflict",
    "is_traceable",
    "is_due_from_file",
    "is_multi",
]
COLUMNS = (*INT32, *INT16, *UINT8, *FLAGS)


def read_calendar(connection: sa.Connection) -> calendars.WorkingCalendar:
    """The working calendar with this store's overrides."""
    table = calendar_overrides
    rows = connection.execute(sa.select(table.c.day, table.c.kind, table.c.hours))
    return calendars.build({day: (kind, hours) for day, kind, hours in rows})


def read_rules(connection: sa.Connection) -> pd.DataFrame:
    """All deadline rules with validity as days since 1970-01-01."""
    frame = pd.DataFrame(
        connection.execute(sa.select(deadline_rules)).mappings().all(), columns=deadline_rules.c.keys()
    )
    for column in ("valid_from", "valid_to"):
        frame[f"{column}_day"] = [np.nan if d is None else (d - calendars.EPOCH).days for d in frame[column]]
    return frame.drop(columns=["valid_from", "valid_to"])


def of_month(
    connection: sa.Connection,
    month: int,
    zone: ZoneInfo,
    calendar: calendars.WorkingCalendar,
    rules: pd.DataFrame,
) -> pd.DataFrame:
    """Facts of the records received in a local month (year*100+month), sorted by day; spam is left out."""
    frame = months.read(connection, month)
    frame = frame.assign(**_local(frame, zone, calendar))
    due = deadlines.due_days(frame, rules, calendar)
    frame = frame.assign(
        due_day=due.day,
        rule_id=due.rule_id,
        gap=due.gap,
        is_due_from_file=(due.rule_id == 0) & ~np.isnan(due.day),
        is_multi=frame["questions"] > 1,
    )
    order = np.lexsort([frame[name].to_numpy() for name in ("question_no", "record_id", "received_day")])
    return _typed(frame.take(order))


def _local(frame: pd.DataFrame, zone: ZoneInfo, calendar: calendars.WorkingCalendar) -> dict[str, Any]:
    """`<moment>_day` and `<moment>_minute` (working minutes since the calendar's first day); NaN when missing."""
    made = {}
    for name in months.MOMENTS:
        local = pd.DatetimeIndex(frame[f"{name}_at"]).tz_localize("UTC").tz_convert(zone).tz_localize(None).to_numpy()
        day = local.astype("datetime64[D]")
        minute = (local - day).astype("timedelta64[m]").astype(np.int64)
        known = ~np.isnat(local)
        made[f"{name}_day"] = np.where(known, day.astype(np.int64), np.nan)
        made[f"{name}_minute"] = np.full(len(local), np.nan)
        made[f"{name}_minute"][known] = calendar.minute_index(day[known].astype(np.int64), minute[known])
    return made


def _typed(frame: pd.DataFrame) -> pd.DataFrame:
    made: dict[str, Any] = {}
    typed: tuple[tuple[list[str], Any], ...] = ((INT32, np.int32), (INT16, np.int16), (UINT8, np.uint8))
    for names, dtype in typed:
        for name in names:
            made[name] = _integers(frame[name].to_numpy(dtype=float), dtype)
    for name in FLAGS:
        made[name] = frame[name].to_numpy(dtype=bool)
    return pd.DataFrame(made, columns=list(COLUMNS))


def _integers(values: npt.NDArray[np.float64], dtype: type[np.integer[Any]]) -> pd.arrays.IntegerArray:
    """Nullable integers; a value that the type cannot hold (a day after 2059) is as good as missing."""
    limits = np.iinfo(dtype)
    known = (values >= limits.min) & (values <= limits.max)  # false for NaN
    return pd.arrays.IntegerArray(np.where(known, np.rint(values), 0).astype(dtype), ~known)


def day_number(day: date) -> int:
    """Days since 1970-01-01."""
    return (day - calendars.EPOCH).days
