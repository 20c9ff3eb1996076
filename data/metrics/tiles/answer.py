"""The sums that a question of the door needs, taken from tiles: by the cells of the smallest cube that tells them,
else by the rows that the lists leave.

Nothing comes back where neither tells them exactly: then DuckDB counts.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from data.filters import LISTS, MISSING
from data.metrics import sql
from data.metrics.aggregate import Histogram, in_order
from data.metrics.catalogue import DIMENSIONS
from data.metrics.declaration import Metric
from data.metrics.tiles import by_rows, measures
from data.metrics.tiles.cubes import CLOCKED, CUBES, MOVING
from data.metrics.tiles.grouping import NOT_TOLD, Groups, Integers, Table, cuts_of, presented
from data.metrics.tiles.measures import ROWS, Measure
from data.metrics.tiles.question import Question
from data.metrics.tiles.stored import Block, Cells, Months, Tiles
from data.snapshots.facts import day_number


def tiles_for(question: Question) -> Tiles | None:
    """The tiles, when they speak of this question at all: of the newest snapshot, of records as they are there."""
    filters, snapshot = question.filters, question.snapshot
    if filters.text or filters.state or not question.scope.grants or question.as_of > snapshot.manifest.as_of:
        return None
    if not question.scope.is_everything and not sql.is_newest(snapshot):
        return None  # who has lost a question since has lost it here as well: the facts know
    if question.is_past and question.needs & MOVING:
        return None
    return snapshot.tiles()


def can_tell(tiles: Tiles, question: Question, m: Metric) -> bool:
    """Whether rows tell a metric on this day of the report, at these steps of time; cubes count some of them."""
    told = measures.of_metric(m)
    if not told or (m.state and question.times):
        return False
    is_other = question.is_past and not all(one.is_timeless for one in told.values())
    return not (is_other and (m.untold or day_number(question.as_of) not in tiles.past))


def sums(tiles: Tiles, question: Question, wanted: Sequence[Measure], period: tuple[int, int]) -> Table | None:
    """Sums of measures of one basis over a period, one row for each combination that has rows there; without
    dimensions exactly one. The first measure is the rows themselves.
    """
    basis, is_timeless = wanted[0].basis, all(one.is_timeless for one in wanted)
    parts = _parts(tiles, question, is_timeless=is_timeless)
    for number in _candidates(tiles, question, "", is_timeless=is_timeless):
        told = measures.counted(is_small=CUBES[number].by_day)
        if all(one in told.get(basis, ()) for one in wanted):
            found = _table(tiles, parts, number, question, basis, [one.sql for one in wanted], period)
            if found is not None:
                return found
    return by_rows.sums(tiles, parts, question, basis, [one.sql for one in wanted], period)


def lengths(tiles: Tiles, question: Question, duration: str, period: tuple[int, int]) -> Histogram | None:
    """How many durations of each length lie in a period: one row for each combination and length that occur. duration:
    of `measures.DURATIONS`.
    """
    if not question.is_past:
        return _lengths_in(tiles, tiles.parts, question, duration, period)
    then, now = tiles.past.get(day_number(question.as_of)), {id(part) for part in tiles.parts}
    if then is None:
        return None
    closed = _lengths_in(tiles, Months(part for part in then if id(part) in now), question, duration, period)
    others = _lengths_in(tiles, Months(part for part in then if id(part) not in now), question, duration, period)
    if closed is None or others is None:
        return None
    seen = (closed[0], _seen_then(closed[1], question, duration), closed[2])
    keys = tuple(np.concatenate(both) for both in zip(seen[0], others[0], strict=True))
    return in_order(keys, *(np.concatenate([seen[i], others[i]]) for i in (1, 2)))


def _seen_then(coded: Integers, question: Question, duration: str) -> Integers:
    """Lengths as they were on a past day, of months of which nothing is kept for that day: what still waits had waited
    less.
    """
    snapshot, days = question.snapshot, [day_number(d) for d in (question.snapshot.manifest.as_of, question.as_of)]
    now, then = (snapshot.minute_at_end(day) for day in days) if duration == "minutes" else days
    waited = np.maximum((coded >> 1) - (now - then), 0)
    return np.where(coded & 1, waited * 2 + 1, coded)


def _lengths_in(
    tiles: Tiles, parts: Months, question: Question, duration: str, period: tuple[int, int]
) -> Histogram | None:
    for number in _candidates(tiles, question, duration, is_timeless=False):
        found = _table(tiles, parts, number, question, "received", [ROWS], period)
        if found is not None:
            break
    else:
        found = by_rows.lengths(tiles, parts, question, duration, period)
    return None if found is None else (found.keys[:-1], found.keys[-1], found.sums[0].astype(np.float64))


def _parts(tiles: Tiles, question: Question, *, is_timeless: bool) -> Months:
    """The months as they were known on the day of the report."""
    return tiles.past[day_number(question.as_of)] if question.is_past and not is_timeless else tiles.parts


def _candidates(tiles: Tiles, question: Question, duration: str, *, is_timeless: bool) -> list[int]:
    """Cubes that tell the question's dimensions on its day of the report, the smallest first: by question where a
    record may fall into several cells, otherwise by record. duration: whose lengths they tell too.
    """
    needs, kept = question.needs, CLOCKED if question.is_past and not is_timeless else range(len(CUBES))
    per_question = any(DIMENSIONS[name].per_question for name in needs)
    fitting = [
        number
        for number in tiles.codes
        if CUBES[number].duration == duration
        and number in kept
        and needs <= CUBES[number].dimensions
        and CUBES[number].per_question is per_question
    ]
    return sorted(fitting, key=lambda number: len(tiles.codes[number]))


def _table(
    tiles: Tiles,
    parts: Months,
    number: int,
    question: Question,
    basis: str,
    wanted: list[str],
    period: tuple[int, int],
) -> Table | None:
    """None where some day of the question lies between two that the cube does not tell apart."""
    cells = tiles.cells[number]
    kept = np.flatnonzero(_kept(cells, question))
    cuts, steps = cuts_of(question, period, tiles.span(basis))
    groups = Groups(_keys(cells, kept, question))
    total = _Total(kept, len(cells.codes), wanted, cuts, groups)
    for block in parts.blocks((number, basis), cuts[0], cuts[-1]):
        if not all(block.tells(cut) for cut in cuts):
            return None
        total.add(block)
    return presented(total.by_row(), groups.keys, question, steps)


class _Total:
    """Sums between cuts in the making. kept: cells that count, of so many; one stretch of time is summed by cell and
    grouped at the end, several are grouped at once.
    """

    def __init__(self, kept: Integers, cells: int, wanted: list[str], cuts: list[int], groups: "Groups") -> None:
        self._kept, self._wanted, self._cuts, self._groups = kept, tuple(wanted), cuts, groups
        self._is_whole, self._is_one = len(kept) == cells, len(cuts) == 2
        shape = (len(cuts) - 1, len(wanted), len(kept) if self._is_one else groups.count)
        self._sums: Integers = np.zeros(shape, dtype=np.int64)

    def by_row(self) -> Integers:
        """Shape (stretches, measures, rows of the answer)."""
        return self._groups.sums(self._sums) if self._is_one else self._sums

    def add(self, block: Block) -> None:
        """Add what a block holds between the cuts."""
        before, after = (bisect_right(block.days, cut) for cut in (self._cuts[0], self._cuts[-1]))
        into, places = block.order.places(self._wanted)
        if before == after or not places:
            return
        if not self._is_one:
            self._add_stretches(block, into, places)
            return
        above = self._chosen(block.sums[after - 1][places])
        self._sums[0, into, : above.shape[1]] += above
        if before:
            self._sums[0, into, : above.shape[1]] -= self._chosen(block.sums[before - 1][places])

    def _add_stretches(self, block: Block, into: list[int], places: list[int]) -> None:
        rows = np.searchsorted(block.bounds, self._cuts, side="right")
        begin, end = int(np.searchsorted(rows, rows[0], side="right")) - 1, int(np.searchsorted(rows, rows[-1]))
        at = rows[begin : end + 1]
        sums = self._chosen(block.sums[np.maximum(at - 1, 0)][:, places])
        sums[at == 0] = 0
        self._sums[begin:end, into] += self._grouped(np.diff(sums, axis=0))

    def _chosen(self, sums: npt.NDArray[Any]) -> Integers:
        """Of the cells that count; cells that came up later than the block have nothing in it."""
        if not self._is_whole:
            sums = sums[..., self._kept[: int(np.searchsorted(self._kept, sums.shape[-1]))]]
        return sums.astype(np.int64)

    def _grouped(self, by_cell: Integers) -> Integers:
        whole = np.zeros((*by_cell.shape[:-1], len(self._kept)), dtype=np.int64)
        whole[..., : by_cell.shape[-1]] = by_cell
        return self._groups.sums(whole)


def _kept(cells: Cells, question: Question) -> npt.NDArray[np.bool_]:
    """Cells that the lists of the filters and the scope let through: before anything is summed."""
    kept = np.ones(len(cells.codes), dtype=bool)
    snapshot = question.snapshot
    for name in LISTS.values():
        if codes := getattr(question.filters, name):
            known = snapshot.by_code(sql.FILTERED[name])
            ids = [NOT_TOLD if code == MISSING else known[code].id for code in codes]
            kept &= np.isin(cells.values[sql.FILTERED[name]], ids)
    if not question.scope.is_everything:
        kept &= np.any([_granted(cells, question, grant.limits) for grant in question.scope.grants], axis=0)
    return kept


def _granted(cells: Cells, question: Question, limits: Mapping[str, tuple[str, ...]]) -> npt.NDArray[np.bool_]:
    """Cells of one grant; a code that is unknown lets nothing through, «не определено» lies in no limit."""
    kept = np.ones(len(cells.codes), dtype=bool)
    for name, codes in limits.items():
        known = question.snapshot.by_code(sql.SCOPED[name])
        ids = [known[code].id for code in codes if code in known]
        kept &= np.isin(cells.values[sql.SCOPED[name]], ids)
    return kept


def _keys(cells: Cells, kept: Integers, question: Question) -> list[Integers]:
    """What tells the rows of the answer apart, but time: dimensions, then the length where the cube has one."""
    named = [cells.values[d.id][kept] for d in question.dims if not d.is_time]
    return [*named, cells.lengths[kept]] if cells.cube.is_long else named
