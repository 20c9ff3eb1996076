"""Arithmetic of tiles on arrays: rows of a month into cells, steps of time and sums."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from data.metrics.tiles.cubes import ID_BITS, Cube, Steps

_TYPES = (np.uint8, np.uint16, np.uint32, np.uint64)
Integers = npt.NDArray[np.int64]
Columns = Mapping[str, Integers]


class Numbers:
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


def combined(columns: Columns, names: tuple[str, ...]) -> Integers:
    """One number for the ids of several dimensions."""
    made = np.zeros(len(columns[names[0]]), dtype=np.int64)
    for name in names:
        made = (made << ID_BITS) + columns[name]
    return made


def counted_rows(cube: Cube, columns: Columns) -> npt.NDArray[np.bool_]:
    """Rows that a cube counts: of records that several questions could bring into several cells none."""
    rows = columns["is_multi"] == 0 if cube.per_question else columns["question_no"] == 1
    return rows & (columns[cube.duration] >= 0) if cube.is_long else rows


def bounds_of(day: Integers, marks: Integers, steps: Steps) -> Integers:
    """The days before which sums are kept, the day after the last one at the end."""
    if steps == "day":
        return np.unique(day) + 1
    first, end = int(day.min()), int(day.max()) + 1
    months = np.arange(np.datetime64(first, "D").astype("M8[M]"), np.datetime64(end, "D").astype("M8[M]") + 1)
    mondays = np.arange(first - (first + 3) % 7, end, 7)  # 1970-01-01 was a Thursday
    weeks = [mondays] if steps == "week" else []
    inner = np.concatenate([marks, months.astype("M8[D]").astype(np.int64), *weeks])
    return np.unique(np.append(inner[(inner > first) & (inner < end)], end))


def prefix(cell: Integers, values: Sequence[tuple[Integers, int]], steps: int, width: int) -> Integers:
    """Sums of each measure up to each step by cell: shape (steps, measures, cells). cell: step · width + cell of each
    row, steps · width for a row that doesn't count. values: of each measure by row, and the highest of them.
    """
    made = np.zeros((steps, len(values), width), dtype=np.int64)
    for i, (value, most) in enumerate(values):
        is_flag = most < 2  # counted faster than summed
        sums = np.bincount(cell[value > 0] if is_flag else cell, None if is_flag else value, steps * width + 1)
        made[:, i] = sums[:-1].astype(np.int64).reshape(steps, width)
    return np.cumsum(made, axis=0, out=made)


def by_type(sums: Integers) -> Iterator[tuple[type[np.unsignedinteger[Any]], list[int]]]:
    """The smallest type of number, and the measures that need it; those that nothing has are left out."""
    most = sums.max(axis=(0, 2))
    least = 1
    for kind in _TYPES:
        limit = int(np.iinfo(kind).max)
        places = np.flatnonzero((most >= least) & (most <= limit)).tolist()
        least = limit + 1
        if places:
            yield kind, places
