"""A process beside the server that works ahead after every publication, whoever has published: a screen, a command or
another host. Nobody waits for it, and what it does in vain or not at all is done for who asks next.
"""

import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from data.errors import MCUError
from data.settings import Settings, use
from data.snapshots import latest

_SECONDS = 1.0
"""Between two looks; a snapshot is worked on when none has followed it meanwhile, so that edits in a row count once."""
_FORK = multiprocessing.get_context("fork")


@contextmanager
def after_publications(settings: Settings, work: Callable[[], object]) -> Iterator[None]:
    """While the context lasts, do the work for every newest snapshot, in a process of its own each time: what was open
    for one doesn't stay in memory until the next. The process that asks must have no threads yet.
    """
    watcher = _FORK.Process(target=_watch, args=(settings, work, os.getpid()))
    watcher.start()
    try:
        yield
    finally:
        watcher.terminate()
        watcher.join()


def _watch(settings: Settings, work: Callable[[], object], parent: int) -> None:
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: sys.exit())  # a child at work is ended on the way out
    seen = done = None
    while os.getppid() == parent:  # a killed server leaves nobody behind
        newest = latest(settings.snapshots)
        if newest == seen != done:
            done = newest
            _wait_for(_FORK.Process(target=_work, args=(settings, work), daemon=True), parent)
        seen = newest
        time.sleep(_SECONDS)


def _wait_for(child: multiprocessing.process.BaseProcess, parent: int) -> None:
    child.start()
    while child.is_alive() and os.getppid() == parent:
        child.join(_SECONDS)


def _work(settings: Settings, work: Callable[[], object]) -> None:
    with use(settings), suppress(MCUError):
        work()
