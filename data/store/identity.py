"""Which store this is, and whether a snapshot was made from it.

A store has an id for its whole life, copies included, and a generation that a restore replaces. Every change of it has
a random mark: two histories that went apart after a copy share numbers of changes, never marks.
"""

import secrets
from dataclasses import dataclass

import sqlalchemy as sa

from data.store import bulk
from data.store.tables import changes, installation, used_numbers

DRAFT = "draft"
"""The mark of a snapshot of an uncommitted transaction, whose change nobody else can see yet."""


@dataclass(frozen=True)
class Identity:
    """The name of a store and of its present life."""

    store_id: str
    generation: str


def ensure(connection: sa.Connection) -> None:
    """Give a store that has none an identity."""
    known = properties(connection)
    for name in ("store_id", "generation"):
        if name not in known:
            tell(connection, name, secrets.token_hex(16))


def of(connection: sa.Connection) -> Identity:
    """The identity of the store behind a connection."""
    known = properties(connection)
    return Identity(known.get("store_id", ""), known.get("generation", ""))


def properties(connection: sa.Connection) -> dict[str, str]:
    """Everything the store says of itself, by name; nothing before it is brought to today's schema."""
    if not sa.inspect(connection).has_table(installation.name):
        return {}
    return {row.name: row.value for row in connection.execute(sa.select(installation))}


def tell(connection: sa.Connection, name: str, value: str) -> None:
    """Write or replace one of these."""
    i = installation
    if not connection.execute(sa.update(i).where(i.c.name == name).values(value=value)).rowcount:
        connection.execute(sa.insert(i).values(name=name, value=value))


def begin_anew(connection: sa.Connection, used: dict[str, int]) -> None:
    """A restored store is the same one in a new life; numbers given in the life it replaces stay given.

    A copy made before stores had identities gets one when it is brought to today's schema.
    """
    if sa.inspect(connection).has_table(installation.name):
        tell(connection, "generation", secrets.token_hex(16))
        for name, last in used.items():
            bulk.keep_used(connection, name, last)


def used_numbers_of(connection: sa.Connection) -> dict[str, int]:
    """The highest numbers the store has given, by table; nothing where they are not kept."""
    if not sa.inspect(connection).has_table(used_numbers.name):
        return {}
    return {row.name: row.last for row in connection.execute(sa.select(used_numbers))}


def mark_of(connection: sa.Connection, change_no: int) -> str:
    """The mark of a change; empty for those made before changes had marks, or unknown ones."""
    return connection.execute(sa.select(changes.c.mark).where(changes.c.change_no == change_no)).scalar() or ""
