"""What an answer of tiles is made of: the days between which sums are taken, the rows of the answer and its shape."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
import numpy.typing as npt

from data.metrics import sql, time_steps
from data.metrics.aggregate import NO_VALUE
from data.metrics.tiles.question import Question
from data.snapshots.facts import day_number
from data.terms.calendar import EPOCH, FIRST_DAY, LAST_DAY

NOT_TOLD = 0
"""The id that stands for «не определено» in cells and rows."""
Integers = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Table:
    """Sums by key. keys: one array per dimension; sums: shape (measures, keys)."""

    keys: tuple[Integers, ...]
    sums: Integers


def cuts_of(
    question: Question, period: tuple[int, int], span: tuple[int, int]
) -> tuple[list[int], list[tuple[int, ...]]]:
    """The days between which sums are taken, and the key of time of each stretch between two of them. span: the first
    day and the day after the last one that anything lies on.
    """
    (begins, ends), times = period, question.times
    if not times:
        return [begins, ends], [()]
    begins, ends = max(begins, span[0]), min(ends, span[1])
    if any(d.id in sql.OF_CALENDAR for d in times):
        begins, ends = max(begins, FIRST_DAY), min(ends, LAST_DAY + 1)
    if [d.id for d in times] == ["day"]:
        return list(range(begins, max(begins, ends) + 1)), [(day,) for day in range(begins, ends)]
    cuts, steps = [begins], []
    while cuts[-1] < ends:
        day = EPOCH + timedelta(days=cuts[-1])
        steps.append(tuple(time_steps.key(d.id, day) for d in times))
        cuts.append(min(*(day_number(time_steps.end(d.id, day)) + 1 for d in times), ends))
    return cuts, steps


class Groups:
    """Cells that fall into one row of the answer. count: how many rows; keys: of each row."""

    def __init__(self, keys: list[Integers]) -> None:
        self._is_whole = not keys
        code = np.zeros(0, dtype=np.int64)
        for key in keys:
            code = (code << int(key.max(initial=0)).bit_length()) + key if len(code) else key
        self._order = np.argsort(code, kind="stable")
        ordered = code[self._order]
        self._starts = np.flatnonzero(np.concatenate([[True], ordered[1:] != ordered[:-1]])) if len(code) else code
        self.count = 1 if self._is_whole else len(self._starts)
        self.keys = [key[self._order[self._starts]] for key in keys]

    def sums(self, by_cell: Integers) -> Integers:
        """Sums by row of the answer, over the last axis."""
        if self._is_whole:
            return by_cell.sum(axis=-1, keepdims=True)
        if not self.count:
            return by_cell[..., :0]
        return np.add.reduceat(by_cell[..., self._order], self._starts, axis=-1)


def presented(total: Integers, groups: Sequence[Integers], question: Question, steps: list[tuple[int, ...]]) -> Table:
    """One row for each combination that has rows; without any breakdown exactly one. total: shape (steps, measures,
    groups); groups: the keys of each.
    """
    if not groups and not question.times:
        return Table((), total[0])
    step, group = np.nonzero(total[:, 0] > 0)
    told = np.array(steps, dtype=np.int64).reshape(len(steps), len(question.times))
    times, others = iter(told[step].T), iter(key[group] for key in groups)
    keys = [next(times) if d.is_time else _with_missing(next(others)) for d in question.dims]
    return Table((*keys, *others), total[step, :, group].T)


def _with_missing(key: Integers) -> Integers:
    return np.where(key == NOT_TOLD, NO_VALUE, key)
