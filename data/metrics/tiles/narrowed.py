"""Rows that lists and a scope let through, kept for the questions that come next: a screen asks several of them."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence

import numpy as np
import numpy.typing as npt

from data.metrics.tiles.rows import Places, Rows

MOST_ROWS = 400_000
"""More rows are not taken out of the months: DuckDB counts them as fast."""
_SELECTIONS, _MOST_KEPT = 32, 2 * MOST_ROWS
"""Rows taken out for the last few lists and scopes."""


class Narrowed:
    """Some rows of some months. count: how many."""

    def __init__(self, parts: Sequence[tuple[Rows, Places]]) -> None:
        self._parts = parts
        self._columns: dict[str, npt.NDArray[np.int32]] = {}
        self.count = sum(len(at) for _, at in parts)

    def values(self, name: str) -> npt.NDArray[np.int32]:
        """What the rows have in a column (`measures.of_rows`); read when it is first asked for."""
        if name not in self._columns:
            found = [rows.values(name, at) for rows, at in self._parts if len(at)]
            self._columns[name] = np.concatenate(found) if found else np.zeros(0, dtype=np.int32)
        return self._columns[name]


class Selection:
    """What one set of lists and one scope let through, month by month. choose: the places of the rows of a month."""

    def __init__(self, choose: Callable[[Rows], Places]) -> None:
        self._choose = choose
        self._places: dict[int, Places] = {}
        self._narrowed: dict[tuple[int, ...], Narrowed | None] = {}

    def of(self, months: Sequence[Rows]) -> Narrowed | None:
        """The rows of these months; None where they are too many."""
        asked = tuple(id(rows) for rows in months)
        if asked not in self._narrowed:
            self._narrowed[asked] = self._taken(months)
        return self._narrowed[asked]

    @property
    def count(self) -> int:
        """How many rows are held."""
        return sum(one.count for one in self._narrowed.values() if one)

    def _taken(self, months: Sequence[Rows]) -> Narrowed | None:
        parts, count = [], 0
        for rows in months:
            parts.append((rows, self._at(rows)))
            count += len(parts[-1][1])
            if count > MOST_ROWS:
                return None
        return Narrowed(parts)

    def _at(self, rows: Rows) -> Places:
        """Of a past day: the rows of the month as it is known now, as far as they were there."""
        if id(rows) not in self._places:
            now = rows.base
            self._places[id(rows)] = self._choose(rows) if now is None else rows.places_of(self._at(now))
        return self._places[id(rows)]


class Kept:
    """The selections asked for last, as many as memory may hold."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._found: OrderedDict[Hashable, Selection] = OrderedDict()

    def rows(self, asked: Hashable, choose: Callable[[Rows], Places], months: Sequence[Rows]) -> Narrowed | None:
        """The rows of these months that lists and a scope let through. asked: which lists and scope."""
        with self._lock:
            selection = self._found.setdefault(asked, Selection(choose))
            self._found.move_to_end(asked)
            taken = selection.of(months)
            while len(self._found) > 1 and sum(one.count for one in self._found.values()) > _MOST_KEPT:
                self._found.popitem(last=False)
            while len(self._found) > _SELECTIONS:
                self._found.popitem(last=False)
            return taken

    def forget(self) -> None:
        """Let all of them go."""
        with self._lock:
            self._found.clear()
