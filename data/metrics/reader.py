"""A published snapshot opened for reading: its facts where statements are answered, its dimensions as lists of members.

Each process opens a snapshot once and keeps the last few; readers never touch the normalised tables and never block a
writer.
"""

import json
import os
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import duckdb
import numpy as np
import pandas as pd

from data.errors import DamagedSnapshotError, SnapshotError
from data.metrics import kept_frames, past, tables, text_answers
from data.metrics.declaration import BASES
from data.metrics.dimension_members import Member, members_of
from data.metrics.facts_in_duckdb import FactsInDuckDB
from data.metrics.facts_in_spark import Cursor, FactsInSpark
from data.metrics.tiles import stored
from data.metrics.tiles.stored import Tiles
from data.settings import current
from data.snapshots import REPAIR, Manifest, facts, installation, kept, latest, read_manifest, require_whole
from data.terms.calendar import FIRST_DAY

_KEPT_OPEN = 3
_ANSWERS_KEPT, _LONGEST_KEPT = 300, 2_000
"""Answers kept by an open snapshot and rows of the longest one: five megabytes usually."""
_HELD = 2
Made = TypeVar("Made")


class Snapshot:
    """An open snapshot. `cursor()` gives a connection of its own to each thread's query.

    engine: address of the cluster that answers, empty for DuckDB. lacks: columns of facts that snapshots of its format
    did not have yet; what is counted from them is «нет данных».
    """

    def __init__(self, folder: Path, manifest: Manifest, engine: str = "") -> None:
        self.manifest = manifest
        self._folder = folder
        files = [str(folder / "months" / name) for _, name in sorted(manifest.months.items())]
        calendar = str(folder / "calendar" / manifest.calendar)
        with _readable(folder, manifest):
            told = (files, calendar, facts.day_number(manifest.as_of))
            self._tables = FactsInSpark(engine, *told) if engine else FactsInDuckDB(*told)
            self._raw = json.loads((folder / "dimensions" / manifest.dimensions).read_text(encoding="utf-8"))
        self.lacks = frozenset(facts.COLUMNS) - self._tables.stored if files else frozenset()
        self.answers: OrderedDict[Hashable, pd.DataFrame] = OrderedDict()
        self._large: OrderedDict[Hashable, Any] = OrderedDict()
        self._answers_lock, self._parts_lock = threading.Lock(), threading.Lock()
        self._tiles: Tiles | None = None
        self._tiles_state: tuple[int, int] | None = None
        self._tiles_lock = threading.Lock()
        self._held: dict[int, tuple[Any, str]] = {}
        self._parts: dict[str, str] = {}
        self._tells: dict[str, bool] = {}
        self._frames: dict[str, pd.DataFrame] = {}
        self.opened: dict[Hashable, Any] = {}
        self.found = text_answers.Answers()

    def tells_outcome(self, day: int) -> bool:
        """Whether the column `outcome` speaks of this day (days since 1970-01-01)."""
        return day == facts.day_number(self.manifest.as_of)

    def facts_on(self, day: int) -> str:
        """What to read the facts from for a day of the report (days since 1970-01-01): what came later is left out."""
        return "facts" if day >= facts.day_number(self.manifest.as_of) else past.view(day, tables.COLUMNS)

    def tiles(self) -> Tiles | None:
        """What was counted of it before anybody asks, as long as it is there; None where DuckDB has to count."""
        state = stored.state(self._folder, self.manifest)
        with self._tiles_lock:
            if state != self._tiles_state:
                self._tiles = stored.opened(self._folder, self.manifest) if state else None
                self._tiles_state = state
            return self._tiles

    def answer_once(self, question: Hashable, answer: Callable[[], pd.DataFrame]) -> pd.DataFrame:
        """The answer to a question asked before, else made now: a snapshot never changes, so neither do its answers.

        question: all that the answer depends on, the asker's scope included. The caller gets a frame of its own.
        The newest snapshot decides what of an older one is open to whom, so its number belongs to every question.
        """
        question = (question, latest(current().snapshots))
        with self._answers_lock:
            found = self.answers.get(question)
            if found is not None:
                self.answers.move_to_end(question)
                return found.copy()
        made = answer()
        if len(made) <= _LONGEST_KEPT:
            with self._answers_lock:
                self.answers[question] = kept_frames.apart(made)
                while len(self.answers) > _ANSWERS_KEPT:
                    self.answers.popitem(last=False)
        return made

    def held_once(self, question: Hashable, make: Callable[[], Made]) -> Made:
        """What is made of longer answers than `answer_once` keeps; of the last few questions. All who ask get the same,
        so nobody may change it.
        """
        question = (question, latest(current().snapshots))
        with self._answers_lock:
            if question in self._large:
                self._large.move_to_end(question)
                found: Made = self._large[question]
                return found
        made = make()
        with self._answers_lock:
            self._large[question] = made
            while len(self._large) > _HELD:
                self._large.popitem(last=False)
        return made

    def once(self, name: str, count: Callable[[], bytes]) -> bytes:
        """What was counted under this name by any process, else counted now (`data.snapshots.kept`). name: all that the
        answer depends on, the asker's scope included.
        """
        return kept.once(self._folder, self.manifest, name, count)

    def forget(self) -> None:
        """Let all go that was answered before, so that the next question is counted."""
        with self._answers_lock:
            self.answers.clear()
            self._large.clear()
        if self._tiles is not None:
            self._tiles.narrowed.forget()
        kept.forget(self._folder, self.manifest.number)

    def key_table(self, keys: Any) -> str:
        """Name of a table with the column `key` that holds these numbers; the same name for the same array."""
        with self._answers_lock:
            if id(keys) not in self._held:
                name = f"held_{len(self._held)}"
                self._tables.hold(name, keys)
                self._held[id(keys)] = (keys, name)  # the array is kept, so that no other gets its id
            return self._held[id(keys)][1]

    def part(self, condition: str) -> str:
        """Name of a table of the facts that meet a condition of ours, made when it is first asked for: of rows that are
        few and asked for often.
        """
        with self._parts_lock:
            if condition not in self._parts:
                self._parts[condition] = self._tables.part(f"part_{len(self._parts)}", condition)
            return self._parts[condition]

    def tells(self, column: str) -> bool:
        """Whether any row says something in a column of facts."""
        if column not in self._tells:
            found = self.cursor().execute(f"SELECT 1 FROM facts WHERE {column} IS NOT NULL LIMIT 1").fetchone()
            self._tells[column] = found is not None
        return self._tells[column]

    def cursor(self) -> duckdb.DuckDBPyConnection | Cursor:
        """The calling thread's own cursor: fetch the whole answer before the next question."""
        return self._tables.cursor()

    def hold(self, name: str, keys: Any) -> None:
        """Make a table with the column `key` of these numbers, for statements."""
        self._tables.hold(name, keys)

    def drop(self, name: str) -> None:
        """Let such a table go."""
        self._tables.drop(name)

    def minute_at_end(self, day: int) -> int:
        """Working minutes until the end of a day (days since 1970-01-01)."""
        return int(self._minutes[min(max(day - FIRST_DAY, 0), len(self._minutes) - 1)])

    def working_days_until(self, day: int) -> int:
        """Working days of the calendar up to and with a day; differences count the working days between."""
        return int(self._worked[min(max(day - FIRST_DAY, 0), len(self._worked) - 1)])

    def day_within(self, day: int, working_days: int) -> int:
        """The last day up to which no more than so many working days follow this day (days since 1970-01-01)."""
        most = self.working_days_until(day) + working_days
        return FIRST_DAY + int(np.searchsorted(self._worked, most, side="right")) - 1

    @cached_property
    def _worked(self) -> Any:
        return np.cumsum(np.diff(self._minutes, prepend=0) > 0)

    @cached_property
    def _minutes(self) -> Any:
        found = self.cursor().execute("SELECT minute_at_end FROM calendar ORDER BY calendar_day").fetchnumpy()
        return found["minute_at_end"]

    @cached_property
    def has_multi(self) -> bool:
        """Whether any record holds several questions."""
        row = self.cursor().execute("SELECT count(*) FROM facts WHERE is_multi").fetchone()
        return bool(row and row[0])

    @cached_property
    def has_checks(self) -> bool:
        """Whether people have read any answer by plan."""
        return self.tells("check_weight")

    @cached_property
    def first_day(self) -> int | None:
        """The day of the first receipt (days since 1970-01-01); None without records."""
        row = self.cursor().execute("SELECT min(received_day) FROM facts").fetchone()
        return None if row is None or row[0] is None else int(row[0])

    @cached_property
    def lags(self) -> dict[str, int]:
        """The longest time, in days, from receipt to the date of each basis; facts are sorted by receipt: it prunes."""
        columns = ", ".join(f"coalesce(max({basis}_day - received_day), 0)" for basis in BASES)
        row = self.cursor().execute(f"SELECT {columns} FROM facts").fetchone()
        return {basis: int(days) for basis, days in zip(BASES, row or [0] * len(BASES), strict=True)}

    @cached_property
    def members(self) -> dict[str, list[Member]]:
        """Members of every dimension that is not time, in the dimension's own order."""
        return members_of(self._raw)

    def members_frame(self, dimension: str) -> pd.DataFrame:
        """Codes, labels and known facts of the members of a dimension; the caller gets a frame of its own."""
        if dimension not in self._frames:
            rows = [{"code": m.code, "label": m.label, **m.extra} for m in self.members[dimension]]
            self._frames[dimension] = pd.DataFrame(rows)
        return self._frames[dimension].copy()

    @cached_property
    def rules(self) -> dict[int, dict[str, Any]]:
        """Deadline rules of this snapshot by id."""
        return {row["rule_id"]: row for row in self._raw["rule"]}

    def by_id(self, dimension: str) -> dict[int, Member]:
        """Members of a dimension by their id in the facts."""
        return {member.id: member for member in self.members[dimension]}

    def by_code(self, dimension: str) -> dict[str, Member]:
        """Members of a dimension by their code."""
        return {member.code: member for member in self.members[dimension]}


