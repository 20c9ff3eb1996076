"""Which records are counted apart before a change is called growth, each for one reason only.

late: its source had already been loaded for these days, and the record came weeks after its receipt, with a later
import; days that an import loads for the first time are not late, however old they are. again: people have put it
together with an earlier record of the same problem. written_again: the same applicant wrote of the same topic in the
month before.
"""

from collections.abc import Collection
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

FIRST, LATE, AGAIN, WRITTEN_AGAIN = range(4)
LATE_DAYS = 14
"""Days after receipt up to which a record is loaded in time: files come weekly."""
NEAR_DAYS = 3
"""Days around a day of receipt whose records, loaded earlier, show that the source had been loaded for it."""


def column(frame: pd.DataFrame, late: Collection[int] | None = None) -> npt.NDArray[np.float64]:
    """The reason of each row: FIRST where there is none. frame: one month, as `month_rows.read` gives it, with
    received_day; what came in other months is not looked at. late: the late ones, where the frame is not all of it.
    """
    is_late = _is_late(frame) if late is None else frame["record_id"].isin(list(late)).to_numpy()
    reasons = np.where(frame["is_written_again"].to_numpy(dtype=bool), WRITTEN_AGAIN, FIRST)
    reasons = np.where(frame["is_told_again"].to_numpy(dtype=bool), AGAIN, reasons)
    return np.where(is_late, LATE, reasons).astype(float)


def _is_late(frame: pd.DataFrame) -> Any:
    loaded, day = frame["loaded_at"].to_numpy(dtype="datetime64[us]"), frame["received_day"].to_numpy(dtype=np.int64)
    lag = loaded.astype("datetime64[D]").astype(np.int64) - day
    is_late = np.zeros(len(frame), dtype=bool)
    for own in frame.groupby("source_id", sort=False).indices.values():
        is_late[own] = loaded[own] > _first_loaded(day[own], loaded[own])
    return is_late & (lag > LATE_DAYS)


def _first_loaded(day: Any, loaded: Any) -> Any:
    """When records of days near each one's day were first loaded."""
    days, position = np.unique(day, return_inverse=True)
    first = np.full(len(days), np.datetime64("2200-01-01", "us"))
    np.minimum.at(first, position, loaded)
    near = np.abs(days[:, None] - days) <= NEAR_DAYS
    return np.where(near, first, np.datetime64("2200-01-01", "us")).min(axis=1)[position]
