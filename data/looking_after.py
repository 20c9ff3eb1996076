"""What a process that serves does beside answering: it opens what the first visitor of every snapshot would wait for,
and lets go every second what questions leave in its memory. To find it again costs a question milliseconds.
"""

import threading
from contextlib import suppress

from data import memory
from data.decisions.signals import find
from data.errors import MCUError
from data.metrics import reader
from data.settings import Settings, use
from data.snapshots import latest

_SECONDS = 1.0
_ended = threading.Event()


def begin(settings: Settings) -> None:
    """In a thread of its own, until `end`."""
    threading.Thread(target=_look_after, args=(settings,)).start()


def end() -> None:
    """Before the process ends: what a thread still holds then is complained about by the libraries that own it."""
    _ended.set()


def _look_after(settings: Settings) -> None:
    with use(settings):
        opened = _open(settings, None)
        while not _ended.wait(_SECONDS):
            opened = _open(settings, opened)
            reader.let_go()
            memory.give_back()


def _open(settings: Settings, opened: int | None) -> int | None:
    """Open the newest snapshot, its tiles and what signals are looked for in, unless that is done; number of the one
    that is. One that cannot be opened is told of by whoever asks for it.
    """
    newest = latest(settings.snapshots)
    if newest != opened:
        with suppress(MCUError):
            reader.open_snapshot().tiles()
            find.make_ready(settings)
    return newest
