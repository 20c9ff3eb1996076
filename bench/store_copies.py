"""A PostgreSQL store of any size: what was loaded, copied inside the server with other numbers and other applicants.

Facts are then read of so many records as of any others. Texts, replies and words to search by are not copied: of a
record without a reply no fact needs them.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import LiteralString

import psycopg
import sqlalchemy as sa
from psycopg import sql

from data.store.tables import questions, records

_STEP = 5_000
"""Numbers of loaded records whose copies one statement makes."""
_RECORD: LiteralString = "{records} + record_id * {times} + copy"
_OF_RECORDS: Mapping[str, LiteralString] = {
    "record_id": _RECORD,
    "external_id": "external_id || '-' || copy",
    "applicant_key": "md5(applicant_key || copy)",
    "address_key": "md5(address_key || copy)",
}
_OF_QUESTIONS: Mapping[str, LiteralString] = {
    "question_id": "{questions} + question_id * {times} + copy",
    "record_id": _RECORD,
    "text": "NULL",
    "answer": "NULL",
}
_COPIES: LiteralString = (
    "INSERT INTO {table} ({columns}) SELECT {values} FROM (SELECT * FROM {table} WHERE record_id BETWEEN {first} AND "
    "{last} ORDER BY record_id) AS loaded CROSS JOIN generate_series(1, {times} - 1) AS copies(copy)"
)
_INDEXES = (
    "SELECT pg_get_indexdef(indexrelid), indexrelid::regclass::text FROM pg_index "
    "WHERE indrelid IN ('records'::regclass, 'questions'::regclass) AND NOT indisunique"
)


def multiply(url: str, times: int, progress: Callable[[int], None]) -> None:
    """Make the records of a store `times` times as many, the copies of a record side by side.

    url: of its server, as a superuser: foreign keys are not looked up for every copy. progress: is told how many
    loaded records have their copies.
    """
    with psycopg.connect(url.replace("postgresql+psycopg", "postgresql"), autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute("SET maintenance_work_mem = '256MB'")
        loaded = {"records": _largest(connection, "record_id"), "questions": _largest(connection, "question_id")}
        with _without_indexes(connection):
            for first in range(1, loaded["records"] + 1, _STEP):
                last = min(first + _STEP - 1, loaded["records"])
                span = loaded | {"times": times, "first": first, "last": last}
                connection.execute(_statement(records, _OF_RECORDS, span))
                connection.execute(_statement(questions, _OF_QUESTIONS, span))
                progress(last)
        connection.execute("VACUUM ANALYZE records, questions")


def _largest(connection: psycopg.Connection, number: LiteralString) -> int:
    table: LiteralString = f"{number.removesuffix('_id')}s"
    found = connection.execute(f"SELECT max({number}) FROM {table}").fetchone()
    return int(found[0]) if found else 0


def _statement(table: sa.Table, changed: Mapping[str, LiteralString], span: Mapping[str, int]) -> sql.Composed:
    names = table.c.keys()
    numbers = {name: sql.Literal(number) for name, number in span.items()}
    values = [sql.SQL(changed[name]).format(**numbers) if name in changed else sql.Identifier(name) for name in names]
    columns = [sql.Identifier(name) for name in names]
    return sql.SQL(_COPIES).format(
        table=sql.Identifier(table.name),
        columns=sql.SQL(", ").join(columns),
        values=sql.SQL(", ").join(values),
        **numbers,
    )


@contextmanager
def _without_indexes(connection: psycopg.Connection) -> Iterator[None]:
    """Those that only make reading fast are made once, after all copies."""
    made = connection.execute(_INDEXES).fetchall()
    for _, name in made:
        connection.execute(sql.SQL("DROP INDEX {}").format(sql.SQL(name)))
    yield
    for statement, _ in made:
        connection.execute(statement)
