"""Weeks before the window in which an event left the norm hold what its places usually write, so that one accident of
last year does not hide this year's rise. The window itself is searched as it was.
"""

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
import pandas as pd

from analysis.arrays import Flags, Integers
from answers import events
from answers.hotspots.weeks import Window
from data.decisions.events.read import Event
from data.filters import Filters
from data.scope import Scope


def of(before: Filters, scope: Scope, as_of: date) -> tuple[Event, ...]:
    """Events that leave the norm of the weeks before the window. before: the filters over these weeks."""
    return tuple(sorted(events.out_of_norm(before, scope, as_of), key=lambda one: one.code))


def usual(
    counts: Integers, topics: pd.DataFrame, places: pd.DataFrame, window: Window, found: Sequence[Event]
) -> Integers:
    """The counts with the weeks of the events replaced, see `answers.hotspots.counts.WeeklyCounts`.

    What a place usually writes of a topic is its mean over the other weeks before the window; where an event fills all
    of them nothing else is known, and they stay. Records come in whole: the mean of the weeks together is kept.
    """
    if not found:
        return counts
    made, before = counts.copy(), counts.shape[2] - window.weeks
    is_out = np.zeros((*counts.shape[:2], before), dtype=bool)
    for one in found:
        is_out |= _topics(one, topics)[:, None, None] & _places(one, places)[:, None] & _weeks(one, window, before)
    for topic, place in np.argwhere(is_out.any(axis=2) & ~is_out.all(axis=2)):
        out, weeks = is_out[topic, place], counts[topic, place, :before]
        upto = np.floor(weeks[~out].mean() * np.arange(out.sum() + 1) + 0.5).astype(np.int64)
        made[topic, place, :before][out] = np.diff(upto)
    return made


def _topics(one: Event, topics: pd.DataFrame) -> Flags:
    return topics["code"].isin(one.topics).to_numpy() if one.topic else np.ones(len(topics), dtype=bool)


def _places(one: Event, places: pd.DataFrame) -> Flags:
    if one.place:
        return (places["code"] == one.place).to_numpy()
    if one.municipality:
        return (places["municipality"] == one.municipality).to_numpy()
    return np.ones(len(places), dtype=bool)


def _weeks(one: Event, window: Window, before: int) -> Flags:
    """Which weeks before the window the event touches, the oldest first."""
    ago = range(window.weeks + before - 1, window.weeks - 1, -1)
    firsts = [window.day(week) for week in ago]
    return np.array([one.overlaps(first, first + timedelta(days=6)) for first in firsts], dtype=bool)
