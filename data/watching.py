"""A process beside the server that works ahead after every publication, whoever has published: a screen, a command or
another host. Nobody waits for it, and what it does in vain or not at all is done for who asks next.
"""

import multiprocessing
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import NoReturn

from data.errors import MCUError
from data.settings import Settings, use
from data.snapshots import latest

_SECONDS = 1.0
"""Between two looks; a snapshot is worked on when none has followed it meanwhile, so that edits in a row count once."""
_FORK = multiprocessing.get_context("fork")


@contextmanager
def after_publications(settings: Settings, work: Callable[[], object]) -> Iterator[None]:
    """While the context lasts, do the work for every newest snapshot, in a process of its own each time: what was open
    for one doesn't stay in memory until the next. Whoever asks must have no threads yet.
    """
    server = os.getpid()
    watcher = os.fork()  # multiprocessing would end it with the first child of the server that leaves the context
    if not watcher:
        _watch_and_end(settings, work, server)
    try:
        yield
    finally:
        if os.getpid() == server:
            with suppress(ProcessLookupError, ChildProcessError):  # the server may have buried it
                os.kill(watcher, signal.SIGTERM)
                os.waitpid(watcher, 0)


def _watch_and_end(settings: Settings, work: Callable[[], object], server: int) -> NoReturn:
    """Nothing of the caller is gone back to, nor undone a second time."""
    at_work: list[multiprocessing.process.BaseProcess] = []

    def end(*_: object) -> NoReturn:
        """Raises nothing: Python drops what is raised while it throws an object away, and the server waits for ever."""
        for child in at_work:
            child.kill()
        os._exit(0)

    try:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, end)
        _watch(settings, work, server, at_work)
    finally:
        if isinstance(sys.exc_info()[1], Exception):
            traceback.print_exc()
        os._exit(0)


def _watch(
    settings: Settings,
    work: Callable[[], object],
    server: int,
    at_work: list[multiprocessing.process.BaseProcess],
) -> None:
    seen = done = None
    while os.getppid() == server:  # a killed server leaves nobody behind
        newest = latest(settings.snapshots)
        if newest == seen != done:
            done = newest
            _wait_for(_FORK.Process(target=_work, args=(settings, work)), server, at_work)
        seen = newest
        time.sleep(_SECONDS)


def _wait_for(
    child: multiprocessing.process.BaseProcess, server: int, at_work: list[multiprocessing.process.BaseProcess]
) -> None:
    child.start()
    at_work[:] = [child]
    while child.is_alive() and os.getppid() == server:
        child.join(_SECONDS)
    child.kill()


def _work(settings: Settings, work: Callable[[], object]) -> None:
    with use(settings), suppress(MCUError):
        work()
