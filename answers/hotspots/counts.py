"""The counts that hotspots are searched in: whole records by topic, place and week, and what their axes stand for.

All topics and all places of the asker, whatever the filters narrow the list to: what a place usually writes is learned
from its other topics, and how far a finding is to be believed depends on all that was looked through.
"""

from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property

import numpy as np
import pandas as pd

from analysis.arrays import Integers, Numbers
from answers import map_layers
from answers.heat_map.territories import territories
from answers.hotspots import event_weeks
from answers.hotspots.weeks import Window, history, weekly
from data.decisions.events.read import Event
from data.filters import MISSING, Filters
from data.metrics import members
from data.metrics.reader import open_snapshot
from data.scope import Scope
from geo.distance import haversine_km


@dataclass(frozen=True, eq=False)
class WeeklyCounts:
    """counts: (topics, places, weeks), the oldest week first. topics: code, label, is_sensitive; places: code,
    label, population (missing when unknown), municipality, latitude, longitude. window: the asked one, cut to the
    weeks of which anything is known. left_out: records of the window without a topic, or without a place on the
    map. events: those that leave the norm of the weeks before the window.
    """

    counts: Integers
    topics: pd.DataFrame
    places: pd.DataFrame
    window: Window
    left_out: int
    events: tuple[Event, ...] = ()

    @cached_property
    def usual(self) -> Integers:
        """What is searched: the counts, with the weeks of the events as their places usually write."""
        return event_weeks.usual(self.counts, self.topics, self.places, self.window, self.events)

    @property
    def totals(self) -> Integers:
        """Records of the window by topic."""
        if not self.window.weeks:
            return np.zeros(len(self.topics), dtype=np.int64)
        found: Integers = self.counts[:, :, -self.window.weeks :].sum(axis=(1, 2))
        return found

    @property
    def distances(self) -> Numbers:
        """Kilometres between the places."""
        lat, lon = (self.places[name].to_numpy(dtype=float) for name in ("latitude", "longitude"))
        return haversine_km(lat[:, None], lon[:, None], lat, lon)


def everywhere(filters: Filters, window: Window) -> Filters:
    """The filters without topics, places and period: only what kind of records is counted."""
    whole = replace(filters, topic_groups=(), topics=(), municipalities=(), places=())
    return replace(whole, period="all", date_from=None, date_to=window.last)


def weekly_counts(filters: Filters, scope: Scope, window: Window) -> WeeklyCounts:
    """What the asker may see, counted up to the window's last day. Counts hidden from the asker count as none: ask only
    for a scope that sees them. Whoever asks again of the same snapshot gets the same arrays, which nobody may change.
    """
    wide = everywhere(filters, window)
    snapshot = open_snapshot(wide.snapshot, wide.snapshot_hash)
    question = ("weekly counts", wide, scope, window)
    counted, known = snapshot.held_once(question, lambda: _counted(wide, scope, window))
    barred = members("topic", wide).set_index("code")["is_sensitive"].astype(bool)
    told = counted.topics["code"].map(barred).fillna(False).astype(bool)
    cut, left = counted.window, tuple[Event, ...]()
    if known > cut.weeks:  # without weeks before the window there is no norm to leave
        before = replace(wide, date_from=cut.day(known - 1), date_to=cut.first - timedelta(days=1))
        left = event_weeks.of(before, scope, cut.last)
    return replace(counted, topics=counted.topics.assign(is_sensitive=told), events=left)


def _counted(wide: Filters, scope: Scope, window: Window) -> tuple[WeeklyCounts, int]:
    """What is counted, topics without is_sensitive and no events; and of how many weeks anything is known."""
    places = _places(wide, scope)
    rows = weekly(["topic", "place"], wide, scope, window.last)
    known = history(wide, scope, window.last)
    cut = replace(window, weeks=min(window.weeks, known))
    usable = (rows["topic"] != MISSING) & rows["place"].isin(places["code"])
    left_out = rows.loc[~usable & (rows["ago"] < cut.weeks), "records"].sum()
    kept = rows[usable & (rows["ago"] < known)]
    topics = kept[["topic", "topic_label"]].drop_duplicates("topic").sort_values("topic", ignore_index=True)
    topics = topics.rename(columns={"topic": "code", "topic_label": "label"})
    counts = _counts_array(kept, topics, places, known)
    counts.flags.writeable = False
    return WeeklyCounts(counts, topics, places, cut, int(left_out)), known


def _places(filters: Filters, scope: Scope) -> pd.DataFrame:
    """Places of the asker that have coordinates: a circle needs a middle."""
    known = map_layers.places_with_coordinates(members("place", filters))
    known = known[["code", "municipality", "latitude", "longitude"]]
    return territories("place", filters, scope).merge(known, on="code", how="inner", validate="1:1")


def _counts_array(rows: pd.DataFrame, topics: pd.DataFrame, places: pd.DataFrame, weeks: int) -> Integers:
    counts = np.zeros((len(topics), len(places), weeks), dtype=np.int64)
    at = [pd.Index(frame["code"]).get_indexer(rows[name]) for frame, name in ((topics, "topic"), (places, "place"))]
    np.add.at(counts, (*at, weeks - 1 - rows["ago"].to_numpy(dtype=np.int64)), rows["records"].to_numpy(dtype=np.int64))
    return counts
