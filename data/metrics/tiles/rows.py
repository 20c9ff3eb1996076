"""The rows of a month as tiles count them, one after the other: what cubes don't tell together is summed from them.

A column is kept in the smallest numbers: nothing where all rows have the same, a bit where they have two neighbours.
Of a past day of the report only what may have been otherwise then: the rest stands in the month as it is known now.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from data.metrics.tiles import measures
from data.metrics.tiles.counting import Columns

_TYPES = (np.uint8, np.uint16, np.uint32)
_SAME, _BIT = "same", "bit"
_FEW = 16
"""So many members are compared one after the other: faster than looking each row up."""
Array = npt.NDArray[Any]
Mask = npt.NDArray[np.bool_]
Places = npt.NDArray[np.intp]


@dataclass(frozen=True)
class Column:
    """Whole numbers of rows: `low` plus what stands in the array. kind: `_SAME`, `_BIT` or a type of numbers."""

    low: int
    kind: str
    kept: Array

    def values(self, at: Places) -> npt.NDArray[np.int32]:
        """The numbers of some rows."""
        if self.kind == _SAME:
            return np.full(len(at), self.low, dtype=np.int32)
        found = (self.kept[at >> 3] >> (at & 7)) & 1 if self.kind == _BIT else self.kept[at]
        return found.astype(np.int32) + np.int32(self.low)

    def is_among(self, ids: Collection[int], count: int) -> Mask:
        """Which of `count` rows have one of these numbers."""
        if self.kind == _SAME:
            return np.full(count, self.low in ids)
        kept = np.unpackbits(self.kept, count=count, bitorder="little") if self.kind == _BIT else self.kept
        most = int(np.iinfo(kept.dtype).max)
        wanted = [one - self.low for one in ids if 0 <= one - self.low <= most]
        if len(wanted) > _FEW:
            return np.isin(kept, np.array(wanted, dtype=kept.dtype))
        found = np.zeros(count, dtype=bool)
        for one in wanted:
            found |= kept == kept.dtype.type(one)
        return found


class Rows:
    """The rows of one month. base: as they are known now, of a past day of the report `until`."""

    def __init__(self, count: int, columns: Mapping[str, Column], base: "Rows | None" = None, until: int = 0) -> None:
        self.count, self._columns, self.base, self._until = count, columns, base, until

    def then(self, base: "Rows", until: int) -> "Rows":
        """The same with what is the same in the rows as they are known now."""
        return Rows(self.count, self._columns, base, until)

    @cached_property
    def _of_base(self) -> Places:
        assert self.base is not None
        received = self.base.values("received_day", np.arange(self.base.count))
        return np.flatnonzero(received <= self._until)

    def places_of(self, at: Places) -> Places:
        """Where rows stand here that stand at these places of the base; ascending, those not yet received left out."""
        here = np.searchsorted(self._of_base, at)
        here = here[here < len(self._of_base)]
        return here[self._of_base[here] == at[: len(here)]]

    @cached_property
    def received(self) -> tuple[int, int]:
        """The first and the last day that any row was received on; of no rows the second lies before the first."""
        days = self.values("received_day", np.arange(self.count))
        return int(days.min(initial=np.iinfo(np.int32).max)), int(days.max(initial=np.iinfo(np.int32).min))

    def values(self, name: str, at: Places) -> npt.NDArray[np.int32]:
        """What some rows have in a column."""
        if self.base is not None and name not in self._columns:
            return self.base.values(name, self._of_base[at])
        return self._columns[name].values(at)

    def is_among(self, name: str, ids: Collection[int]) -> Mask:
        """Which rows have one of these numbers in a column."""
        if self.base is not None and name not in self._columns:
            return self.base.is_among(name, ids)[self._of_base]
        return self._columns[name].is_among(ids, self.count)


def packed(columns: Columns, *, is_past: bool) -> tuple[dict[str, Any], list[Array]]:
    """What a file says of the rows, and its arrays. columns: of `measures.of_rows`."""
    told: list[tuple[int, int, str]] = []
    arrays: list[Array] = []
    for i, (name, sql) in enumerate(measures.of_rows().items()):
        if is_past and measures.is_timeless(sql):
            continue
        low, kind, kept = _packed(columns[name])
        told.append((i, low, kind))
        arrays += [] if kind == _SAME else [kept]
    return {"count": len(columns["is_multi"]), "columns": told}, arrays


def _packed(values: npt.NDArray[np.int64]) -> tuple[int, str, Array]:
    low, high = (int(values.min()), int(values.max())) if len(values) else (0, 0)
    if low == high:
        return low, _SAME, values[:0]
    above = values - low
    if high - low == 1:
        return low, _BIT, np.packbits(above.astype(bool), bitorder="little")
    kind = next(one for one in _TYPES if high - low <= int(np.iinfo(one).max))
    return low, np.dtype(kind).str, above.astype(kind)


def read(told: Mapping[str, Any], arrays: list[Array]) -> Rows:
    """The rows that a file tells of; arrays: those of `packed`."""
    names, left = list(measures.of_rows()), iter(arrays)
    nothing = np.zeros(0, dtype=np.uint8)
    columns = {
        names[i]: Column(low, kind, nothing if kind == _SAME else next(left)) for i, low, kind in told["columns"]
    }
    return Rows(told["count"], columns)
