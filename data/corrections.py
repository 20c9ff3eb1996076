"""Decisions of people about names and single records: kept, applied to what is loaded, and applied again to what comes.

A name that is mapped becomes a row of the label tables, so that the next import knows it. A correction of one record is
kept by the record's number in its source and outlives every later import of the same row: a person who has looked wins
over a file that repeats itself, until the correction is withdrawn. A name that nothing else knows is learnt from the
records whose recipient was corrected (`recipients_said`), as long as the corrections stand.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from data import bulk, quality, store, tables
from data.errors import AccessError, FilterError
from data.quality import Kind
from data.reference import label_key
from data.scope import Scope
from data.settings import Settings
from data.tables import corrections, questions, records

MUNICIPALITY = "municipality:"
_SHORTEST_REASON = 5
BY_PERSON = "person"
"""The method of a topic, and the status of a place, that a person has said."""


@dataclass(frozen=True)
class Mapped:
    """A name and what it means. valid_from, valid_to: days of receipt it holds for, topics only; missing: always."""

    kind: Kind
    source_code: str
    group: str
    label: str
    target: str
    valid_from: date | None = None
    valid_to: date | None = None


def map_name(settings: Settings, scope: Scope, mapped: Mapped) -> int:
    """Learn what a name means and apply that to the records that wait; how many records have changed.

    Raises FilterError for an unknown target or days in the wrong order, AccessError when the name stands in records
    that the asker may not see.
    """
    if mapped.valid_from and mapped.valid_to and mapped.valid_from > mapped.valid_to:
        raise FilterError("Начало срока действия позже его конца. Поменяйте даты местами.")
    with store.writing(settings) as connection:
        target = _target(connection, mapped.kind, mapped.target)
        found = _waiting_rows(connection, mapped, sa.true(), settings)
        seen = _waiting_rows(connection, mapped, quality.within(scope), settings)
        if len(seen) != len(found):
            raise AccessError("Это название стоит и в записях, которые вам не открыты. Решение — за руководителем МЦУ.")
        _learn(connection, mapped, target)
        months = {row.received_month for row in found}
        for part in bulk.parts([row.question_id for row in found]):
            _assign(connection, mapped.kind, target, part, by="label")
        store.note_change(connection, "edit", months)
        return len({row.record_id for row in found})


def _waiting_rows(
    connection: sa.Connection, mapped: Mapped, seen: sa.ColumnElement[bool], settings: Settings
) -> list[Any]:
    """Questions that wait under any spelling of the name, received while the mapping holds."""
    r, q = records.c, questions.c
    group, label, unknown = quality.raw(mapped.kind)
    query = sa.select(r.record_id, q.question_id, r.received_month, r.received_at, group.label("g"), label.label("l"))
    query = query.select_from(quality.joined()).where(unknown, tables.sources.c.code == mapped.source_code, seen)
    rows = connection.execute(query.where(label.is_not(None))).all()
    asked = (label_key(mapped.group), label_key(mapped.label))
    first, last = mapped.valid_from or date.min, mapped.valid_to or date.max
    return [
        row
        for row in rows
        if (label_key(row.g), label_key(row.l)) == asked and first <= store.local_day(row.received_at, settings) <= last
    ]


@dataclass(frozen=True)
class _Target:
    """What a code means: its id, for places also the municipality's, and whether only the municipality is meant."""

    id: int
    municipality_id: int | None = None
    is_municipality: bool = False


def _target(connection: sa.Connection, kind: Kind, code: str) -> _Target:
    keyed = {
        "topic": (tables.topics, "code"),
        "recipient": (tables.recipients, "code"),
        "place": (tables.places, "oktmo"),
    }
    if kind not in keyed:
        raise FilterError("Обновите страницу и выберите ещё раз.")
    table, column = keyed[kind]
    is_area = kind == "place" and code.startswith(MUNICIPALITY)
    if is_area:
        table, code = tables.municipalities, code.removeprefix(MUNICIPALITY)
    row = connection.execute(sa.select(table).where(table.c[column] == code)).mappings().first()
    if row is None:
        raise FilterError("Выберите значение из списка.")
    key = int(row[next(iter(table.primary_key.columns)).name])
    if kind != "place":
        return _Target(key)
    return _Target(key, key if is_area else int(row["municipality_id"]), is_area)


def _learn(connection: sa.Connection, mapped: Mapped, target: _Target) -> None:
    """A row of the label table of the kind; the same name said otherwise for the same days is replaced."""
    values: dict[str, Any] = {"label": mapped.label[:400]}
    if mapped.kind == "topic":
        table, key = tables.topic_labels, "topic_id"
        is_group = label_key(mapped.group) == label_key(mapped.label)
        values |= {"source_code": mapped.source_code, "group_label": None if is_group else mapped.group or None}
        values |= {"weight": 1.0, "valid_from": mapped.valid_from, "valid_to": mapped.valid_to}
    elif mapped.kind == "recipient":
        table, key = tables.recipient_labels, "recipient_id"
        values |= {"source_code": mapped.source_code}
    elif target.is_municipality:
        table, key = tables.municipality_labels, "municipality_id"
    else:
        table, key = tables.place_labels, "place_id"
    _forget_same(connection, table, values)
    own = next(iter(table.primary_key.columns)).name
    connection.execute(sa.insert(table).values(**values, **{own: bulk.next_id(connection, table), key: target.id}))


