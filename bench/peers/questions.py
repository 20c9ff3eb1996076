"""The six questions of `bench.six` over one plain table of the same facts: one row per record, ids instead of names.

The table is as ready as the program's own facts: weeks, months and outcomes are worked out, so nobody is asked to do
more than filter, group and count.
"""

from dataclasses import dataclass

import pandas as pd

from data.filters import LISTS, MISSING, Filters
from data.metrics import sql
from data.metrics.outcome import PAST, codes
from data.metrics.reader import Snapshot
from data.metrics.states import CONDITIONS
from data.scope import EVERYTHING
from data.snapshots.facts import day_number

EVER = (-30_000, 30_000)
KEYS = {
    "по неделям": "received_week", "по темам": "topic_id", "по местам": "place_id", "доля в срок": "due_month",
    "ответственные": "recipient_id", "каналы": "channel_id",
}  # fmt: skip
"""Question of `bench.six` → the column it is grouped by."""
_LISTED = ("channel_id", "topic_id", "topic_group_id", "municipality_id", "place_id", "recipient_id")


@dataclass(frozen=True)
class Question:
    """lists: column → ids that are let through (0: not told); days: first and last day of the period."""

    name: str
    lists: dict[str, tuple[int, ...]]
    days: tuple[int, int]

    @property
    def key(self) -> str:
        """The column it is grouped by."""
        return KEYS[self.name]

    def sums(self) -> dict[str, str]:
        """SQL of what is counted: n0 records, n1 terms that came, n2 those in time, n3 overdue ones."""
        received, due = (
            f"{column} BETWEEN {self.days[0]} AND {self.days[1]}" for column in ("received_day", "due_day")
        )
        counted = (received, f"is_due = 1 AND {due}", f"is_on_time = 1 AND {due}", "is_overdue = 1")
        return {f"n{i}": f"sum(CASE WHEN {one} THEN 1 ELSE 0 END)" for i, one in enumerate(counted)}

    def sql(self) -> str:
        """A statement that DuckDB, PostgreSQL and SQLite all read: the key and the sums."""
        lists = [f"{column} IN ({', '.join(map(str, ids))})" for column, ids in self.lists.items()]
        sums = ", ".join(f"{one} AS {name}" for name, one in self.sums().items())
        return f"SELECT {self.key}, {sums} FROM facts WHERE {' AND '.join(lists) or '1 = 1'} GROUP BY {self.key}"

    def counts(self, frame: pd.DataFrame) -> list[int]:
        """Of an answer's columns what tells whether two agree: records by key, or terms that came, without zeros."""
        return sorted(int(n) for n in frame["n1" if self.key == "due_month" else "n0"] if n)


def asked(filters: Filters, snapshot: Snapshot) -> list[Question]:
    """All six by the same filters."""
    lists = {}
    for name in LISTS.values():
        if chosen := getattr(filters, name):
            known = snapshot.by_code(sql.FILTERED[name])
            lists[f"{sql.FILTERED[name]}_id"] = tuple(0 if code == MISSING else known[code].id for code in chosen)
    first, last = filters.span(snapshot.manifest.as_of)
    days = (EVER[0] if first is None else day_number(first), day_number(last))
    return [Question(name, lists, days) for name in KEYS]


def table(snapshot: Snapshot) -> pd.DataFrame:
    """The plain table: whole numbers only, 0 for what is not told, a day of −32768 for none."""
    where = sql.where_of(snapshot, Filters(), EVERYTHING)
    past, on_time = (", ".join(map(str, codes(outcomes))) for outcomes in (PAST, ("on_time",)))
    flags = {"is_due": f"outcome IN ({past})", "is_on_time": f"outcome IN ({on_time})"}
    flags |= {"is_overdue": where.at(CONDITIONS["overdue"])}
    columns = [f"coalesce({name}, 0)::SMALLINT AS {name}" for name in _LISTED]
    columns += [
        f"coalesce({name}, -32768)::SMALLINT AS {name}" for name in ("received_day", "received_week", "due_day")
    ]
    columns += [f"CASE WHEN {condition} THEN 1 ELSE 0 END::TINYINT AS {name}" for name, condition in flags.items()]
    month = "coalesce(calendar.month, -32768)::SMALLINT AS due_month"
    source = "facts LEFT JOIN calendar ON calendar.calendar_day = facts.due_day"
    return snapshot.cursor().execute(f"SELECT {', '.join([*columns, month])} FROM {source} WHERE question_no = 1").df()
