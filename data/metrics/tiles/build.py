"""Make the tiles of the newest snapshot: the months that are new or read otherwise, one after the other."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple
from uuid import uuid4

import numpy as np
import numpy.typing as npt

from data.metrics.tiles import cubes, measures, rows, stored
from data.metrics.tiles.apart import Apart
from data.metrics.tiles.counting import Columns, Integers, Numbers, bounds_of, by_type, combined, counted_rows, prefix
from data.metrics.tiles.cubes import AXES, CLOCKED, CUBES, LENGTH_BITS, MEMBER_BITS, Cube, Steps
from data.metrics.tiles.measures import UNKNOWN
from data.metrics.tiles.reading import FactFiles, Reading
from data.settings import Settings
from data.snapshots import Manifest, files, latest
from data.snapshots.facts import day_number

_REACH = 31
"""Days after the last one of a row within which the day of the report still decides: of repeats, and one more."""
_PLACES = {one: i for i, one in enumerate(measures.every())}
_NONE: Integers = np.zeros(0, dtype=np.int64)
CountApart = Callable[[list[int]], Mapping[int, Apart]]
"""Counts months apart from each other; what was counted, by month."""


def build(settings: Settings, manifest: Manifest, *, everything: bool = False, count: CountApart | None = None) -> int:
    """Make the tiles of the newest snapshot and take away those of others; how many months were counted.

    everything: months that are the same are counted again too. count: who counts months elsewhere, if anybody; months
    it does not tell of are counted here.
    """
    folder = settings.snapshots
    with files.only_one(folder, "Плитки не сделаны: считает DuckDB.", "python -m data tiles"):
        if latest(folder) != manifest.number:
            return 0  # who has published since makes those of his own
        made = Making(folder, manifest, everything=everything)
        made.keeps_former = settings.is_shared
        if count is not None:
            made.apart = count(made.missing())
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
    of one numbering go together; sums: of the files of months, by name; spans: `FactFiles.spans`.
    """

    numbering: str = field(default_factory=lambda: uuid4().hex)
    members: dict[str, Integers] = field(default_factory=dict)
    codes: dict[int, Integers] = field(default_factory=lambda: dict.fromkeys(range(len(CUBES)), _NONE))
    sums: dict[str, tuple[int, str]] = field(default_factory=dict)
    spans: dict[str, tuple[int, int | None]] = field(default_factory=dict)


def _earlier(folder: Path, told: str) -> _Earlier:
    """From the tiles made last, when they were told by the same statements on the same day of the report."""
    for index in sorted((folder / stored.FOLDER).glob("[0-9]*.json"), reverse=True):
        with suppress(*stored.UNREADABLE):
            known = stored.read_index(index)
            shared = index.with_suffix(".tiles")
            if known["told"] == told and files.sum_of(shared) == tuple(known["files"][shared.name]):
                header, arrays = stored.read(shared)
                found = stored.Tiles(header, arrays, {})
                sums = {name: (size, digest) for name, (size, digest) in known["files"].items()}
                spans = {name: (first, last) for name, (first, last) in header["spans"].items()}
                return _Earlier(known["numbering"], found.members, found.codes, sums, spans)
    return _Earlier()


class _Days(NamedTuple):
    """Steps of time of some rows. placed: which rows have a day; step: by row; first: the earliest day."""

    steps: Steps
    placed: npt.NDArray[np.bool_]
    bounds: Integers
    step: npt.NDArray[np.intp]
    first: int


@dataclass(frozen=True)
class _Month:
    """Rows of a month's file while they are counted. member: place on each axis; most: of each measure the highest
    value.
    """

    columns: Columns
    member: Mapping[str, Integers]
    most: Mapping[str, int]
    is_past: bool
    _told: dict[tuple[Any, ...], Any] = field(default_factory=dict)

    def counted(self, cube: Cube) -> npt.NDArray[np.bool_]:
        """Rows that a cube counts."""
        return self._once(counted_rows, cube, self.columns, key=(cube.per_question, cube.duration))

    def days(self, cube: Cube, basis: str, marks: Integers) -> _Days | None:
        """Steps of the rows that a cube counts; None where a basis places none of them."""
        steps: Steps = "mark" if self.is_past else cube.steps
        key = basis, steps, cube.per_question, cube.duration
        return self._once(self._days, self.counted(cube), basis, marks, steps, key=key)

    def _days(self, counts: npt.NDArray[np.bool_], basis: str, marks: Integers, steps: Steps) -> _Days | None:
        day = self.columns[f"{basis}_day"]
        placed = counts & (day != UNKNOWN)
        if not placed.any():
            return None
        bounds = bounds_of(day[placed], marks, steps)
        return _Days(steps, placed, bounds, np.searchsorted(bounds, day, side="right"), int(day[placed].min()))

    def _once(self, make: Callable[..., Any], *given: Any, key: tuple[Any, ...]) -> Any:
        """What many cubes have in common."""
        if key not in self._told:
            self._told[key] = make(*given)
        return self._told[key]


