"""The log of actions: who signed in, saw, exported, changed what. It only grows.

An action that must not happen unrecorded writes its row first, or in the same transaction (`recording`); a row that
cannot be written is an error, and the action doesn't happen. No personal data of applicants goes in: numbers of
records only.
"""

import getpass
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa

from access import actions, chain, clock, keys, person, store
from access.chain import Anchor, Verdict
from access.tables import audit
from data.order import Order, alphabetical
from data.settings import Settings
from data.settings import current as current_settings

LONGEST_REASON = 500
SORTS = ("seq", "time", "actor", "action", "object")
NEWEST = Order("seq", is_down=True)
_WIDTHS = {column.name: column.type.length for column in audit.columns if isinstance(column.type, sa.String)}


@dataclass(frozen=True)
class Actor:
    """Who acts: the login and the codes of the roles in force at that moment."""

    name: str
    roles: tuple[str, ...] = ()


@dataclass(frozen=True)
class Entry:
    """One row of the log. made_at: naive UTC, missing in a damaged row; details: what the action says of itself."""

    seq: int
    made_at: datetime | None
    actor: str
    actor_roles: tuple[str, ...]
    action: str
    label: str
    object_kind: str
    object_id: str
    reason: str
    details: Mapping[str, Any]


@dataclass(frozen=True)
class LogFilters:
    """Which rows to show; empty means any. since, until: days in UTC, both inclusive."""

    actor: str = ""
    action: str = ""
    object_kind: str = ""
    object_id: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Page:
    """Rows of one page, the newest first, and how many there are in all."""

    total: int
    entries: tuple[Entry, ...]


class Journal:
    """The log inside a transaction that also does what is recorded; made by `recording`."""

    def __init__(self, connection: sa.Connection, settings: Settings, end: Anchor) -> None:
        self.connection = connection
        self.end = end
        self._key = keys.key_for(settings, "audit")

    def note(
        self,
        action: str,
        object_kind: str = "",
        object_id: object = "",
        *,
        reason: str = "",
        details: Mapping[str, Any] | None = None,
        actor: Actor | None = None,
    ) -> int:
        """Add one row; returns its number. actor: missing means the person in force, else the command line."""
        actions.require(action)
        who = actor or present()
        row: dict[str, Any] = {
            "seq": self.end.seq + 1,
            "made_at": f"{clock.now().isoformat(timespec='microseconds')}Z",
            "actor": who.name,
            "actor_roles": ",".join(who.roles),
            "action": action,
            "object_kind": object_kind,
            "object_id": str(object_id),
            "reason": reason[:LONGEST_REASON],
            "details": json.dumps(details or {}, ensure_ascii=False, sort_keys=True, default=str),
            "previous_hash": self.end.hash,
        }
        row = {name: _fitting(name, value) for name, value in row.items()}
        row["hash"] = chain.signature(row, self._key)
        self.connection.execute(sa.insert(audit).values(**row))
        self.end = Anchor(row["seq"], row["hash"])
        return self.end.seq


def _fitting(name: str, value: Any) -> Any:
    """PostgreSQL refuses longer text and the zero character; the hash is of what is stored."""
    if not isinstance(value, str):
        return value
    return value.replace("\x00", "")[: _WIDTHS.get(name)]


def present() -> Actor:
    """The person in force here; outside any request, whoever runs the command."""
    found = person.current()
    return Actor(found.login, found.roles) if found else Actor(f"командная строка: {_system_user()}")


def _system_user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "неизвестный пользователь системы"


@contextmanager
def recording(settings: Settings) -> Iterator[Journal]:
    """One transaction of a change and of its rows in the log: both are kept, or neither. Don't nest."""
    with chain.writer_lock(settings):
        with store.writing(settings) as connection:
            journal = Journal(connection, settings, _end(connection))
            known = chain.read_anchor(settings)
            if not _holds(connection, known):
                what = {"expected_seq": known.seq, "expected_hash": known.hash}
                journal.note("chain_gap", "audit", journal.end.seq, details=what, actor=Actor("программа"))
            yield journal
        if journal.end != known:
            chain.write_anchor(settings, journal.end)


def _end(connection: sa.Connection) -> Anchor:
    last = connection.execute(sa.select(audit.c.seq, audit.c.hash).order_by(audit.c.seq.desc()).limit(1)).first()
    return Anchor(last.seq, last.hash) if last else Anchor()


