"""SQLite files: copied by the online backup API while others write, and examined."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from data.errors import BackupError

_PAGES_AT_ONCE = 2000
_WAIT_SECONDS = 30.0
VERSIONS = ("alembic_version", "access_version")
"""Tables in which migrations note the schema's revision: of the store, of the staff's accounts."""
_MAGIC = b"SQLite format 3\0"


@dataclass(frozen=True)
class Contents:
    """What a database holds: rows by table, schema revision by table that keeps it, number of the last change."""

    rows: dict[str, int]
    revisions: dict[str, str]
    change_no: int


def is_database(path: Path) -> bool:
    """Whether a file is an SQLite database, by its first bytes."""
    with path.open("rb") as file:
        return file.read(len(_MAGIC)) == _MAGIC


def copy(source: Path, target: Path, progress: Callable[[int, int], None]) -> Contents:
    """Copy a database as it is at one moment, and say what it held then.

    The read transaction pins that moment: writers go on, and the copy never has to start anew because of them.
    """
    address = f"{source.resolve().as_uri()}?mode=rw"
    with (
        closing(sqlite3.connect(address, uri=True, timeout=_WAIT_SECONDS, isolation_level=None)) as here,
        closing(sqlite3.connect(target, isolation_level=None)) as there,
    ):
        here.execute("BEGIN")
        held = _contents(here)
        here.backup(there, pages=_PAGES_AT_ONCE, progress=lambda _, left, total: progress(total - left, total))
        here.execute("ROLLBACK")
        there.execute("PRAGMA journal_mode=DELETE")  # one file, with nothing beside it
    return held


def examine(path: Path) -> Contents:
    """Check every page and every reference of a file nobody writes, and count it; BackupError when it is damaged."""
    address = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
    with closing(sqlite3.connect(address, uri=True)) as connection:
        try:
            verdict = [row[0] for row in connection.execute("PRAGMA integrity_check(3)")]
            orphans = connection.execute("PRAGMA foreign_key_check").fetchmany(1)
            held = _contents(connection)
        except sqlite3.DatabaseError as error:
            raise BackupError(f"База «{path.name}» в копии не читается: она повреждена.") from error
    if verdict != ["ok"]:
        raise BackupError(f"База «{path.name}» повреждена: проверка целостности SQLite не пройдена.")
    if orphans:
        raise BackupError(f"В базе «{path.name}» нарушены связи: таблица {orphans[0][0]} ссылается на удалённое.")
    return held


def _contents(connection: sqlite3.Connection) -> Contents:
    query = (
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name"
    )
    names = [row[0] for row in connection.execute(query)]
    counts = {name: int(connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]) for name in names}  # noqa: S608  (names come from the schema)
    versions = {name: _one(connection, f"SELECT version_num FROM {name}") for name in VERSIONS if name in names}  # noqa: S608  (ours)
    change = _one(connection, "SELECT max(change_no) FROM changes") if "changes" in names else None
    return Contents(counts, versions, int(change or 0))


def _one(connection: sqlite3.Connection, query: str) -> Any:
    row = connection.execute(query).fetchone()
    return row[0] if row else None
