"""The life of every record in days, for statistics of time: survival curves, forecasts of missed dates."""

import pandas as pd

from data.filters import Filters
from data.metrics import sql
from data.metrics.reader import open_snapshot
from data.scope import Scope

_DIMENSIONS = ("channel", "topic_group", "recipient")
_DAYS = ("start_day", "due_day", "resolved_day")


def lifetimes(filters: Filters, scope: Scope) -> pd.DataFrame:
    """One row per record whose end would be known if it had one, in order of receipt; its first question speaks for it.

    Columns: record_id; channel, topic_group, recipient (codes, missing where not known); start_day (the term runs from
    it; the day of receipt where there is no rule), due_day, resolved_day (days since 1970-01-01 as floats, NaN when
    missing; an answer later than the day of the report is not known yet). The filters' lists and the scope narrow, the
    period does not. Left out: records of exports that tell no answers, closed ones without a date, those whose dates
    contradict one another. Raises SnapshotError when nothing has been published.
    """
    snapshot = open_snapshot(filters.snapshot, filters.snapshot_hash)
    where = sql.where_of(snapshot, filters, scope)
    where.conditions += ["question_no = 1", "observes_answer", "NOT is_closed_undated", "NOT is_date_conflict"]
    where.conditions.append(where.of_record)
    ids = ", ".join(f"{name}_id" for name in _DIMENSIONS)
    resolved = "CASE WHEN resolved_day <= $as_of THEN resolved_day END"
    days = f"coalesce(start_day, received_day) AS start_day, due_day, {resolved} AS resolved_day"
    source = snapshot.facts_on(where.as_of)
    statement = f"SELECT record_id, {ids}, {days} FROM {source} WHERE {where.text()} ORDER BY received_day, record_id"
    raw = snapshot.cursor().execute(where.at(statement)).df()
    codes = {name: raw[f"{name}_id"].map({i: m.code for i, m in snapshot.by_id(name).items()}) for name in _DIMENSIONS}
    return pd.DataFrame({"record_id": raw["record_id"], **codes, **{name: raw[name].astype(float) for name in _DAYS}})
