"""What was known on the morning of a day: the history to learn from and the records that were open."""

import numpy as np
import pandas as pd

from analysis.forecast.tree import LEVELS

LIVES = ("record_id", *LEVELS, "start_day", "due_day", "resolved_day")
"""One row per record: codes and whole days of any one count (missing where there is none), see `history_as_of`."""


def history_as_of(lives: pd.DataFrame, day: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """History for `fit` and open records for `miss_probability` as they stood on the morning of `day`.

    lives: the columns of LIVES; start_day: the term runs from it; due_day: its last day; resolved_day: day of the
    answer. Nothing that happened on `day` or later is looked at. Open records carry record_id and the index of `lives`;
    overdue ones and those without a term are among them. Rows without a start, or resolved before it, are left out.
    """
    start, resolved = (lives[name].to_numpy(dtype=float, na_value=np.nan) for name in ("start_day", "resolved_day"))
    with np.errstate(invalid="ignore"):
        closed = resolved < day
        usable = (start <= day) & ~(closed & (resolved < start))
    started = usable & (start < day)
    ended = np.where(closed, resolved, day - 1)  # the last whole day that an open record was seen open
    due = lives["due_day"].to_numpy(dtype=float, na_value=np.nan)
    history = lives.loc[started, list(LEVELS)].assign(
        age_days=(ended - start)[started],
        term_days=(due - start)[started],
        is_closed=closed[started],
        ended_ago=(day - ended)[started],
    )
    is_open = usable & ~closed
    ahead = lives.loc[is_open, ["record_id", *LEVELS]].assign(
        age_days=day - start[is_open], days_left=due[is_open] - day
    )
    return history, ahead
