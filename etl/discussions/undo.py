"""An import of public discussions taken back: what it brought leaves, what it changed is as before."""

import sqlalchemy as sa

from data.errors import InputError
from data.store.tables import discussion_changes, discussion_comments, discussions, imports
from etl.discussions.write import TABLES, join_threads, typed

_BY_NAME = {table.name: table for table in TABLES.values()}


def refuse_if_built_upon(connection: sa.Connection, import_id: int) -> None:
    """Raises InputError where a later import has changed the same rows."""
    mine: list[sa.ColumnElement[bool]] = []
    c = discussion_changes.c
    for table in _BY_NAME.values():
        key = next(iter(table.primary_key.columns))
        own = sa.select(key).where((table.c.import_id == import_id) | (table.c.updated_import_id == import_id))
        mine.append((c.table_name == table.name) & c.row_key.in_(own))
    query = sa.select(c.import_id).join(imports, imports.c.import_id == c.import_id)
    query = query.where(c.import_id > import_id, imports.c.status == "committed", sa.or_(*mine)).distinct()
    later = ", ".join(map(str, sorted(connection.execute(query).scalars(), reverse=True)))
    if later:
        raise InputError(f"Обсуждения загрузки № {import_id} изменены более поздними. Сначала отмените: {later}.")


def take_back(connection: sa.Connection, import_id: int) -> tuple[int, int]:
    """How many discussions and comments left, and how many are as before. Comments on what left wait again."""
    sources = {key for table in _BY_NAME.values() for key in _sources(connection, table, import_id)}
    restored = _restore(connection, import_id)
    gone = sa.select(discussions.c.discussion_id).where(discussions.c.import_id == import_id)
    mine = discussion_comments.c.import_id == import_id
    removed = connection.execute(sa.delete(discussion_comments).where(mine)).rowcount
    connection.execute(
        sa.update(discussion_comments).where(discussion_comments.c.discussion_id.in_(gone)).values(discussion_id=None)
    )
    removed += connection.execute(sa.delete(discussions).where(discussions.c.import_id == import_id)).rowcount
    for source in sorted(sources):
        join_threads(connection, source)
    return int(removed), restored


def _sources(connection: sa.Connection, table: sa.Table, import_id: int) -> set[int]:
    mine = (table.c.import_id == import_id) | (table.c.updated_import_id == import_id)
    return set(connection.execute(sa.select(table.c.source_id).where(mine).distinct()).scalars())


def _restore(connection: sa.Connection, import_id: int) -> int:
    c = discussion_changes.c
    rows = connection.execute(
        sa.select(c.table_name, c.row_key, c.before).where(c.import_id == import_id).order_by(c.discussion_change_id)
    ).all()
    for name, row_key, before in rows:
        table = _BY_NAME[name]
        key = next(iter(table.primary_key.columns))
        # Which discussion a comment is about is told anew afterwards: the former one may have left meanwhile.
        values = {column: value for column, value in typed(table, before).items() if column != "discussion_id"}
        connection.execute(sa.update(table).where(key == row_key).values(**values))
    connection.execute(sa.delete(discussion_changes).where(c.import_id == import_id))
    return len(rows)


def forget(connection: sa.Connection, imported: set[int]) -> int:
    """Take out all that some imports have brought, the newest first; how many rows left."""
    return sum(take_back(connection, import_id)[0] for import_id in sorted(imported, reverse=True))
