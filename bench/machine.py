"""The machine's own figures, taken in the same run."""

import contextlib
import hashlib
import os
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np

_LETTER = "Здравствуйте! Третью неделю нет воды по улице Ленина, дом 15, звонили 12 раз. Прошу принять меры! " * 2
_LETTERS = 2_000
_NAME = re.compile(r"[А-ЯЁ][а-яё]{2,20}")


def memory_bandwidth() -> float:
    """GB/s of copying one big array (bytes read plus bytes written), best of five."""
    source = np.ones(1 << 25)
    target = np.empty_like(source)
    best = min(_seconds(lambda: np.copyto(target, source)) for _ in range(5))
    return 2 * source.nbytes / best / 1e9


def letters_a_second() -> float:
    """The reference of loading: letters of 200 signs that one core folds, searches by a pattern and digests, best of
    five; nothing of the program's own.
    """
    return _LETTERS / min(_seconds(_read_letters) for _ in range(5))


def _read_letters() -> None:
    for number in range(_LETTERS):
        text = f"{_LETTER}{number}"
        _NAME.sub("[имя]", text)
        hashlib.sha256(text.lower().replace("ё", "е").encode()).hexdigest()


class Process(NamedTuple):
    """A process of this machine. session: number of the process that all of its session were started by; is_ended: its
    parent has not asked yet how; seconds: of processors; of_ended: of its children that have ended and been asked for;
    memory: resident, MB.
    """

    number: int
    name: str
    parent: int
    session: int
    is_ended: bool
    seconds: float
    of_ended: float
    memory: float


def processes() -> Iterator[Process]:
    """All of this machine."""
    ticks, page = os.sysconf("SC_CLK_TCK"), os.sysconf("SC_PAGE_SIZE")
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            head, _, tail = (folder / "stat").read_text(encoding="utf-8").rpartition(")")
            told = tail.split()
            own, of_ended = (sum(map(int, told[first : first + 2])) / ticks for first in (11, 13))
            name, memory = head.partition("(")[2], int(told[21]) * page / 1e6
            yield Process(int(folder.name), name, int(told[1]), int(told[3]), told[0] == "Z", own, of_ended, memory)


def seconds_of(server: int) -> float:
    """Seconds of processors that a server and its children have used so far."""
    own = (process for process in processes() if server in (process.number, process.parent))
    return sum(process.seconds + process.of_ended for process in own)


def cores() -> int:
    """Cores this process may use."""
    return len(os.sched_getaffinity(0))


def _seconds(call: Callable[[], object]) -> float:
    started = time.perf_counter()
    call()
    return time.perf_counter() - started
