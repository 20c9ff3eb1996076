"""Rows that people of the demonstration have kept go with it, whatever table they stand in.

Which they are the history of edits tells: whoever writes rows for the demonstration does it by `data.decisions.edits`
under one of its logins, and has nothing more to do. A row that was there before is changed under PROGRAM.
"""

from collections import defaultdict
from contextlib import suppress
from datetime import UTC

import sqlalchemy as sa

from data.decisions.edits import Editor
from data.errors import MCUError
from data.snapshots.demonstration import LOGINS_BEGIN
from data.store import bulk
from data.store.tables import edits, metadata

Gone = dict[str, set[int]]
"""Table → keys of its rows that go."""
PROGRAM = "demo-district"
"""Nobody signs in with it: what it has changed is as it was when the demonstration goes, unlike people's changes."""


def forget(connection: sa.Connection) -> None:
    """Take out the rows that a demonstration login has added, with all their edits.

    A row of somebody else that refers to one of them loses the reference, or goes too where it can't be without it.
    """
    _take_back(connection)
    gone = _added(connection)
    kept_by_people = [table for table in metadata.sorted_tables if "version" in table.c and table.name != edits.name]
    for table in kept_by_people:  # what is referred to comes first
        _let_go(connection, table, gone)
    for table in reversed(kept_by_people):
        for part in bulk.parts(sorted(gone[table.name])):
            connection.execute(sa.delete(table).where(_key(table).in_(part)))
    for name, keys in gone.items():
        for part in bulk.parts(sorted(keys)):
            connection.execute(sa.delete(edits).where(edits.c.table_name == name, edits.c.row_key.in_(part)))


def _take_back(connection: sa.Connection) -> None:
    """Changes of PROGRAM, the newest first, with their edits; one of a row that somebody has changed since stays."""
    e = edits.c
    mine = sa.select(e.edit_no, e.table_name, e.row_key).where(e.made_by == PROGRAM).order_by(e.edit_no.desc())
    for number, table, key in connection.execute(mine).all():
        with suppress(MCUError):
            Editor(connection, UTC, PROGRAM).undo(number)
            same = (e.table_name == table) & (e.row_key == key) & (e.made_by == PROGRAM)
            connection.execute(sa.delete(edits).where(same))


def _added(connection: sa.Connection) -> Gone:
    """Rows whose first edit added them and was made under a login of the demonstration; of rows that are gone too."""
    e = edits.c
    first = sa.select(sa.func.min(e.edit_no)).group_by(e.table_name, e.row_key)
    mine = e.made_by.startswith(LOGINS_BEGIN, autoescape=True) & e.before.is_(None)
    found: Gone = defaultdict(set)
    for name, key in connection.execute(sa.select(e.table_name, e.row_key).where(e.edit_no.in_(first), mine)):
        found[name].add(key)
    return found


def _let_go(connection: sa.Connection, table: sa.Table, gone: Gone) -> None:
    for column in table.columns:
        referred = {key.column.table.name for key in column.foreign_keys}
        for part in bulk.parts(sorted(set().union(*(gone[name] for name in referred)))):
            here = column.in_(part)
            if column.nullable:
                connection.execute(sa.update(table).where(here).values({column.name: None}))
            else:
                gone[table.name] |= set(connection.execute(sa.select(_key(table)).where(here)).scalars())


def _key(table: sa.Table) -> sa.Column[int]:
    (column,) = table.primary_key.columns
    return column
