"""The six charts of a summary, asked of the API at once: by weeks, topics, places, the share in time by months,
recipients ranked, channels.
"""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import copy_context
from dataclasses import dataclass
from functools import partial
from urllib.parse import urlencode

import numpy as np
import numpy.typing as npt
from flask import Flask

from bench.filters import random_filters
from data.filters import Filters
from data.metrics.reader import open_snapshot
from data.scope import EVERYTHING
from reports import api

QUESTIONS: Mapping[str, tuple[Sequence[str], str]] = {
    "по неделям": (("records",), "week"),
    "по темам": (("records",), "topic"),
    "по местам": (("records",), "place"),
    "доля в срок": (("on_time_share", "due"), "month"),
    "ответственные": (("records", "on_time_share", "overdue_now"), "recipient"),
    "каналы": (("records", "on_time_share"), "channel"),
}
"""Chart → metrics and the dimension they are broken down by; Superset is asked the same (`bench.peers`)."""


_WHOLE = 5
"""How often all time is asked for."""


@dataclass(frozen=True)
class Spent:
    """Milliseconds from the first question to the last of six answers, by new filters: the median and what 95 of 100
    do not exceed, by the clock and of the processor; unfiltered: over all time without filters, the median.
    """

    median: float
    p95: float
    cpu_median: float
    cpu_p95: float
    unfiltered: float
    cpu_unfiltered: float


def measure(count: int) -> Spent:
    """What six questions at once take over `count` filters, no two of them alike and no answer kept."""
    found = times([*random_filters(count), *[Filters(period="all")] * _WHOLE])
    told, whole = found[:-_WHOLE], found[-_WHOLE:]
    (median, cpu_median), (p95, cpu_p95) = np.median(told, axis=0), np.percentile(told, 95, axis=0)
    unfiltered, cpu_unfiltered = np.median(whole, axis=0)
    return Spent(*map(float, (median, p95, cpu_median, cpu_p95, unfiltered, cpu_unfiltered)))


def times(asked: Sequence[Filters]) -> npt.NDArray[np.float64]:
    """For each of these filters, milliseconds by the clock and of the processor until the last of six answers."""
    with asking() as ask:
        return np.array([ask(filters) for filters in asked])


@contextmanager
def asking() -> Iterator[Callable[[Filters], tuple[float, float]]]:
    """What asks all six by some filters: milliseconds by the clock and of the processor until the last answer."""
    server = Flask("bench.six")
    server.register_blueprint(api.blueprint(lambda: EVERYTHING))
    with ThreadPoolExecutor(len(QUESTIONS)) as threads:
        _asked(server, threads, Filters(period="26w"))  # what every first question of a process pays
        yield partial(_asked, server, threads)


def _asked(server: Flask, threads: ThreadPoolExecutor, filters: Filters) -> tuple[float, float]:
    """Milliseconds by the clock and of the processor."""
    open_snapshot().forget()
    started, busy = time.perf_counter(), _cpu()
    addresses = [_address(filters, *question) for question in QUESTIONS.values()]
    answers = [threads.submit(copy_context().run, _ask, server, address) for address in addresses]
    for answer in answers:
        answer.result()
    return (time.perf_counter() - started) * 1000, (_cpu() - busy) * 1000


def _address(filters: Filters, metrics: Sequence[str], by: str) -> str:
    return f"/api/v1/query?{urlencode(filters.to_params() | {'metrics': ','.join(metrics), 'by': by})}"


def _ask(server: Flask, address: str) -> None:
    answer = server.test_client().get(address)
    if answer.status_code != 200:
        raise RuntimeError(f"{address}: {answer.get_data(as_text=True)}")


def _cpu() -> float:
    """CPU seconds of this process with all its threads, to the microsecond."""
    return time.process_time()
