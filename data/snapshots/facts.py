"""Flat, personal-data-free facts: one row per question, in the smallest integers, ready to be scanned.

Grain: a question of a record; `question_no = 1` gives one row per record. Days count from 1970-01-01, local time;
minutes are running sums of working minutes (`data.terms.calendar`), so that a difference is a duration. Missing stays
NULL.

    record_id int32 · question_no, questions uint8 (how many the record holds)
    received_day, resolved_day, due_day, file_due_day, followed_day int16   resolved: answered finally or closed
    received_time, due_time, resolved_time, replied_time, reply_due_time int16 (minutes since midnight; missing: a bare
    date, a term in whole days)
    start_day int16 (the term runs from it) · registered_day, registration_due_day, transfer_due_day, promised_day int16
    former_due_day, moved_day int16 (until moved_day the term ended on another day: `data.snapshots.known_then`)
    status_day int16 (since when the status is known)
    better_recipient_id int16 (competent where recipient_id is not) · is_readdressed bool (people have sent it there)
    reply_due_day, replied_day int16 (first reply, or the final answer when no earlier one is known)
    received_minute, first_reply_minute int32 (by the district's common hours; a reply without a time counts as given at
    the end of its day)
    source_id, channel_id, kind_id, status_id, topic_group_id, topic_id, municipality_id, place_id, recipient_id int16
    meaning_id int16 (of `data.snapshots.meanings`; missing: the topic's name has always meant it, or no name gave it)
    topic_rules_id, ruling_id int16 (of `data.snapshots.rulings`; both missing while all records were read alike)
    reply_signals int16 (bits of `data.store.reply_signals`) · asked, unanswered, reply_hint uint8 (what the letter
    asks, how much of it no sentence of the reply matches, 0..90 points of completeness; all missing: no reply text)
    check_score uint8 (points of 90 of an answer read by plan), check_weight int32 (thousandths: how many answers it
    stands for); both missing where nobody has read it by plan (`data.snapshots.checked`)
    rating, transfers uint8 (how often it was sent on; missing: the file does not tell)
    apart uint8 (why it is counted apart: `data.snapshots.apart`)
    rule_id, reply_rule_id int16 (0 none) · gap, reply_gap uint8 (`data.terms.gaps.GAPS`)
    has_time (of receipt), observes_first_reply, observes_answer, observes_registration, is_closed_undated,
    is_date_conflict, is_due_conflict (the file's term ends before receipt), is_traceable, is_told_again,
    is_due_from_file, is_extended, is_late (the answer came after the term), is_forwarded (by competence, on
    resolved_day), is_reply_late (by the recipient's own hours), is_multi bool
"""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt
import pandas as pd
import sqlalchemy as sa

from data.snapshots import apart, checked, history, known_then, meanings, moments, rulings
from data.snapshots import month_rows as months
from data.store.tables import calendar_overrides, deadline_rules, recipients
from data.terms import calendar as calendars
from data.terms import competence, due_dates, laws, unknown_status
from data.terms.lateness import is_before

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
    "due_time",
    "resolved_time",
    "replied_time",
    "reply_due_time",
    "reply_rule_id",
    "transfer_due_day",
    "former_due_day",
    "moved_day",
    "status_day",
    "better_recipient_id",
    "reply_signals",
    "meaning_id",
    "topic_rules_id",
    "ruling_id",
]
INT32 = ["record_id", "received_minute", "first_reply_minute", "check_weight"]
UINT8 = [
    "question_no",
    "questions",
    "rating",
    "gap",
    "reply_gap",
    "transfers",
    "asked",
    "unanswered",
    "reply_hint",
    "check_score",
    "apart",
]
FLAGS = [
    "has_time",
    "observes_first_reply",
    "observes_answer",
    "observes_registration",
    "is_closed_undated",
    "is_date_conflict",
    "is_due_conflict",
    "is_traceable",
    "is_told_again",
    "is_due_from_file",
    "is_extended",
    "is_late",
    "is_forwarded",
    "is_reply_late",
    "is_multi",
    "is_readdressed",
]
COLUMNS = (*INT32, *INT16, *UINT8, *FLAGS)


class Part(NamedTuple):
    """Records of a month: ids of a few, None for all; late: which of the few are (`data.snapshots.apart`), as only the
    whole month tells.
    """

    ids: Sequence[int] | None = None
    late: Collection[int] | None = None


WHOLE = Part()


class Topics(NamedTuple):
    """What is known of how questions came to their topics: by names that changed their meaning, by changed rules."""

    named: meanings.Meanings = meanings.NONE
    ruled: rulings.Rulings = rulings.NONE


