"""A received table with a column of texts: read whole, given new columns, written again as CSV or XLSX as it came: with
its rows above the header, its delimiter, its byte order mark, its numbers and dates.
"""

import csv
import io
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from data.errors import InputError
from data.store.reference import label_key
from etl.reading.table import RawRow, RawSheet, read_table
from etl.typed_cells import TEXT, value_of

_LONGEST_CELL = 32_767
_TITLES = 40
"""Rows among which the header is looked for, as in every other file."""
_FOR_EXCEL = "utf-8-sig"
_RECEIVED = " (исходный)"


@dataclass(frozen=True)
class TextTable:
    """Rows of a file as received, every cell text, '' where nothing is said; blank rows stay where others follow.

    above: rows before the header. types: a letter for each cell of a row (`typed_cells`), all text where there is none.
    encoding, delimiter: what a CSV of it is written with.
    """

    name: str
    header: list[str]
    rows: list[list[str]]
    above: Sequence[list[str]] = ()
    types: Sequence[str] = ()
    encoding: str = "utf-8"
    delimiter: str = ","

    def column(self, title: str) -> list[str]:
        """Values of a column, by its name regardless of case and spaces. Raises InputError when there is none, or more
        than one.
        """
        at = self._position(title)
        return [row[at] for row in self.rows]

    def _position(self, title: str) -> int:
        keys = [label_key(one) for one in self.header]
        if label_key(title) not in keys:
            named = ", ".join(f"«{one}»" for one in self.header if one)
            where = f" в строке {len(self.above) + 1}" if self.above else ""
            told = named or "ни одного названного"
            raise InputError(f"В файле «{self.name}» нет столбца «{title}». Есть{where}: {told}.")
        if keys.count(label_key(title)) > 1:
            alike = ", ".join(f"«{one}»" for one in self.header if label_key(one) == label_key(title))
            raise InputError(
                f"В файле «{self.name}» столбцов с этим названием несколько: {alike}. Назовите их по-разному."
            )
        return keys.index(label_key(title))

    def columns(self) -> dict[str, list[str]]:
        """Named columns by their names; of those that are called alike the last."""
        return {one: [row[at] for row in self.rows] for at, one in enumerate(self.header) if one}

    def with_column(self, title: str, values: Sequence[str]) -> "TextTable":
        """The table with other values in one column."""
        at = self._position(title)
        rows = [[*row[:at], value, *row[at + 1 :]] for row, value in zip(self.rows, values, strict=True)]
        types = [f"{told[:at]}{TEXT}{told[at + 1 :]}" for told in self._types()]
        return replace(self, rows=rows, types=types)

    def with_columns(self, columns: Mapping[str, Sequence[str]], numbers: Collection[str] = ()) -> "TextTable":
        """The table with columns behind its own; one of its own with the same name is called «… (исходный)».

        numbers: the added columns that are numbers in a workbook.
        """
        header = [self._kept(one) if one in columns else one for one in self.header]
        added = zip(*columns.values(), strict=True)
        rows = [[*row, *more] for row, more in zip(self.rows, added, strict=True)]
        letters = "".join("n" if one in numbers else TEXT for one in columns)
        return replace(self, header=[*header, *columns], rows=rows, types=[told + letters for told in self._types()])

    def _types(self) -> list[str]:
        """A letter for each cell of each row."""
        width = len(self.header)
        return [told.ljust(width, TEXT) for told in self.types] or [TEXT * width] * len(self.rows)

    def _kept(self, title: str) -> str:
        """A name for a column whose own is taken by an added one; free in the table."""
        made = f"{title}{_RECEIVED}"
        while made in self.header:
            made += _RECEIVED
        return made


def read(path: Path, *titles: str) -> TextTable:
    """The first sheet that has rows. The header is the first row that has all these columns, else the fullest of the
    first rows. Raises InputError when the file cannot be read.
    """
    with read_table(path, blank=True, typed=True) as book:
        for sheet in book.sheets():
            rows = [row for block in sheet.blocks for row in block]
            placed = list(_placed(rows, sheet.types, is_delimited=not sheet.name))
            if placed:
                return _table(path.name, sheet, placed, titles)
    raise InputError(f"В файле «{path.name}» нет ни одной строки. Проверьте, тот ли это файл.")


