"""What is wrong with the records, read from the store within the asker's circle: queues of names that no reference row
knows, records that lack a date, how topics were told, and records of two sources that contradict each other.

Grain of a queue: one name of one source. Everything counts all time, spam left out.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from data import reference, similarity, store, tables
from data.errors import AccessError, FilterError
from data.scope import Scope
from data.settings import Settings
from data.snapshots import SourceState

Kind = str
KINDS = ("topic", "place", "recipient")
"""What a name may be the name of; anything else is refused with FilterError."""
STALE_DAYS = {"incident_management": 3, "pos": 3, "heat_map": 14, "register_59fz": 7}
"""A source is stale when the last day it speaks of is longer ago; other sources after `STALE_OTHER` days."""
STALE_OTHER = 14
METHODS = ("label", "rule", "model", "person")
_MOST_SUGGESTIONS = 3
_SAME_DAYS = 1
_WIDE = re.compile(r"(?:муниципальн\S+ |мо )*(?:аскизск\S+ )?(?:район|р-н)|(?:республика )?хакасия.*|республика.*")


@dataclass(frozen=True)
class Freshness:
    """One source. age: days since the last day it speaks of, missing when it has none; limit: the threshold."""

    state: SourceState
    age: int | None
    limit: int

    @property
    def is_stale(self) -> bool:
        """Whether its figures should not be read as today's."""
        return self.age is None or self.age > self.limit


@dataclass(frozen=True)
class Waiting:
    """A name that waits for a person. group: of a topic only; options: likely targets, (code, name), the best first.

    may_map: every record with this name is open to the asker, so that a decision touches nothing unseen.
    """

    kind: Kind
    source_code: str
    source_name: str
    group: str
    label: str
    records: int
    first_on: date
    last_on: date
    options: tuple[tuple[str, str], ...] = field(default=())
    may_map: bool = True


def freshness(sources: Sequence[SourceState], on: date) -> list[Freshness]:
    """How fresh the sources with records are on a day; for any screen that shows their figures."""
    made = []
    for state in sources:
        if state.records:
            age = None if state.last_day is None else (on - state.last_day).days
            made.append(Freshness(state, age, STALE_DAYS.get(state.code, STALE_OTHER)))
    return made


def today(settings: Settings) -> date:
    """The day freshness is told on: the clock's, not the data's, or stale data would never be stale."""
    return store.today(settings)


def within(scope: Scope) -> sa.ColumnElement[bool]:
    """Records and questions that the asker may open. Raises AccessError when none."""
    opened = scope.at_least("records")
    if not opened.grants:
        raise AccessError("Отдельные записи вам не открыты: доступны только сводные показатели.")
    return sa.or_(*[_granted(grant.limits) for grant in opened.grants])


def _granted(limits: dict[str, tuple[str, ...]]) -> sa.ColumnElement[bool]:
    keyed = {
        "channels": (tables.channels, "code", tables.records.c.channel_id),
        "recipients": (tables.recipients, "code", tables.questions.c.recipient_id),
        "municipalities": (tables.municipalities, "oktmo", tables.records.c.municipality_id),
    }
    held: list[sa.ColumnElement[bool]] = [sa.true()]
    for name, codes in limits.items():
        table, code, column = keyed[name]
        held.append(column.in_(sa.select(next(iter(table.primary_key.columns))).where(table.c[code].in_(codes))))
    return sa.and_(*held)


def raw(kind: Kind) -> tuple[sa.ColumnElement[Any], sa.ColumnElement[Any], sa.ColumnElement[bool]]:
    """Of a kind: its group of names, the name as received, and whether nobody knows it yet."""
    if kind not in KINDS:
        raise FilterError("Обновите страницу и выберите название ещё раз.")
    r, q = tables.records.c, tables.questions.c
    nothing = sa.literal("")
    if kind == "topic":
        group = sa.func.coalesce(q.topic_group_raw, "")
        label = sa.func.coalesce(q.topic_raw, q.topic_group_raw)
        return group, label, sa.or_(q.topic_id.is_(None), q.topic_method.in_(("rule", "model")))
    if kind == "recipient":
        return nothing, q.recipient_raw, q.recipient_id.is_(None)
    unknown = r.place_status.in_(("none", "ambiguous", "outside"))
    return nothing, sa.func.coalesce(r.place_raw, r.municipality_raw), sa.and_(unknown, r.place_id.is_(None))


def joined() -> sa.FromClause:
    """Questions with their records and sources."""
    r, q, s = tables.records, tables.questions, tables.sources
    return r.join(q, q.c.record_id == r.c.record_id).join(s, s.c.source_id == r.c.source_id)