def _holds(connection: sa.Connection, known: Anchor) -> bool:
    """Whether the log still has the row the anchor remembers; it may have grown since by another machine's rows."""
    if known.seq == 0:
        return True
    return connection.execute(sa.select(audit.c.hash).where(audit.c.seq == known.seq)).scalar() == known.hash


def note(
    action: str,
    object_kind: str = "",
    object_id: object = "",
    *,
    reason: str = "",
    details: Mapping[str, Any] | None = None,
    actor: Actor | None = None,
) -> int:
    """Record one action of the person in force, committed before this returns; the row's number.

    The short way of a screen or a deed; who holds settings already writes `with recording(settings) as journal`.

    Raises StoreError when the row cannot be written: then the action must not happen.
    """
    with recording(current_settings()) as journal:
        return journal.note(action, object_kind, object_id, reason=reason, details=details, actor=actor)


def page(
    page: int = 1, size: int = 50, narrowed: LogFilters | None = None, order: Order = NEWEST, *, settings: Settings
) -> Page:
    """One page of the log, the last for one beyond it. page counts from 1; size is at most 1000; order: of `SORTS`."""
    size = min(max(size, 1), 1000)
    where = _conditions(narrowed or LogFilters())
    with store.reading(settings) as connection:
        query = sa.select(audit).where(*where).order_by(*_in_order(connection, order))
        total = connection.execute(sa.select(sa.func.count()).select_from(audit).where(*where)).scalar_one()
        number = max(1, min(page, -(-total // size)))
        rows = connection.execute(query.limit(size).offset((number - 1) * size)).mappings()
        return Page(total, tuple(_entry(row) for row in rows))


def _in_order(connection: sa.Connection, order: Order) -> list[Any]:
    """Columns of the order; rows of equal places stand the newest first."""
    if order.name in ("seq", "time"):
        columns: list[Any] = [audit.c.seq]
    elif order.name == "object":
        columns = [audit.c.object_kind, sa.func.length(audit.c.object_id), audit.c.object_id]
    else:
        columns = [_alphabetical(connection, audit.c[order.name])]
    ways = [column.desc() if order.is_down else column.asc() for column in columns]
    nothing_last = [audit.c.object_kind == ""] if order.name == "object" else []
    return [*nothing_last, *ways, audit.c.seq.desc()]


def _alphabetical(connection: sa.Connection, column: sa.Column[str]) -> sa.ColumnElement[int]:
    """The place in the alphabet of what the screen shows for a value of the column."""
    values = connection.execute(sa.select(column).distinct()).scalars().all()
    shown = sorted(values, key=lambda value: alphabetical(actions.ACTIONS.get(value, value) or ""))
    return sa.case({value: i for i, value in enumerate(shown)}, value=column, else_=len(shown))


def _conditions(narrowed: LogFilters) -> list[sa.ColumnElement[bool]]:
    named = ("actor", "action", "object_kind", "object_id")
    made = [audit.c[name] == getattr(narrowed, name) for name in named if getattr(narrowed, name)]
    if narrowed.since:
        made.append(audit.c.made_at >= datetime.combine(narrowed.since, time()).isoformat())
    if narrowed.until:
        made.append(audit.c.made_at < datetime.combine(narrowed.until + timedelta(days=1), time()).isoformat())
    return made


def _entry(row: sa.RowMapping) -> Entry:
    return Entry(
        seq=row["seq"],
        made_at=_moment(row["made_at"]),
        actor=row["actor"],
        actor_roles=tuple(filter(None, row["actor_roles"].split(","))),
        action=row["action"],
        label=actions.ACTIONS.get(row["action"], row["action"]),
        object_kind=row["object_kind"],
        object_id=row["object_id"],
        reason=row["reason"],
        details=_details(row["details"]),
    )


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        return None


def _details(text: str) -> Mapping[str, Any]:
    """Damaged details are shown as they are: `verify` says what is wrong with them."""
    try:
        found = json.loads(text)
    except ValueError:
        found = None
    return found if isinstance(found, dict) else {"": text}


def verify(settings: Settings) -> Verdict:
    """Check the whole log; see `access.chain.verify`."""
    return chain.verify(settings)
