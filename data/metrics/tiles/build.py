"""Make the tiles of the newest snapshot: the months that are new or read otherwise, one after the other."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4

import numpy as np
import numpy.typing as npt

from data.filters import Filters
from data.metrics import sql
from data.metrics.catalogue import DIMENSIONS, METRICS
from data.metrics.reader import Snapshot
from data.metrics.tiles import cubes, measures, stored
from data.metrics.tiles.cubes import AXES, CUBES, ID_BITS, LENGTH_BITS, MEMBER_BITS, Cube
from data.metrics.tiles.measures import ALL_BASES, STANDING
from data.scope import EVERYTHING
from data.settings import Settings
from data.snapshots import Manifest, files, latest

_UNKNOWN = -(2**15)
"""Stands for a day that is not known."""
_TYPES = (np.uint8, np.uint16, np.uint32, np.uint64)
Integers = npt.NDArray[np.int64]
_NONE: Integers = np.zeros(0, dtype=np.int64)
Columns = Mapping[str, Integers]


def build(settings: Settings, manifest: Manifest, *, everything: bool = False) -> int:
    """Make the tiles of the newest snapshot and take away those of others; how many months were counted.

    everything: months that are the same are counted again too.
    """
    folder = settings.snapshots
    with files.only_one(folder, "Плитки не сделаны: считает DuckDB.", "python -m data tiles"):
        if latest(folder) != manifest.number:
            return 0  # who has published since makes those of his own
        made = _Making(folder, manifest, everything=everything)
        for month in sorted(manifest.months):
            made.add(month)
        made.settle()
    return made.counted


def is_made(settings: Settings, manifest: Manifest) -> bool:
    """Whether a snapshot has tiles of this code, their files as long as they were."""
    try:
        told = stored.read_index(stored.index_path(settings.snapshots, manifest))
        own = settings.snapshots / stored.FOLDER
        return all(files.has_size(own / name, size) for name, (size, _) in told["files"].items())
    except stored.UNREADABLE:
        return False


@dataclass(frozen=True)
class _Earlier:
    """What was made before and holds still. numbering: names the order in which members and cells were numbered: files
    of one numbering go together; sums: of the files of months, by name.
    """

    numbering: str = field(default_factory=lambda: uuid4().hex)
    members: dict[str, Integers] = field(default_factory=dict)
    codes: dict[int, Integers] = field(default_factory=lambda: dict.fromkeys(range(len(CUBES)), _NONE))
    sums: dict[str, tuple[int, str]] = field(default_factory=dict)


def _earlier(folder: Path, told: str) -> _Earlier:
    """From the tiles made last, when they were told by the same statements on the same day of the report."""
    for index in sorted((folder / stored.FOLDER).glob("[0-9]*.json"), reverse=True):
        with suppress(*stored.UNREADABLE):
            known = stored.read_index(index)
            shared = index.with_suffix(".tiles")
            if known["told"] == told and files.sum_of(shared) == tuple(known["files"][shared.name]):
                found = stored.Tiles(*stored.read(shared), ())
                sums = {name: (size, digest) for name, (size, digest) in known["files"].items()}
                return _Earlier(known["numbering"], found.members, found.codes, sums)
    return _Earlier()


class _Making:
    """Tiles in the making. Members and cells only ever gain: what stands in a month's file keeps its numbers."""

    def __init__(self, folder: Path, manifest: Manifest, *, everything: bool) -> None:
        self.folder, self.manifest, self.counted = folder, manifest, 0
        self._clock = Snapshot(folder, replace(manifest, months={}, files={}))
        self._where = sql.where_of(self._clock, Filters(), EVERYTHING)
        self._marks = cubes.marks(manifest.as_of)
        told = repr((stored.version(), self._where.text(), _selected(), self._marks.tolist()))
        self._told = files.digest(self._where.at(told).encode())
        self._before = _Earlier() if everything else _earlier(folder, self._told)
        self._axes = {axis: _Numbers(self._before.members.get(axis, _NONE)) for axis in AXES}
        self._codes = {number: _Numbers(codes) for number, codes in self._before.codes.items()}
        self._months: dict[str, str] = {}
        self._sums: dict[str, tuple[int, str]] = {}
        (folder / stored.FOLDER).mkdir(exist_ok=True)

    def add(self, month: int) -> None:
        """The sums of the records received in a month (year*100+month)."""
        facts = self.manifest.months[month]
        name = f"{month}-{files.digest(*(one.encode() for one in (facts, self._told, self._before.numbering)))}.tiles"
        path, known = self.folder / stored.FOLDER / name, self._before.sums.get(name)
        if known is None or not files.has_size(path, known[0]):
            self._count(path, self._columns(self.folder / "months" / facts))
            known = files.sum_of(path)
            self.counted += 1
        self._months[str(month)], self._sums[name] = name, known

    def _count(self, path: Path, columns: Columns) -> None:
        member = {axis: self._axes[axis].of(_combined(columns, names)) for axis, names in AXES.items()}
        blocks: list[dict[str, Any]] = []
        arrays: list[npt.NDArray[Any]] = []
        for number in list(self._codes):
            for told, bounds, sums in self._cube(number, CUBES[number], columns, member):
                blocks.append(told)
                arrays += [bounds, sums]
        stored.write(path, {"blocks": blocks}, arrays)

    def _cube(
        self, number: int, cube: Cube, columns: Columns, member: Mapping[str, Integers]
    ) -> Iterator[tuple[dict[str, Any], Integers, npt.NDArray[Any]]]:
        codes = np.zeros(len(columns["is_multi"]), dtype=np.int64)
        for axis in cube.axes:
            codes = (codes << MEMBER_BITS) + member[axis]
        if cube.is_long:
            codes = (codes << LENGTH_BITS) + np.maximum(columns["length"], 0)
        counts = _counts(cube, columns)
        cells = self._codes[number].of(codes, counts)
        width = len(self._codes[number].known)
        if width > cube.most or any(len(axis.known) >= 1 << MEMBER_BITS for axis in self._axes.values()):
            del self._codes[number]
            return
        for basis, wanted in measures.counted_by(cube).items():
            day = columns[f"{basis}_day"]
            placed = counts & (day != _UNKNOWN)
            if placed.any():
                bounds, first = _bounds(day[placed], cube, self._marks), int(day[placed].min())
                cell = np.where(placed, np.searchsorted(bounds, day, side="right") * width + cells, len(bounds) * width)
                sums = _prefix(cell, [columns[one.sql] for one in wanted], len(bounds), width)
                for kind, places in _by_type(sums):
                    told = {"cube": number, "basis": basis, "first": first, "measures": [wanted[i].sql for i in places]}
                    yield told, bounds, sums[:, places].astype(kind)

    def _columns(self, file: Path) -> Columns:
        """What `_selected` names of each row of a month's file."""
        selected = ", ".join(f"({expression})::INTEGER AS c{i}" for i, expression in enumerate(_selected().values()))
        rows = f"({self._clock.rows_of_files}) AS facts"
        statement = self._where.at(f"SELECT {selected} FROM {rows} WHERE {self._where.text()}")
        raw = self._clock.cursor().execute(statement, [[str(file)]]).fetchnumpy()
        return {name: np.ma.filled(raw[f"c{i}"], 0).astype(np.int64) for i, name in enumerate(_selected())}

    def settle(self) -> None:
        """Write what the months have in common, then the sums of all files; take away what is of other snapshots: who
        reads it has it open.
        """
        index = stored.index_path(self.folder, self.manifest)
        shared = index.with_suffix(".tiles")
        arrays = [numbers.known for numbers in (*self._axes.values(), *self._codes.values())]
        stored.write(shared, {"months": self._months, "cubes": list(self._codes)}, arrays)
        sums = self._sums | {shared.name: files.sum_of(shared)}
        stored.write_index(index, {"told": self._told, "numbering": self._before.numbering, "files": sums})
        for path in (self.folder / stored.FOLDER).iterdir():
            if path.is_file() and path.name not in {index.name, *sums}:
                path.unlink()


