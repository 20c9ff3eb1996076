"""Who answers the six questions beside us: each is filled with the plain table and answers one question at a time."""

import io
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Protocol

import duckdb
import pandas as pd
import psycopg

from bench.peers.questions import Question
from tests.postgres import FOLDER_VARIABLE, Watchdog, shared_cluster


class Engine(Protocol):
    """Answers from any thread: the key, then n0, n1, n2, n3 (`Question.sql`)."""

    def __call__(self, question: Question) -> pd.DataFrame:
        """The answer."""


@contextmanager
def of_pandas(table: pd.DataFrame, _folder: Path) -> Iterator[Engine]:
    """A frame in memory."""

    def ask(question: Question) -> pd.DataFrame:
        rows = table
        for column, ids in question.lists.items():
            rows = rows[rows[column].isin(ids)]
        received, due = (rows[column].between(*question.days) for column in ("received_day", "due_day"))
        counted = (received, due & rows["is_due"].eq(1), due & rows["is_on_time"].eq(1), rows["is_overdue"].eq(1))
        flags = pd.DataFrame({f"n{i}": one for i, one in enumerate(counted)})
        return flags.groupby(rows[question.key]).sum().reset_index()

    yield ask


@contextmanager
def of_duckdb(table: pd.DataFrame, _folder: Path) -> Iterator[Engine]:
    """A table in memory, all cores."""
    with closing(duckdb.connect()) as connection:
        connection.register("given", table)
        connection.execute("CREATE TABLE facts AS SELECT * FROM given")
        yield lambda question: connection.cursor().execute(question.sql()).df()


@contextmanager
def of_sqlite(table: pd.DataFrame, folder: Path) -> Iterator[Engine]:
    """A file; no index, which a question of most rows does not want."""
    path = folder / "peers.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        table.to_sql("facts", connection, index=False, chunksize=100_000)

    def ask(question: Question) -> pd.DataFrame:
        with closing(sqlite3.connect(path)) as connection:
            return _frame(connection.execute(question.sql()).fetchall())

    yield ask
    path.unlink()


@contextmanager
def of_postgres(table: pd.DataFrame, _folder: Path) -> Iterator[Engine]:
    """A server of its own on this machine, the table read into its memory."""
    watchdog = Watchdog()
    os.environ[FOLDER_VARIABLE] = str(watchdog.folder)
    try:
        cluster = shared_cluster()
        with cluster.database() as url:
            address = url.replace("postgresql+psycopg", "postgresql")
            _fill(address, table)
            yield lambda question: _asked(address, question)
    finally:
        watchdog.close()


def _fill(address: str, table: pd.DataFrame) -> None:
    columns = ", ".join(f"{name} smallint" for name in table)
    text = io.StringIO()
    table.to_csv(text, index=False, header=False)
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"CREATE TABLE facts ({columns})".encode())
        with connection.cursor().copy("COPY facts FROM STDIN (FORMAT csv)") as copy:
            copy.write(text.getvalue())
        connection.execute("VACUUM ANALYZE facts")


def _asked(address: str, question: Question) -> pd.DataFrame:
    with psycopg.connect(address) as connection:
        return _frame(connection.execute(question.sql().encode()).fetchall())


def _frame(rows: list[tuple[int, ...]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["key", "n0", "n1", "n2", "n3"])


ENGINES = {"pandas": of_pandas, "SQLite": of_sqlite, "PostgreSQL": of_postgres, "DuckDB": of_duckdb}
