"""The next answer to read, what a reader finds in it, and taking that back.

Nobody is told what another has found in an answer, nor whether anybody has read it: the second reading is blind.
"""

import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from data import store
from data.decisions.checks import MARKS, reservations
from data.decisions.checks.reservations import Waiting
from data.decisions.edits import editing
from data.decisions.flaws import within
from data.errors import AccessError, FilterError, StoreError
from data.scope import Scope
from data.settings import Settings
from data.snapshots import latest as latest_snapshot
from data.snapshots import read_manifest
from data.store.tables import (
    answer_checks,
    answer_plan_items,
    answer_plans,
    changes,
    channels,
    questions,
    recipients,
    records,
    topics,
)

FIRST, SECOND = 1, 2
_TRIES, _SOON = 5, 0.02
"""Another reader's writing takes no longer; seconds."""
_GONE = "Этого ответа в плане больше нет, или он вам не открыт. Обновите страницу."
_TAKEN = "Этот ответ уже прочитан. Обновите страницу: откроется следующий."


@dataclass(frozen=True)
class Item:
    """An answer to read. text, answer: masked; answer is empty where no file holds it. left: how many this reader can
    still read, this one included.
    """

    item_id: int
    record_id: int
    external_id: str
    question_no: int
    channel: str
    topic: str
    recipient: str
    received_on: date
    answered_on: date | None
    text: str
    answer: str
    left: int


@dataclass(frozen=True)
class Check:
    """What a reader has found. number: of the check; marks: by the names of MARKS."""

    number: int
    version: int
    record_id: int
    external_id: str
    made_on: date
    marks: Mapping[str, Any]


def next_item(settings: Settings, scope: Scope, reader: str, own: Collection[str]) -> Item | None:
    """The answer of the plans, the newest first, that the reader may and should read, held for this reader meanwhile;
    None when there is none, or others have all of them open.

    own: codes of recipients whose answers the reader never judges, being one of them.
    """
    for _ in range(_TRIES):
        try:
            with store.writing(settings, reservations.QUEUE, waits=False) as connection:
                return _next(connection, settings, _waiting(scope, reader, own), reader)
        except StoreError:
            time.sleep(_SOON)
    with store.reading(settings) as connection:  # a long import is going on: shown, but not held
        return _next(connection, settings, _waiting(scope, reader, own), "")


def _next(connection: sa.Connection, settings: Settings, query: sa.Select[Any], reader: str) -> Item | None:
    """reader: for whom the answer is held, '' for nobody."""
    rows = [Waiting(*row) for row in connection.execute(query)]
    item_id = reservations.chosen(rows)
    if item_id is None:
        return None
    if reader:
        reservations.hold(connection, reader, item_id)
    found = connection.execute(_details().where(answer_plan_items.c.item_id == item_id)).mappings().one()
    return item_of(found, settings, item_id, len(rows))


def left(settings: Settings, scope: Scope, reader: str, own: Collection[str]) -> int:
    """How many answers the reader can still read, those that others have open included."""
    with store.reading(settings) as connection:
        return len(connection.execute(_waiting(scope, reader, own)).all())


def item_of(found: Mapping[Any, Any], settings: Settings, item_id: int, left: int) -> Item:
    """The answer of a row of `described`."""
    days = {name: found[name] and store.local_day(found[name], settings) for name in ("received_at", "answered_at")}
    told: dict[str, Any] = {name: found[name] or "" for name in ("channel", "topic", "recipient", "text", "answer")}
    told |= {name: found[name] for name in ("record_id", "external_id", "question_no")}
    return Item(item_id, **told, received_on=days["received_at"], answered_on=days["answered_at"], left=left)


