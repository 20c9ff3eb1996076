"""A small table that a person brings to be kept row by row: read as any received file, in a child process."""

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from data.errors import InputError
from etl.desk.header import likely_header
from etl.reading.table import read_table
from etl.sources import headers

LARGEST = 4 << 20
_ENDINGS = (".csv", ".xlsx")
_TITLES = 40
"""Rows among which the header is looked for, as in every other file."""


def cells(name: str, content: bytes, columns: headers.Names | None = None) -> list[list[str]]:
    """The rows of the first sheet that has any, the header first; every cell is text, a date is ISO, missing is ''.

    A blank row behind the header is an empty list, and so is each row that stood above it (a title of the table): the
    place of a row says which line of the file it is.

    name: of the file, for its ending and for what is said of it; columns: field → its headings, by which the header is
    found; without them it is the fullest row. Raises InputError for what is not a small table.
    """
    ending = Path(name).suffix.lower()
    if ending not in _ENDINGS:
        raise InputError(f"«{name[:80]}» не прочитан: нужен файл .xlsx или .csv.")
    if len(content) > LARGEST:
        raise InputError(f"«{name[:80]}» больше {LARGEST >> 20} МБ: это не та таблица. Возьмите за образец выгрузку.")
    with tempfile.TemporaryDirectory(prefix="mcu-table-") as folder:
        file = Path(folder) / _safe(name)  # what is refused is called as the person knows it
        file.write_bytes(content)
        found = _rows(file)
    return _under_header(found, columns or {}) if found else []


def names_of(headings: Mapping[str, str]) -> headers.Names:
    """What the columns of a table of ours may be called: by their headings or by their names."""
    return {name: (heading, name) for name, heading in headings.items()}


def _under_header(found: list[list[str]], columns: headers.Names) -> list[list[str]]:
    """The header, a blank row for each that stood above it, and what stands below."""
    numbered = list(enumerate(found, start=1))
    header = headers.find(numbered, columns)
    if header is not None:
        return [list(header.cells), *[[]] * header.index, *found[header.index + 1 :]]
    at = _unusual_header(found, columns)
    return [found[at], *[[]] * at, *found[at + 1 :]]


def _unusual_header(found: Sequence[Sequence[str]], columns: headers.Names) -> int:
    """Where the header stands that names no two of the columns: it names one of them, or is the fullest row."""
    first = list(found[:_TITLES])
    for at, row in enumerate(first):
        if headers.match(row, columns) and sum(bool(cell.strip()) for cell in row) > 1:
            return at
    fullest = likely_header([(at, list(row)) for at, row in enumerate(first)])
    return next(at for at, row in enumerate(first) if tuple(row) == fullest)


def _safe(name: str) -> str:
    """The end of a name without what could lead out of a folder."""
    return "".join(sign for sign in name if sign.isprintable() and sign not in "/\\")[-80:]


def _rows(file: Path) -> list[list[str]]:
    with read_table(file) as book:
        for sheet in book.sheets():
            found: list[list[str]] = []
            for number, cells in (row for block in sheet.blocks for row in block):
                found += [[]] * (number - 1 - len(found))
                found.append(cells)
            if found:
                return found
    return []
