"""What is done ahead follows each publication, waits for the last of several, and ends with the server."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from data import watching
from data.settings import ROOT, Settings

NOTE = """
import os
with open(os.path.join(os.environ["MCU_VAR"], "done"), "a") as file:
    file.write(f"{os.getpid()}\\n")
"""
"""Writes down in whose process and for which installation the work is done."""
LONG = NOTE + "import time\ntime.sleep(60)"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    (tmp_path / "snapshots").mkdir()
    return Settings(var=tmp_path, store_url=f"sqlite:///{tmp_path / 'store.sqlite'}")


def watched(settings: Settings, code: str) -> AbstractContextManager[None]:
    return watching.after_publications(settings, (sys.executable, "-S", "-c", code), 0.05)


def publish(settings: Settings, number: int) -> None:
    (settings.snapshots / f"{number:06d}.json").write_text("{}")


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
    with watched(settings, NOTE):
        until(lambda: len(done(settings)) == 1)
        publish(settings, 2)
        until(lambda: len(done(settings)) == 2)
        time.sleep(0.3)

    assert len(set(done(settings))) == 2
    assert str(os.getpid()) not in done(settings)


def test_work_that_failed_is_left_for_who_asks_and_the_next_snapshot_is_worked_on(settings: Settings) -> None:
    publish(settings, 1)
    with watched(settings, NOTE + "raise SystemExit(1)"):
        until(lambda: len(done(settings)) == 1)
        publish(settings, 2)
        until(lambda: len(done(settings)) == 2)
        time.sleep(0.3)

    assert len(done(settings)) == 2


def test_work_in_hand_ends_with_the_server(settings: Settings) -> None:
    publish(settings, 1)
    started = time.monotonic()
    with watched(settings, LONG):
        until(lambda: len(done(settings)) == 1)

    assert time.monotonic() - started < 20
    until(lambda: not is_running(int(done(settings)[0])))


def test_a_worker_that_leaves_the_context_leaves_the_watcher_to_its_server(settings: Settings) -> None:
    server = os.getpid()
    try:
        with watched(settings, NOTE):
            worker = os.fork()
            if not worker:
                sys.exit()  # as gunicorn's workers do
            os.waitpid(worker, 0)
            publish(settings, 1)
            until(lambda: len(done(settings)) == 1)
    finally:
        if os.getpid() != server:
            os._exit(0)


ENDED = """
import signal, sys
from data import watching
class Last:
    def __del__(self):
        signal.raise_signal(signal.SIGTERM)
def latest(_):
    print("looked", flush=True)
    Last()
watching.latest = latest
watching.main("", sys.argv[1], "0.05")
"""


def test_an_end_that_comes_while_an_object_is_thrown_away_is_an_end() -> None:
    said = run([sys.executable, "-c", ENDED, str(os.getpid())])

    assert said.stdout == "looked\n"
    assert said.returncode == 0


def run(command: Sequence[str]) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)


def is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


KILLED = """
import sys, time
from pathlib import Path
from data.settings import Settings
from tests.data.test_watching import LONG, watched
with watched(Settings(var=Path(sys.argv[1]), store_url="sqlite:////nowhere/store.sqlite"), LONG):
    time.sleep(60)
"""


def test_a_killed_server_leaves_nobody_at_work(settings: Settings) -> None:
    publish(settings, 1)
    with subprocess.Popen([sys.executable, "-c", KILLED, str(settings.var)], cwd=ROOT) as server:
        until(lambda: len(done(settings)) == 1)
        server.send_signal(signal.SIGKILL)

    until(lambda: not is_running(int(done(settings)[0])))


def test_who_watches_holds_next_to_nothing() -> None:
    """It stands beside the server for ever: no library of tables, stores or screens is in its memory."""
    said = run([sys.executable, "-c", "import sys, data.watching; print(*sys.modules)"])

    assert not {"dash", "duckdb", "flask", "numpy", "pandas", "plotly", "sqlalchemy"} & {*said.stdout.split()}
