"""The engine itself: programs that open a new file at once wait for one another."""

import sqlite3
import threading
from pathlib import Path

import pytest
import sqlalchemy as sa

from data import store
from data.errors import StoreError
from data.settings import Settings


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
