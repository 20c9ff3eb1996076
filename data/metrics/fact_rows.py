"""Facts of single records that meet a condition of ours, within the filters and the asker's scope."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from data.filters import Filters
from data.metrics import sql
from data.metrics.reader import Snapshot
from data.metrics.text_answers import KEY
from data.scope import Scope
from data.snapshots.facts import day_number

Within = tuple[int | None, int]
"""First and last day, since 1970-01-01, by which rows are placed; the first missing for all."""
Key = tuple[int, int]


@dataclass(frozen=True)
class Wanted:
    """Which rows: condition, day: SQL over facts, a condition and the day by which a row is placed; per_question: one
    row per question, otherwise per record. without: records and questions that are left out. among: a condition that
    the rows of this and of other questions meet on the snapshot's own day; empty for all facts.
    """

    condition: str
    day: str
    within: Within
    per_question: bool
    without: Collection[Key] = ()
    among: str = ""

    def source(self, snapshot: Snapshot, where: sql.Where) -> str:
        """What the rows are read from."""
        is_now = where.as_of == day_number(snapshot.manifest.as_of)
        return snapshot.part(self.among) if self.among and is_now else snapshot.facts_on(where.as_of)

    def holds(self, where: sql.Where) -> str:
        """The whole condition of a row as SQL."""
        first, last = self.within
        placed = f"({self.day}) <= {last}" + (f" AND ({self.day}) >= {first}" if first is not None else "")
        return f"({where.at(self.condition)}) AND {placed} AND ({where.of_record}){self._left_out()}"

    def left_out(self) -> "Wanted":
        """The rows that are left out, and no others."""
        return replace(self, condition=f"({self.condition}) AND {self._named()}", without=())

    def _left_out(self) -> str:
        return f" AND NOT ({self._named()})" if self.without else ""

    def _named(self) -> str:
        if not self.per_question:
            return f"record_id IN ({', '.join(str(record) for record, _ in self.without)})"
        # One number for both: Spark compares no pair of a small and a large integer.
        keys = ", ".join(str(record * 256 + number) for record, number in self.without)
        return f"{KEY} IN ({keys})"


def rows(
    snapshot: Snapshot,
    filters: Filters,
    scope: Scope,
    wanted: Wanted,
    columns: Sequence[str],
    part: tuple[int, int] | None = None,
) -> pd.DataFrame:
    """The columns of facts and `signal_day`, the newest first. part: how many rows to pass over and how many to give,
    all of them when missing. The period of the filters is not looked at.
    """
    where = sql.where_of(snapshot, filters, scope)
    once = "" if wanted.per_question else f" QUALIFY row_number() OVER ({_ONE}) = 1"
    named = ", ".join((*columns, f"{wanted.day} AS signal_day"))
    some = "" if part is None else f" LIMIT {part[1]} OFFSET {part[0]}"
    statement = (
        f"SELECT {named} FROM {wanted.source(snapshot, where)} WHERE {where.text()} AND {wanted.holds(where)}{once} "
        f"ORDER BY signal_day DESC NULLS LAST, record_id DESC, question_no{some}"
    )
    return snapshot.cursor().execute(statement).df()


_RECORDS = (  # only those of several questions have to be told apart
    "count(CASE WHEN NOT is_multi THEN 1 END) + count(DISTINCT CASE WHEN is_multi THEN record_id END)"
)
_ONE = "PARTITION BY record_id ORDER BY question_no"


def counts(snapshot: Snapshot, filters: Filters, scope: Scope, wanted: Mapping[str, Wanted]) -> dict[str, int]:
    """How many rows each of them has, in one statement."""
    if not wanted:
        return {}
    where = sql.where_of(snapshot, filters, scope)
    counted = (
        f"(SELECT {'count(*)' if one.per_question else _RECORDS} FROM {one.source(snapshot, where)} "
        f"WHERE {where.text()} AND {one.holds(where)}) AS n{i}"
        for i, one in enumerate(wanted.values())  # each with its own condition, so that what cannot meet it is not read
    )
    statement = f"SELECT {', '.join(counted)}"
    found = snapshot.cursor().execute(statement).fetchone() or ()
    return {name: int(count) for name, count in zip(wanted, found, strict=True)}


def counts_by_day(snapshot: Snapshot, filters: Filters, scope: Scope, wanted: Wanted) -> dict[Key, int]:
    """(recipient, day) → how many records are placed there."""
    where = sql.where_of(snapshot, filters, scope)
    statement = (
        f"SELECT recipient_id, signal_day, count(*) FROM (SELECT recipient_id, {wanted.day} AS signal_day "
        f"FROM {wanted.source(snapshot, where)} WHERE {where.text()} AND {wanted.holds(where)} "
        f"QUALIFY row_number() OVER ({_ONE}) = 1) GROUP BY ALL"
    )
    return {(int(one), int(day)): count for one, day, count in snapshot.cursor().execute(statement).fetchall()}
