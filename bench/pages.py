"""Time a screen spends at the door: its own callback runs, and only the door's functions are timed."""

import importlib
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import dash
import numpy as np

from bench.filters import random_filters
from data import metrics
from data.decisions.signals import find
from data.metrics import register
from data.metrics.reader import open_snapshot

SCREENS = (
    "summary", "heat_map", "deadlines", "recipients", "register", "answers_quality", "satisfaction", "channels",
)  # fmt: skip
_TIMED = (
    metrics.query, metrics.stamp, metrics.members, register.page, register.rows_of, find.counts, find.found,
)  # fmt: skip


def measure(count: int) -> dict[str, tuple[float, float, int]]:
    """Screen → (median ms, 95th percentile ms, questions asked) over `count` random filters."""
    dash.Dash("bench", use_pages=True, pages_folder="")  # pages register themselves only where an application exists
    made = {}
    for name in SCREENS:
        screen = importlib.import_module(f"pages.{name}")
        spent, asked = [], 0
        for filters in random_filters(count):
            open_snapshot().answers.clear()  # answers kept from an earlier question are not what is measured
            with _timing() as clock:
                screen.answer(filters.to_params())
            spent.append(clock["seconds"] * 1000)
            asked = max(asked, int(clock["calls"]))
        made[name] = (float(np.median(spent)), float(np.percentile(spent, 95)), asked)
    return made


@contextmanager
def _timing() -> Iterator[dict[str, float]]:
    """Replace the door's functions, wherever a module has taken them, by timed ones."""
    clock = {"seconds": 0.0, "calls": 0.0, "depth": 0.0}
    timed = {id(f): _timed(f, clock) for f in _TIMED}
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
    def run(*args: Any, **named: Any) -> Any:
        clock["depth"] += 1
        started = time.perf_counter()
        try:
            return call(*args, **named)
        finally:
            clock["depth"] -= 1
            if not clock["depth"]:  # a question asked inside another is counted once
                clock["seconds"] += time.perf_counter() - started
                clock["calls"] += 1

    return run
