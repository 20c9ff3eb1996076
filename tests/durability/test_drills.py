"""The drills of docs/operations.md, line by line as they are written there, on a small installation."""

import contextlib
import importlib
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

import app
from access import store as access_store
from data import settings, store
from data.settings import ROOT, Settings, use
from data.snapshots import publish
from deeds import accounts
from etl.load import load
from geo import layers
from tests.data.records import published
from tests.etl.conftest import WriteFile, pos_file, rows  # noqa: F401  (a fixture)
from tests.postgres import Cluster

GUIDE = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
_OURS = re.compile(r"\.venv/bin/python -m (data|access|etl) (.*)")
_REFUSES = "откажет"


def drills() -> dict[str, list[str]]:
    """Heading → lines of its commands."""
    part = GUIDE.split("\n## Учения\n")[1].split("\n## ")[0]
    found = re.findall(r"\n### ([^\n]+)\n\n```\n(.*?)\n```", part, re.DOTALL)
    return {heading: commands.split("\n") for heading, commands in found}


class Shell:
    """Runs the guide's lines: the program's own commands in this process, everything else by bash."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self._folder, self._monkeypatch = folder, monkeypatch

    def run(self, line: str) -> None:
        """One line; its exit code is held against what the line says of itself."""
        command, _, remark = line.partition("#")
        expected = (1, 2) if _REFUSES in remark else (0,)
        assert self._code(command.strip()) in expected, line

    def _code(self, command: str) -> int:
        if command.startswith("export "):
            name, _, value = command.removeprefix("export ").partition("=")
            self._monkeypatch.setenv(name, os.path.expandvars(value.replace("$PWD", str(self._folder))))
            return 0
        ours = _OURS.match(command)
        if ours is None:
            command = command.replace(".venv/bin/python", sys.executable)
            done = subprocess.run(["bash", "-c", command], cwd=self._folder, check=False, capture_output=True)
            return done.returncode
        words, _, file = ours[2].partition(">")
        arguments = self._expanded(words)
        told = (self._folder / (file.strip() or "вывод")).open("w", encoding="utf-8")
        with told, contextlib.redirect_stdout(told):
            code = importlib.import_module(f"{ours[1]}.__main__").main(arguments)
        store.engine(settings.load().store_url).dispose()
        return int(code)

    def _expanded(self, words: str) -> list[str]:
        made = []
        for word in words.split():
            found = sorted(str(path) for path in self._folder.glob(word)) if "*" in word else []
            made += found or [word]
        return made


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pos_file: WriteFile) -> Iterator[Shell]:  # noqa: F811
    """A folder with an export that has not been loaded yet."""
    monkeypatch.chdir(tmp_path)
    pos_file("ещё.csv", rows(9))
    yield Shell(tmp_path, monkeypatch)


def _install(settings: Settings, pos_file: WriteFile, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    settings.var.mkdir()
    monkeypatch.setenv("MCU_VAR", str(settings.var))
    monkeypatch.setenv("MCU_STORE_URL", settings.store_url)
    if settings.store_url.startswith("sqlite"):
        monkeypatch.delenv("MCU_STORE_URL")
    with use(settings):
        store.create(settings)
        access_store.create(settings)
        accounts.create(settings, "petrova", "Петрова", ["administrator"], password="Длинный-пароль-2026")
        load(pos_file("первая.csv", rows(5)), settings)
        publish.publish(settings)
    store.engine(settings.store_url).dispose()


@pytest.mark.parametrize("heading", [name for name in drills() if "баз" not in name])
def test_a_drill_of_the_guide_ends_as_it_says(
    heading: str,
    shell: Shell,
    tmp_path: Path,
    pos_file: WriteFile,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = Settings(var=tmp_path / "var", store_url=f"sqlite:///{tmp_path / 'var' / 'store.sqlite'}")
    _install(made, pos_file, monkeypatch)
    for line in drills()[heading]:
        shell.run(line)


@pytest.mark.parametrize("heading", [name for name in drills() if "баз" in name])
def test_a_drill_of_a_database_ends_as_it_says(
    heading: str,
    shell: Shell,
    tmp_path: Path,
    pos_file: WriteFile,  # noqa: F811
    postgres: Cluster,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with postgres.database() as url, postgres.database() as empty:
        monkeypatch.setenv("EMPTY_URL", empty)
        _install(Settings(var=tmp_path / "var", store_url=url), pos_file, monkeypatch)
        for line in drills()[heading]:
            shell.run(line)
        for one in (url, empty):
            store.engine(one).dispose()


def test_the_guide_has_a_drill_for_every_loss() -> None:
    assert len(drills()) == 5
    assert {"Потерян ключ", "Переезд на другой компьютер"} <= set(drills())


def test_a_damaged_snapshot_is_told_by_the_start_the_probe_and_the_screens(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    made = Settings(var=tmp_path, store_url=f"sqlite:///{tmp_path / 'store.sqlite'}")
    monkeypatch.setattr(layers, "build", lambda *_: None)
    with use(made):
        manifest = published(made, {"received": "2026-01-10"})
        client = app.create_app(made).server.test_client()
        assert client.get("/readyz").get_json() == {"status": "ok"}
        (tmp_path / "snapshots" / manifest.parts[0]).write_bytes(b"")
        answer = client.get("/readyz")
        assert (answer.status_code, answer.get_json()) == (503, {"status": "damaged"})
        app.prepare(made)
        assert "повреждён" in capsys.readouterr().err
        with store.reading(made) as connection:
            assert connection.execute(sa.text("SELECT count(*) FROM records")).scalar() == 1
