"""What is done ahead follows each publication, waits for the last of several, and ends with the server."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from data import watching
from data.errors import StoreError
from data.settings import ROOT, Settings, current


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    (tmp_path / "snapshots").mkdir()
    return Settings(var=tmp_path, store_url=f"sqlite:///{tmp_path / 'store.sqlite'}")


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "_SECONDS", 0.05)


def publish(settings: Settings, number: int) -> None:
    (settings.snapshots / f"{number:06d}.json").write_text("{}")


def note() -> None:
    """Write down in whose process and under which settings the work is done."""
    with (current().var / "done").open("a") as file:
        file.write(f"{os.getpid()}\n")


def done(settings: Settings) -> list[str]:
    file = settings.var / "done"
    return file.read_text().split() if file.exists() else []


def until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_every_newest_snapshot_is_worked_on_once_in_a_process_of_its_own(settings: Settings) -> None:
    publish(settings, 1)
    with watching.after_publications(settings, note):
        until(lambda: len(done(settings)) == 1)
        publish(settings, 2)
        until(lambda: len(done(settings)) == 2)
        time.sleep(0.3)

    assert len(set(done(settings))) == 2
    assert str(os.getpid()) not in done(settings)


def test_a_fault_of_the_work_is_left_for_who_asks(settings: Settings, capfd: pytest.CaptureFixture[str]) -> None:
    def busy() -> None:
        note()
        raise StoreError("Хранилище занято.")

    publish(settings, 1)
    with watching.after_publications(settings, busy):
        until(lambda: len(done(settings)) == 1)
        publish(settings, 2)
        until(lambda: len(done(settings)) == 2)

    assert capfd.readouterr().err == ""


def test_work_in_hand_ends_with_the_server(settings: Settings) -> None:
    def long() -> None:
        note()
        time.sleep(60)

    publish(settings, 1)
    started = time.monotonic()
    with watching.after_publications(settings, long):
        until(lambda: len(done(settings)) == 1)

    assert time.monotonic() - started < 20
    until(lambda: not is_running(int(done(settings)[0])))


def test_a_worker_that_leaves_the_context_leaves_the_watcher_to_its_server(settings: Settings) -> None:
    server = os.getpid()
    try:
        with watching.after_publications(settings, note):
            worker = os.fork()
            if not worker:
                sys.exit()  # as gunicorn's workers do
            os.waitpid(worker, 0)
            publish(settings, 1)
            until(lambda: len(done(settings)) == 1)
    finally:
        if os.getpid() != server:
            os._exit(0)


def test_an_end_that_comes_while_an_object_is_thrown_away_is_an_end(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Last:
        def __del__(self) -> None:
            signal.raise_signal(signal.SIGTERM)

    def latest(_: Path) -> None:
        with (settings.var / "done").open("a") as file:
            file.write("looked\n")
        Last()

    monkeypatch.setattr(watching, "latest", latest)
    with watching.after_publications(settings, note):
        until(lambda: done(settings) != [])
        time.sleep(0.2)

    assert done(settings) == ["looked"]


def is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


KILLED = """
import os, time
from pathlib import Path
from data import watching
from data.settings import Settings
from tests.data.test_watching import note
watching._SECONDS = 0.05
made = Settings(var=Path({var!r}), store_url="sqlite:////nowhere/store.sqlite")
def work():
    note()
    time.sleep(60)
with watching.after_publications(made, work):
    time.sleep(60)
"""


def test_a_killed_server_leaves_nobody_at_work(settings: Settings) -> None:
    publish(settings, 1)
    with subprocess.Popen([sys.executable, "-c", KILLED.format(var=str(settings.var))], cwd=ROOT) as server:
        until(lambda: len(done(settings)) == 1)
        server.send_signal(signal.SIGKILL)

    until(lambda: not is_running(int(done(settings)[0])))
