"""Whether something came after the end of its term: to the minute where both sides have one, else by days.

A bare date means that whole day in the zone of its source, so that an evening of Moscow does not become a night of the
next day here.
"""

import numpy as np
import numpy.typing as npt
import pandas as pd

Numbers = npt.NDArray[np.float64]


def numbers(records: pd.DataFrame, name: str) -> Numbers:
    """A column as floats; NaN everywhere where the frame has no such column."""
    return records[name].to_numpy(dtype=float) if name in records else np.full(len(records), np.nan)


def is_after(
    records: pd.DataFrame,
    event: str,
    day: Numbers,
    time: Numbers,
    is_own: npt.NDArray[np.bool_],
    own_day: Numbers | None = None,
) -> npt.NDArray[np.bool_]:
    """Whether an event came after the last day (or, where time is not NaN, the minute of it) of each record's term.

    records: `<event>_day`, `<event>_time` (minute, NaN for a bare date) by the district's clock, `<event>_own_day` by
    the source's. is_own: the last day is a day of the source's zone; own_day: which one, where that is not `day` (a
    term to the minute near midnight). False where either side is missing.
    """
    here, at = numbers(records, f"{event}_day"), numbers(records, f"{event}_time")
    there = numbers(records, f"{event}_own_day")
    is_there = is_own & ~np.isnan(there)
    last = day if own_day is None else np.where(is_there & ~np.isnan(own_day), own_day, day)
    by_day = np.where(is_there, there, here) > last
    by_minute = (here > day) | ((here == day) & (at > time))
    return np.where(np.isnan(time) | np.isnan(at), by_day, by_minute)


def is_before(records: pd.DataFrame, event: str, start: str) -> npt.NDArray[np.bool_]:
    """Whether an event is said to have come before another one; two bare dates, or one, are compared as days."""
    both_timed = ~np.isnan(numbers(records, f"{event}_time")) & ~np.isnan(numbers(records, f"{start}_time"))
    here, began = (numbers(records, f"{name}_day") for name in (event, start))
    minutes = here * 1440 + numbers(records, f"{event}_time") < began * 1440 + numbers(records, f"{start}_time")
    own = numbers(records, f"{event}_own_day") < numbers(records, f"{start}_own_day")
    return np.where(both_timed, minutes, own)
