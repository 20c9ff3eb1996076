"""The weeks before one, as its norm takes them: without what events take out."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pandas as pd

from answers import events
from data.decisions.events.read import Event
from data.filters import Filters
from data.metrics import METRICS, query
from data.scope import Scope

_WEEK = timedelta(days=7)


def flows(metrics: Sequence[str]) -> list[str]:
    """Those of the metrics that are counts of a flow: only their weeks may be filled from other weeks."""
    return [one for one in metrics if METRICS[one].kind == "count" and not METRICS[one].state]


def counted(
    metrics: Sequence[str], by: Sequence[str], before: Filters, scope: Scope
) -> tuple[pd.DataFrame, list[Event]]:
    """Counts by the dimensions and week without weeks of events, and the events that took any out.

    What a week of an event had in its place and about its topic is replaced by the mean of the other weeks asked for;
    where an event lasts through all of them nothing is known to stand there, and they stay. No week of a place and
    topic is replaced twice where one event lies within another. before: whole weeks, with both ends. Rows: of
    `data.metrics.query`, and one for each week filled; who sees totals only may not ask by weeks (FilterError).
    """
    frame = query(metrics, [*by, "week"], before, scope)
    found = events.out_of_norm(before, scope, before.date_to or date.max)
    changes, taken = [], []
    for one, weeks in _weeks(found, _mondays(before)):
        kept = [monday for monday in _mondays(before) if monday not in _of(one, _mondays(before))]
        if weeks and kept:
            taken.append(one)
            changes += _filled(metrics, by, events.narrowed(before, one), scope, (weeks, kept))
    if not any(len(one) for one in changes):
        return frame, taken
    keys = [*by, "week"]
    whole = pd.concat([frame, *changes]).groupby(keys, dropna=False, sort=True)[list(metrics)].sum().reset_index()
    return whole, taken


def _filled(
    metrics: Sequence[str], by: Sequence[str], part: Filters, scope: Scope, weeks: tuple[list[date], list[date]]
) -> list[pd.DataFrame]:
    """What each week of an event changes by. weeks: those of the event, those that are kept."""
    taken, kept = weeks
    asked = query(metrics, [*by, "week"], part, scope)
    own = asked.groupby(list(by), dropna=False) if by else [((), asked)]
    made = []
    for key, rows in own:
        counts = rows.set_index("week")[list(metrics)].astype(float)
        mean = counts.reindex(kept, fill_value=0.0).mean()
        change = mean - counts.reindex(taken, fill_value=0.0)
        names: dict[str, Any] = dict(zip(by, key if isinstance(key, tuple) else (key,), strict=True))
        made.append(change.rename_axis("week").reset_index().assign(**names))
    return made


def _weeks(found: Sequence[Event], mondays: Sequence[date]) -> list[tuple[Event, list[date]]]:
    """The weeks of each event that no wider one has taken already."""
    order = events.widest_first(found)
    made = []
    for number, one in enumerate(order):
        wider = {week for other in order[:number] if events.covers(other, one) for week in _of(other, mondays)}
        made.append((one, [week for week in _of(one, mondays) if week not in wider]))
    return made


def _of(one: Event, mondays: Sequence[date]) -> list[date]:
    return [monday for monday in mondays if one.overlaps(monday, monday + _WEEK - timedelta(days=1))]


def _mondays(before: Filters) -> list[date]:
    assert before.date_from is not None and before.date_to is not None, "a norm is of whole weeks"
    return [before.date_from + _WEEK * n for n in range(((before.date_to - before.date_from).days + 1) // 7)]


def sentence(found: Sequence[Event]) -> str:
    """«В норму восьми недель не входят недели событий: «Авария на водоводе».»; '' of none."""
    return f"В норму восьми недель не входят недели событий: {events.names(found)}." if found else ""
