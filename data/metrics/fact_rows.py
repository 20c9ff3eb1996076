"""Facts of single records that meet a condition of ours, within the filters and the asker's scope."""

from collections.abc import Sequence

import pandas as pd

from data.filters import Filters
from data.metrics import sql
from data.metrics.reader import Snapshot
from data.scope import Scope


def rows(
    snapshot: Snapshot,
    filters: Filters,
    scope: Scope,
    condition: str,
    day: str,
    within: tuple[int | None, int],
    columns: Sequence[str],
    *,
    per_question: bool,
) -> pd.DataFrame:
    """The columns of facts and `signal_day`, one row per record, or per question.

    condition, day: SQL over facts, a condition and the day (since 1970-01-01) by which a row is placed; within: first
    and last such day, the first missing for all. The period of the filters is not looked at.
    """
    where = sql.where_of(snapshot, filters, scope)
    inner = (
        f"SELECT *, {day} AS signal_day FROM {snapshot.facts_on(where.as_of)} "
        f"WHERE {where.text()} AND ({where.at(condition)})"
    )
    first, last = within
    placed = f"signal_day <= {last}" + (f" AND signal_day >= {first}" if first is not None else "")
    once = "" if per_question else " QUALIFY row_number() OVER (PARTITION BY record_id ORDER BY question_no) = 1"
    named = ", ".join((*columns, "signal_day"))
    statement = f"SELECT {named} FROM ({inner}) WHERE {placed} AND ({where.of_record}){once}"
    return snapshot.cursor().execute(statement).df()


def is_told(snapshot: Snapshot, column: str) -> bool:
    """Whether any row of a snapshot says something in a column of facts."""
    return snapshot.cursor().execute(f"SELECT 1 FROM facts WHERE {column} IS NOT NULL LIMIT 1").fetchone() is not None