@contextmanager
def _readable(folder: Path, manifest: Manifest) -> Iterator[None]:
    """DamagedSnapshotError for a file that is missing, of another size or unreadable."""
    require_whole(folder, manifest)
    try:
        yield
    except (duckdb.Error, OSError, ValueError) as error:
        raise DamagedSnapshotError(f"Срез № {manifest.number} повреждён: файл не читается. {REPAIR}") from error


_open: OrderedDict[tuple[int, Path, str, int, str, str], Snapshot] = OrderedDict()
_lock = threading.Lock()


def open_snapshot(number: int | None = None, address: str = "") -> Snapshot:
    """The snapshot with this number, or the newest; kept open by this process. address: the beginning of its hash.

    SnapshotError when there is none, when it is damaged, or when the store in force is not the one it was made from.
    """
    settings = current()
    folder = settings.snapshots
    number = number or latest(folder)
    if number is None:
        raise SnapshotError("Ни один срез ещё не опубликован. Загрузите выгрузку: python -m etl load ФАЙЛ.")
    manifest = read_manifest(folder, number, address)
    # A DuckDB connection must not cross a fork: the process id is part of the key.
    key = (os.getpid(), folder, settings.store_url, number, manifest.hash, settings.engine)
    with _lock:
        if key not in _open:
            installation.require_own_snapshot(current(), manifest)
            _open[key] = Snapshot(folder, manifest, settings.engine)
        _open.move_to_end(key)
        while len(_open) > _KEPT_OPEN:
            _open.popitem(last=False)
        return _open[key]


def let_go() -> None:
    """Of what questions have read of files, keep nothing in this process; asked now and then, at any moment."""
    with _lock:
        held = [one._tiles for one in _open.values() if one._tiles is not None]
    for tiles in held:
        tiles.let_go()
