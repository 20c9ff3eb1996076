"""The tables of an open snapshot in DuckDB, in the memory of this process."""

import os
import threading
from collections.abc import Sequence
from contextlib import closing
from typing import Any

import duckdb
import pandas as pd

from data.metrics import cell_keys, tables

_THREADS = max(1, (os.cpu_count() or 2))
_GIVES_BACK: Any = {"allocator_background_threads": True}
"""What a question took goes back to the system a moment later; otherwise DuckDB keeps it for the next one."""
_HELD = "held"
_FUNCTIONS = (
    "CREATE MACRO sequence(first, last) AS generate_series(first, last)",
    "CREATE MACRO explode(list) AS unnest(list)",
    f"CREATE MACRO record_key(id, salt) AS hash(id, salt) >> {64 - cell_keys.BITS}",
)
"""What statements call and DuckDB lacks (`data.metrics.tables`)."""


class FactsInDuckDB:
    """Tables read whole from the files of a snapshot.

    months, calendar: paths of Parquet files; day: of the snapshot, days since 1970-01-01. stored: columns that the
    files hold. Raises duckdb.Error for a file that is no Parquet.
    """

    def __init__(self, months: Sequence[str], calendar: str, day: int) -> None:
        self._connection = duckdb.connect(config={"threads": _THREADS, **_GIVES_BACK})
        self._connection.execute(f"ATTACH ':memory:' AS {_HELD} (COMPRESS)")
        self._connection.execute(f"USE {_HELD}")
        self._local = threading.local()
        for statement in _FUNCTIONS:
            self._connection.execute(statement)
        self._make("calendar", tables.CALENDAR, "stored_calendar", [calendar])
        self.stored = _columns(self._connection, months[0]) if months else frozenset()
        self._make("facts", tables.facts_of(self.stored, day), "stored_facts", months)
        self._connection.execute(f"CHECKPOINT {_HELD}")  # packs what was made: a tenth of the memory, no slower to read

    def _make(self, name: str, statement: str, source: str, files: Sequence[str]) -> None:
        read = "SELECT * FROM read_parquet(?)" if files else "SELECT 1 WHERE FALSE"
        made = f"CREATE TABLE {name} AS WITH {source} AS ({read}) {statement}"
        self._connection.execute(made, [list(files)] if files else [])

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """The calling thread's own cursor: fetch the whole answer before the next question."""
        found: duckdb.DuckDBPyConnection | None = getattr(self._local, "cursor", None)
        if found is None:
            found = self._local.cursor = self._own_cursor()
        return found

    def _own_cursor(self) -> duckdb.DuckDBPyConnection:
        """A cursor looks where every new one does until it is told."""
        return self._connection.cursor().execute(f"USE {_HELD}")

    def hold(self, name: str, keys: Any) -> None:
        """Make a table with the column `key` of these numbers."""
        with closing(self._own_cursor()) as cursor:  # not the thread's own: its answer may be unread
            cursor.register("given_keys", pd.DataFrame({"key": keys}))
            cursor.execute(f"CREATE TABLE {name} AS SELECT key FROM given_keys")

    def part(self, name: str, condition: str) -> str:
        """Make a table of the facts that meet a condition; its name."""
        with closing(self._own_cursor()) as cursor:
            cursor.execute(f"CREATE TABLE {name} AS SELECT * FROM facts WHERE {condition}")
        return name

    def drop(self, name: str) -> None:
        """Let such a table go."""
        with closing(self._own_cursor()) as cursor:
            cursor.execute(f"DROP TABLE {name}")


def _columns(connection: duckdb.DuckDBPyConnection, file: str) -> frozenset[str]:
    described = connection.execute("DESCRIBE SELECT * FROM read_parquet(?)", [file]).fetchall()
    return frozenset(row[0] for row in described)
