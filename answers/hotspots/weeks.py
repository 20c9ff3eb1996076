"""The time that «Проблемные точки» looks at: whole weeks back from the last day, and the records of each.

Weeks are counted back from the last day and not from Mondays, so that the last one is as long as the others.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
import pandas as pd

from data.filters import MISSING, Filters
from data.metrics import query
from data.scope import Scope

LONGEST = 52
"""Weeks of the longest window: further back a problem is history."""
MOST_HISTORY = 260
"""Weeks that a norm looks back at most."""


@dataclass(frozen=True)
class Window:
    """The last `weeks` whole weeks up to and including `last`; is_cut: the asked period does not end so."""

    weeks: int
    last: date
    is_cut: bool = False

    @property
    def first(self) -> date:
        """First day."""
        return self.last - timedelta(days=7 * self.weeks - 1)

    def of(self, filters: Filters) -> Filters:
        """The same filters over the window."""
        return replace(filters, date_from=self.first, date_to=self.last)

    def day(self, ago: int) -> date:
        """First day of the week that ended `ago` weeks before the last one."""
        return self.last - timedelta(days=7 * int(ago) + 6)

    def last_day(self, ago: int) -> date:
        """Last day of the week that ended `ago` weeks before the last one."""
        return self.last - timedelta(days=7 * int(ago))


def window(filters: Filters, as_of: date) -> Window:
    """The window of a period: as many whole weeks as it holds, at least one and at most `LONGEST`."""
    first, last = filters.span(as_of)
    last = min(last, as_of)
    days = 7 * LONGEST + 1 if first is None else max((last - first).days + 1, 1)
    weeks = min(max(days // 7, 1), LONGEST)
    return Window(weeks, last, is_cut=days != 7 * weeks)


def weekly(by: Sequence[str], filters: Filters, scope: Scope, last: date) -> pd.DataFrame:
    """Records of every week up to `last` by dimensions, whatever the period of the filters is.

    One row per combination and week that occur: codes (`MISSING` for «не определено») and labels of `by`, ago (0 is the
    last week), records (missing where a small count is hidden from the asker).
    """
    everything = replace(filters, period="all", date_from=None, date_to=last)
    frame = query(["records"], [*by, "day"], everything, scope)
    ago = (np.datetime64(last) - frame["day"].to_numpy(dtype="datetime64[D]")).astype(np.int64) // 7
    frame = frame.assign(ago=ago, **{d: frame[d].fillna(MISSING) for d in by})
    frame = frame[frame["ago"] < MOST_HISTORY]
    keys = [name for d in by for name in (d, f"{d}_label")]
    counted = frame.groupby([*keys, "ago"], sort=False)["records"].sum(min_count=1)
    return counted.reset_index()


def history(filters: Filters, scope: Scope, last: date) -> int:
    """Whole weeks since the asker's first record of any kind, whatever the filters are: before that nothing is known,
    and nothing is not zero.
    """
    days = query(["records"], ["day"], Filters(period="all", date_to=last, as_of=filters.as_of), scope)["day"]
    return 0 if days.empty else min(((last - min(days)).days + 1) // 7, MOST_HISTORY)


def series(frame: pd.DataFrame, weeks: int) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """The weeks of some rows of `weekly` added up, the oldest first; a week without rows is zero."""
    made = np.zeros(weeks)
    inside = frame[frame["ago"] < weeks]
    np.add.at(made, weeks - 1 - inside["ago"].to_numpy(), inside["records"].to_numpy(dtype=float))
    return made
