"""One month of receipt read from the store into columns by a single query; spam is left out.

Grain: a question of a record. Values come as the driver gives them and become arrays at once: no row is ever an object,
which is what makes rewriting a month fast.
"""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import sqlalchemy as sa

from data import store
from data.store import time_flags
from data.store.citizens import are_citizens
from data.store.reply_signals import SIGNALS
from data.store.tables import (
    channels,
    imports,
    questions,
    record_problems,
    records,
    reply_readings,
    sources,
    statuses,
    topics,
)

REPEAT_DAYS = 30
MOMENTS = (
    "received", "registered", "assigned", "extended_to", "promised", "file_due", "first_reply", "resolved", "followed",
    "beside",
)  # fmt: skip
"""Moments of a record: columns `<name>_at`, naive UTC, NaT when missing."""
_When = Callable[[sa.FromClause, str], sa.Select[Any]]
_AT_ONCE = 20_000
"""Rows that are Python's own at a time: they take many times the memory of arrays."""
FORWARDED, DEFERRED = "forwarded", "deferred"
"""Codes of statuses that decide about a term."""
_WORDS = ("priority", "law", "time_zone", "source_code", "status_code")
_AS_STORED = (
    "record_id", "source_id", "channel_id", "kind_id", "status_id", "municipality_id", "place_id", "priority", "rating",
    "timed", "has_time", "observes_first_reply", "observes_answer", "observes_registration", "is_date_conflict",
    "is_receipt_assumed", "answered_at", "received_at", "registered_at", "assigned_at", "first_reply_at",
    "extended_to_at", "promised_at",
    "file_due_at", "transfers",
)  # fmt: skip
_RESOLVED = sa.case((statuses.c.is_open, sa.null()), else_=sa.func.coalesce(records.c.answered_at, records.c.closed_at))
"""The moment of the final answer. A status that says «open» outweighs the dates."""


def read(connection: sa.Connection, month: int, ids: Sequence[int] | None = None) -> pd.DataFrame:
    """Questions of the records received in a local month (year*100+month), in no particular order; ids: of these only.

    Columns: `<moment>_at` of MOMENTS (datetime64, UTC; resolved: answered finally or closed; followed: the first later
    record of the same applicant, or of the same address and topic, within REPEAT_DAYS after the answer; beside: such a
    record without a time of day, received less than a day before the answer and not before the record itself), of
    answered and loaded (the import that brought the record); priority, law, time_zone, source_code and status_code
    (text or None); everything else float64, NaN when missing, flags 0 and 1: `is_closed_undated` is a final status
    without a date, `is_status_open` also one that nobody knows, `is_status_unknown` only such a word, `is_traceable` an
    applicant or an address to tell repeats by, `is_told_again` a record of a problem that an earlier record has opened,
    `is_written_again` a record whose applicant wrote of the question's topic in the REPEAT_DAYS before,
    `questions` how many the record holds, `reply_signals`, `asked`, `unanswered`, `reply_hint` what the reply says.
    """
    query, asked = _query(connection.dialect.name), {"month": month}
    if ids is not None:
        query = query.where(records.c.record_id.in_(ids))
    result = connection.execute(query, asked)
    names = list(result.keys())
    cursor: Any = result.cursor  # the driver's own: no value needs a conversion, and a row of SQLAlchemy's is dear
    parts = [_arrays(names, [()] * len(names))]
    while rows := cursor.fetchmany(_AT_ONCE):
        parts.append(_arrays(names, list(zip(*rows, strict=True))))
    result.close()
    frame = pd.DataFrame({name: np.concatenate([part[name] for part in parts]) for name in names})
    return _of_whole_records(frame)


