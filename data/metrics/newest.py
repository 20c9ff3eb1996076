"""The newest of many records without reading all of them: facts lie in the order of their receipt."""

from math import ceil

from data.filters import Filters
from data.metrics.reader import Snapshot
from data.snapshots.facts import day_number
from data.terms.calendar import EPOCH

_SPARE = 4
"""Days are taken so many times as far back as evenly spread records would need."""
_WORTH = 0.5
"""A share of the period beyond which it is read whole."""


def since(snapshot: Snapshot, filters: Filters, total: int, wanted: int) -> int | None:
    """The day (since 1970-01-01) from which on the newest `wanted` of `total` records of the period should lie; None
    where the whole period may as well be read. They may still be fewer: who asks looks.
    """
    first, last = filters.span(filters.as_of or snapshot.manifest.as_of)
    begins = day_number(first) if first is not None else _first_day(snapshot)
    share = _SPARE * wanted / max(total, 1)
    return None if share > _WORTH else day_number(last) - ceil(share * (day_number(last) - begins + 1))


def _first_day(snapshot: Snapshot) -> int:
    """The first day of the earliest month of receipt."""
    month = min(snapshot.manifest.months, default=EPOCH.year * 100 + 1)
    return day_number(EPOCH.replace(year=month // 100, month=month % 100))
