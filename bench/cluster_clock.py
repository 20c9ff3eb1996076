"""What one step of `bench.cluster_times` takes: seconds by the clock and of processors, the memory of the workers'
Python; meanwhile a line now and then of how far it has come.
"""

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from bench import cluster, loading

_PAUSE, _EVERY = 1.0, 15
"""Seconds between two looks at the memory; looks between two lines."""


@dataclass
class Took:
    """Seconds by the clock, and of processors: of this process, of the cluster's, of the PostgreSQL server's.

    peak: MB of the largest process of Python that a worker has had.
    """

    clock: float = 0.0
    here: float = 0.0
    there: float = 0.0
    store: float = 0.0
    peak: float = 0.0

    def __str__(self) -> str:
        told = f"{self.clock:.1f} с; процессора здесь {self.here:.1f}, у кластера {self.there:.1f}"
        told += f", у PostgreSQL {self.store:.1f} с"
        return told + (f"; память рабочего {self.peak:.0f} МБ" if self.peak else "")


@contextmanager
def clocked(what: str, done: Callable[[], str]) -> Iterator[Took]:
    """Measure what is done inside; its figures are there afterwards. done: in words, how much of it is done by now."""
    took, ended = Took(), threading.Event()
    begun, there = (time.perf_counter(), sum(os.times()[:4]), loading.postgres_seconds()), cluster.seconds()
    seen = dict(there)

    def look() -> None:
        looks = 0
        while not ended.wait(_PAUSE):
            took.peak, looks = max(took.peak, cluster.python_mb()), looks + 1
            seen.update(cluster.seconds())
            if looks % _EVERY == 0:
                print(f"    … {what}: {done()}, {time.perf_counter() - begun[0]:.0f} с", flush=True)

    thread = threading.Thread(target=look, daemon=True)
    thread.start()
    try:
        yield took
    finally:
        ended.set()
        thread.join()
        now = (time.perf_counter(), sum(os.times()[:4]), loading.postgres_seconds())
        took.clock, took.here, took.store = (one - then for one, then in zip(now, begun, strict=True))
        seen.update(cluster.seconds())
        # What a process used that has ended since counts up to the last look at it.
        took.there = sum(used - there.get(number, 0.0) for number, used in seen.items())
        print(f"  {what}: {took}", flush=True)
