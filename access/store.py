"""Where staff accounts and the log of actions are kept: an SQLite file of their own, so that a long import of appeals,
which holds the writer of the other file, never keeps anybody from signing in; on PostgreSQL, tables of their own.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import sqlalchemy as sa

from access import keys
from access.tables import audit, metadata, users
from data import store
from data.errors import SettingsError, StoreError
from data.settings import Settings
from data.store import schema

FILE = "access.sqlite"
_QUEUE = 5232023
"""Writers here wait for one another, never for an import."""


def create(settings: Settings, *, new_key: bool = False) -> None:
    """Create or migrate the tables and the key; safe to repeat, also by two processes at once.

    Raises SettingsError when the key is missing though there are accounts or a log, which only it can read, unless
    a new_key is wanted.
    """
    settings.var.mkdir(parents=True, exist_ok=True)
    if sa.make_url(_own(settings).store_url).get_backend_name() == "sqlite":
        (settings.var / FILE).touch(0o600)  # before SQLite makes it: its journals take over these rights
    with store.migrating(_own(settings), _QUEUE) as connection:
        schema.upgrade(connection, metadata, Path(__file__).parent / "migrations", "access_version")
        if not new_key and not keys.is_there(settings):
            _require_nobody(connection, settings)
        keys.ensure(settings)


def _require_nobody(connection: sa.Connection, settings: Settings) -> None:
    if any(connection.execute(sa.select(table).limit(1)).first() for table in (users, audit)):
        raise SettingsError(
            f"Нет ключа программы: файл «{settings.var / keys.FILE}», а учётные записи и журнал сделаны с ним. Верните "
            "его из архива ключей (…-keys.zip). Если он утерян навсегда: python -m access new-key — вторые факторы "
            "придётся настроить заново, прежний журнал будет не проверить."
        )


@contextmanager
def reading(settings: Settings) -> Iterator[sa.Connection]:
    """A consistent view; nothing is written. Raises StoreError when the store doesn't answer."""
    with _explained(), store.reading(_own(settings)) as connection:
        yield connection


@contextmanager
def writing(settings: Settings) -> Iterator[sa.Connection]:
    """One writer's transaction: committed whole at the end, rolled back whole by any error."""
    with _explained(), store.writing(_own(settings), _QUEUE) as connection:
        yield connection


def _own(settings: Settings) -> Settings:
    if sa.make_url(settings.store_url).get_backend_name() != "sqlite":
        return settings
    return replace(settings, store_url=f"sqlite:///{settings.var / FILE}")


@contextmanager
def _explained() -> Iterator[None]:
    """Tables that aren't there are the one error with another cure than the store of appeals has."""
    try:
        yield
    except StoreError as error:
        if "no such table" in str(error.__cause__):
            raise _not_created() from error
        raise
    except sa.exc.ProgrammingError as error:
        if "UndefinedTable" in type(error.orig).__name__:
            raise _not_created() from error
        raise


def _not_created() -> StoreError:
    return StoreError("Учётных записей ещё нет. Создайте первую: python -m access create-admin ЛОГИН.")
