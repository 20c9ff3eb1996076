"""Flat, personal-data-free facts: one row per question, in the smallest integers, ready to be scanned.

Grain: a question of a record; `question_no = 1` gives one row per record. Days count from 1970-01-01, local time;
minutes are
running sums of working minutes (`data.calendar`), so that a difference is a duration. Missing stays NULL.

    record_id int32 · question_no, questions uint8 (how many the record holds)
    received_day, resolved_day, due_day, file_due_day, followed_day int16   resolved: answered finally or closed
    received_minute, first_reply_minute, resolved_minute int32
    source_id, channel_id, kind_id, status_id, topic_group_id, topic_id, municipality_id, place_id, recipient_id int16
    rating uint8 · rule_id int16 (0 none) · gap uint8 (`data.deadlines.GAPS`)
    has_time, observes_first_reply, observes_answer, is_closed_undated, is_date_conflict, is_traceable,
    is_due_from_file,
    is_multi bool
"""

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import sqlalchemy as sa

from data import calendar as calendars
from data import deadlines
from data.tables import calendar_overrides, channels, deadline_rules, questions, records, statuses, topics

REPEAT_DAYS = 30
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
_DATES = ("received", "registered", "assigned", "extended_to", "file_due", "first_reply", "resolved")


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
    frame = _read(connection, month)
    days = _local_days(frame, zone)
    frame = frame.assign(**{f"{name}_day": days[name][0] for name in _DATES})
    for name in ("received", "first_reply", "resolved"):
        frame[f"{name}_minute"] = _minutes(days[name], calendar)
    due = deadlines.due_days(frame, rules, calendar)
    frame = frame.assign(due_day=due.day, rule_id=due.rule_id, gap=due.gap)
    frame["is_due_from_file"] = (frame["rule_id"] == 0) & frame["due_day"].notna()
    frame["followed_day"] = _followed(connection, frame, zone)
    frame["is_traceable"] = frame["applicant_key"].notna() | frame["address_key"].notna()
    frame["is_multi"] = frame["questions"] > 1
    return _typed(frame).sort_values(["received_day", "record_id", "question_no"], ignore_index=True)


def _read(connection: sa.Connection, month: int) -> pd.DataFrame:
    count = (
        sa.select(questions.c.record_id, sa.func.count().label("questions"))
        .join(records, records.c.record_id == questions.c.record_id)
        .where(records.c.received_month == month)
        .group_by(questions.c.record_id)
        .subquery()
    )
    closed = [
        "record_id",
        "source_id",
        "channel_id",
        "kind_id",
        "priority",
        "received_at",
        "registered_at",
        "assigned_at",
        "first_reply_at",
        "answered_at",
        "closed_at",
        "extended_to_at",
        "file_due_at",
        "has_time",
        "observes_first_reply",
        "observes_answer",
        "status_id",
        "municipality_id",
        "place_id",
        "rating",
        "is_date_conflict",
        "applicant_key",
        "address_key",
    ]
    query = (
        sa.select(
            *[records.c[name] for name in closed],
            channels.c.law,
            statuses.c.is_open,
            statuses.c.is_final,
            questions.c.question_no,
            count.c.questions,
            questions.c.topic_id,
            sa.func.coalesce(topics.c.group_id, topics.c.topic_id).label("topic_group_id"),
            questions.c.recipient_id,
        )
        .join(questions, questions.c.record_id == records.c.record_id)
        .join(count, count.c.record_id == records.c.record_id)
        .outerjoin(channels, channels.c.channel_id == records.c.channel_id)
        .outerjoin(statuses, statuses.c.status_id == records.c.status_id)
        .outerjoin(topics, topics.c.topic_id == questions.c.topic_id)
        .where(records.c.received_month == month, records.c.is_spam.is_(False))
    )
    result = connection.execute(query)
    frame = pd.DataFrame(result.fetchall(), columns=list(result.keys()), dtype=object)
    return _resolved(frame)


def _resolved(frame: pd.DataFrame) -> pd.DataFrame:
    """The moment of the final answer, and whether a closed record lacks it. A status that says «open» outweighs the
    dates.
    """
    is_open = frame["is_open"].fillna(False).astype(bool)
    for column in ("received_at", "registered_at", "assigned_at", "first_reply_at", "answered_at", "closed_at"):
        frame[column] = pd.to_datetime(frame[column])
    for column in ("extended_to_at", "file_due_at"):
        frame[column] = pd.to_datetime(frame[column])
    resolved = frame["answered_at"].fillna(frame["closed_at"]).mask(is_open)
    undated = frame["is_final"].fillna(False).astype(bool) & resolved.isna()
    return frame.assign(resolved_at=resolved, is_closed_undated=undated)


