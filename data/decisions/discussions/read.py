"""Discussions as far as they are open to the asker, with the comments that have come, and what waits.

A discussion is public, so no channel closes it; a limit of territory does where its place is elsewhere or not known, a
limit of recipients where its topic is in none of their duties. Who sees totals only is shown no single discussion.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any

import sqlalchemy as sa

from data import store
from data.decisions.duties import coverage
from data.decisions.duties import read as duties
from data.scope import Grant, Scope
from data.settings import Settings
from data.store.tables import (
    discussion_categories,
    discussion_comments,
    discussions,
    imports,
    municipalities,
    places,
    sources,
    topics,
)
from data.store.tables.discussions import KINDS, PLATFORMS

__all__ = ["COLUMNS", "KINDS", "comments", "imports_of", "listed", "one", "unmapped", "waiting"]

COLUMNS = (
    "key", "source", "source_name", "kind", "number", "title", "category", "topic", "topic_label", "topic_group",
    "topic_group_label", "place", "place_label", "municipality", "municipality_label", "place_told", "status",
    "created_on", "ended_on", "supports", "opposes", "participants", "comments_told", "comments",
)  # fmt: skip
"""comments_told: as the platform counts them; comments: those that have come. Codes of dimensions with their labels."""


def listed(settings: Settings, scope: Scope) -> list[dict[str, Any]]:
    """One row of `COLUMNS` per discussion that is open to the asker, the newest first; None is what nobody has said."""
    with store.reading(settings) as connection:
        rows = [dict(row) for row in connection.execute(_query()).mappings()]
        topics_of = _topics_of(connection, scope)
    return [row for row in rows if any(_is_within(row, grant, topics_of) for grant in scope.grants)]


def one(settings: Settings, scope: Scope, key: int) -> dict[str, Any] | None:
    """A discussion with its `body`; None where there is none or it is not open to the asker."""
    if not scope.may_open_records:
        return None
    with store.reading(settings) as connection:
        asked = _query().add_columns(discussions.c.body).where(discussions.c.discussion_id == key)
        row = connection.execute(asked).mappings().first()
        topics_of = _topics_of(connection, scope)
    found = None if row is None else dict(row)
    is_open = found is not None and any(_is_within(found, grant, topics_of) for grant in scope.grants)
    return found if is_open else None


def comments(settings: Settings, key: int, most: int) -> list[dict[str, Any]]:
    """Comments of a discussion that the asker has just been shown, each thread in its order: number, depth, body,
    written_on, alignment, supports, opposes.
    """
    c = discussion_comments.c
    columns = (c.number, c.parent_kind, c.parent_number, c.body, c.written_on, c.alignment, c.supports, c.opposes)
    query = sa.select(*columns).where(c.discussion_id == key).order_by(c.written_on, c.discussion_comment_id)
    with store.reading(settings) as connection:
        rows = [dict(row) for row in connection.execute(query).mappings()]
    return _in_threads(rows)[:most]


def _in_threads(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each comment behind the one it answers. A comment whose parent has not come stands at the top."""
    numbers = {row["number"] for row in rows}
    below: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        is_answer = row["parent_kind"] == "comment" and row["parent_number"] in numbers
        below.setdefault(row["parent_number"] if is_answer else "", []).append(row)
    made: list[dict[str, Any]] = []
    waiting = [(row, 0) for row in reversed(below.get("", []))]
    while waiting:
        row, depth = waiting.pop()
        made.append(row | {"depth": depth})
        waiting += [(answer, depth + 1) for answer in reversed(below.pop(row["number"], []))]
    return made


def waiting(settings: Settings) -> int:
    """Comments whose discussion has not come."""
    c = discussion_comments.c
    query = sa.select(sa.func.count()).select_from(discussion_comments).where(c.discussion_id.is_(None))
    with store.reading(settings) as connection:
        return int(connection.execute(query).scalar_one())


