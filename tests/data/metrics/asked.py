"""Every kind of statement that the door writes: its functions, asked over one small store."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest

from data.decisions.signals import declared
from data.decisions.signals import find as find_signals
from data.filters import MISSING, Filters
from data.metrics import (
    DIMENSIONS,
    METRICS,
    answered,
    bridge,
    durations,
    fact_rows,
    find,
    lifetimes,
    open_records,
    query,
    reader,
    record_order,
    register,
)
from data.metrics.durations import ending
from data.metrics.facts_in_duckdb import FactsInDuckDB
from data.metrics.reader import open_snapshot
from data.scope import EVERYTHING, Grant, Scope
from data.settings import Settings
from data.snapshots.publish import publish

EVER = Filters(period="all")
PAST = Filters(as_of=date(2026, 5, 31), period="52w")
LIMITED = Scope((Grant(channels=("letter", "pos_message")), Grant(recipients=("administration",))))
TOTALS = Scope((Grant(detail="totals"),))
_STEPS = ("day", "week", "month", "quarter", "year")
_WHOLE = ("channel", "topic", "outcome", "month")
"""A dimension of each kind by which all metrics are asked: a column, one per question, one worked out, one of time. By
the others the metrics of `_FEW`: how a dimension is written and how a metric is written do not depend on one another.
"""
_FEW = ["records", "on_time_share", "resolution_median_days"]


def ask_all(settings: Settings, add: Any) -> None:
    """Ask the door in every way over published records. settings: in force; add: loads some more records."""
    _query()
    _records()
    _signals(settings)
    first = open_snapshot().manifest
    add()
    publish(settings)
    older = Filters(period="all", snapshot=first.number, snapshot_hash=first.hash)
    bridge.bridge(older, EVERYTHING)
    query(["records"], (), older, LIMITED)
    register.no_longer_open(older, LIMITED)


def _query() -> None:
    everything = list(METRICS)
    for name in DIMENSIONS:
        query(everything if name in _WHOLE else _FEW, [name], EVER, EVERYTHING, intervals=True)
    for filters in (PAST, Filters(period="12w", channels=("letter", MISSING)), *(_of_state(state) for state in STATES)):
        query(everything, (), filters, EVERYTHING)
        query(everything, ["place", "topic"], filters, LIMITED)
    for step in _STEPS:
        query(everything, [step, "channel"], PAST, LIMITED, fill=True)
    for by in ((), ["topic_group"], ["month"]):
        query(everything, by, EVER, TOTALS)
    for period in ("all", "52w"):
        query(["records"], [], Filters(period=period, text="яма"), LIMITED)
        register.count(Filters(period=period, text="яма"), EVERYTHING)
    durations(["topic_group"], EVER, EVERYTHING)


STATES = ("open", "overdue", "burning", "queue")


def _of_state(state: str) -> Filters:
    return Filters(period="all", state=state)


def _records() -> None:
    for sort in record_order.SORTS:
        register.page(EVER, EVERYTHING, sort=sort, texts=False)
    ids = sorted(register.numbers(PAST, LIMITED))
    register.rows_of(ids[:3], EVER, EVERYTHING)
    register.card(ids[0], EVER, EVERYTHING)
    register.count(EVER, LIMITED, "on_time_share")
    find.records("яма", LIMITED, 5)
    lifetimes.lifetimes(EVER, EVERYTHING)
    open_records(EVER, EVERYTHING)
    ending(EVER, EVERYTHING, 3)
    last = open_snapshot().manifest.as_of
    answered.frame(answered.last_monday(), EVERYTHING)
    answered.differences(EVERYTHING)
    _rows_of_facts((date(2026, 9, 20) - date(1970, 1, 1)).days, last)


def _signals(settings: Settings) -> None:
    """All that they ask, of whatever something is known in so small a store."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(find_signals, "unknown", lambda *_: "")
        find_signals.tallies(PAST, LIMITED, settings)
        for signal in declared.ALL:
            find_signals.found(signal, EVER, EVERYTHING, settings, (0, 5))
            find_signals.stands(signal, (1, 1), PAST, LIMITED, settings)


def _rows_of_facts(day: int, last: date) -> None:
    snapshot = open_snapshot()
    for per_question in (True, False):
        wanted = fact_rows.Wanted("recipient_id IS NOT NULL", "due_day", (None, day), per_question, [(1, 1), (2, 1)])
        fact_rows.rows(snapshot, EVER, LIMITED, wanted, ["record_id", "question_no"], (0, 5))
        fact_rows.counts(snapshot, Filters(as_of=last), EVERYTHING, {"due": wanted})
        fact_rows.counts_by_day(snapshot, PAST, EVERYTHING, wanted)
    snapshot.tells("rating")


@dataclass
class Heard:
    """What was asked of DuckDB meanwhile.

    statements: (tables, statement), in the order of asking. askers: «module.function» that asked. files, held: by
    tables, what they were made of and the numbers given to them.
    """

    statements: list[tuple[FactsInDuckDB, str]] = field(default_factory=list)
    askers: set[str] = field(default_factory=set)
    files: dict[FactsInDuckDB, tuple[Any, ...]] = field(default_factory=dict)
    held: dict[FactsInDuckDB, dict[str, Any]] = field(default_factory=dict)


@contextmanager
def heard(monkeypatch: pytest.MonkeyPatch) -> Iterator[Heard]:
    """Listen to all that is asked of DuckDB; tables of given numbers stay, so that it can be asked again."""
    log, own = Heard(), FactsInDuckDB

    class Listening(own):  # type: ignore[valid-type, misc]  # the class is a variable
        def __init__(self, *files: Any) -> None:
            super().__init__(*files)
            log.files[self], log.held[self] = files, {}

        def cursor(self) -> Any:
            return _Cursor(super().cursor(), self, log)

        def hold(self, name: str, keys: Any) -> None:
            super().hold(name, keys)
            log.held[self][name] = keys

        def drop(self, name: str) -> None:
            pass

    with monkeypatch.context() as patched:
        patched.setattr(reader, "FactsInDuckDB", Listening)
        yield log


class _Cursor:
    def __init__(self, cursor: Any, tables: FactsInDuckDB, log: Heard) -> None:
        self._cursor, self._tables, self._log = cursor, tables, log

    def execute(self, statement: str) -> Any:
        asker = sys._getframe(1)
        function = asker.f_code.co_qualname.partition(".<locals>")[0].rpartition(".")[2]
        self._log.askers.add(f"{asker.f_globals['__name__']}.{function}")
        self._log.statements.append((self._tables, statement))
        return self._cursor.execute(statement)
