"""Columns of a file found by the names in its header, by synonyms, by content; the header found among stray rows."""

import re
import statistics
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from etl.sources import cells, labels, moments

Names = Mapping[str, Sequence[str]]
RawRow = tuple[int, list[str]]
COUNTERS = (
    "№ п/п", "№п/п", "№ пп", "№пп", "№№ п/п", "№№", "N п/п", "Nп/п", "N пп", "п/п", "Номер п/п", "Порядковый номер",
    "Порядковый №", "Порядковый N", "Номер по порядку", "№ по порядку", "№ строки",
)  # fmt: skip
"""Headers of columns that count rows: the last that may be taken for a number."""
_NOT_WORD = re.compile(r"[\W_]+")
_SAMPLE = 200
_SHARE = 0.9


@lru_cache(maxsize=20_000)
def key(header: str) -> str:
    """The form in which two spellings of a header are the same: case, ё, punctuation and line breaks do not matter."""
    plain = unicodedata.normalize("NFKC", header).lower().replace("ё", "е")
    return _NOT_WORD.sub(" ", plain).strip()


def match(header: Sequence[str], columns: Names) -> dict[str, int]:
    """Field → position. First names are matched before synonyms, and no column serves two fields."""
    positions: dict[str, int] = {}
    for position, cell in enumerate(header):
        positions.setdefault(key(cell), position)
    positions.pop("", None)
    found: dict[str, int] = {}
    for is_synonym in (False, True):
        for name, headers in columns.items():
            for one in headers[1:] if is_synonym else headers[:1]:
                if name not in found and key(one) in positions:
                    found[name] = positions.pop(key(one))
    return found


@dataclass(frozen=True)
class Header:
    """A header row: its index among the rows read, the cells (a level above fills gaps), field → position."""

    index: int
    cells: tuple[str, ...]
    columns: dict[str, int]


def find(rows: Sequence[RawRow], columns: Names, most: int = 40) -> Header | None:
    """The row of the first `most` that matches the most fields, at least two; None when no row does."""
    best: Header | None = None
    for index, (number, row) in enumerate(rows[:most]):
        above = rows[index - 1][1] if index and rows[index - 1][0] == number - 1 else []
        for made in (tuple(row), _two_levels(row, above)):
            found = match(made, columns)
            if len(found) >= 2 and (best is None or len(found) > len(best.columns)):
                best = Header(index, made, found)
    return best


def _two_levels(row: Sequence[str], above: Sequence[str]) -> tuple[str, ...]:
    """Gaps filled from the row above: in a header of two levels, cells merged downwards have their text on top."""
    width = max(len(row), len(above))
    padded = [*row, *[""] * (width - len(row))]
    upper = [*above, *[""] * (width - len(above))]
    return tuple(cell if cell.strip() else top for cell, top in zip(padded, upper, strict=True))


def is_repeated(row: Sequence[str], header: Sequence[str]) -> bool:
    """Whether a row is the header once more (a page break, two files put together) or the numbers of its columns."""
    for cell, head in zip(row, header, strict=False):
        if text := cell.strip():  # the first filled cell already tells nearly every row
            # What counts rows is its own key; making it for every number is dear.
            if text != "1" and (text if text.isascii() and text.isdigit() else key(text)) != key(head):
                return False
            break
    filled = [(cell.strip(), head) for cell, head in zip(row, header, strict=False) if cell.strip()]
    if len(filled) < 2:
        return False
    if all(key(cell) == key(head) for cell, head in filled):
        return True
    return len(filled) > 3 and [cell for cell, _ in filled] == [str(i + 1) for i in range(len(filled))]


def by_layout(rows: Sequence[RawRow], layouts: Sequence[Sequence[str]], source_code: str) -> dict[str, int] | None:
    """Field → position for a file without a header: its width and the content of its columns fit a known layout."""
    sample = rows[:_SAMPLE]
    width = max((len(row) for _, row in sample), default=0)
    for layout in layouts:
        if not len(layout) * 0.6 <= width <= len(layout):
            continue
        verdicts = [
            test(values)
            for position, name in enumerate(layout)
            if (test := _test_of(name, source_code)) and (values := _column(sample, position))
        ]
        if len(verdicts) >= 2 and sum(verdicts) >= 0.8 * len(verdicts):
            return {name: position for position, name in enumerate(layout) if position < width}
    return None


def by_content(rows: Sequence[RawRow], found: Mapping[str, int], wanted: Mapping[str, str]) -> dict[str, int]:
    """Field → position for fields no header named: the only unused column whose content is of the wanted kind."""
    sample = rows[:_SAMPLE]
    width = max((len(row) for _, row in sample), default=0)
    free = [position for position in range(width) if position not in found.values()]
    made: dict[str, int] = {}
    for name, kind in wanted.items():
        if name in found:
            continue
        fitting = [
            p for p in free if p not in made.values() and (values := _column(sample, p)) and _KINDS[kind](values)
        ]
        if len(fitting) == 1:
            made[name] = fitting[0]
    return made


def _column(rows: Sequence[RawRow], position: int) -> list[str]:
    """Values of one column that say something."""
    return [value for _, row in rows if position < len(row) and (value := cells.clean(row[position]))]


def _mostly(values: Sequence[str], fits: Callable[[str], bool]) -> bool:
    return sum(map(fits, values)) >= _SHARE * len(values)


def _is_id_column(values: list[str]) -> bool:
    return len(set(values)) == len(values) and _mostly(values, lambda value: value.isdigit() and len(value) >= 3)


_KINDS: dict[str, Callable[[list[str]], bool]] = {
    "date": lambda values: _mostly(values, moments.is_date),
    "long": lambda values: statistics.fmean(map(len, values)) > 60,
    "id": _is_id_column,
    "url": lambda values: _mostly(values, lambda value: "/" in value and labels.by_host(value) != "im_other"),
}


def _test_of(name: str, source_code: str) -> Callable[[list[str]], bool] | None:
    """How the content of a field is recognised; None where anything may stand in it."""
    if name.endswith("_at"):
        return _KINDS["date"]
    if name in ("external_id", "id", "number"):
        return lambda values: _mostly(values, lambda value: len(value) < 40 and any(map(str.isdigit, value)))
    if name.endswith("_url"):
        return lambda values: _mostly(values, lambda value: "." in value and "/" in value)
    if name in ("text", "content"):
        return lambda values: statistics.fmean(map(len, values)) > 30
    table = {
        "status": "status_labels",
        "outcome": "status_labels",
        "result": "status_labels",
        "kind": "kind_labels",
    }.get(name)
    if table is None:
        return None
    known = labels.codes_by_label(table, source_code)
    return lambda values: _mostly(values, lambda value: labels.label_key(value) in known)
