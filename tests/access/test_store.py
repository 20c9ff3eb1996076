"""The store of accounts: made once, migrated both ways with data in it, apart from appeals."""

import threading
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from access import audit, people, store, tables
from data import store as appeals
from data.errors import StoreError
from data.settings import Settings
from data.store.schema import alembic_config
from tests.access.conftest import add


def test_creating_twice_changes_nothing(either: Settings) -> None:
    add(either)
    store.create(either)
    assert [user.login for user in people.everyone(either)] == ["ivanova"]


def test_two_starts_at_once_make_one_store(store_url: str, tmp_path: Path) -> None:
    settings, failures = Settings(var=tmp_path / "var", store_url=store_url), []

    def start() -> None:
        try:
            store.create(settings)
        except Exception as error:  # noqa: BLE001 whatever went wrong in the thread is what the test is about
            failures.append(error)

    starts = [threading.Thread(target=start) for _ in range(4)]
    for one in starts:
        one.start()
    for one in starts:
        one.join()
    assert failures == []
    assert people.everyone(settings) == ()


def test_the_migrations_make_the_declared_tables(either: Settings) -> None:
    def is_ours(name: str | None, kind: str, *_more: object) -> bool:
        return kind != "table" or (name or "").startswith("access_")

    options = {"version_table": "access_version", "include_name": is_ours}
    with store.reading(either) as connection:
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, tables.metadata) == []


def test_every_migration_goes_down_and_up_again_with_data_in_it(either: Settings) -> None:
    add(either)
    with store.writing(either) as connection:
        command.downgrade(alembic_config(connection, Path(store.__file__).parent / "migrations"), "base")
        left = {name for name in sa.inspect(connection).get_table_names() if name.startswith("access_")}
    assert left == {"access_version"}
    store.create(either)
    assert people.everyone(either) == ()
    add(either, "petrova")


def test_a_store_that_was_not_created_says_how_to_create_it(store_url: str, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="create-admin"):
        people.everyone(Settings(var=tmp_path, store_url=store_url))


def test_a_long_import_keeps_nobody_from_the_log(either: Settings) -> None:
    appeals.create(either)
    with appeals.writing(either):
        audit.note("sign_in", "user", "ivanova")
    assert audit.page(settings=either).total == 1


def test_the_embedded_file_and_its_journals_are_readable_by_their_owner_only(settings: Settings) -> None:
    add(settings)
    files = list(settings.var.glob(f"{store.FILE}*"))
    assert files
    assert {file.stat().st_mode & 0o077 for file in files} == {0}