def _forget_same(connection: sa.Connection, table: sa.Table, values: dict[str, Any]) -> None:
    """Rows that say something of the same name to the same source for the same days, however it is spelled."""
    spelled = ("label", "group_label")
    same = [
        table.c[name].is_(None) if value is None else table.c[name] == value
        for name, value in values.items()
        if name not in spelled
    ]
    own = next(iter(table.primary_key.columns))
    columns = [table.c[name] for name in spelled if name in table.c]
    wanted = [label_key(str(values.get(column.name) or "")) for column in columns]
    found = connection.execute(sa.select(own, *columns).where(*same)).all()
    gone = [row[0] for row in found if [label_key(str(cell or "")) for cell in row[1:]] == wanted]
    for part in bulk.parts(gone):
        connection.execute(sa.delete(table).where(own.in_(part)))


def _assign(connection: sa.Connection, kind: Kind, target: _Target, question_ids: Sequence[int], *, by: str) -> None:
    """Write a target to questions, or to the records of questions where it is a place."""
    q = questions.c
    mine = q.question_id.in_(question_ids)
    if kind == "topic":
        connection.execute(sa.update(questions).where(mine).values(topic_id=target.id, topic_method=by))
    elif kind == "recipient":
        connection.execute(sa.update(questions).where(mine).values(recipient_id=target.id))
    else:
        found = BY_PERSON if by == BY_PERSON else "municipality" if target.is_municipality else "found"
        values = {"place_id": None if target.is_municipality else target.id, "municipality_id": target.municipality_id}
        owners = sa.select(q.record_id).where(mine)
        connection.execute(
            sa.update(records).where(records.c.record_id.in_(owners)).values(**values, place_status=found)
        )


def correct(
    settings: Settings, scope: Scope, record_id: int, question_no: int, kind: Kind, target: str, reason: str, by: str
) -> None:
    """Say what one record is really about, where it is, or whose it is; question_no counts for topics and recipients.

    Raises AccessError when the record is not open to the asker, FilterError without a reason or for an unknown target.
    """
    why = require_reason(reason)
    r, q = records.c, questions.c
    query = sa.select(r.source_id, r.external_id, r.received_month, q.question_id).select_from(quality.joined())
    query = query.where(r.record_id == record_id, q.question_no == question_no, quality.within(scope))
    with store.writing(settings) as connection:
        row = connection.execute(query).first()
        if row is None:
            raise AccessError(f"Записи № {record_id} нет или она вам не открыта.")
        meant = _target(connection, kind, target)
        _keep(connection, row, 0 if kind == "place" else question_no, kind, meant, why, by)
        _assign(connection, kind, meant, [row.question_id], by=BY_PERSON)
        store.note_change(connection, "edit", {row.received_month})


def require_reason(reason: str | None) -> str:
    """The reason without spaces around it. Raises FilterError for one that says nothing."""
    why = (reason or "").strip()
    if len(why) < _SHORTEST_REASON:
        raise FilterError("Напишите причину исправления, хотя бы в двух словах: она останется в журнале.")
    return why


def _keep(
    connection: sa.Connection, row: Any, question_no: int, kind: Kind, target: _Target, reason: str, by: str
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
            _assign(connection, kind, target, [question_id], by=BY_PERSON)


def _kept_target(connection: sa.Connection, field: str, target_id: int) -> tuple[Kind, _Target]:
    if field == "municipality":
        return "place", _Target(target_id, target_id, is_municipality=True)
    if field == "place":
        p = tables.places.c
        owner = connection.execute(sa.select(p.municipality_id).where(p.place_id == target_id)).scalar()
        return "place", _Target(target_id, owner)
    return ("topic" if field == "topic" else "recipient"), _Target(target_id)


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
        query = sa.select(r.source_id, r.external_id).select_from(quality.joined())
        row = connection.execute(query.where(r.record_id == record_id, quality.within(scope))).first()
        if row is None:
            raise AccessError(f"Записи № {record_id} нет или она вам не открыта.")
        same = (c.source_id == row.source_id, c.external_id == row.external_id)
        gone = connection.execute(sa.delete(corrections).where(*same)).rowcount
        # An equal hash would call the row unchanged and leave it as the person has said.
        connection.execute(sa.update(records).where(r.record_id == record_id).values(content_hash=""))
        return int(gone)
