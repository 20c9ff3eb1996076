"""A question of the door, as far as it decides which rows count."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from data.filters import LISTS, Filters
from data.metrics import sql
from data.metrics.declaration import Dimension, Metric
from data.metrics.reader import Snapshot
from data.scope import Scope
from data.snapshots.facts import day_number

EVER = (-(2**20), 2**20)
"""First day and the day after the last one of a period without ends."""


@dataclass(frozen=True)
class Question:
    """A question of the door, as far as it decides which rows count. as_of: the day of the report."""

    snapshot: Snapshot
    dims: tuple[Dimension, ...]
    filters: Filters
    scope: Scope
    as_of: date

    @cached_property
    def times(self) -> tuple[Dimension, ...]:
        """The breakdowns by time."""
        return tuple(d for d in self.dims if d.is_time)

    @property
    def is_past(self) -> bool:
        """Whether it is asked as it was known before the snapshot's own day."""
        return self.as_of < self.snapshot.manifest.as_of

    @cached_property
    def needs(self) -> frozenset[str]:
        """Dimensions that decide which rows count, or into which row of the answer they fall."""
        named = {d.id for d in self.dims if not d.is_time}
        named |= {sql.FILTERED[name] for name in LISTS.values() if getattr(self.filters, name)}
        if not self.scope.is_everything:
            named |= {sql.SCOPED[name] for grant in self.scope.grants for name in grant.limits}
        return frozenset(named)

    def period(self, m: Metric) -> tuple[int, int]:
        """The first day and the day after the last one that place a record in the period, as `sql.period` says it."""
        if m.state:
            return EVER
        first, last = self.filters.span(self.as_of)
        begins = EVER[0] if first is None else day_number(first)
        ends = self.filters.date_to or not m.looks_ahead
        end = day_number(last) + 1 if ends else EVER[1]
        if m.basis == "received":
            end = min(end, day_number(self.as_of) + 1)  # nothing is received after the clock
        return begins, max(begins, end)
