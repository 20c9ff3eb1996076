"""Time a screen spends at the door: its own callback runs, and only the door's functions are timed."""

import importlib
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from types import ModuleType
from typing import Any

import dash
import numpy as np

from bench.filters import random_filters
from data import metrics
from data.decisions.signals import find
from data.filters import Filters
from data.metrics import aggregate, register
from data.metrics.reader import open_snapshot

SCREENS = (
    "summary", "heat_map", "deadlines", "recipients", "register", "answers_quality", "satisfaction", "channels",
)  # fmt: skip
_TIMED = (
    metrics.query, metrics.stamp, metrics.members, metrics.first_day,
    register.page, register.newest_texts, register.rows_of, find.tallies, find.found,
)  # fmt: skip


@dataclass(frozen=True)
class Spent:
    """What a screen spends at the door: milliseconds, the median and what 95 of 100 do not exceed; the most questions
    of one answer; how many numbers of all answers tiles told alone, and with how many DuckDB was asked. cpu_*: the same
    of the processor. of_duckdb: metrics and breakdown of the questions DuckDB was asked, and how often.
    """

    median: float
    p95: float
    asked: int
    by_tiles: int
    by_duckdb: int
    cpu_median: float
    cpu_p95: float
    of_duckdb: Counter[str]


@dataclass
class _Clock:
    """What the door's functions took, and how they were answered, while one screen answered once."""

    seconds: float = 0.0
    cpu: float = 0.0
    calls: int = 0
    depth: int = 0
    statements: int = 0
    answers: int = 0
    by_tiles: int = 0
    of_duckdb: Counter[str] = field(default_factory=Counter)


def measure(count: int) -> dict[str, Spent]:
    """What each screen spends over `count` random filters."""
    return {name: spent(name, random_filters(count)) for name in SCREENS}


def spent(name: str, asked: Iterable[Filters]) -> Spent:
    """What one screen spends over these filters."""
    return _spent([_clocked(screen(name), filters) for filters in asked])


def screen(name: str) -> ModuleType:
    """The module of a page."""
    _application()
    return importlib.import_module(f"pages.{name}")


@cache
def _application() -> dash.Dash:
    """Pages register themselves only where one exists."""
    return dash.Dash("bench", use_pages=True, pages_folder="")


def _clocked(page: ModuleType, filters: Filters) -> _Clock:
    open_snapshot().forget()  # answers kept from an earlier question are not what is measured
    with _timing() as clock:
        page.answer(filters.to_params())
    return clock


def _spent(clocks: list[_Clock]) -> Spent:
    wall, cpu = ([getattr(one, name) * 1000 for one in clocks] for name in ("seconds", "cpu"))
    of_duckdb = sum((one.of_duckdb for one in clocks), Counter[str]())
    return Spent(
        float(np.median(wall)),
        float(np.percentile(wall, 95)),
        max(one.calls for one in clocks),
        sum(one.by_tiles for one in clocks),
        of_duckdb.total(),
        float(np.median(cpu)),
        float(np.percentile(cpu, 95)),
        of_duckdb,
    )


@contextmanager
def _timing() -> Iterator[_Clock]:
    """Replace the door's functions, wherever a module has taken them, by timed ones."""
    clock = _Clock()
    timed = {id(f): _timed(f, clock) for f in _TIMED}
    timed[id(aggregate.run)] = _counted(aggregate.run, clock, "statements")
    timed[id(aggregate.side_by_side)] = _counted(aggregate.side_by_side, clock, "answers")
    changed = []
    for module in [m for n, m in sys.modules.items() if n.split(".")[0] in ("pages", "components", "answers", "data")]:
        for name, value in list(vars(module).items()):
            if id(value) in timed:
                changed.append((module, name, value))
                setattr(module, name, timed[id(value)])
    try:
        yield clock
    finally:
        for module, name, value in changed:
            setattr(module, name, value)


def _timed(call: Callable[..., Any], clock: _Clock) -> Callable[..., Any]:
    is_question = call is metrics.query  # asked now: soon its name says the timed one

    def run(*args: Any, **named: Any) -> Any:
        clock.depth += 1
        started, busy = time.perf_counter(), time.process_time()
        before, answered = clock.statements, clock.answers
        try:
            return call(*args, **named)
        finally:
            clock.depth -= 1
            if not clock.depth:  # a question asked inside another is counted once
                clock.seconds += time.perf_counter() - started
                clock.cpu += time.process_time() - busy
                clock.calls += 1
                if is_question and clock.answers > answered:  # not kept from the same question before
                    if clock.statements == before:
                        clock.by_tiles += 1
                    else:
                        clock.of_duckdb[_named(*args)] += 1

    return run


def _named(asked: Sequence[str], by: Sequence[str], filters: Filters, *_: Any) -> str:
    """A question in a line: its metrics, its breakdown, and whether it is asked as it was known before."""
    return f"{', '.join(asked)} × {', '.join(by) or 'всё'}{' на прошлый день' if filters.as_of else ''}"


def _counted(call: Callable[..., Any], clock: _Clock, name: str) -> Callable[..., Any]:
    """A function of the door whose calls are counted under a name."""

    def run(*args: Any) -> Any:
        setattr(clock, name, getattr(clock, name) + 1)
        return call(*args)

    return run
