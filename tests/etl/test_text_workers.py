"""Texts read by other processes say what they say when read here, whatever becomes of the processes."""

import os
import signal
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bench import synthetic
from data import store
from data.errors import InputError, WrongSettingError
from data.settings import Settings, use
from data.settings import load as load_settings
from etl import text_workers
from etl.load import load
from etl.structure.record import Structurer
from etl.structure.replies import formal
from etl.structure.topics import model_files
from tests import stores
from tests.etl.conftest import dump

ROWS = 90
CLOCKS = ("imports", "changes", "installation")


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Varied letters with replies, and one number told twice."""
    path = tmp_path_factory.mktemp("texts") / "export.csv"
    synthetic.write(path, ROWS, kind=synthetic.WITH_REPLIES)
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join([*lines, lines[7].replace("Закрыта", "На исполнении")]), encoding="utf-8")
    return path


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """A few rows are many."""
    monkeypatch.setattr(text_workers, "ENOUGH", 20)
    monkeypatch.setattr(text_workers, "_PIECE", 16)


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Any]]:
    """The processes that are started during a test; none of them is left behind."""
    made: list[Any] = []
    popen = text_workers.subprocess.Popen

    def start(*given: Any, **named: Any) -> Any:
        made.append(popen(*given, **named))
        return made[-1]

    monkeypatch.setattr(text_workers.subprocess, "Popen", start)
    yield made
    assert all(one.returncode is not None for one in made)


def _loaded(file: Path, folder: Path, workers: int) -> Settings:
    made = Settings(var=folder, store_url=f"sqlite:///{folder / 's.sqlite'}", workers=workers)
    with use(made):
        stores.create(made)
        made.pseudonym_key.write_bytes(b"k" * 32)
        made.pseudonym_key.chmod(0o600)
        load(file, made)
    return made


def _content(settings: Settings) -> dict[str, list[tuple[Any, ...]]]:
    return dump(settings, without=set(CLOCKS))


@pytest.fixture(scope="module")
def here(file: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[tuple[Any, ...]]]:
    """What the store holds when the texts have been read in one process."""
    return _content(_loaded(file, tmp_path_factory.mktemp("here"), 1))


def test_other_processes_make_the_same_store(file: Path, tmp_path: Path, here: Any, started: list[Any]) -> None:
    settings = _loaded(file, tmp_path, 2)
    assert len(started) > 1, "the file is read by one process, its texts by others"
    assert _content(settings) == here
    assert len(here["records"]) == ROWS
    assert len(here["reply_readings"]) > ROWS // 2


def test_what_is_changed_later_is_read_by_them_too(file: Path, tmp_path: Path, started: list[Any]) -> None:
    later = tmp_path / "later.csv"
    later.write_text(file.read_text(encoding="utf-8").replace("Прошу", "Просим"), encoding="utf-8")
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    made = [_loaded(file, tmp_path / name, workers) for name, workers in (("one", 1), ("two", 2))]
    for settings in made:
        with use(settings):
            assert load(later, settings).updated
    assert _content(made[0]) == _content(made[1])


def test_a_killed_process_changes_nothing(
    file: Path, tmp_path: Path, here: Any, started: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    give = text_workers._Worker.give

    def kill(worker: Any, start: int, length: int) -> None:
        give(worker, start, length)
        os.kill(worker._process.pid, signal.SIGKILL)

    monkeypatch.setattr(text_workers._Worker, "give", kill)
    assert _content(_loaded(file, tmp_path, 2)) == here


@pytest.mark.parametrize("workers", [1, 2])
def test_what_is_learnt_during_an_import_is_for_the_next_one(
    file: Path, tmp_path: Path, here: Any, started: list[Any], monkeypatch: pytest.MonkeyPatch, workers: int
) -> None:
    """Whoever read either file would stop the import: both are damaged."""
    made = Structurer.__init__

    def learn(*given: Any, **named: Any) -> None:
        made(*given, **named)
        models = model_files.folder(tmp_path)
        models.mkdir()
        for name in ("topics-0001-0123456789abcdef.npz", "replies-formal.json"):
            (models / name).write_bytes(b"no model")

    monkeypatch.setattr(Structurer, "__init__", learn)
    assert _content(_loaded(file, tmp_path, workers)) == here
    with pytest.raises(InputError, match="не читается"):
        formal.in_force(model_files.folder(tmp_path))


def test_an_error_in_a_process_is_the_sentence_it_is_here_and_nothing_is_written(
    tmp_path: Path, started: list[Any]
) -> None:
    synthetic.write(tmp_path / "export.csv", ROWS, kind=synthetic.VARIED)
    settings = Settings(var=tmp_path, store_url=f"sqlite:///{tmp_path / 's.sqlite'}")
    models = model_files.folder(tmp_path)
    models.mkdir()
    (models / "topics-0001-0123456789abcdef.npz").write_bytes(b"no model")
    said = []
    for workers in (1, 2):
        chosen = replace(settings, workers=workers)
        with use(chosen):
            stores.create(chosen)
            with pytest.raises(InputError) as raised:
                load(tmp_path / "export.csv", chosen)
            said.append(str(raised.value))
            with store.reading(chosen) as connection:
                assert connection.execute(sa.text("SELECT count(*) FROM records")).scalar() == 0
    assert said[0] == said[1]
    assert "повреждена" in said[0]


def test_an_interrupted_load_leaves_no_process(
    file: Path, tmp_path: Path, started: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("etl.write.Writer.write", interrupt)
    with pytest.raises(KeyboardInterrupt):
        _loaded(file, tmp_path, 2)
    assert started


def test_how_many_processes_there_are_is_a_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MCU_WORKERS", "3")
    assert load_settings().processes == 3
    monkeypatch.setenv("MCU_WORKERS", "")
    assert load_settings().processes == len(os.sched_getaffinity(0))
    monkeypatch.setenv("MCU_WORKERS", "много")
    with pytest.raises(WrongSettingError, match="MCU_WORKERS"):
        load_settings()
