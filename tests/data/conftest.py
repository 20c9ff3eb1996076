"""A store of its own for every test of the data room."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from data.settings import Settings, use


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Settings]:
    """Settings of an installation in a temporary folder, in force during the test and for the commands it runs."""
    monkeypatch.setenv("MCU_VAR", str(tmp_path))
    with use(Settings(var=tmp_path, store_url=f"sqlite:///{tmp_path / 'store.sqlite'}")) as made:
        yield made


@pytest.fixture
def either(new_store_url: str, tmp_path: Path) -> Iterator[Settings]:
    """The same installation on SQLite and on PostgreSQL."""
    with use(Settings(var=tmp_path, store_url=new_store_url)) as made:
        yield made
