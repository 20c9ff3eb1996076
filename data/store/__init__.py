"""The one engine: SQLite by default, PostgreSQL by `MCU_STORE_URL`; creation, migration and transactions."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event

from data.commands import folder_trouble
from data.errors import MissingStoreError, StoreError, UnreachableStoreError
from data.settings import Settings
from data.store import identity, schema, seed
from data.store.tables import metadata
from data.store.touched import note_change as note_change

_SQLITE_WAIT_MS, _SQLITE_PAUSE = 30_000, 0.05
"""How long a locked file is waited for, ms, and between two attempts, s."""
_LONG_JOURNAL = 16 << 20
"""Bytes of a write-ahead file from which it is worth folding away."""
WRITERS = 5232022
"""Key of the PostgreSQL advisory lock by which writers of the store take turns."""


_DAMAGED = (
    "Файл хранилища повреждён. Остановите программу, отложите этот файл и верните данные из копии: "
    "python -m data restore ФАЙЛ --force."
)


_MISSING = "Хранилище ещё не создано. Выполните: python -m data create."


@lru_cache(maxsize=8)
def engine(url: str) -> sa.Engine:
    """The engine of a store URL, one per process; `postgresql://` means the psycopg 3 driver."""
    try:
        parsed = sa.make_url(url)
    except sa.exc.ArgumentError as error:
        raise StoreError(
            f"Адрес хранилища «{url[:80]}» не разобран. Пример: postgresql://mcu@127.0.0.1/mcu или sqlite:///var/store.sqlite."
        ) from error
    if parsed.drivername in ("postgresql", "postgres"):
        parsed = parsed.set(drivername="postgresql+psycopg")
    if parsed.get_backend_name() == "sqlite":
        return _sqlite(parsed)
    return _postgres(parsed)


def _postgres(url: sa.URL) -> sa.Engine:
    made = sa.create_engine(url, pool_pre_ping=True, pool_size=4, max_overflow=4)

    @event.listens_for(made, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        # Our statements have many parts and few rows: compiling one takes ten times as long as answering it.
        connection.autocommit = True  # or a rollback would take the setting back
        connection.execute("SET jit = off")
        connection.autocommit = False

    return made


def _sqlite(url: sa.URL) -> sa.Engine:
    if url.database:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    made = sa.create_engine(url, connect_args={"timeout": _SQLITE_WAIT_MS / 1000})

    @event.listens_for(made, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        # The driver's own transaction handling commits before DDL and starts late; ours begins and ends them instead.
        connection.isolation_level = None
        connection.create_function("lower", 1, lambda text: text.lower() if isinstance(text, str) else text)
        _write_ahead(connection)
        for pragma in ("foreign_keys=ON", "synchronous=FULL", "cache_size=-65536"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(made, "begin")
    def _begin(connection: sa.Connection) -> None:
        connection.exec_driver_sql(connection.info.get("begin", "BEGIN"))

    return made


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Turn a file to write-ahead logging. While another program begins to write a new file, SQLite refuses that at once
    instead of waiting as it does for everything else.
    """
    until = time.monotonic() + _SQLITE_WAIT_MS / 1000
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > until:
                raise
            time.sleep(_SQLITE_PAUSE)


@contextmanager
def reading(settings: Settings) -> Iterator[sa.Connection]:
    """A consistent view of the store; nothing is written. MissingStoreError where there is none."""
    require_there(settings)
    with _connected(settings) as connection:
        if connection.dialect.name == "postgresql":
            connection = connection.execution_options(isolation_level="REPEATABLE READ")
        with connection.begin():
            yield connection


@contextmanager
def writing(settings: Settings, queue: int = WRITERS, *, waits: bool = True) -> Iterator[sa.Connection]:
    """One writer's transaction: committed whole at the end, rolled back whole by any error.

    Writers queue: SQLite by `BEGIN IMMEDIATE`, PostgreSQL by an advisory lock held until the end of the transaction.
    queue: number of that lock; writers of tables that have nothing in common need not wait for one another. waits:
    whether SQLite, which knows one queue only, is waited for; StoreError at once otherwise.
    """
    require_there(settings)
    with _connected(settings) as connection:
        with _patient(connection, waits=waits), _alone(connection, queue):
            yield connection
        _fold_away(connection, settings)


def _fold_away(connection: sa.Connection, settings: Settings) -> None:
    """Take a long write-ahead file of SQLite into the store: it would keep its length for good, and every reader would
    look through it. Where somebody reads just now, the next writer does it.
    """
    file = Path(f"{sa.make_url(settings.store_url).database}-wal")
    if connection.dialect.name != "sqlite" or not file.is_file() or file.stat().st_size < _LONG_JOURNAL:
        return
    with _patient(connection, waits=False):
        driver: Any = connection.connection.driver_connection
        driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def require_there(settings: Settings) -> None:
    """Raises MissingStoreError where connecting would make a new file."""
    if not is_there(settings):
        raise MissingStoreError(_MISSING)