class Making:
    """Tiles in the making. Members and cells only ever gain: what stands in a month's file keeps its numbers.

    folder: where they are written; facts: the folder of the snapshot, where that is another one. apart: months that
    were counted elsewhere.
    """

    def __init__(self, folder: Path, manifest: Manifest, *, everything: bool, facts: Path | None = None) -> None:
        self.folder, self.manifest, self.counted = folder, manifest, 0
        self.apart: Mapping[int, Apart] = {}
        self._facts = FactFiles(facts or folder, manifest)
        self._marks, newest = cubes.marks(manifest.as_of), day_number(manifest.as_of)
        self._now = self._facts.reading(manifest.as_of, newest, self._marks)
        self._past = [self._facts.reading(day, newest, self._marks) for day in cubes.clocks(manifest.as_of)]
        self._before = _Earlier() if everything else _earlier(folder, self._now.told)
        self.axes = {axis: Numbers(self._before.members.get(axis, _NONE)) for axis in AXES}
        self.codes = {number: Numbers(codes) for number, codes in self._before.codes.items()}
        self._told: dict[str, Any] = {"months": {}, "clocks": {str(one.day): {} for one in self._past}, "spans": {}}
        self._sums: dict[str, tuple[int, str]] = {}
        self.keeps_former = False
        (folder / stored.FOLDER).mkdir(parents=True, exist_ok=True)

    def missing(self) -> list[int]:
        """Months of which nothing is counted that holds still."""
        return [month for month in self.manifest.months if self._name(month, self._now) not in self._before.sums]

    def add(self, month: int) -> None:
        """The sums of the records received in a month (year*100+month)."""
        counted = self.counted
        facts, key = self.manifest.months[month], str(month)
        if month in self.apart:
            self._before.spans.setdefault(facts, self.apart[month].span)
        if facts not in self._before.spans:
            here = (name for month, name in self.manifest.months.items() if month not in self.apart)
            left = [name for name in here if name not in self._before.spans]
            self._before.spans.update(self._facts.spans(self._now, left))
        self._told["months"][key] = self._file(month, self._now)
        first, _ = self._told["spans"][facts] = self._before.spans[facts]
        for one in self._past:
            if one.day < first:
                self._told["clocks"][str(one.day)][key] = ""
            elif self._is_other(facts, one):
                self._told["clocks"][str(one.day)][key] = self._file(month, one)
        self.counted = counted + (self.counted > counted)

    def _is_other(self, facts: str, reading: Reading) -> bool:
        """Whether anything of a month's file was known otherwise on a past day of the report."""
        first, last = self._before.spans[facts]
        return first <= reading.day and (last is None or last + _REACH >= reading.day)

    def _coming(self, month: int, reading: Reading) -> Iterator[str]:
        """Facts of the months after one that are going to be counted for a day of the report."""
        for later, facts in sorted(self.manifest.months.items()):
            is_counted = later in self.apart or self._name(later, reading) in self._before.sums
            if later > month and not is_counted and (not reading.is_past or self._is_other(facts, reading)):
                yield facts

    def span_of(self, month: int) -> tuple[int, int | None]:
        """What `add` has found out of a month: see `FactFiles.spans`."""
        first, last = self._told["spans"][self.manifest.months[month]]
        return first, last

    def _name(self, month: int, reading: Reading) -> str:
        told = (self.manifest.months[month], reading.told, self._before.numbering)
        return f"{month}-{files.digest(*(one.encode() for one in told))}.tiles"

    def _file(self, month: int, reading: Reading) -> str:
        name = self._name(month, reading)
        path, known = self.folder / stored.FOLDER / name, self._before.sums.get(name)
        if known is None or not files.has_size(path, known[0]):
            apart = self.apart.get(month)
            if apart is None or not apart.take_over(reading.day, path, self.axes, self.codes, is_past=reading.is_past):
                facts = self.manifest.months[month]
                self.count(path, self._facts.columns(facts, reading, self._coming(month, reading)), reading)
            known = files.sum_of(path)
            self.counted += 1
        self._sums[name] = known
        return name

    def count(self, path: Path, columns: Columns, reading: Reading) -> None:
        """Write the file of a month as it is read for one day of the report."""
        member = {axis: self.axes[axis].of(combined(columns, names)) for axis, names in AXES.items()}
        most = {one.sql: int(columns[one.sql].max(initial=0)) for one in measures.every()}
        month = _Month(columns, member, most, is_past=reading.is_past)
        blocks: list[dict[str, Any]] = []
        arrays: list[npt.NDArray[Any]] = []
        for number in [one for one in self.codes if not reading.is_past or one in CLOCKED]:
            for told, bounds, sums in self._cube(number, month):
                blocks.append(told)
                arrays += [bounds, sums]
        told, own = rows.packed(columns, is_past=reading.is_past)
        stored.write(path, {"blocks": blocks, "rows": told}, [*arrays, *own])

    def _cube(self, number: int, month: _Month) -> Iterator[tuple[dict[str, Any], Integers, npt.NDArray[Any]]]:
        """Description, bounds and sums."""
        cube, columns = CUBES[number], month.columns
        codes = np.zeros(len(columns["is_multi"]), dtype=np.int64)
        for axis in cube.axes:
            codes = (codes << MEMBER_BITS) + month.member[axis]
        if cube.is_long:
            codes = (codes << LENGTH_BITS) + np.maximum(columns[cube.duration], 0)
        cells = self.codes[number].of(codes, month.counted(cube))
        width = len(self.codes[number].known)
        if width > cube.most or self._is_beyond(cube, columns):
            del self.codes[number]
            return
        for basis, counted in measures.counted_by(cube).items():
            days = month.days(cube, basis, self._marks)
            if days is not None:
                wanted = [one for one in counted if month.most[one.sql]]  # what nothing has is not summed
                cell = np.where(days.placed, days.step * width + cells, len(days.bounds) * width)
                values = [(columns[one.sql], month.most[one.sql]) for one in wanted]
                sums = prefix(cell, values, len(days.bounds), width)
                told = {"cube": number, "basis": basis, "first": days.first, "by_day": days.steps == "day"}
                for kind, places in by_type(sums):
                    measured = {"measures": [_PLACES[wanted[i]] for i in places]}
                    yield told | measured, days.bounds, sums[:, places].astype(kind)

    def _is_beyond(self, cube: Cube, columns: Columns) -> bool:
        """Whether numbers of cells have no room for a member or a length."""
        longest = int(columns[cube.duration].max(initial=0)) if cube.is_long else 0
        most = max(len(axis.known) for axis in self.axes.values())
        return most >= 1 << MEMBER_BITS or longest >= 1 << LENGTH_BITS

    def settle(self) -> None:
        """Write what the months have in common, then the sums of all files; take away what is of other snapshots: who
        reads it has it open. On another host that would not help: where there may be one, those made before these stay.
        """
        index = stored.index_path(self.folder, self.manifest)
        shared = index.with_suffix(".tiles")
        arrays = [numbers.known for numbers in (*self.axes.values(), *self.codes.values())]
        stored.write(shared, self._told | {"cubes": list(self.codes)}, arrays)
        sums = self._sums | {shared.name: files.sum_of(shared)}
        stored.write_index(index, {"told": self._now.told, "numbering": self._before.numbering, "files": sums})
        kept = {index.name, *sums} | (_former(index) if self.keeps_former else set())
        for path in (self.folder / stored.FOLDER).iterdir():
            if path.is_file() and path.name not in kept:
                path.unlink()


def _former(index: Path) -> set[str]:
    """Names of the files of the tiles made before those of an index."""
    for other in sorted(index.parent.glob("[0-9]*.json"), reverse=True):
        if other.name < index.name:
            with suppress(*stored.UNREADABLE):
                return {other.name, *stored.read_index(other)["files"]}
    return set()
