"""A process beside the server that works ahead after every publication, whoever has published: a screen, a command or
another host. Nobody waits for it, and what it does in vain or not at all is done for who asks next.

It is started anew, not forked: what the server holds would stay in its memory too, and it needs almost nothing.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from data import memory
from data.snapshots import latest

if TYPE_CHECKING:
    from data.settings import Settings

_ROOT = Path(__file__).resolve().parent.parent  # as data.settings says, which takes as much memory as all else here
SECONDS = 1.0
"""Between two looks; a snapshot is worked on when none has followed it meanwhile, so that edits in a row count once."""


@contextmanager
def after_publications(settings: "Settings", command: Sequence[str], seconds: float = SECONDS) -> Iterator[None]:
    """While the context lasts, run the command for every newest snapshot, in a process of its own each time: what was
    open for one doesn't stay in memory until the next. The command finds the settings in its environment.
    """
    server = os.getpid()
    told = [str(settings.snapshots), str(server), str(seconds), *command]
    environment = (
        os.environ
        | memory.GIVES_BACK
        | {
            "MCU_VAR": str(settings.var.resolve()),
            "MCU_STORE_URL": settings.store_url,
            "PYTHONPATH": str(_ROOT),
        }
    )
    watcher = subprocess.Popen(
        [sys.executable, "-m", "data.watching", *told], stdin=subprocess.DEVNULL, env=environment
    )
    try:
        yield
    finally:
        if os.getpid() == server:  # its workers leave the context too
            watcher.terminate()
            watcher.wait()


def main(folder: str, server: str, seconds: str, *command: str) -> NoReturn:
    """Look until the server is gone or says that it is enough."""
    at_work: list[subprocess.Popen[bytes]] = []

    def end(*_: object) -> NoReturn:
        """Raises nothing: Python drops what is raised while it throws an object away, and the server waits for ever."""
        for child in at_work:
            child.kill()
        os._exit(0)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)
    _watch(Path(folder), int(server), float(seconds), command, at_work)
    os._exit(0)


def _watch(
    folder: Path, server: int, seconds: float, command: Sequence[str], at_work: list[subprocess.Popen[bytes]]
) -> None:
    seen = done = None
    while os.getppid() == server:  # a killed server leaves nobody behind
        newest = latest(folder)
        if newest == seen != done:
            done = newest
            _run(command, server, seconds, at_work)
        seen = newest
        time.sleep(seconds)


def _run(command: Sequence[str], server: int, seconds: float, at_work: list[subprocess.Popen[bytes]]) -> None:
    """One run at most: a terminal's Ctrl+C ends the watcher alone, and it ends its child."""
    child = subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True)
    at_work[:] = [child]
    while os.getppid() == server:
        try:
            child.wait(seconds)
        except subprocess.TimeoutExpired:
            continue
        return
    child.kill()


if __name__ == "__main__":
    main(*sys.argv[1:])
