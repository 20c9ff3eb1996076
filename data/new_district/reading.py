"""Tables of a district as spreadsheets write them: any of three delimiters, UTF-8 or CP1251, commas in numbers."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from data.new_district.files import TABLES, Table

Row = Mapping[str, str]
_DELIMITERS = ",;\t"
_MOST_BYTES = 20_000_000


@dataclass(frozen=True)
class Fault:
    """What is wrong and where. row: as a spreadsheet numbers it, 1 is the heading; 0: the whole file."""

    file: str
    row: int
    column: str
    reason: str

    def __str__(self) -> str:
        where = f", строка {self.row}" if self.row else ""
        return f"{self.file}{where}{f', {self.column}' if self.column else ''}: {self.reason}"


@dataclass
class Received:
    """Rows of each table that is there, cells as text without spaces around them; and what could not be read.

    Every row also carries its number in the file as «row».
    """

    rows: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def of(self, table: Table) -> list[dict[str, str]]:
        """Rows of a table; none of one that is not there."""
        return self.rows.get(table.name, [])


def read(folder: Path) -> Received:
    """All tables of a folder."""
    received = Received()
    for table in TABLES:
        file = folder / table.file
        if not file.is_file():
            if not table.is_optional:
                received.faults.append(Fault(table.file, 0, "", "файла нет. Образец даёт ключ --template"))
            continue
        _read(file, table, received)
    return received


def _read(file: Path, table: Table, received: Received) -> None:
    if file.stat().st_size > _MOST_BYTES:
        received.faults.append(Fault(table.file, 0, "", "файл больше 20 МБ: это не справочник района"))
        return
    try:
        text = _decoded(file.read_bytes())
    except UnicodeDecodeError:
        received.faults.append(Fault(table.file, 0, "", "кодировка не распознана: сохраните файл в UTF-8"))
        return
    lines = list(csv.reader(io.StringIO(text), delimiter=_delimiter(text)))
    headings = [cell.strip() for cell in lines[0]] if lines else []
    received.faults += _wrong_headings(table, headings)
    received.faults += [
        Fault(table.file, number, "", f"ячеек {len(cells)}, столбцов {len(headings)}: лишнее пропало бы")
        for number, cells in enumerate(lines[1:], start=2)
        if any(cell.strip() for cell in cells[len(headings) :])
    ]
    received.rows[table.name] = [
        _row(table, headings, cells, number)
        for number, cells in enumerate(lines[1:], start=2)
        if any(cell.strip() for cell in cells)
    ]
    if not received.rows[table.name] and not table.is_optional:
        received.faults.append(Fault(table.file, 0, "", "строк нет: заполните файл"))


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1251")


def _delimiter(text: str) -> str:
    first = text.split("\n", 1)[0]
    return max(_DELIMITERS, key=first.count)


def _wrong_headings(table: Table, headings: list[str]) -> list[Fault]:
    lacking = [name for name in table.needed if name not in headings]
    twice = sorted({name for name in headings if name and headings.count(name) > 1})
    strange = [name for name in headings if name and name not in table.columns]
    return [
        *(Fault(table.file, 1, name, "столбца нет") for name in lacking),
        *(Fault(table.file, 1, name, "столбец назван дважды") for name in twice),
        *(
            Fault(table.file, 1, name[:60], f"столбец не известен. Есть: {', '.join(table.columns)}")
            for name in strange
        ),
    ]


def _row(table: Table, headings: list[str], cells: list[str], number: int) -> dict[str, str]:
    told = {name: " ".join(cell.split()) for name, cell in zip(headings, cells, strict=False)}
    return {name: told.get(name, "") for name in table.columns} | {"row": str(number)}
