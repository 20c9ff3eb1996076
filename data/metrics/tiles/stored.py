"""Tiles on the disk: numbers in the order they are asked for, read through the memory that all processes share.

    tiles/202603-<hash>.tiles    sums of the records received in one month
    tiles/000012-<hash>.tiles    of the newest snapshot: its months, the members of axes, the cells of cubes
    tiles/000012-<hash>.json     size and SHA-256 of these files, written last

A file is a line of JSON that describes it, then the arrays one after the other. What is missing, altered or written by
other code is as good as not there.
"""

import json
import math
import mmap
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from data.metrics import past
from data.metrics.tiles import measures, rows
from data.metrics.tiles.cubes import AXES, CUBES, ID_BITS, LENGTH_BITS, MEMBER_BITS, Cube
from data.metrics.tiles.narrowed import Kept
from data.metrics.tiles.rows import Rows
from data.snapshots import Manifest, files

FOLDER = "tiles"
_FORMAT = "4"
_ALIGNED = 64
UNREADABLE = (OSError, ValueError, KeyError, TypeError, IndexError, AttributeError)
"""What reading a file raises that is not there, not whole or not of tiles."""
Array = npt.NDArray[Any]
Integers = npt.NDArray[np.int64]
Place = tuple[int, str]
"""Number of a cube, basis."""


@dataclass(frozen=True)
class Order:
    """Measures of a block, by what they count in SQL, as they follow one another. Blocks in which they are the same
    share it, and what was looked up in it: a snapshot has thousands of blocks.
    """

    measures: tuple[str, ...]
    _found: dict[tuple[str, ...], tuple[list[int], list[int]]] = field(default_factory=dict)

    def places(self, wanted: tuple[str, ...]) -> tuple[list[int], list[int]]:
        """Of measures: which of them are here, and where they stand."""
        if wanted not in self._found:
            here = [(i, self.measures.index(sql)) for i, sql in enumerate(wanted) if sql in self.measures]
            self._found[wanted] = [i for i, _ in here], [place for _, place in here]
        return self._found[wanted]


@cache
def _order(numbers: tuple[int, ...]) -> Order:
    every = measures.every()
    return Order(tuple(every[i].sql for i in numbers))


@dataclass(frozen=True)
class Block:
    """Sums of some measures of one cube and basis in the records of one month.

    sums: shape (bounds, measures, cells); row i holds what lies on days before bounds[i]. days: the bounds, to be
    looked up. first: the earliest day; by_day: every day is told apart.
    """

    first: int
    by_day: bool
    bounds: Integers
    days: list[int]
    order: Order
    sums: Array

    def tells(self, cut: int) -> bool:
        """Whether the sums before a day are kept."""
        if self.by_day:
            return True
        row = bisect_right(self.days, cut)
        return cut <= self.first or row == len(self.days) or (row > 0 and self.days[row - 1] == cut)


@dataclass(frozen=True)
class Part:
    """What is kept of the records of one month of receipt: by cube and basis, blocks of one type of number; rows."""

    blocks: dict[Place, tuple[Block, ...]]
    rows: Rows


@dataclass(frozen=True)
class Cells:
    """The cells of one cube, by their numbers `codes`. values: dimension → id of its member in each cell, 0 for «не
    определено»; lengths: the coded duration, empty where the cube has none.
    """

    cube: Cube
    codes: Integers
    values: dict[str, Integers]
    lengths: Integers


class Months(list[Part]):
    """Parts of months, all as they were known on one day of the report."""

    def __init__(self, parts: Iterable[Part]) -> None:
        super().__init__(parts)
        self._blocks: dict[Place, tuple[list[Block], Integers, Integers]] = {}

    def blocks(self, place: Place, first: int, end: int) -> list[Block]:
        """Blocks of a cube and basis that hold anything from a day on and before another one."""
        if place not in self._blocks:
            every = [block for part in self for block in part.blocks.get(place, ())]
            days = np.array([(block.first, block.bounds[-1]) for block in every], dtype=np.int64).reshape(-1, 2)
            self._blocks[place] = every, days[:, 0], days[:, 1]
        every, firsts, ends = self._blocks[place]
        return [every[i] for i in np.flatnonzero((firsts < end) & (ends > first))]


