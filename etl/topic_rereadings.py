"""When the rules that tell topics from texts have changed, what the new ones would have said of older records is kept:
growth of a topic is then told from a change of its rules (`data.snapshots.rulings`). No topic is changed by it.
"""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from data.store import bulk
from data.store.guessed_topics import are_guessed, with_rules
from data.store.tables import imports, questions, records, topic_rereadings
from etl.structure.record import Structurer

_COLUMNS = ("record_id", "question_no", "given_by", "given_topic_id", "topic_id", "ruling_id")
_AT_ONCE = 2_000


def renew(connection: sa.Connection, structurer: Structurer, import_id: int) -> int:
    """Read older records by the rules of an import, where the import before it was read by others; how many were read.

    Texts that are erased cannot be read again: their topic stands.
    """
    i = imports.c
    earlier = sa.select(i.topic_rules).where(i.import_id < import_id, i.topic_rules.is_not(None))
    former = connection.execute(earlier.order_by(i.import_id.desc()).limit(1)).scalar()
    if former in (None, structurer.topic_rules):
        return 0
    connection.execute(sa.delete(topic_rereadings))
    read, rulings = 0, dict[tuple[int | None, int | None], int]()
    for rows in _of_other_rules(connection, structurer.topic_rules):
        told = structurer.guess([row.text for row in rows], [row.received_at for row in rows])
        differing = [
            (row.record_id, row.question_no, row.topic_rules, *pair, rulings.setdefault(pair, len(rulings) + 1))
            for row, topic in zip(rows, told, strict=True)
            for pair in [(row.topic_id, topic)]
            if row.topic_id != topic
        ]
        bulk.insert(connection, topic_rereadings, _COLUMNS, differing)
        read += len(rows)
    return read


def _of_other_rules(connection: sa.Connection, rules: str) -> Iterator[list[Any]]:
    """Questions whose topic other rules have told from their text, some at a time."""
    q, r, i = questions.c, records.c, imports.c
    query = sa.select(q.question_id, q.record_id, q.question_no, q.text, q.topic_id, r.received_at, i.topic_rules)
    query = query.select_from(with_rules()).where(are_guessed(), q.text.is_not(None), i.topic_rules != rules)
    query = query.order_by(q.question_id).limit(_AT_ONCE)
    last = 0
    while rows := list(connection.execute(query.where(q.question_id > last)).all()):
        yield rows
        last = rows[-1].question_id
