"""Duties as they are in the store, and the lists that a form chooses from."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from data import store
from data.scope import Scope
from data.settings import Settings
from data.store.tables import duties, duty_topics, recipients, topics


@dataclass(frozen=True)
class Topic:
    """A topic or a group; group: code of its group, '' of a group itself."""

    code: str
    name: str
    group: str


@dataclass(frozen=True)
class Recipient:
    """municipality: id of the only one it answers in; missing: the whole district."""

    code: str
    name: str
    kind: str
    municipality: int | None
    valid_from: date | None
    valid_to: date | None


@dataclass(frozen=True)
class Duty:
    """One duty. topics: codes as they were written, groups among them, in the order of the list of topics."""

    key: int
    version: int
    code: str
    recipient: Recipient
    name: str
    document: str
    topics: tuple[Topic, ...]
    valid_from: date | None
    valid_to: date | None
    confidence: str

    def is_in_force(self, day: date) -> bool:
        """Whether the duty, and the recipient itself, is there on a day."""
        return all(
            (one.valid_from is None or one.valid_from <= day) and (one.valid_to is None or day <= one.valid_to)
            for one in (self, self.recipient)
        )


def listed(settings: Settings, scope: Scope) -> list[Duty]:
    """All duties of the recipients that are open to the asker, past and coming ones too, by recipient and name."""
    with store.reading(settings) as connection:
        found = of(connection)
    seen = open_recipients(scope)
    return [one for one in found if seen is None or one.recipient.code in seen]


def open_recipients(scope: Scope) -> frozenset[str] | None:
    """Codes of the recipients whose duties the asker may see; None: all. Who sees no data sees no duties."""
    if any(grant.recipients is None for grant in scope.grants):
        return None
    return frozenset(code for grant in scope.grants for code in grant.recipients or ())


def of(connection: sa.Connection) -> list[Duty]:
    """All duties, by recipient and name."""
    d, known, subjects = duties.c, recipients_by_id(connection), topics_by_id(connection)
    linked: dict[int, list[Topic]] = {}
    t = duty_topics.c
    for duty, topic in connection.execute(sa.select(t.duty_id, t.topic_id).order_by(topics.c.sort_order).join(topics)):
        linked.setdefault(duty, []).append(subjects[topic])
    rows = connection.execute(sa.select(duties).order_by(d.recipient_id, d.name, d.code)).mappings()
    return [_duty(row, known, linked) for row in rows]


def _duty(row: Any, known: dict[int, Recipient], linked: dict[int, list[Topic]]) -> Duty:
    own = {name: row[name] for name in ("version", "code", "name", "document", "valid_from", "valid_to", "confidence")}
    return Duty(
        row["duty_id"], recipient=known[row["recipient_id"]], topics=tuple(linked.get(row["duty_id"], ())), **own
    )


def recipients_by_id(connection: sa.Connection) -> dict[int, Recipient]:
    """All recipients, in the order of the list."""
    r = recipients.c
    query = sa.select(
        r.recipient_id, r.code, r.short_name, r.kind, r.municipality_id, r.valid_from, r.valid_to
    ).order_by(r.recipient_id)
    return {found[0]: Recipient(*found[1:]) for found in connection.execute(query)}


def topics_by_id(connection: sa.Connection) -> dict[int, Topic]:
    """All topics and groups, in the order of the list."""
    t, groups = topics.c, topics.alias("groups")
    joined = topics.outerjoin(groups, t.group_id == groups.c.topic_id)
    query = sa.select(t.topic_id, t.code, t.name, groups.c.code).select_from(joined).order_by(t.sort_order, t.code)
    return {key: Topic(code, name, group or "") for key, code, name, group in connection.execute(query)}


def choices(settings: Settings) -> tuple[list[Recipient], list[Topic]]:
    """Recipients and topics that a duty may name."""
    with store.reading(settings) as connection:
        return list(recipients_by_id(connection).values()), list(topics_by_id(connection).values())
