"""The two ways of counting a record's days, each as positions from 0 to the width of the scale.

**Countdown**, when the history tells its terms: the last position is the last day of the term. Records join it as many
days before as their term is long (left truncation), so that terms of 10 and of 30 days line up at the day everybody
works towards, and a term that was extended begins earlier. What is closed after the last day is one who lived through
it. **Age**, when it does not: the first position is the day of the start.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

Numbers = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

COUNTDOWN_DAYS = 120
"""Longest stretch before a last day that is told apart: two terms of 59-ФЗ with their extensions."""
AGE_DAYS = 183
"""Longest age that is told apart; what lived longer counts as open at this age."""


@dataclass(frozen=True)
class Spans:
    """One element per record: positions of the first and last day it was at risk, whether it was closed on the last,
    and how many days longer it was seen.
    """

    first: Integers
    last: Integers
    is_closed: Flags
    beyond: Integers


@dataclass(frozen=True)
class Scale:
    """How days become positions 0…last; counts_down: whether the last position is the last day of the term."""

    counts_down: bool

    @property
    def last(self) -> int:
        """The last position."""
        return COUNTDOWN_DAYS if self.counts_down else AGE_DAYS - 1

    def exposure_days(self, history: pd.DataFrame) -> tuple[Spans, Flags]:
        """Days at risk of a history's records, and which rows they are: one with an age, with a term where it counts.

        A record whose whole life lies before the first position is not among them.
        """
        age = _days(history, "age_days")
        offset = self.last - _days(history, "term_days") if self.counts_down else np.zeros(len(age))
        with np.errstate(invalid="ignore"):
            usable = (age >= 0) & (offset + age >= 0) & (offset <= self.last)
        start, end = offset[usable], (offset + age)[usable]
        closed = history["is_closed"].to_numpy(dtype=bool)[usable] & (end <= self.last)
        last = _position(end, self.last)
        return Spans(_position(start, self.last), last, closed, end.astype(np.int64) - last), usable

    def ahead(self, open_records: pd.DataFrame) -> tuple[Numbers, Numbers]:
        """Positions of today and of the last day; outside 0…last, or NaN, where the scale cannot tell."""
        age, left = _days(open_records, "age_days"), _days(open_records, "days_left")
        last = np.where(np.isnan(age + left), np.nan, self.last) if self.counts_down else age + left
        return last - left, last


def scale_of(history: pd.DataFrame) -> Scale:
    """Countdown where the history has the column term_days, else age."""
    return Scale(counts_down="term_days" in history.columns)


def _days(frame: pd.DataFrame, column: str) -> Numbers:
    return np.floor(frame[column].to_numpy(dtype=float, na_value=np.nan))


def _position(days: Numbers, last: int) -> Integers:
    return np.clip(days, 0, last).astype(np.int64)