def _placed(rows: Sequence[RawRow], types: Sequence[str], *, is_delimited: bool) -> Iterator[tuple[list[str], str]]:
    """Rows in their places with the types of their cells, from the first to the last that says anything: a blank row of
    a workbook is only a number that was not sent, and an empty line of delimited text is no row.
    """
    said = [(at, number) for at, (number, cells) in enumerate(rows) if any(map(str.strip, cells))]
    if not said:
        return
    before = said[0][1] - 1
    for at in range(said[0][0], said[-1][0] + 1):
        number, cells = rows[at]
        if not is_delimited:
            yield from (([], "") for _ in range(before + 1, number))
        yield cells, types[at] if types else ""
        before = number


def _table(name: str, sheet: RawSheet, placed: list[tuple[list[str], str]], titles: Sequence[str]) -> TextTable:
    width = max(len(cells) for cells, _ in placed)
    even = [[*cells, *[""] * (width - len(cells))] for cells, _ in placed]
    at = _header(even[:_TITLES], titles)
    header = [title.strip().lstrip("\ufeff") for title in even[at]]
    types = [told for _, told in placed[at + 1 :]] if any(told for _, told in placed) else []
    return TextTable(
        name, header, even[at + 1 :], even[:at], types, sheet.encoding or _FOR_EXCEL, sheet.delimiter or ","
    )


def _header(rows: Sequence[Sequence[str]], titles: Sequence[str]) -> int:
    """Where the header stands: a title of the table above it has none of the columns, and fewer cells."""
    wanted = {label_key(one) for one in titles}
    for at, row in enumerate(rows):
        if wanted and wanted <= {label_key(one.lstrip("\ufeff")) for one in row}:
            return at
    first = sum(bool(cell.strip()) for cell in rows[0])
    if first > 1:
        return 0
    return max(range(len(rows)), key=lambda at: sum(bool(cell.strip()) for cell in rows[at]))


def require_writable(path: Path, *received: Path) -> None:
    """Raises InputError for a name that `write` would refuse, before long work is done in vain, and for a file that is
    read: what was received is never written over.
    """
    if any(_is_same(path, one) for one in received):
        raise InputError(f"«{path.name}» — сам исходный файл, он остаётся как есть. Назовите в --out другой файл.")
    ending = path.suffix.lower()
    if ending not in (".xlsx", ".csv"):
        raise InputError(f"Файл «{path.name}» записать нельзя: нужен .csv или .xlsx. Измените имя в --out.")
    if not path.absolute().parent.is_dir():
        raise InputError(f"Папки «{path.absolute().parent}» нет. Создайте её или измените путь в --out.")


def _is_same(path: Path, other: Path) -> bool:
    if path.exists() and other.exists():
        return path.samefile(other)
    return path.resolve() == other.resolve()


def write(path: Path, table: TextTable) -> None:
    """A file .xlsx or .csv; CSV has the encoding, the mark and the delimiter of what was received: UTF-8 with
    a mark, by which Excel knows it, where that was a workbook or its encoding has no such letters. Raises InputError
    for another ending or a folder that is not there.
    """
    require_writable(path)
    if path.suffix.lower() == ".csv":
        written = io.StringIO(newline="")
        rows = [*table.above, table.header, *table.rows]
        csv.writer(written, delimiter=table.delimiter, lineterminator="\n").writerows(rows)
        path.write_bytes(_encoded(written.getvalue(), table.encoding))
    else:
        _write_workbook(path, table)


def _encoded(text: str, encoding: str) -> bytes:
    try:
        return text.encode("utf-16" if encoding.startswith("utf-16") else encoding)
    except UnicodeEncodeError:
        return text.encode(_FOR_EXCEL)


def _write_workbook(path: Path, table: TextTable) -> None:
    from openpyxl import Workbook  # dear to import, and no other command writes a workbook

    book = Workbook(write_only=True)
    page = book.create_sheet("Данные")
    for row in (*table.above, table.header):
        page.append([_cell(page, value) for value in row])
    for row, types in zip(table.rows, table.types or [""] * len(table.rows), strict=True):
        page.append(
            [_cell(page, value, letter) for value, letter in zip(row, types.ljust(len(row), TEXT), strict=True)]
        )
    book.save(path)


def _cell(page: Any, value: str, letter: str = TEXT) -> Any:
    """Text is never a formula."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    cell = WriteOnlyCell(page, value="")
    typed = value_of(value, letter)
    if typed is not None:
        cell.value, shown = typed
        cell.number_format = shown or cell.number_format
        return cell
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)[:_LONGEST_CELL]
    cell.data_type = "s"
    return cell
