"""Notices in the store: looked up by their audience, written by a look at how things stand."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime, timedelta

import sqlalchemy as sa

from data import store
from data.decisions.notices.settings import QuietHours
from data.decisions.notices.state import Finding, Notice, follow, look
from data.errors import FilterError
from data.settings import Settings
from data.store import bulk
from data.store.tables import notice_revisions, notices, quiet_hours
from data.store.tables.notices import FIRED, PASSED

QUEUE = 5232033
"""Of writers: who looks at how things stand does not wait for who loads a file."""
KEPT = timedelta(days=90)
"""After that a notice that has passed is forgotten."""


@dataclass(frozen=True)
class Revision:
    """What was looked at last: number of the snapshot, local day, moment (naive UTC)."""

    snapshot: int
    day: date
    made_at: datetime


@dataclass(frozen=True)
class Bell:
    """waiting: notices that nobody has acknowledged; last: the last look, missing before the first."""

    waiting: int
    quiet: QuietHours
    last: Revision | None


def bell(settings: Settings, audience: str) -> Bell:
    """All that the header of a screen shows and needs, in one query."""
    n, q, r = notices.c, quiet_hours.c, notice_revisions.c
    waiting = sa.select(sa.func.count()).where(n.audience == audience, n.state == FIRED).scalar_subquery()
    one = sa.select(sa.literal(1).label("one")).subquery()
    joined = one.outerjoin(quiet_hours, sa.true()).outerjoin(notice_revisions, sa.true())
    query = sa.select(waiting, q.version, q.starts, q.ends, q.weekends, r.snapshot, r.day, r.made_at)
    with store.reading(settings) as connection:
        count, *told = connection.execute(query.select_from(joined)).one()
    quiet = QuietHours(*told[:4]) if told[0] is not None else QuietHours()
    return Bell(count, quiet, Revision(*told[4:]) if told[4] is not None else None)


def listed(settings: Settings, audience: str) -> list[Notice]:
    """Notices of an audience, the one that fired last first."""
    with store.reading(settings) as connection:
        found = _of(connection, audience)
    return sorted(found, key=lambda one: (one.fired_at, one.key), reverse=True)


def totals(settings: Settings) -> dict[tuple[str, str], int]:
    """Kind and state → how many notices of all audiences."""
    n = notices.c
    query = sa.select(n.kind, n.state, sa.func.count()).group_by(n.kind, n.state)
    with store.reading(settings) as connection:
        return {(kind, state): count for kind, state, count in connection.execute(query)}


def look_again(
    settings: Settings,
    told: Mapping[str, Iterable[Finding]],
    kinds: Collection[str],
    last: Revision | None,
    now: datetime,
) -> None:
    """Hold notices against what was found. told: audience → what holds for it, of these kinds; audiences that are not
    told have nobody any more: their notices of all kinds pass. last: what was looked at, missing for a part of it.

    StoreError at once where somebody writes: it is looked again soon.
    """
    with store.writing(settings, QUEUE, waits=False) as connection:
        for audience, found in told.items():
            put(connection, audience, look(_of(connection, audience, kinds), found, now))
        if last is None:
            return
        _let_go(connection, [*told], now)
        connection.execute(sa.delete(notice_revisions))
        connection.execute(sa.insert(notice_revisions).values(revision_id=1, **asdict(last)))


def save(settings: Settings, audience: str, changed: Sequence[Notice]) -> None:
    """Keep notices of an audience that a person has acknowledged, or has taken that back. FilterError where one has
    changed since it was read: it may have passed, or fired again.
    """
    with store.writing(settings, QUEUE) as connection:
        known = {one.key: one for one in _of(connection, audience)}
        for one in changed:
            now = known.get(one.key)
            if now is None or (now.fired_at, now.until) != (one.fired_at, one.until):
                raise FilterError("Оповещение уже изменилось. Обновите страницу и посмотрите ещё раз.")
        put(connection, audience, changed)


def forget_all(connection: sa.Connection) -> None:
    """Take out every notice: what they spoke of is gone."""
    for table in (notices, notice_revisions):
        connection.execute(sa.delete(table))


def _of(connection: sa.Connection, audience: str, kinds: Collection[str] | None = None) -> list[Notice]:
    """Notices of an audience; of these kinds only the last one of each subject."""
    query = sa.select(notices).where(notices.c.audience == audience).order_by(notices.c.notice_id)
    if kinds is None:
        return [_notice(row) for row in connection.execute(query).mappings()]
    rows = connection.execute(query.where(notices.c.kind.in_(kinds))).mappings()
    return list({(row["kind"], row["subject"]): _notice(row) for row in rows}.values())


_NAMED = tuple(field.name for field in fields(Notice) if field.name not in ("key", "marks"))


def _notice(row: sa.RowMapping) -> Notice:
    told = {name: row[name] for name in _NAMED}
    return Notice(**told, marks=frozenset(row["marks"]), key=row["notice_id"])


def put(connection: sa.Connection, audience: str, changed: Iterable[Notice]) -> None:
    """Write notices of an audience: new ones, and those that differ from what was read."""
    for one in changed:
        values = {name: getattr(one, name) for name in _NAMED} | {"marks": sorted(one.marks)}
        if one.key:
            connection.execute(sa.update(notices).where(notices.c.notice_id == one.key).values(values))
        else:
            key = bulk.next_id(connection, notices)
            connection.execute(sa.insert(notices).values(notice_id=key, audience=audience, **values))


def _let_go(connection: sa.Connection, audiences: Sequence[str], now: datetime) -> None:
    n = notices.c
    orphans = connection.execute(sa.select(notices).where(n.state != PASSED, n.audience.not_in(audiences))).mappings()
    for row in orphans.all():
        put(connection, row["audience"], [follow(_notice(row), None, now)])
    connection.execute(sa.delete(notices).where(n.state == PASSED, n.until < now - KEPT))
