"""The season: the same weeks of earlier years, beside the preceding window that a change is usually held against.

«Снег и наледь +8» is November: only the same weeks a year ago tell it from a worse winter.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pandas as pd

from answers import events
from answers.frames import with_change
from data.filters import Filters
from data.metrics import first_day, lattice, query
from data.scope import Scope

Question = tuple[Sequence[str], Sequence[str]]
"""Metric ids and dimension ids, as `data.metrics.query` takes them."""
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
    return known([one for one in before if one is not None], filters, scope, as_of)


def known(periods: Sequence[Filters], filters: Filters, scope: Scope, as_of: date) -> list[Filters]:
    """Those of earlier periods that the records reach back to: with another nothing can be compared."""
    began = first_day(filters, scope)
    firsts = [(one, one.span(as_of)[0]) for one in periods]
    return [one for one, first in firsts if began and first and began <= first + LET_PASS]


def year_of(
    metrics: Question, year: Filters, others: Sequence[Filters], scope: Scope, as_of: date, key: str
) -> pd.DataFrame:
    """Counts of the same weeks of one earlier year without the days that events take out of the norm.

    What is taken out is a part of one place and topic over some days. In its stead stands what the same weeks of
    another known year had there; a norm of such years is the mean of those left. Where an event takes that out as well,
    nothing is known to stand there, and the days stay. Who sees totals only is answered with all days: parts of months
    are not counted for them. metrics: one count and its dimension `key`; year, others: of `known_years`.
    """
    frame = query(*metrics, year, scope)
    found = [] if scope.hides_small_cells else events.out_of_norm(year, scope, as_of)
    if not found:
        return frame
    (metric_id,) = metrics[0]
    total = frame.set_index(key)[metric_id]
    for taken in events.parts(year, found, as_of):
        moved = (_moved(taken, year, other, scope, as_of) for other in others)
        instead = next((one for one in moved if one is not None), None)
        if instead is not None:
            total = total.sub(_counts(metrics, taken, scope, key), fill_value=0)
            total = total.add(_counts(metrics, instead, scope, key), fill_value=0)
    return total.rename_axis(key).reset_index(name=metric_id)


def _counts(metrics: Question, filters: Filters, scope: Scope, key: str) -> pd.Series:
    return query(*metrics, filters, scope).set_index(key)[metrics[0][0]]


def _moved(taken: Filters, year: Filters, other: Filters, scope: Scope, as_of: date) -> Filters | None:
    """The same part of another year; missing where an event takes that out as well."""
    here, there = year.span(as_of)[0], other.span(as_of)[0]
    if here is None or there is None or taken.date_from is None or taken.date_to is None:
        return None
    back = there - here
    moved = replace(taken, date_from=taken.date_from + back, date_to=taken.date_to + back, as_of=other.as_of)
    return None if events.out_of_norm(moved, scope, as_of) else moved


def norm_years(metrics: Question, years: Sequence[Filters], scope: Scope, as_of: date, key: str) -> list[pd.DataFrame]:
    """`year_of` each of the years."""
    return [year_of(metrics, one, [other for other in years if other != one], scope, as_of, key) for one in years]


def events_out(years: Sequence[Filters], scope: Scope, as_of: date) -> str:
    """A sentence naming the events whose days are no part of the norm; '' where there is none."""
    if len(years) < YEARS or scope.hides_small_cells:
        return ""
    found = {one.code: one for year in years for one in events.out_of_norm(year, scope, as_of)}
    return f"В норму не входят дни событий: {events.names(list(found.values()))}." if found else ""


def with_season(
    now: pd.DataFrame,
    years: Sequence[pd.DataFrame],
    key: str,
    metric_id: str,
    usual: Sequence[pd.DataFrame] | None = None,
) -> pd.DataFrame:
    """Adds `year` and `year_text`, the change against the first of the years (`answers.frames.with_change`), and with
    two of them `norm` and `norm_text`, that against their mean. years: answers of the same weeks, the latest first;
    usual: the same without what leaves the norm (`norm_years`), where anything does.
    """
    frame = with_change(now, years[0] if years else None, key, metric_id, "year")
    if len(years) < YEARS:
        return frame
    both = pd.concat(list(usual or years)).dropna(subset=[key])
    sums = both.groupby(key)[metric_id].agg(lambda values: values.sum(skipna=False))  # hidden in a year is unknown
    norm = (sums / len(years)).reset_index()
    return with_change(frame, norm, key, metric_id, "norm")