@cache
def _query(dialect: str) -> sa.Select[Any]:
    """Made once for each engine; `month` is bound when it is asked."""
    r, q = records.c, questions.c
    ways = [(same, when) for same in (_same_applicant, _same_address) for when in (_first_after, _last_beside)]
    found = [sa.case((q.question_no == 1, same(when, dialect))) for same, when in ways]
    names = ("applicant_again_at", "applicant_beside_at", "address_again_at", "address_beside_at")
    return (
        sa.select(
            *[_raw(r[name]) for name in _AS_STORED],
            sa.type_coerce(_RESOLVED, sa.String).label("resolved_at"),
            *[sa.type_coerce(one, sa.String).label(name) for one, name in zip(found, names, strict=True)],
            sa.and_(sa.func.coalesce(statuses.c.is_final, sa.false()), _RESOLVED.is_(None)).label("is_closed_undated"),
            sa.and_(r.status_id.is_(None), sa.func.coalesce(r.status_raw, "") != "").label("is_status_unknown"),
            sa.or_(r.applicant_key.is_not(None), r.address_key.is_not(None)).label("is_traceable"),
            _told_before().label("is_told_again"),
            _written_before(dialect).label("is_written_again"),
            channels.c.law,
            sources.c.time_zone,
            sources.c.code.label("source_code"),
            statuses.c.code.label("status_code"),
            sa.func.coalesce(statuses.c.is_open, sa.true()).label("is_status_open"),
            sa.type_coerce(imports.c.started_at, sa.String).label("loaded_at"),
            q.question_no,
            q.topic_id,
            sa.func.coalesce(topics.c.group_id, topics.c.topic_id).label("topic_group_id"),
            q.recipient_id,
            *_of_reply(),
        )
        .select_from(records)
        .join(questions, q.record_id == r.record_id)
        .join(sources, sources.c.source_id == r.source_id)
        .join(imports, imports.c.import_id == r.import_id)
        .outerjoin(channels, channels.c.channel_id == r.channel_id)
        .outerjoin(statuses, statuses.c.status_id == r.status_id)
        .outerjoin(topics, topics.c.topic_id == q.topic_id)
        .outerjoin(reply_readings, reply_readings.c.question_id == q.question_id)
        .where(r.received_month == sa.bindparam("month"), are_citizens(r))
    )


def _raw(column: sa.Column[Any]) -> sa.ColumnElement[Any]:
    """The column without SQLAlchemy's conversion of every single value; `_array` converts them together."""
    if isinstance(column.type, sa.DateTime):
        return sa.type_coerce(column, sa.String).label(column.name)
    return sa.type_coerce(column, sa.Integer).label(column.name) if isinstance(column.type, sa.Boolean) else column


def _same_applicant(when: _When, dialect: str) -> sa.ScalarSelect[Any]:
    later = records.alias("later")
    return when(later, dialect).where(later.c.applicant_key == records.c.applicant_key).scalar_subquery()


def _same_address(when: _When, dialect: str) -> sa.ScalarSelect[Any]:
    """By the first question's topic on both sides: a letter is told by what it begins with."""
    later, first = records.alias("later"), questions.alias("first")
    return (
        when(later, dialect)
        .join_from(later, first, (first.c.record_id == later.c.record_id) & (first.c.question_no == 1))
        .where(later.c.address_key == records.c.address_key, first.c.topic_id == questions.c.topic_id)
        .scalar_subquery()
    )


def _told_before() -> sa.ColumnElement[bool]:
    """Whether people have put the record together with an earlier one: the problem is counted by its first record."""
    other, mine, its = records.alias("other"), record_problems.alias("mine"), record_problems.alias("its")
    query = sa.select(sa.literal(1)).select_from(mine).join(its, its.c.problem_id == mine.c.problem_id)
    query = query.join(other, other.c.record_id == its.c.record_id)
    return query.where(mine.c.record_id == records.c.record_id, are_citizens(other.c), _came_before(other)).exists()


def _written_before(dialect: str) -> sa.ColumnElement[bool]:
    other, its = records.alias("other"), questions.alias("its")
    query = sa.select(sa.literal(1)).select_from(other).join(its, its.c.record_id == other.c.record_id)
    is_same = sa.and_(other.c.applicant_key == records.c.applicant_key, its.c.topic_id == questions.c.topic_id)
    is_near = other.c.received_at > store.later(records.c.received_at, -REPEAT_DAYS, dialect)
    return query.where(is_same, is_near, are_citizens(other.c), _came_before(other)).exists()


def _came_before(other: sa.FromClause) -> sa.ColumnElement[bool]:
    is_same_moment = sa.and_(other.c.received_at == records.c.received_at, other.c.record_id < records.c.record_id)
    return sa.or_(other.c.received_at < records.c.received_at, is_same_moment)


def _of_reply() -> list[sa.ColumnElement[Any]]:
    """What the reply says, missing where there is no text of one."""
    c = reply_readings.c
    is_again = sa.case((_given_before(), SIGNALS["is_duplicate"]), else_=0)
    return [
        (c.signals + is_again).label("reply_signals"),
        c.questions_asked.label("asked"),
        c.unanswered,
        c.hint.label("reply_hint"),
    ]


