"""Who works with an installation now: a lock that a killed process gives back by itself.

Everybody who uses the folder holds it shared; whoever replaces the folder's contents holds it alone.
"""

import fcntl
import os
from pathlib import Path
from types import TracebackType

from data.errors import BackupError
from data.settings import Settings

LOCK = ".running.lock"
JOURNAL = ".restore.json"
"""Lies in `var` from the moment a restore starts moving files until it is done."""


class Lock:
    """A held lock: until `close`, the end of its `with`, or the end of the process and of those forked from it."""

    def __init__(self, descriptor: int) -> None:
        # A bare descriptor: a hold that nobody keeps in a variable is still held.
        self._descriptor: int | None = descriptor

    def close(self) -> None:
        """Give the lock back; safe to repeat."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def __enter__(self) -> "Lock":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def lock_shared(settings: Settings) -> Lock:
    """Say that the program works with this installation; held by the server for its whole life.

    Raises BackupError while a restore is under way, or after one was cut off half-way and must be finished first.
    """
    held = _hold(settings, fcntl.LOCK_SH, "В эту папку сейчас восстанавливается копия. Дождитесь конца и повторите.")
    if journal(settings).exists():
        held.close()
        raise BackupError(
            "Восстановление из копии было прервано на середине. Закончите его: python -m data restore ФАЙЛ."
        )
    return held


def lock_exclusive(settings: Settings) -> Lock:
    """Keep everybody else out while the contents are replaced; BackupError when somebody works here now."""
    return _hold(
        settings,
        fcntl.LOCK_EX,
        "Программа сейчас работает с этой папкой. Остановите её (и загрузки, и копирование) и повторите.",
    )


def journal(settings: Settings) -> Path:
    """The list of moves of a restore that has begun to move files."""
    return settings.var / JOURNAL


def _hold(settings: Settings, kind: int, refusal: str) -> Lock:
    settings.var.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(settings.var / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(descriptor)
        raise BackupError(refusal) from error
    return Lock(descriptor)
