"""Time a screen spends at the door: its own callback runs, and only the door's functions are timed."""

import importlib
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import dash
import numpy as np

from bench.filters import random_filters
from data import metrics
from data.decisions.signals import find
from data.metrics import aggregate, register
from data.metrics.reader import open_snapshot

SCREENS = (
    "summary", "heat_map", "deadlines", "recipients", "register", "answers_quality", "satisfaction", "channels",
)  # fmt: skip
_TIMED = (
    metrics.query, metrics.stamp, metrics.members, register.page, register.rows_of, find.counts, find.found,
)  # fmt: skip


@dataclass(frozen=True)
class Spent:
    """What a screen spends at the door: milliseconds, the median and what 95 of 100 do not exceed; the most questions
    of one answer; how many numbers of all answers tiles told alone, and with how many DuckDB was asked.
    """

    median: float
    p95: float
    asked: int
    by_tiles: int
    by_duckdb: int


def measure(count: int) -> dict[str, Spent]:
    """What each screen spends over `count` random filters."""
    dash.Dash("bench", use_pages=True, pages_folder="")  # pages register themselves only where an application exists
    made = {}
    for name in SCREENS:
        screen = importlib.import_module(f"pages.{name}")
        spent, asked, by_tiles, by_duckdb = [], 0, 0, 0
        for filters in random_filters(count):
            open_snapshot().answers.clear()  # answers kept from an earlier question are not what is measured
            with _timing() as clock:
                screen.answer(filters.to_params())
            spent.append(clock["seconds"] * 1000)
            asked = max(asked, int(clock["calls"]))
            by_tiles, by_duckdb = by_tiles + int(clock["by_tiles"]), by_duckdb + int(clock["by_duckdb"])
        median, p95 = float(np.median(spent)), float(np.percentile(spent, 95))
        made[name] = Spent(median, p95, asked, by_tiles, by_duckdb)
    return made


@contextmanager
def _timing() -> Iterator[dict[str, float]]:
    """Replace the door's functions, wherever a module has taken them, by timed ones."""
    clock = dict.fromkeys(("seconds", "calls", "depth", "statements", "answers", "by_tiles", "by_duckdb"), 0.0)
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


def _timed(call: Callable[..., Any], clock: dict[str, float]) -> Callable[..., Any]:
    is_question = call is metrics.query  # asked now: soon its name says the timed one

    def run(*args: Any, **named: Any) -> Any:
        clock["depth"] += 1
        started, before, answered = time.perf_counter(), clock["statements"], clock["answers"]
        try:
            return call(*args, **named)
        finally:
            clock["depth"] -= 1
            if not clock["depth"]:  # a question asked inside another is counted once
                clock["seconds"] += time.perf_counter() - started
                clock["calls"] += 1
                if is_question and clock["answers"] > answered:  # not kept from the same question before
                    clock["by_tiles" if clock["statements"] == before else "by_duckdb"] += 1

    return run


def _counted(call: Callable[..., Any], clock: dict[str, float], name: str) -> Callable[..., Any]:
    """A function of the door whose calls are counted under a name."""

    def run(*args: Any) -> Any:
        clock[name] += 1
        return call(*args)

    return run
