"""Weekly records of a topic in the territory of a roadmap and in all others of its kind, through the one door."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
import pandas as pd

from analysis.arrays import Numbers
from data.decisions.duties.read import Topic
from data.decisions.roadmaps.read import DISTRICT, Territory
from data.filters import Filters
from data.metrics import query, stamp
from data.scope import Scope


@dataclass(frozen=True)
class Subject:
    """What a roadmap is about."""

    topic: Topic
    territory: Territory

    @property
    def unit(self) -> str:
        """The dimension of territories that it is compared with; '' for the whole district: with nothing."""
        lengths = {8: "municipality", 11: "place"}
        return lengths.get(len(self.territory.code), "") if self.territory.code != DISTRICT else ""

    def of_topic(self, filters: Filters) -> Filters:
        """The filters narrowed to the topic, or to its group."""
        if self.topic.group:
            return replace(filters, topics=(self.topic.code,))
        return replace(filters, topic_groups=(self.topic.code,))

    def of_territory(self, filters: Filters) -> Filters:
        """The filters narrowed to the territory."""
        named = {"place": "places", "municipality": "municipalities"}.get(self.unit)
        return replace(filters, **{named: (self.territory.code,)}) if named else filters  # type: ignore[arg-type]


@dataclass(frozen=True, eq=False)
class Weekly:
    """records: (territories, whole weeks), the oldest first. first: Monday of the first week; treated: the row of the
    roadmap's own territory.
    """

    records: Numbers
    first: date
    treated: int

    @property
    def weeks(self) -> int:
        """Whole weeks that are known."""
        return int(self.records.shape[1])

    def week_of(self, day: date) -> int:
        """The number of the week of a day; it may lie outside."""
        return (day - self.first).days // 7

    def monday(self, week: int) -> date:
        """The first day of a week."""
        return self.first + timedelta(days=7 * week)


def everything(filters: Filters) -> Filters:
    """The snapshot and the day of the filters, and nothing that narrows."""
    return Filters(period="all", as_of=filters.as_of, snapshot=filters.snapshot, snapshot_hash=filters.snapshot_hash)


def between(filters: Filters, first: date, end: date) -> Filters:
    """The filters from a day up to the day before another."""
    return replace(filters, date_from=first, date_to=end - timedelta(days=1))


def weekly(subject: Subject, filters: Filters, scope: Scope) -> Weekly | None:
    """Whole weeks of the topic, of all that is known up to the day of the filters; None where there is nothing to
    compare with. Ask only for a scope that sees everything: what is hidden would count as none.
    """
    wide = _whole_weeks(filters)
    known = query(["records"], ["week"], wide, scope) if subject.unit else pd.DataFrame()
    if known.empty:
        return None
    own = _by_week(subject, subject.of_topic(wide), scope)
    return _weekly(subject, wide, min(known["week"]), own, own.iloc[:0])


def others(subject: Subject, counts: Weekly, filters: Filters, scope: Scope) -> Weekly:
    """The same weeks of all other topics together."""
    wide = _whole_weeks(filters)
    every, own = (_by_week(subject, one, scope) for one in (wide, subject.of_topic(wide)))
    return _weekly(subject, wide, counts.first - timedelta(days=7), every, own)


def _whole_weeks(filters: Filters) -> Filters:
    """All up to the last Sunday: a week that is not over is no week."""
    wide = everything(filters)
    as_of = stamp(wide).as_of
    return replace(wide, date_to=as_of - timedelta(days=(as_of.weekday() + 1) % 7))


def _weekly(subject: Subject, wide: Filters, began: date, frame: pd.DataFrame, less: pd.DataFrame) -> Weekly:
    """began: the week of the very first record, which is rarely whole and left out."""
    first, last = began + timedelta(days=7), wide.date_to or began
    weeks = max(((last - first).days + 1) // 7, 0)
    units = sorted({*frame[subject.unit], subject.territory.code})
    counted, taken = (_array(one, subject.unit, units, first, weeks) for one in (frame, less))
    return Weekly(np.maximum(counted - taken, 0), first, units.index(subject.territory.code))


def _by_week(subject: Subject, filters: Filters, scope: Scope) -> pd.DataFrame:
    frame = query(["records"], [subject.unit, "week"], filters, scope)
    return frame[frame[subject.unit].notna()]


def _array(frame: pd.DataFrame, unit: str, units: list[str], first: date, weeks: int) -> Numbers:
    made = np.zeros((len(units), weeks))
    at = np.array([(week - first).days // 7 for week in frame["week"]], dtype=np.int64)
    rows = pd.Index(units).get_indexer(pd.Index(frame[unit]))
    inside = (at >= 0) & (at < weeks) & (rows >= 0)
    np.add.at(made, (rows[inside], at[inside]), frame["records"].to_numpy(dtype=float)[inside])
    return made