def waiting(kind: Kind, settings: Settings, scope: Scope, most: int = 50) -> tuple[int, list[Waiting]]:
    """How many names of a kind wait, and those that stand in the most records, with suggestions."""
    with store.reading(settings) as connection:
        rows = [row for row in connection.execute(_queue(kind, within(scope))) if not _names_no_place(kind, row[3])]
        shown = rows[:most]
        whole = {row[:4]: row.records for row in connection.execute(_queue(kind, sa.true()))} if rows else {}
        known = similarity.Known(_names(connection, kind))
    return len(rows), [
        Waiting(
            kind, row.code, row.name, row[2], row[3], row.records, _day(row.first), _day(row.last),
            tuple(known.nearest(row[3], _MOST_SUGGESTIONS)), whole.get(row[:4]) == row.records,
        )
        for row in shown
    ]  # fmt: skip


def _names_no_place(kind: Kind, label: str) -> bool:
    """Whether a name of a place says only the district or the republic: nothing a person could decide."""
    return kind == "place" and _WIDE.fullmatch(reference.label_key(label)) is not None


def _queue(kind: Kind, seen: sa.ColumnElement[bool]) -> sa.Select[Any]:
    r, s = tables.records.c, tables.sources.c
    group, label, unknown = raw(kind)
    count = sa.func.count(r.record_id.distinct()).label("records")
    columns = (s.code, s.name, group.label("group_label"), label.label("label"), count)
    ends = (sa.func.min(r.received_at).label("first"), sa.func.max(r.received_at).label("last"))
    query = sa.select(*columns, *ends).select_from(joined())
    query = query.where(unknown, label.is_not(None), label != "", r.is_spam.is_(False), seen)
    return query.group_by(s.code, s.name, group, label).order_by(count.desc(), sa.literal_column("label"))


def _day(moment: Any) -> date:
    return moment.date() if isinstance(moment, datetime) else date.fromisoformat(str(moment)[:10])


def members(kind: Kind, settings: Settings) -> list[tuple[str, str]]:
    """Everything a name of a kind may mean: (code, name); of places also the settlements as «municipality:ОКТМО»."""
    with store.reading(settings) as connection:
        return list(dict.fromkeys(_targets(connection, kind)))


def likely(kind: Kind, label: str, settings: Settings) -> list[str]:
    """Codes of what a name most likely means, the best first."""
    with store.reading(settings) as connection:
        return [code for code, _ in similarity.Known(_names(connection, kind)).nearest(label, _MOST_SUGGESTIONS)]


def _targets(connection: sa.Connection, kind: Kind) -> list[tuple[str, str]]:
    if kind == "topic":
        t, g = tables.topics, tables.topics.alias("g")
        query = sa.select(t.c.code, g.c.name, t.c.name).outerjoin(g, g.c.topic_id == t.c.group_id)
        rows = connection.execute(query.order_by(sa.func.coalesce(g.c.sort_order, t.c.sort_order), t.c.sort_order))
        return [(code, f"{group} · {name}" if group else name) for code, group, name in rows]
    if kind == "recipient":
        r = tables.recipients.c
        return [(code, name) for code, name in connection.execute(sa.select(r.code, r.name).order_by(r.name))]
    p, m = tables.places.c, tables.municipalities.c
    places = connection.execute(sa.select(p.oktmo, p.name, p.kind).order_by(p.name))
    areas = connection.execute(sa.select(m.oktmo, m.name).order_by(m.name))
    found = [(code, f"{name} ({kind})") for code, name, kind in places]
    return [*found, *((f"municipality:{code}", name) for code, name in areas)]


def _names(connection: sa.Connection, kind: Kind) -> list[tuple[str, str, str]]:
    """Known spellings: (spelling, code, name) of targets and of labels already learnt."""
    names = dict(_targets(connection, kind))
    made = [(name.rsplit(" · ", 1)[-1], code, name) for code, name in names.items()]
    joins = {
        "topic": (tables.topic_labels, tables.topics, "code"),
        "recipient": (tables.recipient_labels, tables.recipients, "code"),
        "place": (tables.place_labels, tables.places, "oktmo"),
    }
    labels, owners, code = joins[kind]
    rows = connection.execute(sa.select(labels.c.label, owners.c[code]).join(owners)).all()
    return made + [(label, found, names[found]) for label, found in rows if found in names]


def methods(settings: Settings, scope: Scope) -> dict[str | None, int]:
    """How the topics of questions were told: method → questions; None is «nobody knows»."""
    q = tables.questions.c
    query = sa.select(q.topic_method, sa.func.count()).select_from(joined()).group_by(q.topic_method)
    with store.reading(settings) as connection:
        rows = connection.execute(query.where(within(scope), tables.records.c.is_spam.is_(False)))
        return {row[0]: row[1] for row in rows}


