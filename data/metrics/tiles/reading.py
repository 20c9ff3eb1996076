"""Rows of the files of months as tiles count them: the columns that are summed, and the days between which anything
changes. Several files are read by one statement: to understand one costs as much as to read ten thousand rows.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import numpy as np

from data.errors import DamagedSnapshotError
from data.filters import Filters
from data.metrics import past, sql, tables
from data.metrics.reader import Snapshot
from data.metrics.tiles import measures, stored
from data.metrics.tiles.counting import Columns, Integers
from data.metrics.tiles.measures import UNKNOWN
from data.scope import EVERYTHING
from data.snapshots import REPAIR, Manifest, files
from data.snapshots.facts import COLUMNS, INT16

_NEVER = 2**20
_DAYS = {name for name in INT16 if name.endswith("_day")} - {"status_day"}
"""Days that the day of the report is held against; since when a status is known only `untold` metrics ask."""
_AT_ONCE = 40_000
"""Records whose columns one statement reads, unless a single month has more."""
_FILE = "file_index"
"""DuckDB's own number of the file that a row is of, among those of the statement."""
Span = tuple[int, int | None]
Raw = dict[str, Any]


@dataclass(frozen=True)
class Reading:
    """How facts are read for one day of the report. told: digest of all that decides what comes out of a month's file;
    rows: SQL of the facts as they were known on that day. Of a past day only some cubes are kept, and only `marks`.
    """

    day: int
    where: sql.Where
    told: str
    rows: str
    is_past: bool


class FactFiles:
    """Reads the files of the months of a snapshot."""

    def __init__(self, folder: Path, manifest: Manifest) -> None:
        """folder: of the snapshot."""
        self._folder, self._manifest = folder, manifest
        self._snapshot = Snapshot(folder, replace(manifest, months={}, files={}))
        self._counts = {
            manifest.months[month]: sum(one.records for one in tallies)
            for month, tallies in manifest.tallies.items()
            if month in manifest.months
        }
        self._held: dict[tuple[int, str], Raw] = {}

    def reading(self, day: date, newest: int, marks: Integers) -> Reading:
        """How facts are read for a day of the report. newest: day of the snapshot; marks: days told apart."""
        where = sql.where_of(self._snapshot, Filters(as_of=day), EVERYTHING)
        told = where.at(repr((stored.version(), where.text(), measures.of_rows(), marks.tolist())))
        is_past = where.as_of < newest
        rows = f"(WITH stored_facts AS (SELECT *, {_FILE} FROM read_parquet(?)) "
        rows += f"{tables.facts_of((*COLUMNS, _FILE), newest, (_FILE,))}) AS facts"
        if is_past:
            rows = past.view(where.as_of, (*tables.COLUMNS, _FILE), rows)
        return Reading(where.as_of, where, files.digest(told.encode()), rows, is_past)

    def spans(self, reading: Reading, facts: Sequence[str]) -> dict[str, Span]:
        """Of files of months: the day of the first receipt, and the day after which nothing of it changes: the last one
        that any row names; None where there is none, as a rating without an answer has no day.
        """
        if not facts:
            return {}
        days = ", ".join(f"coalesce({name}, {UNKNOWN})" for name in sorted(_DAYS))
        told = f"min(received_day), max(greatest({days})), bool_or(rating IS NOT NULL AND resolved_day IS NULL)"
        statement = f"SELECT {_FILE}, {told} FROM {reading.rows} WHERE {reading.where.text()} GROUP BY {_FILE}"
        columns = [values.tolist() for values in map(np.ma.asarray, self._read(facts, reading, statement).values())]
        found: dict[str, Span] = dict.fromkeys(facts, (_NEVER, None))
        for number, first, last, is_endless in zip(*columns, strict=True):
            found[facts[number]] = int(first), None if is_endless else int(last)
        return found

    def columns(self, facts: str, reading: Reading, coming: Iterable[str]) -> Columns:
        """What `measures.of_rows` names of each row of a month's file. coming: files that will be asked for next."""
        key = reading.day, facts
        if key not in self._held:
            together = self._together([facts, *coming])
            parts = self._parts(together, reading)
            self._held |= {(reading.day, name): part for name, part in zip(together, parts, strict=True)}
        return {name: values.astype(np.int64) for name, values in self._held.pop(key).items()}

    def _together(self, facts: Sequence[str]) -> list[str]:
        """The first file, and those after it that are no more with it than is read at once."""
        chosen, count = [facts[0]], self._counts.get(facts[0], _AT_ONCE)
        for name in facts[1:]:
            count += self._counts.get(name, _AT_ONCE)
            if count > _AT_ONCE:
                break
            chosen.append(name)
        return chosen

    def _parts(self, facts: Sequence[str], reading: Reading) -> list[Raw]:
        named = measures.of_rows()
        wanted = ", ".join(f"({expression})::INTEGER AS c{i}" for i, expression in enumerate(named.values()))
        statement = f"SELECT {_FILE}, {wanted} FROM {reading.rows} WHERE {reading.where.text()}"
        raw = self._read(facts, reading, statement)
        of_file = np.ma.filled(raw.pop(_FILE), 0)
        order = np.argsort(of_file, kind="stable")
        bounds = np.searchsorted(of_file[order], np.arange(len(facts) + 1))
        sorted_values = [np.ma.filled(values, 0)[order] for values in raw.values()]
        return [
            {name: values[start:end] for name, values in zip(named, sorted_values, strict=True)}
            for start, end in zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True)
        ]

    def _read(self, facts: Sequence[str], reading: Reading, statement: str) -> Raw:
        """The columns that a statement tells of files of months."""
        paths = [str(self._folder / "months" / name) for name in facts]
        with files.writer() as reader:
            try:
                return reader.execute(reading.where.at(statement), [paths]).fetchnumpy()
            except duckdb.Error as error:
                number = self._manifest.number
                raise DamagedSnapshotError(f"Срез № {number} повреждён: файл не читается. {REPAIR}") from error