class Tiles:
    """What is kept of one snapshot. members: axis → numbers of its members; codes: cube → numbers of its cells."""

    def __init__(self, header: dict[str, Any], arrays: Sequence[Array], parts: Mapping[str, Part]) -> None:
        self.parts = Months(parts[name] for _, name in sorted(header["months"].items()) if name in parts)
        self.members = {axis: array.astype(np.int64) for axis, array in zip(AXES, arrays, strict=False)}
        self.codes = dict(zip(header["cubes"], (a.astype(np.int64) for a in arrays[len(AXES) :]), strict=True))
        self._clocks = {int(day): header["months"] | other for day, other in header["clocks"].items()}
        self._named, self._months = parts, header["months"]
        self.narrowed = Kept()

    @cached_property
    def past(self) -> dict[int, Months]:
        """By past day of the report (days since 1970-01-01) the parts as they were known then."""
        return {
            day: Months(self._then(day, month, name) for month, name in names.items() if name)
            for day, names in self._clocks.items()
        }

    def _then(self, day: int, month: str, name: str) -> Part:
        """The part of a month as it was known on a past day."""
        now, then = self._named[self._months[month]], self._named[name]
        return then if then is now else replace(then, rows=then.rows.then(now.rows, day))

    def span(self, basis: str) -> tuple[int, int]:
        """The first day, and the day after the last one, that a basis places a record on, on any day of it."""
        return self._spans.get(basis, (0, 0))

    @cached_property
    def _spans(self) -> dict[str, tuple[int, int]]:
        found: dict[str, tuple[int, int]] = {}
        for part in self._named.values():
            for (_, basis), blocks in part.blocks.items():
                first, end = found.get(basis, (blocks[0].first, int(blocks[0].bounds[-1])))
                found[basis] = min(first, blocks[0].first), max(end, int(blocks[0].bounds[-1]))
        return found

    def let_go(self) -> None:
        """Keep nothing in this process of what questions have read so far: the next one finds it in the memory of the
        system.
        """
        self.narrowed.forget()
        for part in self._named.values():
            _let_go([block.sums for blocks in part.blocks.values() for block in blocks])

    @cached_property
    def cells(self) -> dict[int, Cells]:
        """Cells by the number of a cube."""
        return {number: self._cells(CUBES[number], codes) for number, codes in self.codes.items()}

    def _cells(self, cube: Cube, codes: Integers) -> Cells:
        found: dict[str, Integers] = {}
        left = codes >> LENGTH_BITS if cube.is_long else codes
        for axis in reversed(cube.axes):
            member = self.members[axis][_low(left, MEMBER_BITS)]
            for name in reversed(AXES[axis]):
                found[name], member = _low(member, ID_BITS), member >> ID_BITS
            left = left >> MEMBER_BITS
        return Cells(cube, codes, found, _low(codes, LENGTH_BITS) if cube.is_long else codes[:0])


def _low(numbers: Integers, bits: int) -> Integers:
    return numbers & ((1 << bits) - 1)


