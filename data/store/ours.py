"""Whether a database is a store of this program, looked at without writing anything into it.

Opening an SQLite file the usual way turns it to write-ahead logging, and making a store makes tables: neither may
happen to a database that belongs to another program.
"""

import sqlite3
from contextlib import closing
from pathlib import Path

import sqlalchemy as sa

from data import store
from data.errors import ForeignStoreError
from data.settings import Settings

_STORE = {"alembic_version", "imports", "records"}
ACCOUNTS = {"access_version", "access_users"}
"""Tables that every version of the store has had, and those of accounts, which may be made first."""
_OF_EXTENSIONS = {"spatial_ref_sys"}


def require_ours(settings: Settings) -> None:
    """Raises ForeignStoreError when the database holds tables, and they are another program's. An empty one, and a file
    that is not there yet, may become a store.
    """
    found = names(settings)
    if found and not (found >= _STORE or found >= ACCOUNTS):
        raise ForeignStoreError(
            f"В базе «{_called(settings)}» — таблицы другой программы (например, «{min(found)}»): в неё ничего не "
            "записано. Проверьте адрес хранилища (MCU_STORE_URL, --store) и укажите своё или пустое."
        )


def holds_store(settings: Settings) -> bool:
    """Whether the tables of appeals are there; accounts alone are no store yet."""
    return names(settings) >= _STORE


def names(settings: Settings) -> set[str]:
    """Tables of the database; none where there is none. Raises StoreError for one that cannot be read."""
    url = sa.make_url(settings.store_url)
    if url.get_backend_name() == "sqlite":
        found = _of_file(Path(url.database or ""))
        if found is not None:
            return found
    with store.reading(settings) as connection:
        return set(sa.inspect(connection).get_table_names()) - _OF_EXTENSIONS


def _of_file(path: Path) -> set[str] | None:
    """Tables of a file; None when it cannot be read: whoever opens it in earnest says why."""
    if not path.is_file():
        return set()
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            rows = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    except sqlite3.Error:
        return None
    return {str(name) for (name,) in rows if not name.startswith("sqlite_")}


def _called(settings: Settings) -> str:
    """The database as a person would name it, without user and password."""
    return str(sa.make_url(settings.store_url).database)
