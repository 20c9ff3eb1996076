"""Lookup of source labels with validity dates, most specific row first (data/reference/README.md)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from data.reference import label_key


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
        """The single or clearly strongest target of a label; nothing when two are equally strong."""
        rows = self.candidates(label, group, on)
        if not rows or (len(rows) > 1 and rows[0].weight == rows[1].weight):
            return None
        return rows[0].target