def write(path: Path, header: dict[str, Any], arrays: Sequence[Array]) -> None:
    """A file that appears whole."""
    told = header | {"arrays": [[array.dtype.str, array.shape] for array in arrays]}
    lines = [json.dumps(told, ensure_ascii=False, sort_keys=True).encode() + b"\n"]
    lines[0] = lines[0].rjust(-(-len(lines[0]) // _ALIGNED) * _ALIGNED)
    for array in arrays:
        raw = np.ascontiguousarray(array).tobytes()
        lines.append(raw + bytes(-len(raw) % _ALIGNED))
    files.write(path, b"".join(lines))


def read(path: Path) -> tuple[dict[str, Any], list[Array]]:
    """The description and the arrays, in memory only as far as they are read. OSError, ValueError, KeyError when it is
    no such file.
    """
    with path.open("rb") as file:
        header: dict[str, Any] = json.loads(line := file.readline())
    whole = np.memmap(path, dtype=np.uint8, mode="r").view(np.ndarray)  # a slice of it costs a tenth of a memmap's
    arrays, at = [], len(line)
    for kind, shape in header["arrays"]:
        size = np.dtype(kind).itemsize * math.prod(shape)
        arrays.append(whole[at : at + size].view(kind).reshape(shape))
        at += size + -size % _ALIGNED
    return header, arrays


def index_path(folder: Path, manifest: Manifest) -> Path:
    """Where the sums of the files of a snapshot's tiles stand."""
    return folder / FOLDER / f"{manifest.number:06d}-{manifest.hash}.json"


@cache
def version() -> str:
    """What tells tiles of this code from those of another: a tile of another is not read."""
    told = (_FORMAT, CUBES, AXES, measures.every(), measures.of_rows(), past.FILLED, past.KNOWN)
    return files.digest(repr(told).encode())


def state(folder: Path, manifest: Manifest) -> tuple[int, int] | None:
    """What tells the tiles of a snapshot that lie there now from earlier ones; None without any."""
    try:
        found = index_path(folder, manifest).stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_ino


def read_index(index: Path) -> dict[str, Any]:
    """What an index says: `files` with their sums, and what `write_index` was given. ValueError when it is of another
    version of the code.
    """
    told: dict[str, Any] = json.loads(index.read_text(encoding="utf-8"))
    if told["version"] != version():
        raise ValueError("another version")
    return told


def write_index(index: Path, told: dict[str, Any]) -> None:
    """An index that appears whole."""
    files.write(index, json.dumps(told | {"version": version()}, indent=1, sort_keys=True).encode())


def month_name(folder: Path, manifest: Manifest, month: int) -> str:
    """Name of the file of a month (year*100+month) as it is known now."""
    header, _ = read(index_path(folder, manifest).with_suffix(".tiles"))
    return str(header["months"][str(month)])


def opened(folder: Path, manifest: Manifest) -> Tiles | None:
    """The tiles of a snapshot; None where they are not there, not whole or of another version."""
    index, own = index_path(folder, manifest), folder / FOLDER
    try:
        if any(files.sum_of(own / name) != tuple(known) for name, known in read_index(index)["files"].items()):
            return None
        header, arrays = read(index.with_suffix(".tiles"))
        named = [*header["months"].values(), *(name for one in header["clocks"].values() for name in one.values())]
        return Tiles(header, arrays, {name: part_of(own / name) for name in named if name})
    except UNREADABLE:
        return None


def part_of(path: Path) -> Part:
    """The sums of one month, in memory only as far as they are read."""
    header, arrays = read(path)
    count = 2 * len(header["blocks"])
    blocks: dict[Place, tuple[Block, ...]] = {}
    known: dict[tuple[int, ...], tuple[Integers, list[int]]] = {}  # most blocks of a month have the same bounds
    for told, bounds, sums in zip(header["blocks"], arrays[:count:2], arrays[1:count:2], strict=True):
        place = (told["cube"], told["basis"])
        days = bounds.tolist()
        same = known.setdefault(tuple(days), (bounds.astype(np.int64), days))
        block = Block(told["first"], told["by_day"], *same, _order(tuple(told["measures"])), sums)
        blocks[place] = (*blocks.get(place, ()), block)
    _let_go(arrays)
    return Part(blocks, rows.read(header["rows"], arrays[count:]))


def _let_go(arrays: Sequence[Array]) -> None:
    """Of a file that was looked through, keep no page in memory until a question reads it: the system brings sixteen
    pages for each that is touched.
    """
    held: Any = arrays[0] if arrays else None
    while isinstance(held, np.ndarray):
        held = held.base
    if isinstance(held, mmap.mmap) and hasattr(mmap, "MADV_DONTNEED"):
        held.madvise(mmap.MADV_DONTNEED)
