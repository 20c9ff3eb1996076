"""Rows of a file that say nothing new, told before they are read: by fingerprints of their cells.

A fingerprint is bound to all by which a row is read: the program, the reference tables, the columns of the sheet. Where
any of it is another, nothing is known and every row is read.
"""

from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from hashlib import blake2b
from operator import itemgetter
from typing import Any

import numpy as np
import numpy.typing as npt

from etl.reading.table import RawRow

ENOUGH = 2_000
"""Rows of a chunk from which it is worth looking at what the store knows."""
Fingerprints = Mapping[int, int]
"""Number of a row in its sheet → what its cells say, as a number."""


@dataclass
class KnownRows:
    """What one import knows of the rows it is going to read. Until `begin` nothing is known and nothing is told.

    passed: fingerprints of the rows that were passed over; has_looked: whether the store has been asked for its own.
    """

    passed: "array[int]" = field(default_factory=partial(array, "q"))
    has_looked: bool = False
    _basis: bytes = b""
    _since: date | None = None
    _ask: Callable[[], npt.NDArray[np.int64]] | None = None
    _stored: npt.NDArray[np.int64] | None = None

    def begin(self, basis: bytes, ask: Callable[[], npt.NDArray[np.int64]] | None, since: date | None) -> None:
        """basis: digest of the program and of the reference tables; ask: gives the fingerprints of the store, sorted,
        where rows may be passed over. since: the latest day of an import; of an earlier one's future nothing is known.
        """
        self._basis, self._ask, self._since = basis, ask, since

    def fingerprints(self, rows: Sequence[RawRow], columns: Mapping[str, int], read_by: Any) -> Fingerprints:
        """Of each row, by the cells of some columns; of none where two have one number. read_by: all else that reads
        them, as it can be printed.
        """
        if not self._basis:
            return {}
        places = sorted(set(columns.values()))
        width, cells = places[-1] + 1, itemgetter(places[0], *places)  # one twice: a single one would be no tuple
        first = blake2b(repr((self._basis, sorted(columns.items()), read_by)).encode(), digest_size=8)
        made = {}
        for number, row in rows:
            told = first.copy()
            told.update("\x1f".join(cells(row if len(row) >= width else [*row, *[""] * (width - len(row))])).encode())
            made[number] = int.from_bytes(told.digest(), "big", signed=True)
        return made if len(made) == len(rows) else {}  # a damaged workbook may number two rows alike

    def among(self, told: Fingerprints, day: date | None) -> set[int]:
        """Numbers of the rows that the store knows. day: of the import."""
        if self._ask is None or len(told) < ENOUGH or day is None or (self._since and day < self._since):
            return set()
        if self._stored is None:
            self._stored, self.has_looked = self._ask(), True
        if not len(self._stored):
            return set()
        asked = np.fromiter(told.values(), dtype=np.int64, count=len(told))
        at = np.minimum(np.searchsorted(self._stored, asked), len(self._stored) - 1)
        is_known = self._stored[at] == asked
        return {number for number, known in zip(told, is_known.tolist(), strict=True) if known}