AS_GIVEN = Topics()


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
    duties: competence.Duties,
    topics: Topics = AS_GIVEN,
    part: Part = WHOLE,
) -> pd.DataFrame:
    """Facts of the records received in a local month (year*100+month), sorted by day; spam is left out."""
    frame = months.read(connection, month, part.ids)
    frame = frame.assign(**moments.local(frame, zone))
    frame = with_terms(frame.assign(law=laws.on_days(connection, frame)), calendar, rules)
    since = history.known_since(connection, month, frame, part.ids)
    frame = frame.assign(**known_then.columns(frame, since, rules, calendar.common))
    frame = frame.assign(
        **_addressed(connection, month, frame, duties, part), **checked.columns(connection, month, frame)
    )
    meaning = meanings.column(connection, month, frame, topics.named)
    frame = frame.assign(apart=apart.column(frame, part.late), meaning_id=meaning)
    frame = frame.assign(**rulings.columns(connection, month, frame, topics.ruled))
    return _typed(in_order(unknown_status.outside(frame)))


def in_order(frame: pd.DataFrame) -> pd.DataFrame:
    """Rows as the file of a month has them."""
    return frame.take(np.lexsort([frame[name].to_numpy() for name in ("question_no", "record_id", "received_day")]))


def _addressed(
    connection: sa.Connection, month: int, frame: pd.DataFrame, duties: competence.Duties, part: Part
) -> dict[str, Any]:
    sent = competence.corrected_addressees(connection, month, part.ids)
    asked = zip(frame["record_id"].tolist(), frame["question_no"].tolist(), strict=True)
    return {
        "better_recipient_id": competence.better(frame, duties),
        "is_readdressed": [one in sent for one in asked],
    }


def with_terms(frame: pd.DataFrame, calendar: calendars.Calendars, rules: pd.DataFrame) -> pd.DataFrame:
    """Records with the ends of all their terms and what became of them.

    frame: as `month_rows.read` gives it, with the columns of `moments.local` and the law of the day of receipt.
    """
    frame = frame.assign(**_known(frame), **moments.first_reply(frame))
    frame = frame.assign(registration_due_day=_step(frame, rules, calendar.common, "registration"))
    frame = frame.assign(**_terms(frame, rules, calendar.common), **_minutes(frame, calendar.common))
    return frame.assign(**_reply(frame, rules, calendar), is_multi=frame["questions"] > 1)


def _known(frame: pd.DataFrame) -> dict[str, Any]:
    """What a record says of itself that decides about its terms."""
    status = frame["status_code"]
    told = frame["observes_registration"].to_numpy(dtype=float)
    by_source = frame["source_code"].isin(laws.registering_sources()) | frame["registered_at"].notna()
    return {
        "has_time": frame["received_time"].notna(),
        "is_forwarded": (status == months.FORWARDED) & frame["resolved_at"].notna(),
        "is_deferred": (status == months.DEFERRED) | frame["promised_at"].notna(),
        "observes_registration": np.where(np.isnan(told), by_source, told),
        "is_due_conflict": is_before(frame, "file_due", "received"),
    }


def _terms(frame: pd.DataFrame, rules: pd.DataFrame, calendar: calendars.WorkingCalendar) -> dict[str, Any]:
    due = due_dates.due_days(frame, rules, calendar)
    return {
        "due_day": due.day,
        "due_time": due.time,
        "first_due_day": due.first_day,
        "start_day": due.start,
        "rule_id": due.rule_id,
        "gap": due.gap,
        "is_extended": due.is_extended,
        "is_late": due.is_late,
        "is_due_from_file": due.is_from_file & (due.gap == 0),
        "transfer_due_day": _step(frame, rules, calendar, "transfer"),
    }


def _step(
    frame: pd.DataFrame, rules: pd.DataFrame, calendar: calendars.WorkingCalendar, clock: str
) -> npt.NDArray[np.float64]:
    return due_dates.step_days(frame, rules, calendar, clock).day


def _reply(frame: pd.DataFrame, rules: pd.DataFrame, calendar: calendars.Calendars) -> dict[str, Any]:
    reply = due_dates.reply_terms(frame, rules, calendar)
    return {
        "reply_due_day": reply.day,
        "reply_due_time": reply.time,
        "reply_rule_id": reply.rule_id,
        "reply_gap": reply.gap,
        "is_reply_late": reply.is_late,
    }


def _minutes(frame: pd.DataFrame, calendar: calendars.WorkingCalendar) -> dict[str, Any]:
    """Working minutes of receipt and of the first reply; a bare date counts as the end of its day, so that nobody
    seems to have replied earlier than it can have been.
    """
    return {
        "received_minute": moments.working_minute(frame, "received", calendar, missing=0),
        "first_reply_minute": moments.working_minute(frame, "replied", calendar, missing=24 * 60),
    }


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