@contextmanager
def _patient(connection: sa.Connection, *, waits: bool) -> Iterator[None]:
    if waits or connection.dialect.name != "sqlite":
        yield
        return
    driver: Any = connection.connection.driver_connection
    driver.execute("PRAGMA busy_timeout=0")
    try:
        yield
    finally:
        driver.execute(f"PRAGMA busy_timeout={_SQLITE_WAIT_MS}")


@contextmanager
def migrating(settings: Settings, queue: int = WRITERS) -> Iterator[sa.Connection]:
    """`writing` for changes of the schema: SQLite alters a table by dropping it, and a dropped table takes along every
    row that refers to it, unless references are left unchecked until the end.
    """
    with _connected(settings) as connection:
        if connection.dialect.name != "sqlite":
            with _alone(connection, queue):
                yield connection
            return
        driver: Any = connection.connection.driver_connection
        driver.execute("PRAGMA foreign_keys=OFF")  # has no effect inside a transaction
        try:
            with _alone(connection, queue):
                yield connection
                broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
                if broken:
                    raise StoreError(f"Переход схемы нарушил связи таблицы {broken[0]}; ничего не изменено.")
        finally:
            driver.execute("PRAGMA foreign_keys=ON")


@contextmanager
def _alone(connection: sa.Connection, queue: int) -> Iterator[None]:
    """A writer's turn on a connection."""
    connection.info["begin"] = "BEGIN IMMEDIATE"
    try:
        with connection.begin():
            if connection.dialect.name == "postgresql":
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(queue)))
            yield
    finally:
        connection.info.pop("begin", None)


@contextmanager
def _connected(settings: Settings) -> Iterator[sa.Connection]:
    try:
        connection = engine(settings.store_url).connect()
    except sa.exc.OperationalError as error:
        raise UnreachableStoreError(_unreachable(settings)) from error
    except sa.exc.DatabaseError as error:
        raise StoreError(_DAMAGED) from error
    with connection:
        try:
            yield connection
        except sa.exc.OperationalError as error:
            if "no such table" in str(error.orig):
                raise MissingStoreError(_MISSING) from error
            raise StoreError(_explain(error)) from error
        except sa.exc.DatabaseError as error:
            if type(error) is sa.exc.DatabaseError:  # SQLite's word for a damaged file; its kin are errors of ours
                raise StoreError(_DAMAGED) from error
            raise


def _unreachable(settings: Settings) -> str:
    url = sa.make_url(settings.store_url)
    file = Path(url.database) if url.get_backend_name() == "sqlite" and url.database else None
    return (file and folder_trouble(file.parent)) or (
        "Хранилище не отвечает. Если это PostgreSQL — проверьте, что он запущен; если файл — что он доступен."
    )


def _explain(error: sa.exc.OperationalError) -> str:
    text = str(error.orig)
    if "locked" in text:
        return "Хранилище занято другой загрузкой дольше 30 секунд. Дождитесь её конца и повторите."
    if "full" in text or "No space" in text:
        return "На диске кончилось место, ничего не записано. Освободите место и повторите."
    if "readonly" in text:
        return "Файл хранилища доступен только для чтения, ничего не записано. Верните программе права на него."
    kind = type(error.orig).__name__
    return f"Хранилище прервало работу ({kind}), ничего не записано. Повторите; если не поможет, перезапустите его."


def is_there(settings: Settings) -> bool:
    """Whether connecting would not make a new file."""
    url = sa.make_url(settings.store_url)
    return url.get_backend_name() != "sqlite" or Path(url.database or "").is_file()


def create(settings: Settings) -> None:
    """Create or migrate the store to this version of the program and add reference rows it lacks; safe to repeat."""
    settings.var.mkdir(parents=True, exist_ok=True)
    _make_private(sa.make_url(settings.store_url))
    # Two programs may start on an empty folder at once: the second waits, and finds everything made.
    with migrating(settings) as connection:
        schema.upgrade(connection, metadata, Path(__file__).parent / "migrations", "alembic_version")
    with writing(settings) as connection:
        identity.ensure(connection)
        if seed.add_missing(connection):
            note_change(connection, "seed", months=())


def _make_private(url: sa.URL) -> None:
    """A new file is its owner's only: it holds names and contacts. SQLite's journals take over its rights."""
    if url.get_backend_name() == "sqlite" and url.database:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
        Path(url.database).touch(0o600)


def later(moment: sa.ColumnElement[Any], days: int, dialect: str) -> sa.ColumnElement[Any]:
    """A stored moment moved by whole days inside a query; earlier by a negative number."""
    if dialect == "sqlite":  # moments are texts there; this is how SQLAlchemy writes them
        return sa.func.strftime("%Y-%m-%d %H:%M:%f000", moment, f"{days} days")
    return moment + sa.literal(timedelta(days=days), sa.Interval)


def utc_now() -> datetime:
    """The wall clock for the ledger, naive UTC; metrics never read it."""
    return datetime.now(UTC).replace(tzinfo=None)


def local_day(moment: datetime, settings: Settings) -> date:
    """The day of a stored moment (naive UTC) in the district."""
    return moment.replace(tzinfo=UTC).astimezone(settings.time_zone).date()


def today(settings: Settings) -> date:
    """Today in the district, for the ledger and for defaults a person can override."""
    return datetime.now(settings.time_zone).date()
