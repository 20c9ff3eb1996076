"""Fast insertion of many rows by the driver's own means: `executemany` on SQLite, `COPY` on PostgreSQL.

Values are bound or streamed, never pasted into SQL; dates and JSON are written the way SQLAlchemy would write them.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from data.store.tables import used_numbers

Row = Sequence[Any]


def insert(connection: sa.Connection, table: sa.Table, columns: Sequence[str], rows: Iterable[Row]) -> None:
    """Insert rows given in the order of `columns`; `None` is NULL. Runs inside the connection's transaction."""
    adapters = _adapters(table, columns, json_only=_is_copied(connection))
    _write(connection, table, columns, (_adapted(row, adapters) for row in rows) if adapters else rows)


def insert_columns(connection: sa.Connection, table: sa.Table, columns: Mapping[str, Sequence[Any]]) -> None:
    """`insert` of rows that are given column by column: dates and JSON are told in half the time."""
    adapters = _adapters(table, tuple(columns), json_only=_is_copied(connection))
    adapted = [
        [None if value is None else adapt(value) for value in values] if (adapt := adapters.get(i)) else values
        for i, values in enumerate(columns.values())
    ]
    _write(connection, table, tuple(columns), zip(*adapted, strict=True))


def _is_copied(connection: sa.Connection) -> bool:
    """Whether rows go by `COPY`, which writes dates down itself."""
    return connection.dialect.name == "postgresql"


def _write(connection: sa.Connection, table: sa.Table, columns: Sequence[str], rows: Iterable[Row]) -> None:
    quoted = ", ".join(f'"{table.c[name].name}"' for name in columns)
    driver: Any = connection.connection
    if _is_copied(connection):
        with driver.cursor() as cursor, cursor.copy(f'COPY "{table.name}" ({quoted}) FROM STDIN') as copy:
            for row in rows:
                copy.write_row(row)
        return
    marks = ", ".join("?" * len(columns))
    cursor = driver.cursor()
    try:
        statement = f'INSERT INTO "{table.name}" ({quoted}) VALUES ({marks})'  # noqa: S608 names come from the metadata
        cursor.executemany(statement, rows)
    finally:
        cursor.close()


def _adapters(table: sa.Table, columns: Sequence[str], *, json_only: bool) -> dict[int, Callable[[Any], Any]]:
    made: dict[int, Callable[[Any], Any]] = {}
    for position, name in enumerate(columns):
        kind = table.c[name].type
        if isinstance(kind, sa.JSON):
            made[position] = _json
        elif isinstance(kind, sa.DateTime) and not json_only:
            made[position] = _moment
        elif isinstance(kind, sa.Date) and not json_only:
            made[position] = date.isoformat
    return made


def _adapted(row: Row, adapters: dict[int, Callable[[Any], Any]]) -> Row:
    made = list(row)
    for position, adapt in adapters.items():
        if made[position] is not None:
            made[position] = adapt(made[position])
    return made


def _moment(value: datetime) -> str:
    """As `isoformat(sep=" ", timespec="microseconds")` says, in half the time."""
    text = str(value)
    return text if value.microsecond else f"{text}.000000"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)


def parts(values: Sequence[Any], size: int = 400) -> Iterator[list[Any]]:
    """Values in portions that fit one IN list: SQLite limits bound values, PostgreSQL plans short lists faster."""
    for start in range(0, len(values), size):
        yield list(values[start : start + size])


def next_id(connection: sa.Connection, table: sa.Table) -> int:
    """The first integer id that no row has, or ever had where `keep_used` was told. Safe because writers take turns
    (`data.store.writing`).
    """
    key = next(iter(table.primary_key.columns))
    used = sa.select(used_numbers.c.last).where(used_numbers.c.name == table.name).scalar_subquery()
    highest, kept = connection.execute(sa.select(sa.func.max(key), used)).one()
    return max(highest or 0, kept or 0) + 1


def new_id(connection: sa.Connection, table: sa.Table) -> int:
    """`next_id`, remembered as given."""
    number = next_id(connection, table)
    keep_used(connection, table.name, number)
    return number


def keep_used(connection: sa.Connection, name: str, last: int) -> None:
    """Remember that numbers up to `last` have been given, so that they are not given again to something else."""
    u = used_numbers
    found = connection.execute(sa.select(u.c.last).where(u.c.name == name)).scalar()
    if found is None:
        connection.execute(sa.insert(u).values(name=name, last=last))
    elif found < last:
        connection.execute(sa.update(u).where(u.c.name == name).values(last=last))