class _Numbers:
    """Whole numbers and their places in the order of appearance."""

    def __init__(self, known: Integers) -> None:
        self.known = known

    def of(self, values: Integers, counts: npt.NDArray[np.bool_] | None = None) -> Integers:
        """The place of each value; new ones get the next places. counts: where values count, elsewhere 0 is told."""
        if counts is not None and not counts.all():
            made = np.zeros(len(values), dtype=np.int64)
            made[counts] = self.of(values[counts])
            return made
        found, inverse = np.unique(values, return_inverse=True)
        order = np.argsort(self.known)
        at = np.searchsorted(self.known, found, sorter=order)
        places = np.append(order, -1)[at]
        is_new = places < 0
        is_new[~is_new] = self.known[places[~is_new]] != found[~is_new]
        places[is_new] = len(self.known) + np.arange(int(is_new.sum()))
        self.known = np.append(self.known, found[is_new])
        return np.asarray(places[inverse], dtype=np.int64)


def _combined(columns: Columns, names: tuple[str, ...]) -> Integers:
    """One number for the ids of several dimensions."""
    made = np.zeros(len(columns[names[0]]), dtype=np.int64)
    for name in names:
        made = (made << ID_BITS) + columns[name]
    return made


def _counts(cube: Cube, columns: Columns) -> npt.NDArray[np.bool_]:
    """Rows that a cube counts: of records that several questions could bring into several cells none."""
    rows = columns["is_multi"] == 0 if cube.per_question else columns["question_no"] == 1
    return rows & (columns["length"] >= 0) if cube.is_long else rows


