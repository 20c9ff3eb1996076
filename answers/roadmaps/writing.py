"""«Меньше пишут, а не меньше проблем»: did people stop writing, or lose the way to?

Two signs, each with its own chance of being wrong (docs/effect.md): all other topics of the territory fell against
other places just as the roadmap's own did, shown by the same method; a channel that brought its records is silent for
so long that at its former pace it would be silent less than once in a hundred times. Silence is of other topics here,
or of the whole district: that nobody writes about what was mended is no silence.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from analysis.effect import Effect, Series, Verdict, estimate
from answers.roadmaps.counts import Subject, Weekly, between, everything
from data.filters import Filters
from data.metrics import query
from data.scope import Scope

SHARE = 0.1
"""Of the topic's records before: less than that came by a channel whose silence changes little."""
EXPECTED = 5.0
"""Records that a silent channel would have brought: none at all then happens less than once in a hundred times."""
YEAR = 52


@dataclass(frozen=True)
class SilentChannel:
    """A channel from which nothing of any topic has come since a day. expected: records that it would have brought."""

    name: str
    since: date
    expected: float


def others_fell(others: Weekly, starts_on: date) -> Effect | None:
    """The change of all other topics of the territory together, where it is shown to be a fall."""
    found = estimate(Series(others.records, others.treated, others.week_of(starts_on)))
    return found if found.verdict is Verdict.FELL else None


def silent_channels(
    subject: Subject, weekly: Weekly, starts_on: date, filters: Filters, scope: Scope
) -> list[SilentChannel]:
    """Channels that brought the topic's records before the start and are silent now."""
    end, begins = weekly.monday(weekly.weeks), starts_on - timedelta(days=7 * YEAR)
    wide = between(everything(filters), begins, end)
    here = subject.of_territory(wide)
    own, place, district = (_by_channel(one, scope) for one in (subject.of_topic(here), here, wide))
    found = []
    for name in _mattered(own, starts_on):
        others = _pace(place, name, starts_on) - _pace(own, name, starts_on)
        signs = (_silence(name, place, others, end), _silence(name, district, _pace(district, name, starts_on), end))
        found += [max(signs, key=lambda one: one.expected)]
    return [one for one in found if one.expected >= EXPECTED]


def _by_channel(filters: Filters, scope: Scope) -> pd.DataFrame:
    return query(["records"], ["channel", "week"], filters, scope)


def _mattered(own: pd.DataFrame, starts_on: date) -> list[str]:
    """The channels that brought a notable part of the topic's records before."""
    before = _before(own, starts_on).groupby("channel_label")["records"].sum()
    return sorted(str(name) for name in before.index[before >= SHARE * before.sum()])


def _pace(frame: pd.DataFrame, name: str, starts_on: date) -> float:
    """Records a week of a channel in the year before."""
    before = _before(frame, starts_on)
    return float(before.loc[before["channel_label"] == name, "records"].sum()) / YEAR


def _before(frame: pd.DataFrame, starts_on: date) -> pd.DataFrame:
    return frame[np.array([week < starts_on for week in frame["week"]], dtype=bool)]


def _silence(name: str, frame: pd.DataFrame, pace: float, end: date) -> SilentChannel:
    """Since the last record of a channel in a frame; end: the day after the last week."""
    since = max(frame.loc[frame["channel_label"] == name, "week"]) + timedelta(days=7)
    return SilentChannel(name, since, pace * max((end - since).days, 0) / 7)
