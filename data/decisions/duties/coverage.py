"""Topics that nobody answers for on a day, and topics that several answer for in the same territory.

A recipient of one municipality (a settlement's administration) answers there only, any other in the whole district. A
duty that names a group covers all its topics.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations

import sqlalchemy as sa

from data import store
from data.decisions.duties import read
from data.decisions.duties.read import Duty, Topic
from data.settings import Settings
from data.store.tables import municipalities


@dataclass(frozen=True)
class Gap:
    """A topic without anybody. places: names of the municipalities where that is so; empty: nowhere is anybody."""

    topic: Topic
    places: tuple[str, ...]


@dataclass(frozen=True)
class Overlap:
    """A topic that several recipients answer for in one territory."""

    topic: Topic
    duties: tuple[Duty, ...]


@dataclass(frozen=True)
class Coverage:
    """gaps and overlaps in the order of the list of topics; topics: how many there are in all."""

    gaps: tuple[Gap, ...]
    overlaps: tuple[Overlap, ...]
    topics: int


def of(settings: Settings, day: date) -> Coverage:
    """What the duties in force on a day leave out and cover twice."""
    with store.reading(settings) as connection:
        return find(
            [one for one in read.of(connection) if one.is_in_force(day)],
            list(read.topics_by_id(connection).values()),
            _municipalities(connection, day),
        )


def find(duties: Iterable[Duty], topics: Iterable[Topic], places: Mapping[int, str]) -> Coverage:
    """The same of given duties. places: id → name of the municipalities."""
    leaves = [one for one in topics if one.group]
    by_topic = {topic.code: [duty for duty in duties if covers(duty, topic)] for topic in leaves}
    gaps, overlaps = [], []
    for topic in leaves:
        missing = _missing(by_topic[topic.code], places)
        if missing is not None:
            gaps.append(Gap(topic, missing))
        if doubled := _doubled(by_topic[topic.code]):
            overlaps.append(Overlap(topic, doubled))
    return Coverage(tuple(gaps), tuple(overlaps), len(leaves))


def covers(duty: Duty, topic: Topic) -> bool:
    """Whether a duty names the topic or its group."""
    return any(one.code in (topic.code, topic.group) for one in duty.topics)


def _missing(duties: list[Duty], places: Mapping[int, str]) -> tuple[str, ...] | None:
    """Names of the municipalities without anybody; () for all of them, None for none."""
    there = {duty.recipient.municipality for duty in duties}
    if None in there:
        return None
    absent = tuple(name for key, name in places.items() if key not in there)
    return None if not absent else () if len(absent) == len(places) else absent


def _doubled(duties: list[Duty]) -> tuple[Duty, ...]:
    found = {
        duty.key
        for pair in combinations(duties, 2)
        if pair[0].recipient != pair[1].recipient and _meet(*(one.recipient.municipality for one in pair))
        for duty in pair
    }
    return tuple(one for one in duties if one.key in found)


def _meet(one: int | None, other: int | None) -> bool:
    return one is None or other is None or one == other


def _municipalities(connection: sa.Connection, day: date) -> dict[int, str]:
    m = municipalities.c
    query = sa.select(m.municipality_id, m.name).where(
        m.valid_from.is_(None) | (m.valid_from <= day), m.valid_to.is_(None) | (m.valid_to >= day)
    )
    return {row.municipality_id: row.name for row in connection.execute(query.order_by(m.name))}
