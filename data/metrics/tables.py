"""The two tables that statements of the door read, `facts` and `calendar`, as SQL that DuckDB and Spark both read.

What the two read differently stays out of every statement: whole numbers are divided by `%`, the first row of a group
is taken by QUALIFY, columns are named instead of replaced, types have a sign. Three words are functions of ours where
an engine lacks them: `sequence(a, b)` (whole numbers from a up to and with b), `explode(list)` (one row per element)
and `record_key(id)` (`data.metrics.cell_keys`).
"""

from collections.abc import Collection, Sequence

from data.metrics import outcome, past
from data.metrics.declaration import BASES
from data.snapshots import facts

CALENDAR = """
    SELECT *, (min(month) OVER (PARTITION BY year, month_of_year - (month_of_year - 1) % 3))::SMALLINT AS quarter
    FROM (SELECT *, month(DATE '1970-01-01' + calendar_day::INTEGER) AS month_of_year FROM stored_calendar)
"""
"""The calendar with the first day of each quarter, which the files do not hold."""
_WEEKS = tuple(f"{basis}_week" for basis in BASES)
COLUMNS = (*facts.COLUMNS, "outcome", *_WEEKS)
"""Columns of `facts` of an open snapshot."""
_TYPES = {
    **dict.fromkeys(facts.INT32, "INTEGER"),
    **dict.fromkeys((*facts.INT16, *facts.UINT8), "SMALLINT"),
    **dict.fromkeys(facts.FLAGS, "BOOLEAN"),
}


def facts_of(stored: Collection[str], day: int, more: Sequence[str] = ()) -> str:
    """SQL of `facts` from `stored_facts`, whose columns are `stored`. day: that of the snapshot; more: columns of
    `stored_facts` that no fact is, kept as they are.

    Read more cheaply than worked out at each question: weeks, and the outcome of terms on the snapshot's own day.
    """
    told = outcome.expression().replace("$as_of", str(day))
    weeks = ", ".join(f"{week_of(f'{basis}_day')} AS {basis}_week" for basis in BASES)
    # By name: a column that an older snapshot did not have yet is missing in it, not an error.
    columns = (*facts.COLUMNS, *more)
    named = ", ".join(name if name in stored else f"NULL::{_TYPES[name]} AS {name}" for name in columns)
    filled = past.replaced(columns, {name: sql.format(day=day) for name, sql in past.FILLED.items()})
    found = f"SELECT {filled} FROM (SELECT {named} FROM stored_facts) AS stored"
    return f"SELECT *, ({told})::SMALLINT AS outcome, {weeks} FROM ({found}) AS filled"


def week_of(column: str) -> str:
    """SQL of the Monday of a day, in days since 1970-01-01, which was a Thursday."""
    return f"({column} - ({column} + 3) % 7)::SMALLINT"
