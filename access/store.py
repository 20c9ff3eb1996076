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
from data.errors import MissingStoreError
from data.settings import Settings
from data.store import keys as file_keys
from data.store import ours, schema

FILE = "access.sqlite"
_QUEUE = 5232023
"""Writers here wait for one another, never for an import."""


def create(settings: Settings, *, new_key: bool = False) -> None:
    """Create or migrate the tables and the key; safe to repeat, also by two processes at once.

    Raises SettingsError when the key is missing though there are accounts or a log, unless a new_key is wanted.
    Without accounts the key of pseudonyms is made too, where there is none.
    """
    settings.var.mkdir(parents=True, exist_ok=True)
    if sa.make_url(_own(settings).store_url).get_backend_name() == "sqlite":
        (settings.var / FILE).touch(0o600)  # before SQLite makes it: its journals take over these rights
    with store.migrating(_own(settings), _QUEUE) as connection:
        schema.upgrade(connection, metadata, Path(__file__).parent / "migrations", "access_version")
        is_new = not any(connection.execute(sa.select(table).limit(1)).first() for table in (users, audit))
        if not new_key and not is_new:
            keys.require_there(settings)
        keys.ensure(settings)
        if is_new and not settings.pseudonym_key.exists():
            file_keys.create(settings.pseudonym_key)  # made together, so that the loss of either is noticed


def is_there(settings: Settings) -> bool:
    """Whether the tables of accounts have been made; nothing is written to find out."""
    return ours.names(_own(settings)) >= ours.ACCOUNTS


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
    except MissingStoreError as error:
        raise _not_created() from error
    except sa.exc.ProgrammingError as error:
        if "UndefinedTable" in type(error.orig).__name__:
            raise _not_created() from error
        raise


def _not_created() -> MissingStoreError:
    return MissingStoreError("Учётных записей ещё нет. Создайте первую: python -m access create-admin ЛОГИН.")