def _waiting(scope: Scope, reader: str, own: Collection[str]) -> sa.Select[Any]:
    """Items that this reader may read now, in the order of reading, as `Waiting`."""
    i, c = answer_plan_items.c, answer_checks.c
    checked = sa.select(sa.func.count()).where(c.item_id == i.item_id)
    mine = checked.where(c.made_by == reader).scalar_subquery()
    room = sa.case((i.is_double, 2), else_=1) - checked.scalar_subquery()
    open_before = (reservations.others(reader, i.item_id), reservations.mine(reader, i.item_id))
    return (
        sa.select(i.item_id, room, *open_before)
        .select_from(_joined())
        .where(within(scope), mine == 0, room > 0, ~_is_own(own))
        .order_by(answer_plans.c.week_on.desc(), i.item_id)
    )


def _joined() -> sa.FromClause:
    i, q = answer_plan_items.c, questions.c
    is_question = sa.and_(q.record_id == i.record_id, q.question_no == i.question_no)
    return (
        answer_plan_items.join(answer_plans, answer_plans.c.plan_id == i.plan_id)
        .join(records, records.c.record_id == i.record_id)
        .join(questions, is_question)
        .outerjoin(recipients, recipients.c.recipient_id == q.recipient_id)
    )


def _is_own(own: Collection[str]) -> sa.ColumnElement[bool]:
    return sa.func.coalesce(recipients.c.code, "").in_(sorted(own))


def _details() -> sa.Select[Any]:
    i, r, q = answer_plan_items.c, records.c, questions.c
    joined = _joined().outerjoin(channels, channels.c.channel_id == r.channel_id)
    joined = joined.outerjoin(topics, topics.c.topic_id == q.topic_id)
    return sa.select(i.item_id, *described()).select_from(joined)


def described() -> list[Any]:
    """What is told of an answer to read: columns of records and questions, with their channel, topic and recipient."""
    r, q = records.c, questions.c
    return [
        r.record_id, q.question_no, r.external_id, r.received_at, q.text, q.answer,
        sa.func.coalesce(r.answered_at, r.closed_at).label("answered_at"), channels.c.name.label("channel"),
        topics.c.name.label("topic"), recipients.c.name.label("recipient"),
    ]  # fmt: skip


def check(
    settings: Settings, scope: Scope, reader: str, own: Collection[str], item_id: int, marks: Mapping[str, Any]
) -> int:
    """Write what the reader has found; the number of the check. It is the second reading where another has read it.

    Raises FilterError where a mark is missing or the answer needs no reading by this person any more.
    """
    told = told_marks(marks)
    with editing(settings, reader) as editor:
        item = _readable(editor.connection, scope, own, item_id)
        readers = _readers(editor.connection, item_id)
        if reader in readers or len(readers) >= (2 if item.is_double else 1):
            raise FilterError(_TAKEN)
        reading = SECOND if FIRST in readers.values() else FIRST
        row = {"item_id": item_id, "record_id": item.record_id, "question_no": item.question_no, "reading": reading}
        number = editor.insert(answer_checks, row | told | author(reader))
        reservations.release(editor.connection, reader)
        note(editor.connection, item_id)
    return number


def author(reader: str) -> dict[str, Any]:
    """Who has read and when."""
    return {"made_at": store.utc_now(), "made_by": reader[:100]}


def told_marks(marks: Mapping[str, Any]) -> dict[str, Any]:
    """The marks by the names of MARKS. FilterError where one is missing."""
    unknown = [name for name, known in MARKS.items() if marks.get(name) not in known]
    if unknown:
        raise FilterError("Отметьте все четыре пункта: решён ли вопрос, на всё ли отвечено, срок, подтверждение.")
    return {name: marks[name] for name in MARKS}


def _readable(connection: sa.Connection, scope: Scope, own: Collection[str], item_id: int) -> Any:
    i = answer_plan_items.c
    query = sa.select(i.record_id, i.question_no, i.is_double, recipients.c.code).select_from(_joined())
    found = connection.execute(query.where(i.item_id == item_id, within(scope))).first()
    if found is None:
        raise AccessError(_GONE)
    refuse_own(found.code, own)
    return found


def refuse_own(code: str | None, own: Collection[str]) -> None:
    """AccessError for the answer of a body that the reader belongs to."""
    if code in own:
        raise AccessError("Свои ответы не проверяют: этот дал ваш орган. Его прочитает другой.")


