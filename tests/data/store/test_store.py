"""The engine itself: programs that open a new file at once wait for one another."""

import sqlite3
import threading
from pathlib import Path

import pytest
import sqlalchemy as sa

from data import store
from data.errors import StoreError
from data.settings import Settings
from tests import stores


@pytest.fixture
def busy(tmp_path: Path) -> sqlite3.Connection:
    """Another program that has begun to write a new file, not yet in write-ahead mode."""
    other = sqlite3.connect(tmp_path / "s.sqlite", isolation_level=None, check_same_thread=False)
    other.execute("CREATE TABLE begun (x)")
    other.execute("BEGIN IMMEDIATE")
    return other


def test_a_new_file_that_another_program_is_about_to_write_is_waited_for(
    busy: sqlite3.Connection, tmp_path: Path
) -> None:
    settings = Settings(var=tmp_path / "var", store_url=f"sqlite:///{tmp_path / 's.sqlite'}")
    threading.Timer(0.3, busy.execute, ["COMMIT"]).start()
    with store.reading(settings) as connection:
        assert connection.execute(sa.text("PRAGMA journal_mode")).scalar() == "wal"


def test_a_file_that_stays_locked_is_said_in_words(
    busy: sqlite3.Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "_SQLITE_WAIT_MS", 100)
    settings = Settings(var=tmp_path / "var", store_url=f"sqlite:///{tmp_path / 's.sqlite'}")
    with pytest.raises(StoreError, match="Хранилище не отвечает"), store.reading(settings):
        pass
    busy.execute("COMMIT")


@pytest.mark.parametrize("somebody_reads", [False, True])
def test_a_long_journal_is_folded_into_the_store(
    somebody_reads: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(var=tmp_path / "var", store_url=f"sqlite:///{tmp_path / 's.sqlite'}")
    stores.create(settings)
    with store.reading(settings):
        """The copied file is turned to write-ahead logging."""
    monkeypatch.setattr(store, "_LONG_JOURNAL", 10_000)
    reader = sqlite3.connect(tmp_path / "s.sqlite", isolation_level=None)
    if somebody_reads:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM records").fetchall()
    with store.writing(settings) as connection:
        connection.execute(sa.text("CREATE TABLE large (x)"))
        connection.execute(sa.text("INSERT INTO large VALUES (zeroblob(200000))"))
    journal = tmp_path / "s.sqlite-wal"
    assert (journal.stat().st_size > 100_000) == somebody_reads
    reader.close()
    with store.writing(settings) as connection:  # the next writer does what could not be done
        connection.execute(sa.text("INSERT INTO large VALUES (1)"))
    assert journal.stat().st_size < 10_000


def test_postgresql_compiles_no_statement_of_ours(postgres_url: str) -> None:
    """Reading a month it took ten times as long to compile the statement as to answer it."""
    engine = store.engine(postgres_url)
    with engine.connect() as connection:
        connection.rollback()
        assert connection.execute(sa.text("SHOW jit")).scalar() == "off"
    engine.dispose()
