"""How fresh the sources are: figures that rest on a stale one must not be read as today's."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from data import store
from data.settings import Settings
from data.snapshots import SourceState
from data.store import reference

STALE_OTHER = 14
"""Days after which a source is stale that no declaration speaks of: a table by a mapping file."""


@cache
def stale_days() -> dict[str, int]:
    """Source code → a source is stale when the last day it speaks of is longer ago."""
    declared = reference.table("sources")
    return dict(zip(declared["source_code"], declared["stale_days"].astype(int), strict=True))


@dataclass(frozen=True)
class Freshness:
    """One source. age: days since the last day it speaks of, missing when it has none; limit: the threshold."""

    state: SourceState
    age: int | None
    limit: int

    @property
    def is_stale(self) -> bool:
        """Whether its figures should not be read as today's."""
        return self.age is None or self.age > self.limit


def freshness(sources: Sequence[SourceState], on: date) -> list[Freshness]:
    """How fresh the sources with records are on a day; for any screen that shows their figures."""
    made = []
    for state in sources:
        if state.records:
            age = None if state.last_day is None else (on - state.last_day).days
            made.append(Freshness(state, age, stale_days().get(state.code, STALE_OTHER)))
    return made


def freshness_today(sources: Sequence[SourceState], settings: Settings) -> list[Freshness]:
    """The same on the day of the clock, not of the data, or stale data would never be stale."""
    return freshness(sources, store.today(settings))
