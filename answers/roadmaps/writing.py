"""«Меньше пишут, а не меньше проблем»: did people stop writing, or lose the way to?

Two signs, each with its own chance of being wrong (docs/effect.md): all other topics of the territory fell against
other places just as the roadmap's own did, shown by the same method; a channel that brought its records is silent for
so long that at its former pace it would be silent less than once in a hundred times.
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


def others_fell(weekly: Weekly, starts_on: date) -> Effect | None:
    """The change of all other topics of the territory together, where it is shown to be a fall."""
    start = weekly.week_of(starts_on)
    found = estimate(Series(weekly.others, weekly.treated, start))
    return found if found.verdict is Verdict.FELL else None


def silent_channels(
    subject: Subject, weekly: Weekly, starts_on: date, filters: Filters, scope: Scope
) -> list[SilentChannel]:
    """Channels of the territory that have fallen silent since the start."""
    end, begins = weekly.monday(weekly.weeks), starts_on - timedelta(days=7 * YEAR)
    place = subject.of_territory(everything(filters))
    mattered = _shares(query(["records"], ["channel"], between(subject.of_topic(place), begins, starts_on), scope))
    weeks = query(["records"], ["channel", "week"], between(place, begins, end), scope)
    weeks = weeks[weeks["channel"].isin(mattered)]
    names = sorted(set(weeks["channel_label"]))
    found = [_silence(name, weeks[weeks["channel_label"] == name], starts_on, end) for name in names]
    return [one for one in found if one.expected >= EXPECTED and one.since > starts_on]


def _shares(frame: pd.DataFrame) -> set[str]:
    """Codes of the channels that brought a notable part."""
    total = frame["records"].sum()
    return set(frame.loc[frame["records"] >= SHARE * total, "channel"]) if total else set()


def _silence(name: str, group: pd.DataFrame, starts_on: date, end: date) -> SilentChannel:
    """group: records of one channel by week; end: the day after the last one."""
    before = group[[week < starts_on for week in group["week"]]]
    since = max(group["week"]) + timedelta(days=7)
    pace = float(np.sum(before["records"])) / YEAR
    return SilentChannel(name, since, pace * max((end - since).days, 0) / 7)
