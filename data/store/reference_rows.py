"""Rows of the reference tables on their way into a store: read once for each folder, typed, linked."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import sqlalchemy as sa

from data.store import reference


def ids(connection: sa.Connection, table: sa.Table, code: str = "code") -> dict[str, int]:
    """Integer id of every code of a dimension table."""
    key = next(iter(table.primary_key.columns))
    return {row[0]: row[1] for row in connection.execute(sa.select(table.c[code], key))}


def rows_of(name: str) -> list[dict[str, Any]]:
    """Rows of a reference table by column; an empty cell is None."""
    return _of_folder(name, reference.folder_of(name))


@cache
def _of_folder(name: str, folder: Path) -> list[dict[str, Any]]:
    """Rows of a table, kept for each folder: a process of tests serves several districts."""
    frame = reference.table(name)
    return [{str(k): (None if pd.isna(v) else v) for k, v in row.items()} for row in frame.to_dict("records")]


def _typed(table: sa.Table, row: dict[str, Any]) -> dict[str, Any]:
    """Text of a reference file as the column's own type."""
    made = {}
    for name, value in row.items():
        kind = table.c[name].type
        if value is None or not isinstance(value, str):
            made[name] = value
        elif isinstance(kind, sa.Boolean):
            made[name] = value == "1"
        elif isinstance(kind, sa.Integer):
            made[name] = int(value)
        elif isinstance(kind, sa.Float):
            made[name] = float(value)
        elif isinstance(kind, sa.Date):
            made[name] = date.fromisoformat(value)
        else:
            made[name] = value
    return made


def insert(connection: sa.Connection, table: sa.Table, rows: list[dict[str, Any]]) -> int:
    """Put rows into a table, values as its columns want them; how many."""
    if rows:
        _catch_up(connection, table)
        connection.execute(sa.insert(table), [_typed(table, row) for row in rows])
    return len(rows)


def _catch_up(connection: sa.Connection, table: sa.Table) -> None:
    """PostgreSQL counts ids apart from the rows, and rows that came with their ids have left its count behind."""
    key = next(iter(table.primary_key.columns))
    if connection.dialect.name != "postgresql" or not isinstance(key.type, sa.Integer):
        return
    following = sa.select(sa.func.coalesce(sa.func.max(key), 0) + 1).scalar_subquery()
    counter = sa.func.pg_get_serial_sequence(table.name, key.name)
    connection.execute(sa.select(sa.func.setval(counter, following, False)))


def link(
    connection: sa.Connection,
    table: sa.Table,
    own: str,
    rows: list[dict[str, Any]],
    column: str,
    key: str,
    code: str | None = None,
) -> None:
    """Fill a self-reference after all rows exist."""
    known = ids(connection, table, code or own)
    for row in rows:
        if row.get(key):
            here = table.c[code or own] == row[own]
            connection.execute(sa.update(table).where(here).values({column: known[row[key]]}))
