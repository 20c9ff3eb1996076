"""What is wrong with the records, read from the store within the asker's circle: records that lack a date or contradict
themselves, how topics were told. Everything counts all time, spam left out.
"""

from typing import Any

import sqlalchemy as sa

from data import store
from data.errors import AccessError, FilterError
from data.scope import Scope
from data.settings import Settings
from data.store import tables, time_flags
from data.store.citizens import are_citizens
from data.store.guessed_topics import GUESSED

Kind = str
KINDS = ("topic", "place", "recipient", "status")
"""What a name may be the name of; anything else is refused with FilterError."""


def within(
    scope: Scope, records: sa.FromClause = tables.records, questions: sa.FromClause = tables.questions
) -> sa.ColumnElement[bool]:
    """Records and questions (or aliases of both) that the asker may open. Raises AccessError when none."""
    opened = scope.at_least("records")
    if not opened.grants:
        raise AccessError("Отдельные записи вам не открыты: доступны только сводные показатели.")
    return sa.or_(*[_granted(grant.limits, records.c, questions.c) for grant in opened.grants])


def _granted(limits: dict[str, tuple[str, ...]], r: Any, q: Any) -> sa.ColumnElement[bool]:
    keyed = {
        "channels": (tables.channels, "code", r.channel_id),
        "recipients": (tables.recipients, "code", q.recipient_id),
        "municipalities": (tables.municipalities, "oktmo", r.municipality_id),
    }
    held: list[sa.ColumnElement[bool]] = [sa.true()]
    for name, codes in limits.items():
        table, code, column = keyed[name]
        held.append(column.in_(sa.select(next(iter(table.primary_key.columns))).where(table.c[code].in_(codes))))
    return sa.and_(*held)


def raw(kind: Kind) -> tuple[sa.ColumnElement[Any], sa.ColumnElement[Any], sa.ColumnElement[bool]]:
    """Of a kind: its group of names, the name as received, and whether nobody knows it yet."""
    if kind not in KINDS:
        raise FilterError("Обновите страницу и выберите название ещё раз.")
    r, q = tables.records.c, tables.questions.c
    nothing = sa.literal("")
    if kind == "topic":
        group = sa.func.coalesce(q.topic_group_raw, "")
        label = sa.func.coalesce(q.topic_raw, q.topic_group_raw)
        return group, label, sa.or_(q.topic_id.is_(None), q.topic_method.in_(GUESSED))
    if kind == "recipient":
        return nothing, q.recipient_raw, q.recipient_id.is_(None)
    if kind == "status":
        return nothing, r.status_raw, r.status_id.is_(None)
    unknown = r.place_status.in_(("none", "ambiguous", "outside"))
    return nothing, sa.func.coalesce(r.place_raw, r.municipality_raw), sa.and_(unknown, r.place_id.is_(None))


def questions_with_records() -> sa.FromClause:
    """Questions with their records and sources."""
    r, q, s = tables.records, tables.questions, tables.sources
    return r.join(q, q.c.record_id == r.c.record_id).join(s, s.c.source_id == r.c.source_id)


def methods(settings: Settings, scope: Scope) -> dict[str | None, int]:
    """How the topics of questions were told: method → questions; None is «nobody knows»."""
    q = tables.questions.c
    query = sa.select(q.topic_method, sa.func.count()).select_from(questions_with_records()).group_by(q.topic_method)
    with store.reading(settings) as connection:
        rows = connection.execute(query.where(within(scope), are_citizens(tables.records.c)))
        return {row[0]: row[1] for row in rows}


def records_with_flaw(flaw: str, settings: Settings, scope: Scope, most: int = 100) -> tuple[int, list[int]]:
    """How many records have a flaw, and the newest of them by id.

    flaw: undated, date_conflict, due_conflict, future_date, point_conflict or ambiguous; anything else is refused with
    FilterError.
    """
    r, st = tables.records.c, tables.statuses.c
    bad: dict[str, sa.ColumnElement[bool]] = {
        "undated": sa.and_(st.is_final.is_(True), r.answered_at.is_(None), r.closed_at.is_(None)),
        "date_conflict": r.is_date_conflict.is_(True),
        "due_conflict": _ends_before_receipt(settings),
        "point_conflict": r.place_status == "conflict",
        "future_date": r.future_dates.is_not(None),
        "ambiguous": r.place_status == "ambiguous",
    }
    if flaw not in bad:
        raise FilterError("Обновите страницу и выберите ещё раз.")
    source = questions_with_records().outerjoin(tables.statuses, st.status_id == r.status_id)
    query = sa.select(r.record_id, r.received_at).select_from(source).distinct()
    return newest(query.where(bad[flaw], are_citizens(r), within(scope)), settings, most)


def _ends_before_receipt(settings: Settings) -> sa.ColumnElement[bool]:
    """The file's own term ends before the receipt: by a whole day, or by the minute where both have a time."""
    r = tables.records.c
    dialect = store.engine(settings.store_url).dialect.name
    both = time_flags.bits("received", "file_due")
    is_timed = sa.func.coalesce(r.timed, 0).op("&")(both) == both
    return sa.or_(
        store.later(r.file_due_at, 1, dialect) <= r.received_at, sa.and_(r.file_due_at < r.received_at, is_timed)
    )


def records_by_method(method: str | None, settings: Settings, scope: Scope, most: int = 100) -> tuple[int, list[int]]:
    """How many records have a question whose topic was told so, and the newest of them. None: nobody knows it."""
    r = tables.records.c
    query = sa.select(r.record_id, r.received_at).select_from(questions_with_records()).distinct()
    query = query.where(
        tables.questions.c.topic_method == method if method else tables.questions.c.topic_method.is_(None)
    )
    return newest(query.where(are_citizens(r), within(scope)), settings, most)


def newest(query: sa.Select[Any], settings: Settings, most: int) -> tuple[int, list[int]]:
    """How many records a query of (record_id, received_at) finds, and the newest of them by id."""
    found = query.subquery()
    order = (found.c.received_at.desc(), found.c.record_id.desc())
    with store.reading(settings) as connection:
        total = connection.execute(sa.select(sa.func.count()).select_from(found)).scalar_one()
        rows = connection.execute(sa.select(found.c.record_id).order_by(*order).limit(most)).scalars().all()
    return int(total), list(rows)
