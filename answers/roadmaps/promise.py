"""Before a target is fixed: what was, and the smallest effect that this territory and topic can be shown to have."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

import numpy as np

from analysis.arrays import Numbers
from analysis.effect import FEWEST_DONORS, smallest_effect
from analysis.effect.blocks import WEEKS
from analysis.effect.estimate import FEWEST_BLOCKS_BEFORE, MOST_DONORS_APART
from answers.roadmaps.counts import Subject, Weekly, between, everything, weekly
from answers.roadmaps.effect import BLOCKS_OF
from data.decisions.roadmaps.forms import MONTHS, Promise
from data.filters import Filters
from data.metrics import query
from data.scope import Scope
from words import format

MEASURES = {"days": "resolution_median_days", "repeats": "repeat_share"}
"""Kind of a target that is no count → the metric that it is checked by."""
YEAR = 52
_MOST_DONORS, _MOST_BLOCKS = 20, 8


@dataclass(frozen=True)
class Prospect:
    """What can be promised of a start. weekly: records a week in the year before; smallest: months → the smallest fall
    that can be shown, −0.56, missing when none can. donors: places that are like it; begins, ends: of the year before.
    """

    weekly: float
    smallest: dict[int, float | None]
    donors: int
    begins: date
    ends: date


def prospect(subject: Subject, starts_on: date, filters: Filters, scope: Scope) -> Prospect | None:
    """None where nothing can be compared: the whole district, or nothing is known before."""
    found = weekly(subject, filters, scope)
    start = min(found.week_of(starts_on), found.weeks) if found else 0
    return _prospect(found, start) if found and start > 0 else None


def _prospect(found: Weekly, start: int) -> Prospect:
    year = found.records[:, max(start - YEAR, 0) : start]
    pace = float(year[found.treated].mean())
    blocks = min(start // WEEKS, _MOST_BLOCKS)
    donors, others = _donors(year.sum(axis=1), found.treated)
    smallest = {months: _smallest(round(pace, 2), BLOCKS_OF[months], blocks, others) for months in MONTHS}
    begins, ends = found.monday(max(start - YEAR, 0)), found.monday(start) - timedelta(days=1)
    return Prospect(pace, smallest, donors, begins, ends)


def _donors(records: Numbers, treated: int) -> tuple[int, int]:
    """How many places are like it, and how many such places all that it is compared with amounts to."""
    own, others = max(float(records[treated]), 1.0), np.delete(records, treated)
    like = int(((others >= own / MOST_DONORS_APART) & (others <= own * MOST_DONORS_APART) & (others > 0)).sum())
    if like >= FEWEST_DONORS:
        return like, min(like, _MOST_DONORS)
    return like, int(np.clip(round(float(others.sum()) / own), 0, FEWEST_DONORS - 1))


@lru_cache(maxsize=512)
def _smallest(pace: float, after: int, before: int, donors: int) -> float | None:
    if before < FEWEST_BLOCKS_BEFORE or donors < 1:
        return None
    return smallest_effect(pace, WEEKS * after, weeks_before=WEEKS * before, donors=donors)


def completed(promise: Promise, subject: Subject, starts_on: date, filters: Filters, scope: Scope) -> Promise:
    """A promise with what is known when it is fixed: the year before, and the smallest fall that can be shown.

    For who does not see everything: as it was, for figures of a part would promise something else.
    """
    if not promise.kind or promise.months not in BLOCKS_OF or not scope.sees_everything:
        return promise
    if promise.kind in MEASURES:
        return _measured(promise, subject, starts_on, filters, scope)
    found = prospect(subject, starts_on, filters, scope)
    if found is None:
        return replace(promise, baseline=None, smallest=None)
    smallest = found.smallest[promise.months]
    percent = None if smallest is None else round(-smallest * 100, 1)
    return replace(
        promise, baseline=round(found.weekly, 3), baseline_from=found.begins, baseline_to=found.ends, smallest=percent
    )


def _measured(promise: Promise, subject: Subject, starts_on: date, filters: Filters, scope: Scope) -> Promise:
    begins, ends = starts_on - timedelta(days=7 * YEAR), starts_on - timedelta(days=1)
    here = subject.of_territory(subject.of_topic(everything(filters)))
    name = MEASURES[promise.kind]
    value = query([name], [], between(here, begins, starts_on), scope)[name].iloc[0]
    times = 100 if promise.kind == "repeats" else 1
    known = None if format.is_missing(value) else round(float(value) * times, 3)
    return replace(promise, baseline=known, baseline_from=begins, baseline_to=ends, smallest=None)
