"""Indexes written after the rows of a large load into an empty store: keys in no order are then sorted once, instead of
each being put in its place among those before it.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa

from data.store.tables import questions, records

ENOUGH = 10_000
"""Rows from which it is worth it."""


@contextmanager
def written_last(connection: sa.Connection, *, rows: int) -> Iterator[None]:
    """Indexes of records and questions by which nothing is looked up while rows come are taken away and made again, in
    the same transaction. rows: about how many are coming; only SQLite, whose readers go on as before.
    """
    aside = _aside() if _is_worth(connection, rows) else []
    for index in aside:
        index.drop(connection)
    yield
    for index in aside:
        index.create(connection)


def _aside() -> list[sa.Index]:
    found = [one for table in (records, questions) for one in table.indexes]
    return sorted(found, key=lambda one: str(one.name))


def _is_worth(connection: sa.Connection, rows: int) -> bool:
    if connection.dialect.name != "sqlite" or rows < ENOUGH:
        return False
    return connection.execute(sa.select(records.c.record_id).limit(1)).first() is None
