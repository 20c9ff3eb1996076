"""Decisions of people about single records: kept, applied to what is loaded, and applied again to what comes.

A correction is kept by the record's number in its source and outlives every later import of the same row: a person who
has looked wins over a file that repeats itself, until the correction is withdrawn. A name that nothing else knows is
learnt from the records whose recipient was corrected (`recipients_said`), as long as the corrections stand.
"""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from data import store
from data.decisions import flaws, reasons
from data.decisions.assignment import BY_PERSON, Target, assign, target_of
from data.decisions.flaws import Kind
from data.errors import AccessError, FilterError
from data.scope import Scope
from data.settings import Settings
from data.store import bulk, tables, touched
from data.store.tables import corrections, questions, records


def correct(
    settings: Settings, scope: Scope, record_id: int, question_no: int, kind: Kind, target: str, reason: str, by: str
) -> None:
    """Say what one record is really about, where it is, or whose it is; question_no counts for topics and recipients.

    Raises AccessError when the record is not open to the asker, FilterError without a reason or for an unknown target.
    """
    why = require_reason(reason)
    r, q = records.c, questions.c
    query = sa.select(r.source_id, r.external_id, r.received_month, q.question_id).select_from(
        flaws.questions_with_records()
    )
    query = query.where(r.record_id == record_id, q.question_no == question_no, flaws.within(scope))
    with store.writing(settings) as connection:
        row = connection.execute(query).first()
        if row is None:
            raise AccessError(f"Записи № {record_id} нет или она вам не открыта.")
        meant = target_of(connection, kind, target)
        _keep(connection, row, 0 if kind == "place" else question_no, kind, meant, why, by)
        assign(connection, kind, meant, [row.question_id], by=BY_PERSON)
        store.note_change(connection, "edit", (), ids=touched.beside(connection, record_id))


def require_reason(reason: str | None) -> str:
    """The reason without spaces around it. Raises FilterError for one that says nothing."""
    why = (reason or "").strip()
    if not reasons.says_something(why):
        raise FilterError("Напишите причину исправления, хотя бы в двух словах: она останется в журнале.")
    return why


def _keep(
    connection: sa.Connection, row: Any, question_no: int, kind: Kind, target: Target, reason: str, by: str
) -> None:
    c = corrections.c
    same = (c.source_id == row.source_id, c.external_id == row.external_id, c.question_no == question_no)
    field = "municipality" if target.is_municipality else kind
    rivals = ("place", "municipality") if kind == "place" else (kind,)
    connection.execute(sa.delete(corrections).where(*same, c.field.in_(rivals)))
    values: dict[str, Any] = {
        "correction_id": bulk.next_id(connection, corrections),
        "source_id": row.source_id,
        "external_id": row.external_id,
        "question_no": question_no,
        "field": field,
        "target_id": target.id,
        "reason": reason[:500],
        "made_at": store.utc_now(),
        "made_by": by[:100],
    }
    connection.execute(sa.insert(corrections).values(**values))


def known_of(connection: sa.Connection, source_id: int) -> frozenset[str]:
    """Numbers of the records of a source that people have corrected."""
    c = corrections.c
    return frozenset(connection.execute(sa.select(c.external_id).where(c.source_id == source_id)).scalars())


def recipients_said(connection: sa.Connection, source: str) -> list[tuple[str, int]]:
    """Names as received in the records of a source whose recipient a person has corrected, with the id said."""
    c, r, q = corrections.c, records.c, questions.c
    on = sa.and_(r.source_id == c.source_id, r.external_id == c.external_id)
    joined = corrections.join(records, on)
    joined = joined.join(questions, sa.and_(q.record_id == r.record_id, q.question_no == c.question_no))
    joined = joined.join(tables.sources, tables.sources.c.source_id == c.source_id)
    query = sa.select(q.recipient_raw, c.target_id).select_from(joined).distinct()
    query = query.where(c.field == "recipient", q.recipient_raw.is_not(None), tables.sources.c.code == source)
    return [(name, target) for name, target in connection.execute(query)]


def apply(connection: sa.Connection, record_ids: Sequence[int]) -> None:
    """Write the corrections of these records over what an import, or an undo, has just written."""
    c, r, q = corrections.c, records.c, questions.c
    on = sa.and_(r.source_id == c.source_id, r.external_id == c.external_id)
    joined = corrections.join(records, on).join(questions, q.record_id == r.record_id)
    query = sa.select(c.field, c.target_id, q.question_id).select_from(joined)
    query = query.where(sa.or_(c.question_no == q.question_no, sa.and_(c.question_no == 0, q.question_no == 1)))
    for part in bulk.parts(list(record_ids)):
        for field, target_id, question_id in connection.execute(query.where(r.record_id.in_(part))).all():
            kind, target = _kept_target(connection, field, target_id)
            assign(connection, kind, target, [question_id], by=BY_PERSON)


def _kept_target(connection: sa.Connection, field: str, target_id: int) -> tuple[Kind, Target]:
    if field == "municipality":
        return "place", Target(target_id, target_id, is_municipality=True)
    if field == "place":
        p = tables.places.c
        owner = connection.execute(sa.select(p.municipality_id).where(p.place_id == target_id)).scalar()
        return "place", Target(target_id, owner)
    return ("topic" if field == "topic" else "recipient"), Target(target_id)


def renumber(connection: sa.Connection, source_id: int, was: str, now: str) -> int:
    """Let corrections of a record follow its new number; how many there were."""
    c = corrections.c
    mine = sa.update(corrections).where(c.source_id == source_id, c.external_id == was)
    return int(connection.execute(mine.values(external_id=now)).rowcount)


def of_record(settings: Settings, record_id: int) -> list[dict[str, Any]]:
    """Corrections of one record: field, question_no, reason, made_by, made_at."""
    c, r = corrections.c, records.c
    query = sa.select(c.field, c.question_no, c.reason, c.made_by, c.made_at).join(
        records, sa.and_(r.source_id == c.source_id, r.external_id == c.external_id)
    )
    with store.reading(settings) as connection:
        return [dict(row) for row in connection.execute(query.where(r.record_id == record_id)).mappings()]


def withdraw(settings: Settings, scope: Scope, record_id: int) -> int:
    """Take the corrections of a record back; the next import of its row decides again. How many there were."""
    r, c = records.c, corrections.c
    with store.writing(settings) as connection:
        query = sa.select(r.source_id, r.external_id).select_from(flaws.questions_with_records())
        row = connection.execute(query.where(r.record_id == record_id, flaws.within(scope))).first()
        if row is None:
            raise AccessError(f"Записи № {record_id} нет или она вам не открыта.")
        same = (c.source_id == row.source_id, c.external_id == row.external_id)
        gone = connection.execute(sa.delete(corrections).where(*same)).rowcount
        if gone:  # nobody has sent it to a better addressee now
            store.note_change(connection, "edit", (), ids={record_id})
        # An equal hash would call the row unchanged and leave it as the person has said.
        connection.execute(sa.update(records).where(r.record_id == record_id).values(content_hash=""))
        return int(gone)
