"""Where a record stands on a day: open, overdue, burning, in the queue. SQL conditions on the facts of that day.

`$as_of` is the day, `$soon_day` the last day within SOON_WORKING_DAYS working days of it, `$queue` the ids of QUEUE.
The clock is that of `data.metrics.outcome`: a term that ends on the day has not run out yet, so «overdue» here is its
«overdue_open», whatever period a record came in.
"""

SOON_WORKING_DAYS = 3
"""How near the end of a term must be for an open record to burn."""
QUEUE = ("new", "moderation", "returned")
"""Statuses of records that nobody has to answer yet: not given to a body, or sent back by it to who distributes."""
OPEN = "(resolved_day IS NULL OR resolved_day > $as_of) AND NOT is_closed_undated"
UNTOLD = f"{OPEN} AND status_day > $as_of"
"""Open records whose status of the day nobody has told: the facts hold the last status and since when it is known."""
CONDITIONS = {
    "open": OPEN,
    "overdue": f"{OPEN} AND due_day < $as_of",
    "burning": f"{OPEN} AND due_day BETWEEN $as_of AND $soon_day",
    "queue": f"{OPEN} AND status_id IN ($queue)",
}
"""By the codes of `data.filters.STATES`."""
