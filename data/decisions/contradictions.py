"""Records of two sources that seem to be one appeal and say different things of it.

Grain: a pair. The same: one applicant, or one address, received on neighbouring local days, and the topic or the place
agrees. Different: topic, place or status; what either side does not know is no contradiction. A letter is told by its
first question. Everything counts all time, spam left out.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from data import store
from data.decisions import flaws
from data.scope import Scope
from data.settings import Settings
from data.store import bulk, tables
from data.store.citizens import are_citizens

FIELDS = ("topic", "place", "status")
_SAME_DAYS = 1
_Pair = tuple[int, int]


def conflicts(settings: Settings, scope: Scope, most: int = 100) -> tuple[int, list[dict[str, Any]]]:
    """How many pairs contradict, and the newest of them: first, second (record_id, external_id, source, topic, place,
    status; in the order of receipt), fields in which they differ. Both records must be open to the asker.
    """
    with store.reading(settings) as connection:
        pairs = _pairs(connection, scope, settings)
        shown = pairs[:most]
        told = _claims_of_records(connection, sorted({one for pair in shown for one in pair}))
    return len(pairs), [_pair(told[one], told[other]) for one, other in shown]


def _pair(first: dict[str, Any], second: dict[str, Any]) -> dict[str, Any]:
    fields = [name for name in FIELDS if _differ(first[f"{name}_id"], second[f"{name}_id"])]
    return {"first": first, "second": second, "fields": fields}


def _differ(one: Any, other: Any) -> bool:
    return one is not None and other is not None and one != other


def _pairs(connection: sa.Connection, scope: Scope, settings: Settings) -> list[_Pair]:
    """All contradicting pairs, the newest first: by the later receipt, the earlier one, then the numbers."""
    # Two joins, each by its own index, instead of one by «or», for which there is none.
    found = sa.union(*[_query(connection, scope, key) for key in ("applicant_key", "address_key")])
    rows = [row for row in connection.execute(found) if _are_near(row.one_at, row.other_at, settings)]
    rows.sort(key=lambda row: (row.other_at, row.one_at, row.other_id, row.one_id), reverse=True)
    return [(row.one_id, row.other_id) for row in rows]


def _are_near(one: datetime, other: datetime, settings: Settings) -> bool:
    return abs((store.local_day(one, settings) - store.local_day(other, settings)).days) <= _SAME_DAYS


def _query(connection: sa.Connection, scope: Scope, key: str) -> sa.Select[Any]:
    """Contradicting pairs that share a key, the earlier record first, so near that their local days may be neighbours.

    Every pair is met once, from its earlier record: `(key, received_at)` is an index, and half of its range is enough.
    Questions are joined outside, so that SQLite looks only at those of the pairs instead of beginning with all of them.
    """
    one, other = tables.records.alias("one"), tables.records.alias("other")
    first, second = tables.questions.alias("first"), tables.questions.alias("second")
    end = store.later(one.c.received_at, _SAME_DAYS + 1, connection.dialect.name)
    follows = sa.or_(other.c.received_at > one.c.received_at, other.c.record_id > one.c.record_id)
    near = sa.and_(other.c.received_at.between(one.c.received_at, end), follows)
    same = sa.and_(one.c[key] == other.c[key], near, one.c.source_id != other.c.source_id)
    topics, places = (first.c.topic_id, second.c.topic_id), (one.c.place_id, other.c.place_id)
    differ = [a != b for a, b in (topics, places, (one.c.status_id, other.c.status_id))]
    moments = (one.c.received_at.label("one_at"), other.c.received_at.label("other_at"))
    return (
        sa.select(one.c.record_id.label("one_id"), other.c.record_id.label("other_id"), *moments)
        .join_from(one, other, same)
        .outerjoin(first, sa.and_(first.c.record_id == one.c.record_id, first.c.question_no == 1))
        .outerjoin(second, sa.and_(second.c.record_id == other.c.record_id, second.c.question_no == 1))
        .where(are_citizens(one.c), are_citizens(other.c))
        .where(sa.or_(topics[0] == topics[1], places[0] == places[1]), sa.or_(*differ))
        .where(flaws.within(scope, one, first), flaws.within(scope, other, second))
    )


def _claims_of_records(connection: sa.Connection, ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    """What records say, by their number."""
    r, q, s, t = tables.records.c, tables.questions.c, tables.sources.c, tables.topics
    source = (
        flaws.questions_with_records()
        .outerjoin(t, t.c.topic_id == q.topic_id)
        .outerjoin(tables.places, tables.places.c.place_id == r.place_id)
        .outerjoin(tables.statuses, tables.statuses.c.status_id == r.status_id)
    )
    names = (t.c.name.label("topic"), tables.places.c.name.label("place"), tables.statuses.c.name.label("status"))
    columns = (r.record_id, r.external_id, r.received_at, s.name.label("source"), q.topic_id, r.place_id, r.status_id)
    query = sa.select(*columns, *names).select_from(source).where(q.question_no == 1)
    found: dict[int, dict[str, Any]] = {}
    for part in bulk.parts(ids):
        rows = connection.execute(query.where(r.record_id.in_(part))).mappings()
        found |= {row["record_id"]: dict(row) for row in rows}
    return found
