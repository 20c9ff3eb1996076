"""How far a new installation has come: what of places, recipients, records and notes its store holds."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from data import store
from data.settings import Settings
from data.store.tables import municipalities, notes, places, recipients, records


@dataclass(frozen=True)
class Filled:
    """municipalities, places, recipients: counts of those without an end. has_records, has_notes: whether any."""

    municipalities: int
    places: int
    recipients: int
    has_records: bool
    has_notes: bool


def filled(settings: Settings) -> Filled:
    """What the store holds now, whatever of it has been published."""
    with store.reading(settings) as connection:
        return Filled(
            _in_force(connection, municipalities),
            _in_force(connection, places),
            _in_force(connection, recipients),
            _has_rows(connection, records),
            _has_rows(connection, notes),
        )


def _in_force(connection: sa.Connection, table: sa.Table) -> int:
    counted = sa.select(sa.func.count()).select_from(table).where(table.c.valid_to.is_(None))
    return int(connection.execute(counted).scalar_one())


def _has_rows(connection: sa.Connection, table: sa.Table) -> bool:
    found: Any = connection.execute(sa.select(sa.literal(1)).select_from(table).limit(1)).first()
    return found is not None
