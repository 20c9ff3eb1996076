"""Indexes stand aside while a first large load writes, and are the same afterwards, whatever becomes of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from data import store
from data.settings import Settings, use
from data.store import indexes
from tests import stores
from tests.data import records


@pytest.fixture
def settings(tmp_path: Path) -> Iterator[Settings]:
    """An empty store."""
    made = Settings(var=tmp_path, store_url=f"sqlite:///{tmp_path / 's.sqlite'}")
    with use(made):
        stores.create(made)
        yield made


def _named(connection: sa.Connection) -> dict[str, str | None]:
    found = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'index'")
    return {name: None if sql is None else " ".join(sql.split()) for name, sql in found}


def test_they_are_away_while_rows_come_and_the_same_afterwards(settings: Settings) -> None:
    with store.writing(settings) as connection:
        before = _named(connection)
        with indexes.written_last(connection, rows=indexes.ENOUGH):
            meanwhile = _named(connection)
        assert _named(connection) == before
    gone = set(before) - set(meanwhile)
    assert "ix_records_received_month" in gone
    assert all(before[name] for name in gone), "what keeps a number unique stays"


def test_few_rows_are_not_worth_it(settings: Settings) -> None:
    with store.writing(settings) as connection:
        before = _named(connection)
        with indexes.written_last(connection, rows=indexes.ENOUGH - 1):
            assert _named(connection) == before


def test_a_store_with_records_keeps_them(settings: Settings) -> None:
    records.add(settings, {"received": "2026-03-02"})
    with store.writing(settings) as connection:
        before = _named(connection)
        with indexes.written_last(connection, rows=indexes.ENOUGH):
            assert _named(connection) == before


def test_an_interrupted_load_leaves_them_as_they_were(settings: Settings) -> None:
    with store.reading(settings) as connection:
        before = _named(connection)
    with (
        pytest.raises(KeyboardInterrupt),
        store.writing(settings) as connection,
        indexes.written_last(connection, rows=indexes.ENOUGH),
    ):
        raise KeyboardInterrupt
    with store.reading(settings) as connection:
        assert _named(connection) == before
