"""Which counts of a set of tables must not leave, so that no small one can be read or worked out.

A cell is named by the members it is of: `{("topic", "roads"), ("place", "12")}`; the empty name is the whole. Parts of
a line (all cells that differ in one dimension alone) sum to the cell without that dimension. Hidden are counts from 1
to `few` − 1, and then others, the smallest first, until three things hold, whoever knows all that is shown:

- in each line with a hidden part another cell is hidden too, and what is hidden there exceeds the least it could be
  (one in each cell) by at least `few`;
- a hidden total has a hidden part;
- no hidden cell is the only solution of all lines together.

Zero is no small count: it is shown. Hundepool A. et al. Statistical Disclosure Control. Wiley, 2012, ch. 4.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

Cell = frozenset[tuple[str, str]]
_ZERO = 1e-9


@dataclass(frozen=True)
class Line:
    """Parts that sum to a total; of a total that is known nowhere there is no line."""

    total: Cell
    parts: tuple[Cell, ...]


def hidden(
    counts: Mapping[Cell, int], tables: Collection[Sequence[str]], *, few: int, always: Collection[Cell] = ()
) -> frozenset[Cell]:
    """Cells to hide. counts: every cell of the tables and of their totals; tables: dimensions of each; always: cells
    that leave in no case.
    """
    found = set(always) | {cell for cell, count in counts.items() if 0 < count < few}
    known = list(lines(counts, tables))
    while more := _open(known, counts, found, few) or _worked_out(known, counts, found):
        found |= more
    return frozenset(found)


def lines(counts: Mapping[Cell, int], tables: Collection[Sequence[str]]) -> Iterator[Line]:
    """Every line of the tables and of what they sum to."""
    wanted = {frozenset(part) for dims in tables for n in range(1, len(dims) + 1) for part in combinations(dims, n)}
    by_dims: dict[frozenset[str], list[Cell]] = defaultdict(list)
    for cell in counts:
        by_dims[frozenset(name for name, _ in cell)].append(cell)
    for dims in sorted(wanted, key=sorted):
        for one in sorted(dims):
            groups: dict[Cell, list[Cell]] = defaultdict(list)
            for cell in by_dims[dims]:
                groups[frozenset(part for part in cell if part[0] != one)].append(cell)
            yield from (Line(total, tuple(parts)) for total, parts in groups.items() if total in counts)


def _open(known: Sequence[Line], counts: Mapping[Cell, int], found: set[Cell], few: int) -> set[Cell]:
    """What the first line that is not safe by itself needs beside; nothing when all are."""
    for line in known:
        own = [cell for cell in line.parts if cell in found]
        slack = sum(counts[cell] for cell in own) - len(own)
        if line.total in found:
            is_safe = bool(own) or not counts[line.total]
        else:
            is_safe = not own or (len(own) > 1 and slack >= few)
        if not is_safe and (more := _smallest(line, counts, found)):
            return more
    return set()


def _smallest(line: Line, counts: Mapping[Cell, int], found: set[Cell]) -> set[Cell]:
    """The smallest part that is shown and not zero; without one the total."""
    shown = [cell for cell in line.parts if cell not in found and counts[cell]]
    if shown:
        return {min(shown, key=lambda cell: (counts[cell], sorted(cell)))}
    return {line.total} - found


def _worked_out(known: Sequence[Line], counts: Mapping[Cell, int], found: set[Cell]) -> set[Cell]:
    """What to hide beside the first hidden cell that all lines together leave one value."""
    order = sorted((cell for cell in found if cell in counts), key=sorted)
    place = {cell: number for number, cell in enumerate(order)}
    held = [line for line in known if line.total in place or any(cell in place for cell in line.parts)]
    if not order or not held:
        return set()
    free = _freedom(held, place)
    for cell in order:
        if free[place[cell]] < _ZERO and counts[cell]:
            for line in held:
                if cell in (line.total, *line.parts) and (more := _smallest(line, counts, found)):
                    return more
    return set()


def _freedom(held: Sequence[Line], place: Mapping[Cell, int]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """How far each hidden cell may move while every line keeps its sum: its length in the null space of the lines."""
    matrix = np.zeros((len(held), len(place)))
    for row, line in enumerate(held):
        for cell in line.parts:
            if cell in place:
                matrix[row, place[cell]] = 1.0
        if line.total in place:
            matrix[row, place[line.total]] = -1.0
    _, sizes, directions = np.linalg.svd(matrix, full_matrices=True)
    rank = int((sizes > _ZERO * max(matrix.shape) * sizes.max(initial=1.0)).sum())
    length: np.ndarray[tuple[int], np.dtype[np.float64]] = (directions[rank:] ** 2).sum(axis=0)
    return length
