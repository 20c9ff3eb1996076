"""What has come of a roadmap: facts after 3, 6 and 12 months, each against places where nothing was done.

A fact is there when its whole weeks have passed; before that it is too early to tell. Whether people only write less is
asked of their other topics and of their channels (`answers.roadmaps.writing`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from analysis.effect import Effect, Series, Verdict, estimate
from analysis.effect.blocks import WEEKS, whole_blocks
from answers.roadmaps.counts import Weekly
from data.decisions.roadmaps.forms import MONTHS
from data.decisions.roadmaps.read import Roadmap

BLOCKS_OF = {3: 1, 6: 2, 12: 4}
"""Months → whole blocks of 13 weeks."""


@dataclass(frozen=True)
class Fact:
    """After so many months. on: the day from which it can be told; effect: missing while it is too early."""

    months: int
    on: date
    effect: Effect | None


@dataclass(frozen=True)
class Outcome:
    """Facts after 3, 6, 12 months. main: the one that the roadmap is judged by; missing: too early to tell."""

    facts: tuple[Fact, ...]
    main: Fact | None

    @property
    def verdict(self) -> str:
        """In the words of `Verdict`, or TOO_EARLY."""
        return str(self.main.effect.verdict) if self.main and self.main.effect else TOO_EARLY


TOO_EARLY = "рано судить"
NOT_STARTED = "не начата"
NOT_COMPARED = "сравнить не с кем"
VERDICTS = (*map(str, Verdict), TOO_EARLY, NOT_STARTED, NOT_COMPARED)
"""All that a list may say of an effect."""


def outcome(roadmap: Roadmap, weekly: Weekly) -> Outcome | None:
    """None where the roadmap has no start."""
    if roadmap.starts_on is None:
        return None
    start = weekly.week_of(roadmap.starts_on)
    facts = tuple(_fact(roadmap, weekly, start, months) for months in MONTHS)
    return Outcome(facts, _main(facts, roadmap.target.months if roadmap.target else None))


def _fact(roadmap: Roadmap, weekly: Weekly, start: int, months: int) -> Fact:
    end = start + WEEKS * BLOCKS_OF[months]
    on = weekly.monday(end)
    if end > weekly.weeks:
        return Fact(months, on, None)
    return Fact(months, on, estimate(Series(weekly.records[:, : max(end, 0)], weekly.treated, start, aim(roadmap))))


def aim(roadmap: Roadmap) -> float | None:
    """The target as a relative change of records, −0.3; missing where it promises something else."""
    target = roadmap.target
    return -target.value / 100 if target and target.kind == "records" else None


def _main(facts: Sequence[Fact], months: int | None) -> Fact | None:
    """The fact of the target's term once it is there, the last one before."""
    told = [one for one in facts if one.effect is not None]
    return next((one for one in told if one.months == months), told[-1] if told else None)


def blocks(weekly: Weekly, starts_on: date) -> pd.DataFrame:
    """What the estimate looks at, block by block: first (day), last (day), records, expected, is_after.

    expected: what the other places would let expect if nothing had changed; missing where they have no records.
    """
    start = min(max(weekly.week_of(starts_on), 0), weekly.weeks)
    sums, before = whole_blocks(weekly.records, start)
    others = sums.sum(axis=0) - sums[weekly.treated]
    level = sums[weekly.treated, :before].sum() / others[:before].sum() if others[:before].sum() else np.nan
    first = [weekly.monday(start + WEEKS * (at - before)) for at in range(sums.shape[1])]
    made = {
        "first": first,
        "last": [day + timedelta(days=7 * WEEKS - 1) for day in first],
        "records": sums[weekly.treated],
        "expected": level * others,
        "is_after": np.arange(sums.shape[1]) >= before,
    }
    return pd.DataFrame(made)
