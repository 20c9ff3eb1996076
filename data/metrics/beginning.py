"""Since when there are records: earlier periods are compared with nothing."""

from dataclasses import replace
from datetime import date, timedelta

from data.filters import Filters
from data.metrics import time_steps
from data.metrics.engine import query
from data.metrics.reader import open_snapshot
from data.scope import Scope
from data.terms.calendar import EPOCH


def first_day(filters: Filters, scope: Scope) -> date | None:
    """The day of the first record of any kind that the asker may see, whatever else is filtered; for who sees totals
    only, the first of its month. None without records by the day of the report.
    """
    if scope.sees_everything:
        snapshot = open_snapshot(filters.snapshot, filters.snapshot_hash)
        found = None if snapshot.first_day is None else EPOCH + timedelta(days=snapshot.first_day)
        return found if found and found <= (filters.as_of or snapshot.manifest.as_of) else None
    whole = Filters(period="all", as_of=filters.as_of, snapshot=filters.snapshot, snapshot_hash=filters.snapshot_hash)
    month = min(query(["records"], ["month"], whole, scope)["month"], default=None)
    if month is None or scope.hides_small_cells:
        return month
    within = replace(whole, date_from=month, date_to=time_steps.end("month", month))  # a day of three years is a row
    return min(query(["records"], ["day"], within, scope)["day"], default=None)
