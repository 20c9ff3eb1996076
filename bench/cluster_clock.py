"""What one step of `bench.cluster_times` takes: seconds by the clock and of processors, the memory of the workers'
Python; meanwhile a line now and then of how far it has come.
"""

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from bench import cluster
from tests.postgres import FOLDER_VARIABLE

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
    begun = (time.perf_counter(), *_seconds())

    def look() -> None:
        looks = 0
        while not ended.wait(_PAUSE):
            took.peak, looks = max(took.peak, cluster.python_mb()), looks + 1
            if looks % _EVERY == 0:
                print(f"    … {what}: {done()}, {time.perf_counter() - begun[0]:.0f} с", flush=True)

    thread = threading.Thread(target=look, daemon=True)
    thread.start()
    try:
        yield took
    finally:
        ended.set()
        thread.join()
        spent = [now - then for now, then in zip((time.perf_counter(), *_seconds()), begun, strict=True)]
        took.clock, took.here, took.there, took.store = spent
        print(f"  {what}: {took}", flush=True)


def _seconds() -> tuple[float, float, float]:
    """Of processors: this process and its ended children, the cluster, the PostgreSQL server of this run."""
    return sum(os.times()[:4]), cluster.cpu_seconds(), _of_store()


def _of_store() -> float:
    """The server's processes leave its session, but are its children."""
    with suppress(KeyError, OSError):
        told = (Path(os.environ[FOLDER_VARIABLE]) / "data" / "postmaster.pid").read_text(encoding="ascii")
        server = int(told.split()[0])
        return sum(process.seconds for process in cluster.processes() if server in (process.number, process.parent))
    return 0.0
