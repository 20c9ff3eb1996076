"""Flat, personal-data-free facts: one row per question, in the smallest integers, ready to be scanned.

Grain: a question of a record; `question_no = 1` gives one row per record. Days count from 1970-01-01, local time;
minutes are running sums of working minutes (`data.terms.calendar`), so that a difference is a duration. Missing stays
NULL.

    record_id int32 · question_no, questions uint8 (how many the record holds)
    received_day, resolved_day, due_day, file_due_day, followed_day int16   resolved: answered finally or closed
    start_day int16 (the term runs from it) · registered_day, registration_due_day, promised_day int16
    reply_due_day, replied_day int16 (first reply, or the final answer when no earlier one is known)
    received_time, reply_due_time int16 (minutes since midnight; reply_due_time only for terms in hours)
    received_minute, first_reply_minute, resolved_minute int32 (by the district's common hours)
    source_id, channel_id, kind_id, status_id, topic_group_id, topic_id, municipality_id, place_id, recipient_id int16
    rating uint8 · rule_id, reply_rule_id int16 (0 none) · gap, reply_gap uint8 (`data.terms.due_dates.GAPS`)
    has_time, observes_first_reply, observes_answer, is_closed_undated, is_date_conflict, is_traceable, is_told_again,
    is_due_from_file, is_extended, is_reply_late (by the recipient's own hours), is_multi bool
"""

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt
import pandas as pd
import sqlalchemy as sa

from data.snapshots import month_rows as months
from data.store.tables import calendar_overrides, deadline_rules, recipients
from data.terms import calendar as calendars
from data.terms import due_dates

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
    "start_day",
    "registered_day",
    "registration_due_day",
    "promised_day",
    "reply_due_day",
    "replied_day",
    "received_time",
    "reply_due_time",
    "reply_rule_id",
]
INT32 = ["record_id", "received_minute", "first_reply_minute", "resolved_minute"]
UINT8 = ["question_no", "questions", "rating", "gap", "reply_gap"]
FLAGS = [
    "has_time",
    "observes_first_reply",
    "observes_answer",
    "is_closed_undated",
    "is_date_conflict",
    "is_traceable",
    "is_told_again",
    "is_due_from_file",
    "is_extended",
    "is_reply_late",
    "is_multi",
]
COLUMNS = (*INT32, *INT16, *UINT8, *FLAGS)


def read_calendars(connection: sa.Connection) -> calendars.Calendars:
    """The working calendar with this store's overrides, and those of recipients who keep hours of their own."""
    table, r = calendar_overrides, recipients.c
    rows = connection.execute(sa.select(table.c.day, table.c.kind, table.c.hours))
    overrides = {day: (kind, hours) for day, kind, hours in rows}
    keeping = sa.select(r.recipient_id, r.working_time).where(r.working_time.is_not(None)).order_by(r.recipient_id)
    hours = {one: calendars.WorkingTime.parse(text) for one, text in connection.execute(keeping)}
    built = {each: calendars.build(overrides, each) for each in set(hours.values())}
    return calendars.Calendars(calendars.build(overrides), {one: built[each] for one, each in hours.items()})


def read_rules(connection: sa.Connection) -> pd.DataFrame:
    """All deadline rules with validity as days since 1970-01-01."""
    frame = pd.DataFrame(
        connection.execute(sa.select(deadline_rules)).mappings().all(), columns=deadline_rules.c.keys()
    )
    frame["extended_by"] = frame["extended_by"].fillna("")
    for column in ("valid_from", "valid_to"):
        frame[f"{column}_day"] = [np.nan if d is None else (d - calendars.EPOCH).days for d in frame[column]]
    return frame.drop(columns=["valid_from", "valid_to"])


def of_month(
    connection: sa.Connection,
    month: int,
    zone: ZoneInfo,
    calendar: calendars.Calendars,
    rules: pd.DataFrame,
) -> pd.DataFrame:
    """Facts of the records received in a local month (year*100+month), sorted by day; spam is left out."""
    frame = months.read(connection, month)
    frame = frame.assign(**_local(frame, zone, calendar.common))
    frame = frame.assign(**_replied(frame)).assign(**_terms(frame, rules, calendar.common))
    reply = due_dates.reply_terms(frame, rules, calendar)
    frame = frame.assign(
        reply_due_day=reply.day,
        reply_due_time=reply.time,
        reply_rule_id=reply.rule_id,
        reply_gap=reply.gap,
        is_reply_late=reply.is_late,
        is_multi=frame["questions"] > 1,
    )
    order = np.lexsort([frame[name].to_numpy() for name in ("question_no", "record_id", "received_day")])
    return _typed(frame.take(order))


def _terms(frame: pd.DataFrame, rules: pd.DataFrame, calendar: calendars.WorkingCalendar) -> dict[str, Any]:
    due = due_dates.due_days(frame, rules, calendar)
    return {
        "due_day": due.day,
        "start_day": due.start,
        "rule_id": due.rule_id,
        "gap": due.gap,
        "is_extended": due.is_extended,
        "is_due_from_file": (due.rule_id == 0) & ~np.isnan(due.day),
        "registration_due_day": due_dates.step_days(frame, rules, calendar, "registration").day,
    }


def _replied(frame: pd.DataFrame) -> dict[str, Any]:
    """Day and time of the first thing a citizen heard: a final answer is a reply when no earlier one is known."""
    replied = frame["first_reply_day"].notna().to_numpy()
    return {
        f"replied_{part}": np.where(replied, frame[f"first_reply_{part}"], frame[f"resolved_{part}"])
        for part in ("day", "time")
    }


def _local(frame: pd.DataFrame, zone: ZoneInfo, calendar: calendars.WorkingCalendar) -> dict[str, Any]:
    """`<moment>_day`, `<moment>_time` (minutes since midnight) and `<moment>_minute` (working minutes since the
    calendar's first day); NaN when missing.
    """
    made = {}
    for name in months.MOMENTS:
        local = pd.DatetimeIndex(frame[f"{name}_at"]).tz_localize("UTC").tz_convert(zone).tz_localize(None).to_numpy()
        day = local.astype("datetime64[D]")
        minute = (local - day).astype("timedelta64[m]").astype(np.int64)
        known = ~np.isnat(local)
        made[f"{name}_day"] = np.where(known, day.astype(np.int64), np.nan)
        made[f"{name}_time"] = np.where(known, minute, np.nan)
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
