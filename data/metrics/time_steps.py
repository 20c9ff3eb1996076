"""Steps of time: the day, week, month, quarter or year that a day lies in, by the numbers that keys of answers hold."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

import pandas as pd

from data.metrics.declaration import Dimension
from data.terms.calendar import EPOCH

_OFFSETS = {"month": pd.DateOffset(months=1), "quarter": pd.DateOffset(months=3), "year": pd.DateOffset(years=1)}
_DAYS = {"day": 1, "week": 7}


def start(step: str, day: date) -> date:
    """The first day of the step that holds this day."""
    if step == "week":
        return day - timedelta(days=day.weekday())
    month = {"day": day.month, "month": day.month, "quarter": (day.month - 1) // 3 * 3 + 1, "year": 1}[step]
    return day if step == "day" else day.replace(month=month, day=1)


def end(step: str, day: date) -> date:
    """The last day of the step that holds this day."""
    first = start(step, day)
    if step in _DAYS:
        return first + timedelta(days=_DAYS[step] - 1)
    return (pd.Timestamp(first) + _OFFSETS[step]).date() - timedelta(days=1)


def key(step: str, day: date) -> int:
    """The step's number in a key: its first day (days since 1970-01-01), a year as itself."""
    return day.year if step == "year" else (start(step, day) - EPOCH).days


def ends(times: Sequence[Dimension], days: Iterable[date], latest: date) -> dict[tuple[int, ...], date]:
    """The last day of every combination of steps that these days lie in, up to the latest: by the numbers of a key."""
    return {
        tuple(key(d.id, day) for d in times): min(latest, *(end(d.id, day) for d in times))
        for day in days
        if day <= latest
    }


def filled(
    frame: pd.DataFrame, dims: Sequence[Dimension], days: list[date] | None, counts: Sequence[str]
) -> pd.DataFrame:
    """Every step of the time axis, crossed with the other dimensions' combinations that occur; in steps where nothing
    matched `counts` are zero, all else missing. days: of the period, or nothing when it has no beginning.
    """
    times = [i for i, d in enumerate(dims) if d.is_time]
    if not times or frame.empty:
        return frame
    time = f"g{times[0]}"
    steps = pd.DataFrame({time: _steps(dims[times[0]].id, days, frame[time])})
    keys = [f"g{i}" for i in range(len(dims))]
    others = frame[[key for key in keys if key != time]].drop_duplicates()
    axis = steps.merge(others, how="cross") if len(others.columns) else steps
    together = frame.copy()  # its columns become one block; a hundred apart are slow to add to, and pandas warns
    whole = axis.merge(together, how="outer", on=keys, indicator="found")
    whole.loc[whole.pop("found") == "left_only", list(counts)] = 0
    return whole


def _steps(step: str, days: list[date] | None, known: Any) -> list[int]:
    """Keys of the steps of the period, or of all from the first known to the last."""
    if days is None and step == "year":
        return list(range(int(known.min()), int(known.max()) + 1))
    if days is None:
        first = EPOCH + timedelta(days=int(known.min()))
        days = [first + timedelta(days=i) for i in range(int(known.max() - known.min()) + 1)]
    return sorted({key(step, day) for day in days})


def without_future(frame: pd.DataFrame, states: Sequence[str], dims: Sequence[Dimension], as_of: date) -> pd.DataFrame:
    """How things will stand after the day of the report nobody knows. states: columns of metrics of state."""
    for i, d in enumerate(dims):
        if d.is_time:
            known = frame[f"g{i}"] <= key(d.id, as_of)
            frame = frame.assign(**{name: frame[name].where(known) for name in states})
    return frame
