"""What the methods promise, held to it on planted truth: one module per method, each with its `TRIAL`.

A trial makes its data with `bench.planted`, asks the method as the program does and returns its figures; the verdict is
the program's, not the trial's.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import numpy as np

Each = Callable[[Callable[[Any], Any], Iterable[Any]], Iterator[Any]]
"""Calls a function of a module with every item, maybe in several processes; answers in the order of the items."""


@dataclass(frozen=True)
class Effort:
    """How a trial is to be run. seed: changes the data and with it the figures. is_quick: a small part of the runs, for
    the suite: figures are wide and `Figure.is_missed` allows for it.
    """

    seed: int = 0
    is_quick: bool = False
    each: Each = field(default=map)

    def runs(self, whole: int, quick: int) -> int:
        """How many repetitions: of the whole trial, or of its quick part."""
        return quick if self.is_quick else whole


@dataclass(frozen=True)
class Figure:
    """One measured promise. low, high: the target (missing: open on that side); error: one standard error of measured,
    in the same unit; runs: how many planted cases stand behind it. is_share: shown in per cent. limit: what nobody
    could surpass on the same cases, where that was counted, with its standard error, and why not: a Russian sentence.
    It moves no target.
    """

    name: str
    measured: float
    error: float
    runs: int
    low: float | None = None
    high: float | None = None
    is_share: bool = True
    limit: float | None = None
    limit_error: float = 0.0
    why: str = ""

    @property
    def is_beyond_limit(self) -> bool:
        """Whether the target asks for more than anybody could reach on these cases."""
        return self.limit is not None and self.low is not None and self.limit < self.low

    @property
    def is_impossible(self) -> bool:
        """Whether it would on any cases: the limit is below the target by more than two of its own errors."""
        return self.limit is not None and self.low is not None and self.limit + 2 * self.limit_error < self.low

    @property
    def is_met(self) -> bool:
        """Whether the measured figure itself lies within the target."""
        if np.isnan(self.measured):
            return False
        return (self.low is None or self.measured >= self.low) and (self.high is None or self.measured <= self.high)

    @property
    def is_close(self) -> bool:
        """Whether an end of the target lies within two standard errors: other data might give the other verdict."""
        return any(end is not None and 0 < abs(self.measured - end) <= 2 * self.error for end in (self.low, self.high))

    @property
    def is_missed(self) -> bool:
        """Whether the target is missed beyond three standard errors: what a quick part can tell."""
        far = 3 * self.error
        below = self.low is not None and self.measured < self.low - far
        above = self.high is not None and self.measured > self.high + far
        return bool(np.isnan(self.measured)) or below or above


@dataclass(frozen=True)
class Trial:
    """name: what `--only` takes; title: Russian, what is promised."""

    name: str
    title: str
    run: Callable[[Effort], Sequence[Figure]]


def share(hits: Sequence[bool]) -> tuple[float, float, int]:
    """Share of hits, its standard error and the number of cases; missing without cases."""
    n = len(hits)
    if not n:
        return float("nan"), float("nan"), 0
    p = float(np.mean(hits))
    # Never a certain 0 or 1 from few cases: the error is that of (hits + 1) / (n + 2).
    near = (p * n + 1) / (n + 2)
    return p, float(np.sqrt(near * (1 - near) / n)), n


def mean(values: Sequence[float]) -> tuple[float, float, int]:
    """Mean, its standard error and the number of values; missing without values."""
    n = len(values)
    if not n:
        return float("nan"), float("nan"), 0
    spread = float(np.std(values, ddof=1)) if n > 1 else float("nan")
    return float(np.mean(values)), spread / n**0.5, n


def in_processes(pool: ProcessPoolExecutor) -> Each:
    """`Effort.each` over a pool; functions and items must be picklable."""

    def each(function: Callable[[Any], Any], items: Iterable[Any]) -> Iterator[Any]:
        return pool.map(function, items)

    return each
