"""Lookup of source labels with validity dates, most specific row first (data/store/reference/README.md)."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from data.store.reference import label_key

REMEMBERED = 50_000
"""Answers kept for repeated questions, at most; each import has its own, so nothing received outlives it."""


@dataclass(frozen=True)
class Label:
    """One row of a label table: what it leads to, how strongly, and when it is valid (inclusive, missing =
    unbounded).
    """

    target: int
    weight: float = 1.0
    valid_from: date | None = None
    valid_to: date | None = None

    def is_valid(self, on: date | None) -> bool:
        """Whether the row is in force on a day; an unknown day takes rows without an end."""
        if on is None:
            return self.valid_to is None
        return (self.valid_from or on) <= on <= (self.valid_to or on)


class Eras:
    """Spans of days in which no validity begins or ends: every day of one era has the same answers."""

    def __init__(self, validities: Iterable[tuple[date | None, date | None]]) -> None:
        """Validities are (first day or None, last day or None)."""
        first: set[date] = set()
        for valid_from, valid_to in validities:
            if valid_from is not None:
                first.add(valid_from)
            if valid_to is not None and valid_to < date.max:
                first.add(valid_to + timedelta(days=1))
        self._first = [date.min, *sorted(first - {date.min})]

    def first_day(self, on: date) -> date:
        """The first day of the era of a day: what is asked of it may be remembered for the whole era."""
        return self._first[bisect_right(self._first, on) - 1]


class Labels:
    """Labels of one source, with the common ones below them."""

    def __init__(self, rows: Iterable[tuple[str | None, str | None, str, Label]], source: str) -> None:
        """Rows are (source or None, group or None, label, what it leads to)."""
        self._found: dict[tuple[bool, str, str], list[Label]] = defaultdict(list)
        for row_source, group, label, target in rows:
            if row_source in (None, source):
                self._found[row_source is not None, label_key(group or ""), label_key(label)].append(target)

    def candidates(self, label: str, group: str = "", on: date | None = None) -> list[Label]:
        """Rows for a label, from the most specific level that has any; strongest first."""
        key, group_key = label_key(label), label_key(group)
        if not key:
            return []
        for own in (True, False):
            for within in dict.fromkeys((group_key, "")):
                valid = [row for row in self._found.get((own, within, key), ()) if row.is_valid(on)]
                if valid:
                    return sorted(valid, key=lambda row: (-row.weight, row.target))
        return []

    def one(self, label: str, group: str = "", on: date | None = None) -> int | None:
        """The single or clearly strongest target of a label; nothing when two are equally strong.

        Two spellings of one name that come to the same key («Тейский», «Тёйский») and lead to one target are one.
        """
        rows = self.candidates(label, group, on)
        strongest = {row.target for row in rows if row.weight == rows[0].weight}
        return strongest.pop() if len(strongest) == 1 else None
