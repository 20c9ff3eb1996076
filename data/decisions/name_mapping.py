"""What people say a name means: a row of the label tables, so that the next import knows it, and the records that wait.

A mapped recipient settles also what waits under other spellings that the import would read alike.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from data import store
from data.decisions import flaws
from data.decisions.assignment import Target, assign, target_of
from data.decisions.flaws import Kind
from data.errors import AccessError, FilterError
from data.scope import Scope
from data.settings import Settings
from data.store import bulk, tables
from data.store.reference import label_key
from data.store.tables import questions, records

RecipientsMeant = Callable[[sa.Connection, str, Sequence[tuple[str, date]]], list[int | None]]
"""Source, names with days of receipt → of each the id of the body an import would write; nothing when none is known."""


@dataclass(frozen=True)
class NameMapping:
    """A name and what it means. valid_from, valid_to: days of receipt it holds for, topics only; missing: always."""

    kind: Kind
    source_code: str
    group: str
    label: str
    target: str
    valid_from: date | None = None
    valid_to: date | None = None


def map_name(settings: Settings, scope: Scope, mapped: NameMapping, meant: RecipientsMeant) -> int:
    """Learn what a name means and apply that to the records that wait; how many records have changed.

    meant: how an import reads names of recipients, once it knows this one.

    Raises FilterError for an unknown target or days in the wrong order, AccessError when the name stands in records
    that the asker may not see.
    """
    if mapped.valid_from and mapped.valid_to and mapped.valid_from > mapped.valid_to:
        raise FilterError("Начало срока действия позже его конца. Поменяйте даты местами.")
    with store.writing(settings) as connection:
        target = target_of(connection, mapped.kind, mapped.target)
        waiting = _waiting(connection, mapped, sa.true())
        seen = {row.question_id for row in _waiting(connection, mapped, flaws.within(scope))}
        found = [row for row in waiting if _is_named(row, mapped, settings)]
        if any(row.question_id not in seen for row in found):
            raise AccessError("Это название стоит и в записях, которые вам не открыты. Решение — за руководителем МЦУ.")
        _learn(connection, mapped, target)
        changed = _settle(connection, mapped.kind, target, found)
        if mapped.kind == "recipient":
            # Other spellings are settled by the same lesson; one that also stands in a record hidden from the asker is
            # left alone, as the decision about it isn't this person's either.
            hidden = {row.l for row in waiting if row.question_id not in seen}
            others = [row for row in waiting if row.l not in hidden and not _is_named(row, mapped, settings)]
            changed = changed + _settle_alike(connection, mapped.source_code, others, settings, meant)
        store.note_change(connection, "edit", {row.received_month for row in changed})
        return len({row.record_id for row in changed})


def _settle(connection: sa.Connection, kind: Kind, target: Target, rows: list[Any]) -> list[Any]:
    for part in bulk.parts([row.question_id for row in rows]):
        assign(connection, kind, target, part, by="label")
    return rows


def _settle_alike(
    connection: sa.Connection, source_code: str, rows: list[Any], settings: Settings, meant: RecipientsMeant
) -> list[Any]:
    """Of rows that wait under other names of bodies those that the import would know by now."""
    asked = [(row.l, store.local_day(row.received_at, settings)) for row in rows]
    settled: dict[int, list[Any]] = defaultdict(list)
    for row, body in zip(rows, meant(connection, source_code, asked), strict=True):
        if body is not None:
            settled[body].append(row)
    return [row for body, own in settled.items() for row in _settle(connection, "recipient", Target(body), own)]


def _waiting(connection: sa.Connection, mapped: NameMapping, seen: sa.ColumnElement[bool]) -> list[Any]:
    """Questions of the source with a name of the kind that nobody knows."""
    r, q = records.c, questions.c
    group, label, unknown = flaws.raw(mapped.kind)
    query = sa.select(r.record_id, q.question_id, r.received_month, r.received_at, group.label("g"), label.label("l"))
    query = query.select_from(flaws.questions_with_records()).where(
        unknown, tables.sources.c.code == mapped.source_code, seen
    )
    return list(connection.execute(query.where(label.is_not(None))).all())


def _is_named(row: Any, mapped: NameMapping, settings: Settings) -> bool:
    """Whether a waiting row bears the name, however it is spelled, and was received while the mapping holds."""
    first, last = mapped.valid_from or date.min, mapped.valid_to or date.max
    asked = (label_key(mapped.group), label_key(mapped.label))
    return (label_key(row.g), label_key(row.l)) == asked and first <= store.local_day(row.received_at, settings) <= last


def _learn(connection: sa.Connection, mapped: NameMapping, target: Target) -> None:
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
    elif mapped.kind == "status":
        table, key = tables.status_labels, "status_id"
        values |= {"source_code": mapped.source_code}
    elif target.is_municipality:
        table, key = tables.municipality_labels, "municipality_id"
    else:
        table, key = tables.place_labels, "place_id"
    _forget_same(connection, table, values)
    own = next(iter(table.primary_key.columns)).name
    connection.execute(sa.insert(table).values(**values, **{own: bulk.new_id(connection, table), key: target.id}))


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