def flawed(flaw: str, settings: Settings, scope: Scope, most: int = 100) -> tuple[int, list[int]]:
    """How many records have a flaw, and the newest of them by id.

    flaw: undated, date_conflict, point_conflict or ambiguous; anything else is refused with FilterError.
    """
    r, st = tables.records.c, tables.statuses.c
    bad: dict[str, sa.ColumnElement[bool]] = {
        "undated": sa.and_(st.is_final.is_(True), r.answered_at.is_(None), r.closed_at.is_(None)),
        "date_conflict": r.is_date_conflict.is_(True),
        "point_conflict": r.place_status == "conflict",
        "ambiguous": r.place_status == "ambiguous",
    }
    if flaw not in bad:
        raise FilterError("Обновите страницу и выберите ещё раз.")
    source = joined().outerjoin(tables.statuses, st.status_id == r.status_id)
    query = sa.select(r.record_id).select_from(source).where(bad[flaw], r.is_spam.is_(False), within(scope)).distinct()
    with store.reading(settings) as connection:
        total = connection.execute(sa.select(sa.func.count()).select_from(query.subquery())).scalar_one()
        rows = connection.execute(query.add_columns(r.received_at).order_by(r.received_at.desc()).limit(most))
        return int(total), [row.record_id for row in rows]


def of_name(waits: tuple[Kind, str, str, str], settings: Settings, scope: Scope, most: int = 100) -> list[int]:
    """The newest records that carry a waiting name. waits: kind, source code, group, label."""
    kind, source, group, label = waits
    r = tables.records.c
    groups, labels, unknown = raw(kind)
    query = sa.select(r.record_id, r.received_at).select_from(joined()).distinct()
    query = query.where(unknown, tables.sources.c.code == source, groups == group, labels == label, within(scope))
    with store.reading(settings) as connection:
        return [row.record_id for row in connection.execute(query.order_by(r.received_at.desc()).limit(most))]


def conflicts(settings: Settings, scope: Scope, most: int = 100) -> list[dict[str, Any]]:
    """Pairs of records that seem to be one appeal in two sources and say different things.

    The same: one applicant, or one address, received within `_SAME_DAYS` days, and the topic or the place agrees.
    Different: topic, place or status; what either side does not know is no contradiction. Grain: a pair; both records
    must be open to the asker.
    """
    a, b = tables.records.alias("a"), tables.records.alias("b")
    key = sa.or_(a.c.applicant_key == b.c.applicant_key, a.c.address_key == b.c.address_key)
    query = sa.select(a.c.record_id, b.c.record_id.label("other_id")).where(
        key, a.c.source_id < b.c.source_id, a.c.is_spam.is_(False), b.c.is_spam.is_(False)
    )
    with store.reading(settings) as connection:
        pairs = connection.execute(query.limit(20 * most)).all()
        told = _told(connection, {i for pair in pairs for i in pair}, scope)
    made = []
    for one, other in pairs:
        if one in told and other in told:
            first, second = told[one], told[other]
            fields = [name for name in ("topic", "place", "status") if _differ(first[name], second[name])]
            agrees = any(first[name] is not None and first[name] == second[name] for name in ("topic", "place"))
            if fields and agrees and abs((first["received_at"] - second["received_at"]).days) <= _SAME_DAYS:
                made.append({"first": first, "second": second, "fields": fields})
    return made[:most]


def _differ(one: Any, other: Any) -> bool:
    return one is not None and other is not None and one != other


def _told(connection: sa.Connection, ids: set[int], scope: Scope) -> dict[int, dict[str, Any]]:
    r, q, s = tables.records.c, tables.questions.c, tables.sources.c
    source = (
        joined()
        .outerjoin(tables.topics, tables.topics.c.topic_id == q.topic_id)
        .outerjoin(tables.places, tables.places.c.place_id == r.place_id)
        .outerjoin(tables.statuses, tables.statuses.c.status_id == r.status_id)
    )
    names = (tables.topics.c.name.label("topic"), tables.places.c.name.label("place"))
    query = sa.select(
        r.record_id, r.external_id, r.received_at, s.name.label("source"), *names,
        tables.statuses.c.name.label("status"),
    ).select_from(source)  # fmt: skip
    found: dict[int, dict[str, Any]] = {}
    wanted = sorted(ids)
    for start in range(0, len(wanted), 400):
        part = query.where(r.record_id.in_(wanted[start : start + 400]), q.question_no == 1, within(scope))
        found |= {row["record_id"]: dict(row) for row in connection.execute(part).mappings()}
    return found
