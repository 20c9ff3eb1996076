"""The machine's own figures, taken in the same run."""

import hashlib
import os
import re
import time
from collections.abc import Callable

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


def cores() -> int:
    """Cores this process may use."""
    return len(os.sched_getaffinity(0))


def _seconds(call: Callable[[], object]) -> float:
    started = time.perf_counter()
    call()
    return time.perf_counter() - started