@cache
def _selected() -> dict[str, str]:
    """SQL of what is read of every row: members of dimensions (0: not told), days, whether it has several questions,
    the length of its duration, all measures.
    """
    told = {name: f"coalesce({DIMENSIONS[name].column}, 0)" for axis in AXES.values() for name in axis}
    told |= {f"{basis}_day": f"coalesce({basis}_day, {_UNKNOWN})" for basis in ALL_BASES if basis != STANDING}
    told |= {f"{STANDING}_day": f"CASE WHEN {measures.OPEN} THEN 0 ELSE {_UNKNOWN} END"}
    m = METRICS[measures.DURATIONS[0]]
    told |= {"length": f"CASE WHEN {m.among} THEN {m.length} ELSE -1 END"}
    told |= {"question_no": "question_no", "is_multi": "is_multi"}
    return told | {one.sql: one.sql for one in measures.every()}


def _bounds(day: Integers, cube: Cube, marks: Integers) -> Integers:
    """The days before which sums are kept, the day after the last one at the end."""
    if cube.by_day:
        return np.unique(day) + 1
    first, end = int(day.min()), int(day.max()) + 1
    months = np.arange(np.datetime64(first, "D").astype("M8[M]"), np.datetime64(end, "D").astype("M8[M]") + 1)
    inner = np.concatenate([marks, months.astype("M8[D]").astype(np.int64)])
    return np.unique(np.append(inner[(inner > first) & (inner < end)], end))


def _prefix(cell: Integers, values: list[Integers], steps: int, width: int) -> Integers:
    """Sums of each measure up to each step by cell: shape (steps, measures, cells). cell: step · width + cell of each
    row, steps · width for a row that doesn't count.
    """
    made = np.zeros((steps, len(values), width), dtype=np.int64)
    for i, value in enumerate(values):
        is_flag = int(value.max(initial=0)) < 2  # counted faster than summed
        sums = np.bincount(cell[value > 0] if is_flag else cell, None if is_flag else value, steps * width + 1)
        made[:, i] = sums[:-1].astype(np.int64).reshape(steps, width)
    return np.cumsum(made, axis=0)


def _by_type(sums: Integers) -> Iterator[tuple[type[np.unsignedinteger[Any]], list[int]]]:
    """The smallest type of number, and the measures that need it."""
    most = sums.max(axis=(0, 2))
    least = 0
    for kind in _TYPES:
        limit = int(np.iinfo(kind).max)
        places = np.flatnonzero((most >= least) & (most <= limit)).tolist()
        least = limit + 1
        if places:
            yield kind, places
