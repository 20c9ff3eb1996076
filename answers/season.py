"""The season: the same weeks of earlier years, beside the preceding window that a change is usually held against.

«Снег и наледь +8» is November: only the same weeks a year ago tell it from a worse winter.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pandas as pd

from answers.frames import with_change
from data.filters import Filters
from data.metrics import lattice, query
from data.scope import Scope

WEEKS = 52
"""A year in whole weeks: the same days of the week are compared."""
YEARS = 2
"""How many earlier years make the norm of the season."""
LET_PASS = timedelta(days=13)
"""First days without records are not taken for unknown ones."""


def weeks_before(filters: Filters, as_of: date, years: int = 1) -> Filters | None:
    """The same weeks some years ago, seen from their own last day; missing when the period has no beginning."""
    first, last = filters.span(as_of)
    if first is None:
        return None
    back = timedelta(weeks=WEEKS * years)
    return replace(filters, date_from=first - back, date_to=last - back, as_of=last - back)


def known_years(filters: Filters, scope: Scope, as_of: date) -> list[Filters]:
    """The same weeks of up to `YEARS` earlier years that the records reach back to, the latest first.

    For people who see totals only the same months of one year: more periods are not offered to them.
    """
    in_months = scope.hides_small_cells
    before = [
        lattice.months_before(filters, as_of, back=12 * year) if in_months else weeks_before(filters, as_of, year)
        for year in range(1, 2 if in_months else YEARS + 1)
    ]
    began = _began(filters, scope, "month" if in_months else "day")
    firsts = [(one, one.span(as_of)[0]) for one in before if one is not None]
    return [one for one, first in firsts if began and first and began <= first + LET_PASS]


def _began(filters: Filters, scope: Scope, step: str) -> date | None:
    """The first day or month with a record of any kind, whatever else is filtered."""
    whole = Filters(period="all", as_of=filters.as_of, snapshot=filters.snapshot, snapshot_hash=filters.snapshot_hash)
    return min(query(["records"], [step], whole, scope)[step], default=None)


def with_season(now: pd.DataFrame, years: Sequence[pd.DataFrame], key: str, metric_id: str) -> pd.DataFrame:
    """Adds `year` and `year_text`, the change against the first of the years (`answers.frames.with_change`), and with
    two of them `norm` and `norm_text`, that against their mean. years: answers of the same weeks, the latest first.
    """
    frame = with_change(now, years[0] if years else None, key, metric_id, "year")
    if len(years) < YEARS:
        return frame
    both = pd.concat(list(years)).dropna(subset=[key])
    sums = both.groupby(key)[metric_id].agg(lambda values: values.sum(skipna=False))  # hidden in a year is unknown
    norm = (sums / len(years)).reset_index()
    return with_change(frame, norm, key, metric_id, "norm")
