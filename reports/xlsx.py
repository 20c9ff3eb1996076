"""A frame as an Excel workbook a person can count with: typed cells, the story of the numbers on a second sheet.

Text is never a formula: a cell that starts with =, +, -, @, a tab or a line break is stored as a plain string and
marked with Excel's quote prefix, so editing it does not wake it either. A missing value is an empty cell, never 0.
"""

import base64
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from answers.table import Column, Kind
from data.metrics import Stamp
from data.settings import district
from reports import about_data
from reports.documents.package import repacked

NUMBER_FORMATS: dict[Kind, str] = {
    "text": "@",
    "count": "#,##0",
    "share": "0.0%",
    "number": "#,##0.0",
    "date": "DD.MM.YYYY",
}
_WIDTHS: dict[Kind, int] = {"text": 32, "count": 12, "share": 12, "number": 14, "date": 13}
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")
_LONGEST_CELL = 32_767
_HEADER = PatternFill("solid", fgColor="E8EDF3")


@dataclass(frozen=True)
class Sheet:
    """A table of a workbook. name: of at most 31 letters; title: written above the head, where the name is too short
    for it.
    """

    name: str
    frame: pd.DataFrame
    columns: Sequence[Column]
    title: str = ""


def workbook(
    frame: pd.DataFrame,
    columns: Sequence[Column],
    title: str,
    filters_text: str,
    stamp: Stamp,
    limit_text: str = "",
) -> bytes:
    """The bytes of an .xlsx: «Данные» with one row per row of `frame`, «О данных» with the stamp, filters and notes.

    Columns the frame does not have are left out. `limit_text` says plainly that rows are missing, when they are. Whose
    numbers they are says the scope in force.
    """
    about = about_data.rows(title, filters_text, stamp, len(frame), limit_text)
    return books([Sheet("Данные", frame, columns)], title, about, stamp)


def books(
    sheets: Sequence[Sheet],
    title: str,
    about: Iterable[tuple[str, str]],
    stamp: Stamp,
) -> bytes:
    """The same of several sheets; about: what «О данных» says, a line each."""
    book = Workbook(write_only=True)
    told: dict[str, Column] = {}
    for one in sheets:
        present = [column for column in one.columns if column.name in one.frame.columns]
        told |= {column.label: column for column in present}
        _data_sheet(book, one, present)
    _about_sheet(book, list(told.values()), about)
    book.properties.title = _clean(title)
    book.properties.creator = f"МЦУ {district().genitive}"
    stream = io.BytesIO()
    book.save(stream)
    return repacked(stream.getvalue(), stamp.published_at)


def download(name: str, body: bytes) -> dict[str, Any]:
    """What `dcc.Download` hands to the browser under a name."""
    return {"content": base64.b64encode(body).decode(), "filename": name, "base64": True}


def _data_sheet(book: Workbook, told: Sheet, columns: Sequence[Column]) -> None:
    sheet, frame, head = book.create_sheet(told.name), told.frame, 2 if told.title else 1
    sheet.freeze_panes = f"A{head + 1}"
    for position, column in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(position)].width = _WIDTHS[column.kind]
    if columns:
        sheet.auto_filter.ref = f"A{head}:{get_column_letter(len(columns))}{len(frame) + head}"
    if told.title:
        sheet.append([_title(sheet, told.title)])
    sheet.append([_header(sheet, column.label) for column in columns])
    # A write-only sheet serialises a row at once, so the same cells serve every row. A style is shared by all cells
    # that ever had it and must not change any more: quoted texts have cells of their own.
    cells = [(_blank(sheet, column.kind), _blank(sheet, column.kind)) for column in columns]
    series = [frame[column.name].tolist() for column in columns]
    for values in zip(*series, strict=True):
        row = [pair[_is_quoted(c.kind, value)] for pair, c, value in zip(cells, columns, values, strict=True)]
        for cell, column, value in zip(row, columns, values, strict=True):
            _fill(cell, column.kind, value)
        sheet.append(row)


def _title(sheet: Any, text: str) -> Any:
    cell = WriteOnlyCell(sheet)
    _fill(cell, "text", text)
    cell.font = Font(bold=True)
    return cell


def _header(sheet: Any, text: str) -> Any:
    cell = WriteOnlyCell(sheet)
    _fill(cell, "text", text)
    cell.font = Font(bold=True)
    cell.fill = _HEADER
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def _blank(sheet: Any, kind: Kind) -> Any:
    cell = WriteOnlyCell(sheet)
    cell.number_format = NUMBER_FORMATS[kind]
    return cell


def _fill(cell: Any, kind: Kind, value: Any) -> None:
    """Put a value into the cell as its type; missing leaves it empty."""
    if _is_missing(value):
        cell.value = None
        return
    if kind == "text":
        text = _clean(str(value))
        cell.value, cell.quotePrefix = text or None, _is_quoted(kind, value)
        # openpyxl takes «=…» for a formula and «#N/A» for an error: the type is stated instead of guessed.
        cell.data_type = "s" if text else "n"
    else:
        cell.value = _typed(kind, value)


def _is_quoted(kind: Kind, value: Any) -> bool:
    return kind == "text" and not _is_missing(value) and _clean(str(value)).startswith(_DANGEROUS)


def _typed(kind: Kind, value: Any) -> Any:
    if kind == "date":
        return value.date() if isinstance(value, pd.Timestamp) else value
    return int(value) if kind == "count" else float(value)


def _is_missing(value: Any) -> bool:
    return value is None or value is pd.NaT or value is pd.NA or (isinstance(value, float) and value != value)


def _clean(text: str) -> str:
    return ILLEGAL_CHARACTERS_RE.sub("", text)[:_LONGEST_CELL]


def _about_sheet(book: Workbook, columns: Sequence[Column], about: Iterable[tuple[str, str]]) -> None:
    sheet = book.create_sheet("О данных")
    sheet.column_dimensions["A"].width = 34
    sheet.column_dimensions["B"].width = 110
    for name, text in about:
        sheet.append([_header(sheet, name), _note(sheet, text)])
    notes = about_data.definitions(columns)
    if notes:
        sheet.append([])
        sheet.append([_header(sheet, "Показатель"), _header(sheet, "Как считается")])
    for label, note in notes:
        sheet.append([_note(sheet, label), _note(sheet, note)])


def _note(sheet: Any, text: str) -> Any:
    cell = WriteOnlyCell(sheet)
    _fill(cell, "text", text)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell
