"""An .xlsx workbook as rows of text.

Read part by part with expat, not through openpyxl: files of other programs often carry styles openpyxl refuses, and a
row must become text, not objects, without holding the sheet in memory.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

from data.errors import InputError
from etl.reading import formats
from etl.reading.limits import Limits
from etl.reading.parts import AGAIN, Attributes, Parts, unescape

Row = tuple[int, list[str]]
_LAST_ROW = 1_048_576
_TYPES, _LETTERS = {"n": "n", "b": "b", "d": "d"}, {"number": "n", "date": "d", "time": "t"}


class Workbook:
    """A checked workbook; `sheets` are (name, part) in the order of its tabs, charts left out."""

    def __init__(self, path: Path, limits: Limits, beat: Callable[[int], None]) -> None:
        self.parts, self._limits = Parts(path, limits, beat), limits
        self.is_1904 = False
        self.sheets: list[tuple[str, str]] = []
        self.types = ""
        """Of the cells of the row given last: n number, d date, t time, b yes or no, s text."""
        self._read_directory()
        self._strings: list[str] | None = None
        self._kinds: list[str] | None = None

    def _read_directory(self) -> None:
        if not self.parts.has("xl/workbook.xml"):
            raise InputError(f"Файл «{self.parts.name}»: в книге нет оглавления, файл повреждён. {AGAIN}")
        relations = self.parts.relations("xl/workbook.xml")

        def start(tag: str, attributes: Attributes) -> None:
            if tag == "workbookPr":
                self.is_1904 = attributes.get("date1904", "0") in ("1", "true")
            elif tag == "sheet":
                link = next((value for key, value in attributes.items() if key.endswith(":id")), "")
                part = relations.get(link, "")
                if "worksheets/" in part and self.parts.has(part):
                    self.sheets.append((attributes.get("name", ""), part))

        self.parts.parse("xl/workbook.xml", start)
        if not self.sheets:
            raise InputError(f"Файл «{self.parts.name}»: в книге нет листов с данными. {AGAIN}")

    def read(self, part: str, take: Callable[[Row], None], size: Callable[[int], None]) -> None:
        """Give every non-blank row of a sheet to `take`, and its declared number of rows to `size` beforehand."""
        if self._strings is None or self._kinds is None:
            self._strings, self._kinds = read_strings(self.parts), read_kinds(self.parts)
        reader = _SheetReader(self, self._strings, self._kinds, take, size)
        self.parts.parse(part, reader.start, reader.end, reader.data)

    def refuse_wide(self, column: int, row: int) -> None:
        """Raise InputError when a value stands beyond the limits."""
        most = self._limits.columns
        if column >= most or not 0 < row <= _LAST_ROW:
            raise InputError(
                f"В файле «{self.parts.name}» слишком много столбцов: есть значение в столбце {column + 1}, "
                f"строка {row}; "
                f"допустимо {most} столбцов. Удалите всё справа от таблицы и сохраните файл ещё раз."
            )

    def refuse_long(self, value: str, row: int) -> None:
        """Raise InputError for a value no cell of Excel can hold."""
        if len(value) > self._limits.cell_characters:
            raise InputError(f"В файле «{self.parts.name}», строка {row}: значение длиннее допустимого. {AGAIN}")


class _SheetReader:
    """Handlers of one sheet part."""

    def __init__(
        self,
        book: Workbook,
        strings: list[str],
        kinds: list[str],
        take: Callable[[Row], None],
        size: Callable[[int], None],
    ) -> None:
        self._book, self._strings, self._kinds, self._take, self._size = book, strings, kinds, take, size
        self._row, self._column, self._cells = 0, -1, dict[int, str]()
        self._letters = dict[int, str]()
        self._type, self._style = "n", 0
        self._text: list[str] = []
        self._depth_text = self._is_phonetic = False

    def start(self, tag: str, attributes: Attributes) -> None:
        if tag == "c":
            reference = attributes.get("r")
            self._column = column_of(reference) if reference else self._column + 1
            self._type = attributes.get("t", "n")
            self._style = int(attributes.get("s", "0"))
            self._text.clear()
        elif tag in ("v", "t"):
            self._depth_text = not self._is_phonetic
        elif tag == "row":
            self._row = int(attributes.get("r", self._row + 1))
            self._column, self._cells, self._letters = -1, {}, {}
        elif tag == "rPh":
            self._is_phonetic = True
        elif tag == "dimension":
            self._size(row_of(attributes.get("ref", "").rpartition(":")[2]))

    def data(self, text: str) -> None:
        if self._depth_text:
            self._text.append(text)

    def end(self, tag: str) -> None:
        if tag in ("v", "t"):
            self._depth_text = False
        elif tag == "c":
            if self._text:
                self._keep("".join(self._text))
        elif tag == "row":
            if any(value.strip() for value in self._cells.values()):
                width = max(self._cells) + 1
                self._book.types = "".join(self._letters.get(i, "s") for i in range(width))
                self._take((self._row, [self._cells.get(i, "") for i in range(width)]))
        elif tag == "rPh":
            self._is_phonetic = False

    def _keep(self, raw: str) -> None:
        value = self._value(raw)
        if value:
            self._book.refuse_wide(self._column, self._row)
            self._book.refuse_long(value, self._row)
            self._cells[self._column] = value
            if self._type in _TYPES:
                self._letters[self._column] = _LETTERS[self._kind()] if self._type == "n" else _TYPES[self._type]

    def _kind(self) -> str:
        """'date', 'time' or 'number': what the format of a numeric cell says."""
        return self._kinds[self._style] if self._style < len(self._kinds) else "number"

    def _value(self, raw: str) -> str:
        if self._type == "s":
            return self._strings[int(raw)]
        if self._type == "n":
            return formats.text(raw.strip(), self._kind(), self._book.is_1904)
        if self._type == "b":
            return "Да" if raw.strip() == "1" else "Нет"
        if self._type == "d":
            return raw.strip().replace("T", " ")
        return unescape(raw)


def read_strings(parts: Parts) -> list[str]:
    """The table of shared strings; phonetic readings are left out."""
    strings: list[str] = []
    current: list[str] = []
    state = {"text": False, "phonetic": False}

    def start(tag: str, _: Attributes) -> None:
        if tag == "si":
            current.clear()
        elif tag == "rPh":
            state["phonetic"] = True
        elif tag == "t":
            state["text"] = not state["phonetic"]

    def end(tag: str) -> None:
        if tag == "si":
            strings.append(unescape("".join(current)))
        elif tag == "rPh":
            state["phonetic"] = False
        elif tag == "t":
            state["text"] = False

    if parts.has("xl/sharedStrings.xml"):
        parts.parse("xl/sharedStrings.xml", start, end, lambda text: current.append(text) if state["text"] else None)
    return strings


def read_kinds(parts: Parts) -> list[str]:
    """Kind of number ('date', 'time', 'number') for each cell style."""
    codes: dict[int, str] = {}
    kinds: list[str] = []
    inside: list[str] = []

    def start(tag: str, attributes: Attributes) -> None:
        inside.append(tag)
        if tag == "numFmt":
            codes[int(attributes.get("numFmtId", "0"))] = attributes.get("formatCode", "")
        elif tag == "xf" and inside[-2:-1] == ["cellXfs"]:
            number = int(attributes.get("numFmtId", "0"))
            kinds.append(formats.kind(number, codes.get(number)))

    if parts.has("xl/styles.xml"):
        parts.parse("xl/styles.xml", start, lambda _: _drop(inside))
    return kinds


def _drop(stack: list[str]) -> None:
    stack.pop()


def column_of(reference: str) -> int:
    """0 for `A1`, 16383 for `XFD1048576`."""
    column = 0
    for letter in reference:
        if not letter.isalpha():
            break
        column = column * 26 + ord(letter.upper()) - 64
        if column > 1_000_000:
            break
    return column - 1


def row_of(reference: str) -> int:
    """1048576 for `XFD1048576`; 0 when there is no number."""
    digits = "".join(letter for letter in reference if letter.isdigit())
    return min(int(digits[:9] or 0), _LAST_ROW)


def names(sheets: list[tuple[str, str]]) -> Iterator[str]:
    """Names of sheets, for messages."""
    return (name for name, _ in sheets)
