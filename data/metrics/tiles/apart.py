"""Tiles of one month that somebody counted apart from the others, taken over: its own numbers of members and cells
become those of all months, what was counted stays.

The file comes out as if it had been counted after the months before it, byte by byte.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from data.metrics.tiles import stored
from data.metrics.tiles.counting import Integers, Numbers
from data.metrics.tiles.cubes import AXES, CLOCKED, CUBES, LENGTH_BITS, MEMBER_BITS

Axes = dict[str, Numbers]
Codes = dict[int, Numbers]


@dataclass(frozen=True)
class Widths:
    """How many numbers there were before and after a file: of the members of axes, of the cells of cubes. A cube is
    missing that had grown too large.
    """

    axes: dict[str, tuple[int, int]]
    codes: dict[int, tuple[int, int]]


@dataclass(frozen=True)
class Apart:
    """What was counted of a month. members, codes: its own numbers; files: by day of the report; span: as `Making`
    knows it.
    """

    members: dict[str, Integers]
    codes: dict[int, Integers]
    files: dict[int, tuple[Path, Widths]]
    span: tuple[int, int | None]

    def take_over(self, day: int, path: Path, axes: Axes, codes: Codes, *, is_past: bool) -> bool:
        """Write the file of a day of the report with the numbers of all months, which gain what is new in it; False
        where the month was not counted for that day.
        """
        if day not in self.files:
            return False
        own, widths = self.files[day]
        for axis, (before, after) in widths.axes.items():
            axes[axis].of(self.members[axis][before:after])
        member = {axis: axes[axis].of(self.members[axis][: widths.axes[axis][1]]) for axis in AXES}
        is_beyond = any(len(one.known) >= 1 << MEMBER_BITS for one in axes.values())
        places: dict[int, Integers] = {}
        for number in [one for one in codes if not is_past or one in CLOCKED]:
            found = self._places(number, widths, member, codes[number])
            if found is None or is_beyond or len(codes[number].known) > CUBES[number].most:
                del codes[number]
            else:
                places[number] = found
        _write(path, own, places, {number: len(codes[number].known) for number in places})
        return True

    def _places(self, number: int, widths: Widths, member: Mapping[str, Integers], cells: Numbers) -> Integers | None:
        """The place of each own cell among those of all months; None where the cube is not kept."""
        if number not in widths.codes:
            return None
        before, after = widths.codes[number]
        told = _renamed(number, self.codes[number][:after], member)
        cells.of(told[before:])
        return cells.of(told)


def _renamed(number: int, codes: Integers, member: Mapping[str, Integers]) -> Integers:
    """Numbers of cells with other places of the members in them."""
    cube = CUBES[number]
    left = codes >> LENGTH_BITS if cube.is_long else codes
    made, shift = np.zeros(len(codes), dtype=np.int64), 0
    for axis in reversed(cube.axes):
        made |= member[axis][left & ((1 << MEMBER_BITS) - 1)] << shift
        left, shift = left >> MEMBER_BITS, shift + MEMBER_BITS
    return (made << LENGTH_BITS) + (codes & ((1 << LENGTH_BITS) - 1)) if cube.is_long else made


def _write(path: Path, own: Path, places: Mapping[int, Integers], width: Mapping[int, int]) -> None:
    header, arrays = stored.read(own)
    blocks: list[dict[str, Any]] = []
    made: list[stored.Array] = []
    for told, bounds, sums in zip(header["blocks"], arrays[::2], arrays[1::2], strict=False):
        if (number := told["cube"]) in places:
            blocks.append(told)
            wide = np.zeros((*sums.shape[:-1], width[number]), dtype=sums.dtype)
            wide[..., places[number][: sums.shape[-1]]] = sums
            made += [bounds, wide]
    rows = arrays[2 * len(header["blocks"]) :]  # they know nothing of the numbers of members and cells
    stored.write(path, {"blocks": blocks, "rows": header["rows"]}, [*made, *rows])
