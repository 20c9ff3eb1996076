"""What was known on a past day: nothing that came later may count, not even what it did to a term.

A term that an extension or a registration has moved ended on another day until then: `former_due_day` before
`moved_day`. A status is known since `status_day`. Where nobody has told when an extension was decided, it is taken for
a lawful one, decided before the term ran out (59-ФЗ, ст. 12 ч. 2).
"""

from typing import Any

import numpy as np
import pandas as pd

from data.terms import due_dates
from data.terms.calendar import WorkingCalendar
from data.terms.lateness import numbers


def columns(frame: pd.DataFrame, since: pd.DataFrame, rules: pd.DataFrame, calendar: WorkingCalendar) -> dict[str, Any]:
    """former_due_day, moved_day and status_day of each row; since: `data.snapshots.history.known_since`."""
    told = since.reindex(frame["record_id"].to_numpy())
    extended = np.where(frame["is_extended"], _days(told["extended_since"]), np.nan)
    former = np.where(frame["is_extended"], frame["first_due_day"], np.nan)
    unregistered = _before_registration(frame, rules, calendar)
    is_late = numbers(frame, "registered_day") > unregistered
    moved = np.where(is_late, numbers(frame, "registered_day"), np.nan)
    return {
        "former_due_day": np.where(frame["is_extended"], former, np.where(is_late, unregistered, np.nan)),
        "moved_day": np.where(frame["is_extended"], extended, moved),
        "status_day": _status_day(frame, _days(told["status_since"])),
    }


def _before_registration(frame: pd.DataFrame, rules: pd.DataFrame, calendar: WorkingCalendar) -> Any:
    """Last days of the terms of letters registered late, as they stood while these lay unregistered; NaN for others."""
    late = np.flatnonzero(numbers(frame, "registered_day") > numbers(frame, "registration_due_day"))
    lying = frame.iloc[late].assign(registered_day=np.nan, registered_time=np.nan)
    made = np.full(len(frame), np.nan)
    made[late] = due_dates.due_days(lying, rules, calendar).first_day
    return made


def _status_day(frame: pd.DataFrame, changed: Any) -> Any:
    """The day the import came that brought the status; a closing is known since its own day."""
    came = np.where(np.isnan(changed), _days(frame["loaded_at"]), changed)
    closed = np.where(frame["is_status_open"].to_numpy(dtype=bool), np.nan, numbers(frame, "resolved_day"))
    return np.where(np.isnan(closed), came, closed)


def _days(moments: pd.Series) -> Any:
    """Days since 1970-01-01, by UTC; NaN when missing."""
    at = moments.to_numpy(dtype="datetime64[us]")
    return np.where(np.isnat(at), np.nan, at.astype("datetime64[D]").astype(np.int64))
