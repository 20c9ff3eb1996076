"""Events as they are in the store, as far as they are open to the asker."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import sqlalchemy as sa

from data import store
from data.filters import Filters
from data.scope import Scope
from data.settings import Settings
from data.store.tables import events, municipalities, places, topics
from data.store.tables.events import KINDS

__all__ = ["KINDS", "Event", "choices", "listed", "of"]


@dataclass(frozen=True)
class Event:
    """One event. topic: code of a topic or a group, '' for any; group: of the topic, or itself; municipality: 8-digit,
    place: 11-digit ОКТМО, '' for the whole district; ended_on: inclusive, missing while it goes on.
    """

    key: int
    version: int
    code: str
    kind: str
    title: str
    topic: str
    topic_name: str
    group: str
    municipality: str
    municipality_name: str
    place: str
    place_name: str
    started_on: date
    ended_on: date | None
    leaves_norm: bool
    document: str
    topics: frozenset[str] = frozenset()
    """Codes of all topics that it is about: the topic, or those of the group; none for any."""

    @property
    def where(self) -> str:
        """In words."""
        return self.place_name or self.municipality_name or "весь район"

    @property
    def about(self) -> str:
        """In words."""
        return self.topic_name or "все тематики"

    def meets(self, filters: Filters) -> bool:
        """Whether records that the filters ask for may be records of the place and the topic of the event."""
        return self._meets_topic(filters) and self._meets_place(filters)

    def _meets_topic(self, filters: Filters) -> bool:
        by_topic = not filters.topics or bool(self.topics.intersection(filters.topics))
        by_group = not filters.topic_groups or self.group in filters.topic_groups
        return not self.topic or (by_topic and by_group)

    def _meets_place(self, filters: Filters) -> bool:
        inside = not filters.places or any(code.startswith(self.municipality) for code in filters.places)
        by_place = self.place in filters.places if filters.places and self.place else inside
        by_municipality = not filters.municipalities or self.municipality in filters.municipalities
        return not self.municipality or (by_place and by_municipality)

    def overlaps(self, first: date, last: date) -> bool:
        """Whether any day of it lies in a period, both ends inclusive."""
        return self.started_on <= last and (self.ended_on is None or self.ended_on >= first)


def listed(settings: Settings, scope: Scope) -> list[Event]:
    """Events of the territory that is open to the asker and of the whole district, the latest first."""
    with store.reading(settings) as connection:
        return [one for one in of(connection) if _is_open(one, scope)]


def _is_open(one: Event, scope: Scope) -> bool:
    return any(
        not one.municipality or grant.municipalities is None or one.municipality in grant.municipalities
        for grant in scope.grants
    )


def of(connection: sa.Connection) -> list[Event]:
    """All events, the latest first."""
    e, t, m, p = events.c, topics.c, municipalities.c, places.c
    group, own = topics.alias("topic_groups"), municipalities.alias("own_municipality")
    joined = (
        events.outerjoin(topics, t.topic_id == e.topic_id)
        .outerjoin(group, group.c.topic_id == sa.func.coalesce(t.group_id, t.topic_id))
        .outerjoin(places, p.place_id == e.place_id)
        .outerjoin(municipalities, m.municipality_id == e.municipality_id)
        .outerjoin(own, own.c.municipality_id == p.municipality_id)
    )
    told = (
        e.event_id, e.version, e.code, e.kind, e.title, t.code, t.name, group.c.code,
        sa.func.coalesce(own.c.oktmo, m.oktmo), sa.func.coalesce(own.c.name, m.name), p.oktmo, p.name, e.started_on,
        e.ended_on, e.leaves_norm, e.document,
    )  # fmt: skip
    named = [column.label(f"c{at}") for at, column in enumerate(told)]
    query = sa.select(*named).select_from(joined).order_by(e.started_on.desc(), e.event_id.desc())
    found = [Event(*(_text(value, at) for at, value in enumerate(row))) for row in connection.execute(query)]
    members = _members(connection) if found else {}
    return [replace(one, topics=members.get(one.topic, frozenset((one.topic,)) - {""})) for one in found]


def _members(connection: sa.Connection) -> dict[str, frozenset[str]]:
    """Group → codes of its topics, its own among them."""
    group, t = topics.alias("topic_groups"), topics.c
    query = sa.select(group.c.code, t.code).select_from(topics.join(group, t.group_id == group.c.topic_id))
    made: dict[str, set[str]] = {}
    for code, member in connection.execute(query):
        made.setdefault(code, {code}).add(member)
    return {code: frozenset(found) for code, found in made.items()}


def _text(value: Any, at: int) -> Any:
    """A missing code or name is ''; the day of an end stays missing."""
    return "" if value is None and 5 <= at <= 11 else value


def choices(settings: Settings) -> list[tuple[str, str]]:
    """Code and name of the territories an event may name: municipalities (8 digits), then places (11)."""
    m, p = municipalities.c, places.c
    with store.reading(settings) as connection:
        areas = connection.execute(sa.select(m.oktmo, m.name).order_by(m.name)).all()
        found = connection.execute(sa.select(p.oktmo, p.name, m.name).join(municipalities).order_by(p.name)).all()
    return [(row[0], row[1]) for row in areas] + [(row[0], f"{row[1]} ({row[2]})") for row in found]
