"""What a name or a correction leads to: a topic, a place or a settlement, a body; and how it is written to records."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from data.decisions.flaws import Kind
from data.errors import FilterError
from data.store import tables
from data.store.tables import questions, records

MUNICIPALITY = "municipality:"
BY_PERSON = "person"
"""The method of a topic, and the status of a place, that a person has said."""


@dataclass(frozen=True)
class Target:
    """What a code means: its id, for places also the municipality's, and whether only the municipality is meant."""

    id: int
    municipality_id: int | None = None
    is_municipality: bool = False


def target_of(connection: sa.Connection, kind: Kind, code: str) -> Target:
    """What a code of the kind means. Raises FilterError when there is none."""
    keyed = {
        "topic": (tables.topics, "code"),
        "recipient": (tables.recipients, "code"),
        "place": (tables.places, "oktmo"),
        "status": (tables.statuses, "code"),
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
        return Target(key)
    return Target(key, key if is_area else int(row["municipality_id"]), is_area)


def assign(connection: sa.Connection, kind: Kind, target: Target, question_ids: Sequence[int], *, by: str) -> None:
    """Write a target to questions, or to the records of questions where it is a place."""
    q = questions.c
    mine = q.question_id.in_(question_ids)
    if kind == "topic":
        connection.execute(sa.update(questions).where(mine).values(topic_id=target.id, topic_method=by))
    elif kind == "recipient":
        connection.execute(sa.update(questions).where(mine).values(recipient_id=target.id))
    elif kind == "status":
        owners = sa.select(q.record_id).where(mine)
        is_spam = sa.select(tables.statuses.c.code == "spam").where(tables.statuses.c.status_id == target.id)
        values = {"status_id": target.id, "is_spam": is_spam.scalar_subquery()}
        connection.execute(sa.update(records).where(records.c.record_id.in_(owners)).values(**values))
    else:
        found = BY_PERSON if by == BY_PERSON else "municipality" if target.is_municipality else "found"
        values = {"place_id": None if target.is_municipality else target.id, "municipality_id": target.municipality_id}
        owners = sa.select(q.record_id).where(mine)
        connection.execute(
            sa.update(records).where(records.c.record_id.in_(owners)).values(**values, place_status=found)
        )
