"""The machine's own figures, taken in the same run."""

import os
import time
from collections.abc import Callable

import numpy as np


def memory_bandwidth() -> float:
    """GB/s of copying one big array (bytes read plus bytes written), best of five."""
    source = np.ones(1 << 25)
    target = np.empty_like(source)
    best = min(_seconds(lambda: np.copyto(target, source)) for _ in range(5))
    return 2 * source.nbytes / best / 1e9


def cores() -> int:
    """Cores this process may use."""
    return len(os.sched_getaffinity(0))


def _seconds(call: Callable[[], object]) -> float:
    started = time.perf_counter()
    call()
    return time.perf_counter() - started
