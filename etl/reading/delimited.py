"""Delimited text (.csv, .tsv, .txt) as rows of cells, streamed."""

import csv
import io
import math
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from data.errors import InputError
from etl.reading import encoding as encodings
from etl.reading.limits import Limits

Row = tuple[int, list[str]]
_DELIMITERS = ",;\t|"
_HEAD = 1 << 16


class TextTable:
    """A text file whose encoding and delimiter are known. Grain: a record, which quoted line breaks may spread over
    lines; its number counts records, as Excel does when it opens the file.
    """

    def __init__(self, path: Path, limits: Limits, encoding: str | None = None, delimiter: str | None = None) -> None:
        found = encodings.find(path, encoding)
        self.encoding, self.lines = found.encoding, found.lines
        self._path, self._limits = path, limits
        self._head = self._read_head()
        self.delimiter = delimiter or _hinted(self._head) or sniff(self._head)
        self._binary: io.BufferedReader | None = None

    def position(self) -> int:
        """Bytes read so far."""
        return self._binary.tell() if self._binary else 0

    def rows(self, *, blank: bool = False) -> Iterator[Row]:
        """Non-blank records; blank: those of empty cells too. Raises InputError for a line, a cell or a number of
        columns beyond the limits.
        """
        csv.field_size_limit(self._limits.cell_characters)
        with self._path.open("rb") as self._binary, io.TextIOWrapper(self._binary, self.encoding, newline="") as file:
            reader = csv.reader(self._lines(file), delimiter=self.delimiter)
            try:
                yield from self._numbered(reader, blank=blank)
            except csv.Error as error:
                raise InputError(self._broken(reader.line_num)) from error

    def _numbered(self, reader: Iterator[list[str]], *, blank: bool) -> Iterator[Row]:
        for number, cells in enumerate(reader, 1):
            if len(cells) > self._limits.columns:
                raise InputError(too_wide(self._path.name, number, len(cells), self._limits))
            if number == 1 and _hinted(",".join(cells) + "\n"):
                continue
            if any(map(str.strip, cells)) or (blank and cells):
                yield number, cells

    def _lines(self, file: io.TextIOWrapper) -> Iterator[str]:
        """Lines of a bounded length: one endless line must not fill the memory."""
        most = self._limits.line_characters
        while line := file.readline(most + 1):
            if len(line) > most:
                columns = line.count(self.delimiter) + 1
                if columns > self._limits.columns:
                    raise InputError(too_wide(self._path.name, 1, columns, self._limits))
                characters = f"{most:,}".replace(",", " ")
                raise InputError(
                    f"В файле «{self._path.name}» есть строка длиннее {characters} знаков: это не таблица. "
                    "Выгрузите файл из системы ещё раз или сохраните как .xlsx."
                )
            yield line

    def _broken(self, line: int) -> str:
        return (
            f"В файле «{self._path.name}» около строки {line} не закрыта кавычка или значение слишком длинное. "
            "Выгрузите файл ещё раз или сохраните как .xlsx."
        )

    def _read_head(self) -> str:
        with self._path.open(encoding=self.encoding, newline="") as file:
            return file.read(_HEAD)


def _hinted(head: str) -> str | None:
    """Excel's own hint: a first line `sep=;`."""
    first = head[:10].splitlines()[0].strip().strip('"').lower() if head[:10].strip() else ""
    return first[4:5] or None if first.startswith("sep=") else None


def sniff(head: str) -> str:
    """The delimiter that splits most records of the head into the same number of columns; a comma when nothing does."""
    return max(_DELIMITERS, key=lambda delimiter: _evenness(head, delimiter))


def _evenness(head: str, delimiter: str) -> float:
    """How many records share the most frequent width above one, weighted by the width."""
    lines = head.splitlines(keepends=True)
    if len(head) >= _HEAD and len(lines) > 1:
        lines.pop()  # cut in the middle
    widths: Counter[int] = Counter()
    try:
        widths.update(len(cells) for cells in csv.reader(lines, delimiter=delimiter) if cells)
    except csv.Error:
        return 0.0
    width, count = max(((w, n) for w, n in widths.items() if w > 1), key=lambda pair: pair[1], default=(1, 0))
    return (count / max(1, widths.total())) ** 2 * (1 + math.log(width)) if width > 1 else 0.0


def too_wide(name: str, row: int, columns: int, limits: Limits) -> str:
    """The sentence about too many columns."""
    return (
        f"В файле «{name}» слишком много столбцов: в строке {row} их не меньше {columns}, допустимо {limits.columns}. "
        "Удалите лишние столбцы справа от таблицы и сохраните файл ещё раз."
    )
