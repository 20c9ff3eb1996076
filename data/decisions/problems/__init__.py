"""Problems: records about one thing, put together by people — «14 сообщений — 1 прорыв», both counts kept.

The key of a group: «r» and its earliest record while it is only proposed by an import, «p» and its number once merged.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa

from data import store
from data.decisions.flaws import within
from data.errors import FilterError
from data.filters import MISSING, Filters
from data.scope import Scope
from data.settings import Settings
from data.store import bulk, tables
from data.store.tables import (
    problem_entries,
    problem_proposals,
    problem_splits,
    problems,
    questions,
    record_problems,
    records,
)

PROPOSED, MADE = "proposed", "made"
KINDS = (PROPOSED, MADE)


@dataclass(frozen=True)
class Member:
    """A record of a group. applicant: which of the group's known applicants wrote it, from 1; missing: not known.

    is_repeat: the same applicant wrote earlier about this; is_new: proposed to join, not yet decided.
    """

    record_id: int
    external_id: str
    received_on: date
    channel: str
    status: str
    text: str
    applicant: int | None
    is_repeat: bool
    is_new: bool


@dataclass(frozen=True)
class Problem:
    """Records about one thing, in the order of receipt. common: what all of them share, in words of `COMMON`."""

    key: str
    title: str
    topic: str
    place: str
    members: tuple[Member, ...]
    common: tuple[str, ...]
    made_by: str = ""
    made_on: date | None = None
    taken_in: int = 0
    """Records that the last taking in added; what `deciding.return_accepted` would give back."""

    @property
    def messages(self) -> int:
        """Records, those proposed to join left out."""
        return len(self._counted_members)

    @property
    def joining(self) -> int:
        """Records proposed to join a problem that people have made."""
        return len(self.members) - len(self._counted_members)

    @property
    def repeats(self) -> int:
        """Records of applicants who had written before."""
        return sum(one.is_repeat for one in self._counted_members)

    @property
    def unnamed(self) -> int:
        """Records whose applicant is not known."""
        return sum(one.applicant is None for one in self._counted_members)

    @property
    def applicants(self) -> int:
        """Different known applicants: messages less repeats less unnamed."""
        return self.messages - self.repeats - self.unnamed

    @property
    def _counted_members(self) -> list[Member]:
        return [one for one in self.members if not (one.is_new and self.key.startswith("p"))]


COMMON = ("topic", "address", "street", "place")
"""What members may share; `address` is place, street and house."""


@dataclass(frozen=True)
class Difference:
    """Records told apart by one decision. title: topic and place of the first; numbers: as the source has them."""

    number: int
    records: tuple[int, ...]
    made_by: str
    made_on: date
    title: str
    numbers: tuple[str, ...]


def groups(settings: Settings, scope: Scope, kind: str, filters: Filters, as_of: date) -> list[Problem]:
    """Groups of a kind of which a record meets the filters, the largest first. Groups with a record that is not open to
    the asker are left out. Raises AccessError for who may open no records.
    """
    if kind not in KINDS:
        raise FilterError("Обновите страницу и выберите ещё раз.")
    with store.reading(settings) as connection:
        members = _members(connection, within(scope), _matching(filters, as_of, settings))
        made = _groups(connection, members, settings)
    wanted = [one for one in made if (one.key[0] == "p") == (kind == MADE)]
    return sorted(wanted, key=lambda one: (-one.messages, -one.members[-1].received_on.toordinal(), one.key))


def differences(settings: Settings, scope: Scope) -> list[Difference]:
    """Decisions that records are different things, the newest first; those with unseen records are left out."""
    s = problem_splits.c
    with store.reading(settings) as connection:
        rows = connection.execute(sa.select(problem_splits).order_by(s.split_no.desc())).all()
        open_ones = open_records(
            connection, {one for row in rows for one in (row.record_id, row.other_id)}, within(scope)
        )
        about = _about(connection, open_ones)
    by_number: dict[int, list[Any]] = {}
    for row in rows:
        by_number.setdefault(row.split_no, []).append(row)
    made = []
    for number, pairs in by_number.items():
        ids = sorted({one for row in pairs for one in (row.record_id, row.other_id)})
        if open_ones.issuperset(ids):
            first, numbers = about[ids[0]], tuple(about[one].external_id for one in ids)
            title = f"{first.topic or ''}, {first.place or ''}".strip(", ")
            on = store.local_day(pairs[0].made_at, settings)
            made.append(Difference(number, tuple(ids), pairs[0].made_by, on, title, numbers))
    return made


def _about(connection: sa.Connection, ids: set[int]) -> dict[int, Any]:
    """Number at the source, topic and place of each record."""
    r, q = records.c, questions.c
    found: dict[int, Any] = {}
    columns = (r.record_id, r.external_id, _TOPIC.c.name.label("topic"), tables.places.c.name.label("place"))
    query = sa.select(*columns).join(questions, sa.and_(q.record_id == r.record_id, q.question_no == 1))
    query = query.outerjoin(_TOPIC, _TOPIC.c.topic_id == q.topic_id)
    query = query.outerjoin(tables.places, tables.places.c.place_id == r.place_id)
    for part in bulk.parts(sorted(ids)):
        found |= {row.record_id: row for row in connection.execute(query.where(r.record_id.in_(part)))}
    return found


def open_records(connection: sa.Connection, ids: set[int], open_to: sa.ColumnElement[bool]) -> set[int]:
    """Records of these all of whose questions are open to the asker."""
    found: set[int] = set()
    r, q = records.c, questions.c
    for part in bulk.parts(sorted(ids)):
        query = sa.select(r.record_id).join(questions, q.record_id == r.record_id).where(r.record_id.in_(part))
        closed = set(connection.execute(query.where(sa.not_(sa.func.coalesce(open_to, sa.false())))).scalars())
        found |= set(part) - closed
    return found


def _matching(filters: Filters, as_of: date, settings: Settings) -> sa.ColumnElement[bool]:
    """Records that meet the filters of a screen."""
    first, last = filters.span(as_of)
    r = records.c
    held: list[sa.ColumnElement[bool]] = [r.received_at < _start(last, settings, after=True)]
    if first is not None:
        held.append(r.received_at >= _start(first, settings))
    for name, (named, column) in _FILTERED.items():
        codes = getattr(filters, name)
        if codes:
            ids = sa.select(next(iter(named.table.primary_key.columns))).where(named.in_(codes))
            unknown = column.is_(None) if MISSING in codes else sa.false()
            held.append(sa.or_(column.in_(ids.scalar_subquery()), unknown))
    return sa.and_(*held)


_TOPIC = tables.topics.alias("own_topic")
_FILTERED: dict[str, tuple[sa.Column[Any], sa.ColumnElement[Any]]] = {
    "channels": (tables.channels.c.code, records.c.channel_id),
    "sources": (tables.sources.c.code, records.c.source_id),
    "topic_groups": (tables.topics.c.code, sa.func.coalesce(_TOPIC.c.group_id, _TOPIC.c.topic_id)),
    "topics": (tables.topics.c.code, questions.c.topic_id),
    "municipalities": (tables.municipalities.c.oktmo, records.c.municipality_id),
    "places": (tables.places.c.oktmo, records.c.place_id),
    "recipients": (tables.recipients.c.code, questions.c.recipient_id),
    "statuses": (tables.statuses.c.code, records.c.status_id),
    "kinds": (tables.kinds.c.code, records.c.kind_id),
}
"""Lists of filters: the code of a member, and the column of a record that holds it."""


def _start(day: date, settings: Settings, *, after: bool = False) -> datetime:
    """The first moment of a local day, or of the next one, as stored."""
    made = date.fromordinal(day.toordinal() + 1) if after else day
    moment = datetime.combine(made, datetime.min.time(), settings.time_zone)
    return moment.astimezone(UTC).replace(tzinfo=None)


def _members(connection: sa.Connection, open_to: sa.ColumnElement[bool], wanted: sa.ColumnElement[bool]) -> list[Any]:
    """Every record of a group, by its first question, with the key of the group, and whether it is wanted and open."""
    r, q, t, p, m = (one.c for one in (records, questions, _TOPIC, problem_proposals, record_problems))
    leader_in = record_problems.alias("leader_in")
    number = sa.func.coalesce(m.problem_id, leader_in.c.problem_id)
    columns = (
        r.record_id, r.external_id, r.received_at, r.applicant_key, r.address_key, r.street, r.place_id, q.text,
        q.topic_id, t.name.label("topic"), tables.places.c.name.label("place"),
        tables.municipalities.c.name.label("municipality"), tables.channels.c.name.label("channel"),
        tables.statuses.c.name.label("status"), number.label("problem_id"), p.leader_id,
        m.problem_id.is_(None).label("is_new"), sa.func.coalesce(wanted, sa.false()).label("is_wanted"),
        sa.func.coalesce(open_to, sa.false()).label("is_open"),
    )  # fmt: skip
    query = (
        sa.select(*columns)
        .select_from(records)
        .join(questions, sa.and_(q.record_id == r.record_id, q.question_no == 1))
        .outerjoin(problem_proposals, p.record_id == r.record_id)
        .outerjoin(record_problems, m.record_id == r.record_id)
        .outerjoin(leader_in, leader_in.c.record_id == p.leader_id)
        .outerjoin(_TOPIC, t.topic_id == q.topic_id)
        .outerjoin(tables.places, tables.places.c.place_id == r.place_id)
        .outerjoin(tables.municipalities, tables.municipalities.c.municipality_id == r.municipality_id)
        .outerjoin(tables.channels, tables.channels.c.channel_id == r.channel_id)
        .outerjoin(tables.statuses, tables.statuses.c.status_id == r.status_id)
        .where(sa.or_(p.record_id.is_not(None), m.record_id.is_not(None)))
    )
    return list(connection.execute(query.order_by(r.received_at, r.record_id)).all())


def _groups(connection: sa.Connection, rows: Sequence[Any], settings: Settings) -> list[Problem]:
    found: dict[str, list[Any]] = {}
    for row in rows:
        key = f"p{row.problem_id}" if row.problem_id is not None else f"r{row.leader_id}"
        found.setdefault(key, []).append(row)
    heads = {row.problem_id: row for row in connection.execute(sa.select(problems))}
    taken = _last_taken(connection)
    return [
        _problem(key, group, heads.get(group[0].problem_id), taken.get(group[0].problem_id, 0), settings)
        for key, group in found.items()
        if all(row.is_open for row in group) and any(row.is_wanted for row in group)
    ]


def _last_taken(connection: sa.Connection) -> dict[int, int]:
    """Problem → how many records that the last taking in added stand in it."""
    e, m = problem_entries.c, record_problems.c
    still = sa.and_(m.record_id == e.record_id, m.problem_id == e.problem_id)
    query = (
        sa.select(e.problem_id, sa.func.count().label("records"))
        .join(record_problems, still)
        .group_by(e.problem_id, e.entry_no)
    )
    return {row.problem_id: row.records for row in connection.execute(query.order_by(e.entry_no))}


def _problem(key: str, rows: Sequence[Any], head: Any, taken_in: int, settings: Settings) -> Problem:
    first = rows[0]
    topics = [row.topic for row in rows if row.topic]
    topic = max(topics, key=topics.count, default="")
    place = next((row.place for row in rows if row.place), None) or first.municipality or ""
    title = head.title if head else f"{topic}, {place}".strip(", ")
    made_on = store.local_day(head.made_at, settings) if head and head.made_at else None
    by = (head.made_by or "") if head else ""
    members = tuple(_numbered_members(rows, settings))
    return Problem(key, title, topic, place, members, _common_traits(rows), by, made_on, taken_in)


def _numbered_members(rows: Sequence[Any], settings: Settings) -> Iterable[Member]:
    known: dict[str, int] = {}
    for row in rows:
        is_repeat = row.applicant_key in known
        if row.applicant_key:
            known.setdefault(row.applicant_key, len(known) + 1)
        yield Member(
            row.record_id, row.external_id, store.local_day(row.received_at, settings), row.channel or "",
            row.status or "", row.text or "", known.get(row.applicant_key), is_repeat, bool(row.is_new),
        )  # fmt: skip


def _common_traits(rows: Sequence[Any]) -> tuple[str, ...]:
    columns = {"topic": "topic_id", "address": "address_key", "street": "street", "place": "place_id"}
    same = [
        name
        for name, column in columns.items()
        if len(said := {getattr(row, column) for row in rows}) == 1 and None not in said
    ]
    return tuple(name for name in COMMON if name in same and not (name == "street" and "address" in same))