def _local_days(frame: pd.DataFrame, zone: ZoneInfo) -> dict[str, tuple[Any, Any]]:
    """Local day (float, NaN when missing) and minute of the day for every date column."""
    made = {}
    for name in _DATES:
        local = frame[f"{name}_at"].dt.tz_localize("UTC").dt.tz_convert(zone).dt.tz_localize(None)
        day = (local.dt.normalize() - pd.Timestamp(calendars.EPOCH)).dt.days.astype(float).to_numpy()
        made[name] = (day, (local.dt.hour * 60 + local.dt.minute).to_numpy(dtype=float))
    return made


def _minutes(moment: tuple[Any, Any], calendar: calendars.WorkingCalendar) -> Any:
    day, minute = moment
    known = ~np.isnan(day)
    made = np.full(len(day), np.nan)
    made[known] = calendar.minute_index(day[known].astype(np.int64), minute[known].astype(np.int64))
    return made


def _followed(connection: sa.Connection, frame: pd.DataFrame, zone: ZoneInfo) -> Any:
    """Day of the first later record of the same applicant, or of the same address and topic, after the answer."""
    first = frame[(frame["question_no"] == 1) & frame["resolved_at"].notna()]
    found = [
        _next_after(first, _others(connection, first, key, with_topic), key, with_topic)
        for key, with_topic in (("applicant_key", False), ("address_key", True))
    ]
    earliest = pd.concat(found).groupby(level=0).min().to_dict()
    moment = pd.Series([earliest.get(i, pd.NaT) for i in frame["record_id"]], index=frame.index)
    local = pd.to_datetime(moment).dt.tz_localize("UTC").dt.tz_convert(zone).dt.tz_localize(None).dt.normalize()
    return (local - pd.Timestamp(calendars.EPOCH)).dt.days.astype(float)


def _others(connection: sa.Connection, first: pd.DataFrame, key: str, with_topic: bool) -> pd.DataFrame:
    keys = first[key].dropna().unique().tolist()
    parts: list[Any] = []
    for start in range(0, len(keys), 5000):
        query = (
            sa.select(records.c[key], records.c.received_at, questions.c.topic_id)
            .join(questions, (questions.c.record_id == records.c.record_id) & (questions.c.question_no == 1))
            .where(records.c[key].in_(keys[start : start + 5000]), records.c.is_spam.is_(False))
        )
        parts += connection.execute(query).fetchall()
    frame = pd.DataFrame(parts, columns=[key, "next_at", "topic_id"])
    frame["next_at"] = pd.to_datetime(frame["next_at"])
    return frame.dropna(subset=[key, "topic_id"] if with_topic else [key])


def _next_after(first: pd.DataFrame, others: pd.DataFrame, key: str, with_topic: bool) -> pd.Series:
    on = [key, "topic_id"] if with_topic else [key]
    mine = first.dropna(subset=on)[["record_id", "resolved_at", *on]]
    if with_topic:
        mine = mine.assign(topic_id=mine["topic_id"].astype(float))
        others = others.assign(topic_id=others["topic_id"].astype(float))
    pairs = mine.merge(others, on=on, how="inner", suffixes=("", "_next"))
    limit = pairs["resolved_at"] + pd.Timedelta(days=REPEAT_DAYS + 1)
    pairs = pairs[(pairs["next_at"] > pairs["resolved_at"]) & (pairs["next_at"] < limit)]
    return pairs.groupby("record_id")["next_at"].min()


def _typed(frame: pd.DataFrame) -> pd.DataFrame:
    made = {}
    typed: tuple[tuple[list[str], Any], ...] = ((INT32, "Int32"), (INT16, "Int16"), (UINT8, "UInt8"))
    for names, dtype in typed:
        for name in names:
            made[name] = pd.to_numeric(frame[name]).astype("Float64").round().astype(dtype)
    for name in FLAGS:
        made[name] = frame[name].fillna(False).astype(bool)
    return pd.DataFrame(made, columns=list(COLUMNS))


def day_number(day: date) -> int:
    """Days since 1970-01-01."""
    return (day - calendars.EPOCH).days
