"""A received table with a column of texts: read whole, given new columns, written again as CSV or XLSX."""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from data.errors import InputError
from data.store.reference import label_key
from etl.reading.table import RawRow, read_table

_LONGEST_CELL = 32_767
_RECEIVED = " (исходный)"


@dataclass(frozen=True)
class TextTable:
    """Rows of a file as received, every cell text, '' where nothing is said; blank rows stay where others follow."""

    name: str
    header: list[str]
    rows: list[list[str]]

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
            raise InputError(f"В файле «{self.name}» нет столбца «{title}». Есть: {named or 'ни одного названного'}.")
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
        return TextTable(self.name, self.header, rows)

    def with_columns(self, columns: Mapping[str, Sequence[str]]) -> "TextTable":
        """The table with columns behind its own; one of its own with the same name is called «… (исходный)»."""
        header = [self._kept(one) if one in columns else one for one in self.header]
        added = zip(*columns.values(), strict=True)
        rows = [[*row, *more] for row, more in zip(self.rows, added, strict=True)]
        return TextTable(self.name, [*header, *columns], rows)

    def _kept(self, title: str) -> str:
        """A name for a column whose own is taken by an added one; free in the table."""
        made = f"{title}{_RECEIVED}"
        while made in self.header:
            made += _RECEIVED
        return made


def read(path: Path) -> TextTable:
    """The first sheet that has rows; its first row is the header. Raises InputError when the file cannot be read."""
    with read_table(path, blank=True) as book:
        for sheet in book.sheets():
            rows = list(_placed([row for block in sheet.blocks for row in block], is_delimited=not sheet.name))
            if rows:
                return _table(path.name, rows)
    raise InputError(f"В файле «{path.name}» нет ни одной строки. Проверьте, тот ли это файл.")


def _placed(rows: Sequence[RawRow], *, is_delimited: bool) -> Iterator[list[str]]:
    """Rows in their places, from the first to the last that says anything: a blank row of a workbook is only a number
    that was not sent, and an empty line of delimited text is no row.
    """
    said = [(at, number) for at, (number, cells) in enumerate(rows) if any(map(str.strip, cells))]
    if not said:
        return
    before = said[0][1] - 1
    for number, cells in rows[said[0][0] : said[-1][0] + 1]:
        if not is_delimited:
            yield from ([] for _ in range(before + 1, number))
        yield cells
        before = number


def _table(name: str, rows: list[list[str]]) -> TextTable:
    width = max(map(len, rows))
    even = [[*row, *[""] * (width - len(row))] for row in rows]
    return TextTable(name, [title.strip().lstrip("\ufeff") for title in even[0]], even[1:])


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
    """A file .xlsx or .csv (UTF-8, commas). Raises InputError for another ending or a folder that is not there."""
    require_writable(path)
    if path.suffix.lower() == ".csv":
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([table.header, *table.rows])
    else:
        _write_workbook(path, [table.header, *table.rows])


def _write_workbook(path: Path, rows: Iterable[Sequence[str]]) -> None:
    from openpyxl import Workbook  # dear to import, and no other command writes a workbook

    book = Workbook(write_only=True)
    page = book.create_sheet("Данные")
    for row in rows:
        page.append([_cell(page, value) for value in row])
    book.save(path)


def _cell(page: Any, value: str) -> Any:
    """Text is never a formula."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    cell = WriteOnlyCell(page, value="")
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)[:_LONGEST_CELL]
    cell.data_type = "s"
    return cell
