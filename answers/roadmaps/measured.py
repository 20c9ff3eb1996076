"""A target in days or in repeats: the same measure in the year before and in the months after, with its intervals."""

from dataclasses import dataclass
from datetime import date, timedelta

from analysis.effect.blocks import WEEKS
from answers.roadmaps.counts import Subject, between, everything
from answers.roadmaps.effect import BLOCKS_OF, TOO_EARLY
from answers.roadmaps.promise import MEASURES, YEAR
from data.decisions.roadmaps.read import Roadmap
from data.filters import Filters
from data.metrics import query, stamp
from data.scope import Scope
from words import format

BETTER, WORSE, NOT_PROVED, UNKNOWN = "стало лучше", "стало хуже", "не доказано", "недостаточно данных"


@dataclass(frozen=True)
class Span:
    """value, low, high: in days or per cent; missing: not known, an open end."""

    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Measured:
    """before, after: missing after while it is too early. on: the day from which it can be told."""

    before: Span
    after: Span | None
    on: date

    @property
    def verdict(self) -> str:
        """Better or worse only where the two intervals have nothing in common: seldom said without a reason."""
        if self.after is None:
            return TOO_EARLY
        if self.before.value is None or self.after.value is None:
            return UNKNOWN
        if self.after.high is not None and self.before.low is not None and self.after.high < self.before.low:
            return BETTER
        if self.after.low is not None and self.before.high is not None and self.after.low > self.before.high:
            return WORSE
        return NOT_PROVED


def measured(roadmap: Roadmap, filters: Filters, scope: Scope) -> Measured | None:
    """None where the target is a count, or there is none."""
    target, start = roadmap.target, roadmap.starts_on
    if target is None or start is None or target.kind not in MEASURES:
        return None
    wide = everything(filters)
    end = start + timedelta(days=7 * WEEKS * BLOCKS_OF[target.months])
    here = Subject(roadmap.topic, roadmap.territory)
    narrowed = here.of_territory(here.of_topic(wide))
    before = _span(target.kind, between(narrowed, start - timedelta(days=7 * YEAR), start), scope)
    if stamp(wide).as_of < end:
        return Measured(before, None, end)
    return Measured(before, _span(target.kind, between(narrowed, start, end), scope), end)


def _span(kind: str, filters: Filters, scope: Scope) -> Span:
    name, times = MEASURES[kind], 100 if kind == "repeats" else 1
    row = query([name], [], filters, scope, intervals=True).iloc[0]
    values = (row[name], row[f"{name}_low"], row[f"{name}_high"])
    return Span(*(None if format.is_missing(one) else float(one) * times for one in values))
