"""A small table that a person brings to be kept row by row: read as any received file, in a child process."""

import tempfile
from pathlib import Path

from data.errors import InputError
from etl.reading.table import read_table

LARGEST = 4 << 20
_ENDINGS = (".csv", ".xlsx")


def cells(name: str, content: bytes) -> list[list[str]]:
    """The rows of the first sheet that has any, the header first; every cell is text, a date is ISO, missing is ''.

    A blank row behind the header is an empty list: the place of a row says which line of the file it is.

    name: of the file, for its ending and for what is said of it. Raises InputError for what is not a small table.
    """
    ending = Path(name).suffix.lower()
    if ending not in _ENDINGS:
        raise InputError(f"«{name[:80]}» не прочитан: нужен файл .xlsx или .csv.")
    if len(content) > LARGEST:
        raise InputError(f"«{name[:80]}» больше {LARGEST >> 20} МБ: это не та таблица. Возьмите за образец выгрузку.")
    with tempfile.TemporaryDirectory(prefix="mcu-table-") as folder:
        file = Path(folder) / _safe(name)  # what is refused is called as the person knows it
        file.write_bytes(content)
        return _rows(file)


def _safe(name: str) -> str:
    """The end of a name without what could lead out of a folder."""
    return "".join(sign for sign in name if sign.isprintable() and sign not in "/\\")[-80:]


def _rows(file: Path) -> list[list[str]]:
    with read_table(file) as book:
        for sheet in book.sheets():
            found: list[list[str]] = []
            first = 0
            for number, cells in (row for block in sheet.blocks for row in block):
                first = first or number
                found += [[]] * (number - first - len(found))
                found.append(cells)
            if found:
                return found
    return []