def _given_before() -> sa.ColumnElement[bool]:
    """Whether an earlier record with another text has got the same reply."""
    read, other, its = reply_readings.alias("read"), records.alias("other"), questions.alias("its")
    query = sa.select(sa.literal(1)).select_from(read).join(its, its.c.question_id == read.c.question_id)
    query = query.join(other, other.c.record_id == its.c.record_id)
    is_same = read.c.duplicate_key == reply_readings.c.duplicate_key
    is_other_text = sa.func.coalesce(its.c.text, "") != sa.func.coalesce(questions.c.text, "")
    return query.where(is_same, is_other_text, are_citizens(other.c), _is_before(other)).exists()


def _is_before(other: sa.FromClause) -> sa.ColumnElement[bool]:
    is_same_moment = sa.and_(other.c.received_at == records.c.received_at, other.c.external_id < records.c.external_id)
    return sa.or_(other.c.received_at < records.c.received_at, is_same_moment)


def _first_after(later: sa.FromClause, dialect: str) -> sa.Select[Any]:
    """Receipt of the first other record within REPEAT_DAYS of the answer, to be narrowed to whose it is."""
    # An answer on any minute of its day leaves REPEAT_DAYS whole days after that day.
    end = store.later(_RESOLVED, REPEAT_DAYS + 1, dialect)
    return (
        sa.select(sa.func.min(later.c.received_at))
        .where(later.c.received_at > _RESOLVED, later.c.received_at < end)
        .where(later.c.record_id != records.c.record_id, are_citizens(later.c))
        .correlate(records, questions, statuses)
    )


def _last_beside(later: sa.FromClause, dialect: str) -> sa.Select[Any]:
    """The latest bare date of receipt less than a day before the answer: it may be the very day of the answer, and its
    midnight says nothing of the hour. Of who wrote before the record itself nothing follows.
    """
    is_bare = sa.case(
        (later.c.timed.is_(None), later.c.has_time.is_(False)),
        else_=later.c.timed.op("&")(time_flags.bits("received")) == 0,
    )
    is_same = later.c.received_at == records.c.received_at
    is_later = sa.or_(later.c.received_at > records.c.received_at, is_same & (later.c.record_id > records.c.record_id))
    return (
        sa.select(sa.func.max(later.c.received_at))
        .where(later.c.received_at <= _RESOLVED, later.c.received_at > store.later(_RESOLVED, -1, dialect))
        .where(is_bare, is_later, are_citizens(later.c))
        .correlate(records, questions, statuses)
    )


def _arrays(names: Sequence[str], columns: Sequence[Sequence[Any]]) -> dict[str, npt.NDArray[Any]]:
    return {name: _array(name, values) for name, values in zip(names, columns, strict=True)}


def _array(name: str, values: Sequence[Any]) -> npt.NDArray[Any]:
    if name.endswith("_at"):
        if values.count(None) == len(values):
            return np.full(len(values), "NaT", dtype="datetime64[us]")
        # NumPy reads the word many times faster than None.
        return np.array(["NaT" if value is None else value for value in values], dtype="datetime64[us]")
    return np.array(values, dtype=object if name in _WORDS else float)


def _of_whole_records(frame: pd.DataFrame) -> pd.DataFrame:
    """What belongs to the record, on each of its questions: their number and when it was followed."""
    _, record, count = np.unique(frame["record_id"].to_numpy(), return_inverse=True, return_counts=True)
    first = frame["question_no"].to_numpy() == 1
    nearest = {"followed_at": ("again", np.fmin), "beside_at": ("beside", np.fmax)}
    made = {}
    for name, (when, choose) in nearest.items():
        moment = np.full(len(count), np.datetime64("NaT"), dtype="datetime64[us]")
        moment[record[first]] = choose(
            *(frame[f"{who}_{when}_at"].to_numpy()[first] for who in ("applicant", "address"))
        )
        made[name] = moment[record]
    return frame.assign(questions=count[record].astype(float), **made)


def months_beside(connection: sa.Connection, months: set[int]) -> set[int]:
    """Months of the records that stand in one problem with a record of these months."""
    mine, its = record_problems.alias("mine"), record_problems.alias("its")
    one, other = records.alias("one"), records.alias("other")
    query = sa.select(other.c.received_month).distinct().select_from(one)
    query = query.join(mine, mine.c.record_id == one.c.record_id).join(its, its.c.problem_id == mine.c.problem_id)
    query = query.join(other, other.c.record_id == its.c.record_id).where(one.c.received_month.in_(sorted(months)))
    return set(connection.execute(query).scalars())
