"""Fields of edited rows in words for people.

`Column(info={"label": …})` of a table is the word of a field, `info={"words": {value: word}}` the words of its values.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime, tzinfo
from typing import Any

import sqlalchemy as sa

from data.errors import Difference

_NAMES = ("short_name", "name", "title")
"""Columns by which a row is called, the best first."""


def differences(
    connection: sa.Connection, table: sa.Table, before: Mapping[str, Any] | None, after: Mapping[str, Any] | None
) -> list[Difference]:
    """Fields that differ, in the order of the table; a field that one of the sides does not tell is left out.

    None: there was no row, its fields are ''.
    """
    made = []
    for column in table.columns:
        if column.primary_key or column.name == "version":
            continue
        told = [values for values in (before, after) if values is not None]
        if not all(column.name in values for values in told):
            continue
        old, new = (None if values is None else values[column.name] for values in (before, after))
        words = () if plain(old) == plain(new) else [in_words(connection, column, value) for value in (old, new)]
        if words and words[0] != words[1]:  # an empty text where there was no row is no difference to a reader
            made.append(Difference(column.info.get("label", column.name), words[0], words[1], name=column.name))
    return made


def in_words(connection: sa.Connection, column: sa.Column[Any], value: Any) -> str:
    """A value of a field: the name of what it refers to, a date as it is written here, '' for missing."""
    if value is None:
        return ""
    if words := column.info.get("words"):
        return str(words.get(value, value))
    if named := _name(connection, column, value):
        return named
    if isinstance(column.type, sa.Boolean):
        return "да" if value else "нет"
    if isinstance(column.type, sa.Date):
        return f"{date.fromisoformat(plain(value)):%d.%m.%Y}"
    return str(value).removesuffix(".0").replace(".", ",") if isinstance(value, float) else str(value)


def plain(value: Any) -> Any:
    """A value as JSON keeps it."""
    return value.isoformat() if isinstance(value, date) else value


def local(moment: datetime, zone: tzinfo) -> datetime:
    """A stored moment, naive UTC, in a zone."""
    return moment.replace(tzinfo=UTC).astimezone(zone)


def _name(connection: sa.Connection, column: sa.Column[Any], value: Any) -> str:
    for key in column.foreign_keys:
        named = next((key.column.table.c[one] for one in _NAMES if one in key.column.table.c), None)
        if named is not None:
            return str(connection.execute(sa.select(named).where(key.column == value)).scalar() or value)
    return ""