def _readers(connection: sa.Connection, item_id: int) -> dict[str, int]:
    c = answer_checks.c
    rows = connection.execute(sa.select(c.made_by, c.reading).where(c.item_id == item_id))
    return {row.made_by: row.reading for row in rows}


def withdraw(settings: Settings, reader: str, number: int) -> None:
    """Take an own check back: the answer waits to be read again. A first reading that a second was made beside stays.

    Raises FilterError for a check that is another's or is not there: the two are not told apart.
    """
    c = answer_checks.c
    with editing(settings, reader) as editor:
        query = sa.select(answer_checks).where(c.check_id == number, c.made_by == reader)
        found = editor.connection.execute(query).first()
        if found is None:
            raise FilterError("Такой проверки у вас нет. Обновите страницу.")
        if found.item_id and found.reading == FIRST and len(_readers(editor.connection, found.item_id)) > 1:
            raise FilterError("Этот ответ уже прочитал и второй человек: отозвать первую проверку нельзя.")
        editor.remove(answer_checks, number, found.version)
        if found.item_id:
            note(editor.connection, found.item_id)


def latest(settings: Settings, reader: str, most: int = 5) -> list[Check]:
    """What the reader has found last, the newest first."""
    c, r = answer_checks.c, records.c
    query = sa.select(answer_checks, r.external_id).join(records, r.record_id == c.record_id).where(c.made_by == reader)
    with store.reading(settings) as connection:
        rows = connection.execute(query.order_by(c.check_id.desc()).limit(most)).mappings().all()
    return [
        Check(
            row["check_id"], row["version"], row["record_id"], row["external_id"],
            store.local_day(row["made_at"], settings), {name: row[name] for name in MARKS},
        )
        for row in rows
    ]  # fmt: skip


def note(connection: sa.Connection, item_id: int) -> None:
    """What one answer of a stratum says changes the weight of the others read there: the months of all are touched."""
    i, c, mine = answer_plan_items.c, answer_checks.c, answer_plan_items.alias("mine")
    query = (
        sa.select(records.c.received_month)
        .distinct()
        .join(answer_plan_items, i.record_id == records.c.record_id)
        .join(mine, sa.and_(mine.c.plan_id == i.plan_id, mine.c.stratum_no == i.stratum_no))
        .outerjoin(answer_checks, c.item_id == i.item_id)
        .where(mine.c.item_id == item_id, sa.or_(c.check_id.is_not(None), i.item_id == item_id))
    )
    store.note_change(connection, "edit", set(connection.execute(query).scalars()))


def pairs(settings: Settings) -> list[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    """Marks of the first and the second reader of every answer read twice."""
    one, other = answer_checks.alias("one"), answer_checks.alias("other")
    columns = [one.c[name].label(f"{name}_1") for name in MARKS] + [other.c[name].label(f"{name}_2") for name in MARKS]
    same = sa.and_(other.c.item_id == one.c.item_id, one.c.reading == FIRST, other.c.reading == SECOND)
    query = sa.select(*columns).select_from(one.join(other, same)).order_by(one.c.item_id)
    with store.reading(settings) as connection:
        rows = connection.execute(query).mappings().all()
    return [({n: row[f"{n}_1"] for n in MARKS}, {n: row[f"{n}_2"] for n in MARKS}) for row in rows]


def readers(settings: Settings) -> int:
    """How many people have read answers by plan."""
    c = answer_checks.c
    with store.reading(settings) as connection:
        query = sa.select(sa.func.count(sa.distinct(c.made_by))).where(c.item_id.is_not(None))
        return int(connection.execute(query).scalar_one())


def is_counted(settings: Settings) -> bool:
    """Whether the newest snapshot was made from all that the store holds."""
    number = latest_snapshot(settings.snapshots)
    with store.reading(settings) as connection:
        newest = connection.execute(sa.select(sa.func.max(changes.c.change_no))).scalar() or 0
    return number is not None and read_manifest(settings.snapshots, number).change_no >= newest
