"""Rows that lists and a scope let through, kept for the questions that come next: a screen asks several of them."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence

import numpy as np
import numpy.typing as npt

from data.metrics.tiles.rows import Places, Rows

MOST_ROWS = 200_000
"""More rows are not taken out of the months: DuckDB counts them as fast."""
_MOST_KEPT = 2 * MOST_ROWS


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


class Kept:
    """The rows that were taken out last, as many as memory may hold; None of those that are too many."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._found: OrderedDict[Hashable, Narrowed | None] = OrderedDict()

    def once(self, asked: Hashable, take: Callable[[], Narrowed | None]) -> Narrowed | None:
        """What was taken for the same lists and scope before, else taken now."""
        with self._lock:
            if asked not in self._found:
                self._found[asked] = take()
            self._found.move_to_end(asked)
            found = self._found[asked]
            while sum(1 + (one.count if one else 0) for one in self._found.values()) > _MOST_KEPT:
                self._found.popitem(last=False)
            return found

    def forget(self) -> None:
        """Let all of them go."""
        with self._lock:
            self._found.clear()
