"""Files made for one test: workbooks part by part, delimited text in any encoding."""

import io
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from etl.reading.limits import Limits
from etl.reading.table import read_table

SHEET_START = (
    b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
)
SHEET_END = b"</sheetData></worksheet>"
POS_HEADER = ("id", "Дата", "Текст Сообщения", "Тематика", "Ответственное лицо", "Статус")


def xlsx(path: Path, sheets: dict[str, Sequence[Sequence[Any]]], formats: dict[str, str] | None = None) -> Path:
    """A workbook by openpyxl; formats: cell reference → number format, on the first sheet."""
    book = Workbook()
    assert book.active is not None
    book.remove(book.active)
    for name, rows in sheets.items():
        page = book.create_sheet(name)
        for row in rows:
            page.append(list(row))
    for reference, form in (formats or {}).items():
        book.worksheets[0][reference].number_format = form
    book.save(path)
    return path


def raw_xlsx(path: Path, sheet: Iterable[bytes], more: dict[str, bytes] | None = None) -> Path:
    """A workbook whose first sheet is these bytes; `more` adds or replaces parts."""
    template = io.BytesIO()
    Workbook().save(template)
    parts = dict(more or {})
    with zipfile.ZipFile(template) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            if name == "xl/worksheets/sheet1.xml":
                with target.open(name, "w", force_zip64=True) as part:
                    for block in sheet:
                        part.write(block)
            elif name not in parts:
                target.writestr(name, source.read(name))
        for name, content in parts.items():
            target.writestr(name, content)
    return path


def csv(path: Path, text: str, encoding: str = "utf-8") -> Path:
    """Delimited text as it stands."""
    path.write_bytes(text.encode(encoding))
    return path


def rows_of(path: Path, limits: Limits | None = None, **options: Any) -> list[tuple[int, list[str]]]:
    """All rows of all sheets."""
    with read_table(path, limits, **options) as book:
        return [row for sheet in book.sheets() for block in sheet.blocks for row in block]