def unmapped(settings: Settings) -> list[tuple[str, str, str, int]]:
    """Categories that no topic is known of: source, its name, the category, how many discussions; the most first."""
    with store.reading(settings) as connection:
        rows = [dict(row) for row in connection.execute(_query()).mappings()]
    counts = Counter((row["source"], row["source_name"], row["category"]) for row in rows if _waits(row))
    return [(*name, count) for name, count in sorted(counts.items(), key=lambda one: (-one[1], one[0]))]


def _waits(row: Mapping[str, Any]) -> bool:
    return bool(row["category"]) and row["topic"] is None


def imports_of(settings: Settings, most: int = 20) -> list[dict[str, Any]]:
    """Imports of discussions that stand, the newest first."""
    i, s = imports.c, sources.c
    columns = (i.import_id, s.name.label("source"), i.file_name, i.started_at, i.rows_in, i.loaded, i.updated,
               i.unchanged, i.rejected)  # fmt: skip
    query = sa.select(*columns).select_from(imports.join(sources)).where(s.code.in_(PLATFORMS), i.status == "committed")
    with store.reading(settings) as connection:
        return [dict(row) for row in connection.execute(query.order_by(i.import_id.desc()).limit(most)).mappings()]


def _is_within(row: Mapping[str, Any], grant: Grant, topics_of: Mapping[str, frozenset[str]]) -> bool:
    if grant.municipalities is not None and row["municipality"] not in grant.municipalities:
        return False
    if grant.recipients is None:
        return True
    return any(row["topic"] in topics_of.get(code, ()) for code in grant.recipients)


def _topics_of(connection: sa.Connection, scope: Scope) -> dict[str, frozenset[str]]:
    """Recipient → codes of the topics and groups of its duties; of recipients that limit the asker."""
    asked = {code for grant in scope.grants for code in grant.recipients or ()}
    if not asked:
        return {}
    known = duties.topics_by_id(connection).values()
    mine: dict[str, list[duties.Duty]] = {}
    for duty in duties.of(connection):
        if duty.recipient.code in asked and duty.is_in_force(date.today()):  # noqa: DTZ011 whose duty it is today
            mine.setdefault(duty.recipient.code, []).append(duty)
    return {
        code: frozenset(topic.code for topic in known if any(coverage.covers(duty, topic) for duty in own))
        for code, own in mine.items()
    }


def _query() -> sa.Select[Any]:
    d, s, c = discussions.c, sources.c, discussion_categories.c
    group = topics.alias("topic_groups")
    came = sa.select(discussion_comments.c.discussion_id, sa.func.count().label("n"))
    came = came.where(discussion_comments.c.discussion_id.is_not(None))
    counted = came.group_by(discussion_comments.c.discussion_id).subquery()
    topic = sa.func.coalesce(c.topic_id, d.topic_id)
    source = (
        discussions.join(sources, s.source_id == d.source_id)
        .outerjoin(discussion_categories, sa.and_(c.source_id == d.source_id, c.name == d.category))
        .outerjoin(topics, topics.c.topic_id == topic)
        .outerjoin(group, group.c.topic_id == sa.func.coalesce(topics.c.group_id, topics.c.topic_id))
        .outerjoin(places, places.c.place_id == d.place_id)
        .outerjoin(municipalities, municipalities.c.municipality_id == d.municipality_id)
        .outerjoin(counted, counted.c.discussion_id == d.discussion_id)
    )
    t, p, m = topics.c, places.c, municipalities.c
    told = (
        d.discussion_id, s.code, s.name, d.kind, d.number, d.title, d.category, t.code, t.name, group.c.code,
        group.c.name, p.oktmo, p.name, m.oktmo, m.name, d.place, d.status, d.created_on, d.ended_on, d.supports,
        d.opposes, d.participants, d.comments, sa.func.coalesce(counted.c.n, 0),
    )  # fmt: skip
    named = [column.label(name) for column, name in zip(told, COLUMNS, strict=True)]
    return sa.select(*named).select_from(source).order_by(d.created_on.desc(), d.discussion_id.desc())
