"""What a process that serves does beside answering: it opens what its first visitor would wait for, then lets go every
second what questions leave in its memory. To find it again costs a question milliseconds.
"""

import threading
from contextlib import suppress

from data import memory
from data.errors import MCUError
from data.metrics import reader
from data.settings import Settings, use

_SECONDS = 1.0
_ended = threading.Event()


def begin(settings: Settings) -> None:
    """In a thread of its own, until `end`."""
    threading.Thread(target=_look_after, args=(settings,)).start()


def end() -> None:
    """Before the process ends: what a thread still holds then is complained about by the libraries that own it."""
    _ended.set()


def _look_after(settings: Settings) -> None:
    with use(settings), suppress(MCUError):
        reader.open_snapshot().tiles()
    while not _ended.wait(_SECONDS):
        reader.let_go()
        memory.give_back()
