"""Writes rows of dictionaries as real files: .xlsx by openpyxl's streaming writer, .csv in a legacy encoding."""

import csv
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

Cell = str | int | float | datetime | date | timedelta | None
Row = dict[str, Cell]


def write_xlsx(
    path: Path,
    sheet: str,
    columns: Sequence[str],
    rows: Iterable[Row],
    *,
    title: str = "",
    names: dict[str, str] | None = None,
    widths: int = 18,
) -> Path:
    """One sheet; `names` renames headers, `title` puts a stray row above them. Durations become `[hh]:mm:ss` cells."""
    book = Workbook(write_only=True)
    page = book.create_sheet(sheet)
    page.sheet_format.defaultColWidth = widths
    if title:
        page.append([title])
    page.append([(names or {}).get(column, column) for column in columns])
    for row in rows:
        page.append([_cell(page, row.get(column)) for column in columns])
    book.save(path)
    return path


def _cell(page: Any, value: Any) -> Any:
    form = _number_format(value)
    if form is None:
        return None if value == "" else value
    cell = WriteOnlyCell(page, value=value)
    cell.number_format = form
    return cell


def _number_format(value: Cell) -> str | None:
    if isinstance(value, timedelta):
        return "[hh]:mm:ss"
    if isinstance(value, datetime):
        return "dd.mm.yyyy hh:mm:ss"
    return "dd.mm.yyyy" if isinstance(value, date) else None


def write_csv(path: Path, columns: Sequence[str], rows: Iterable[Row]) -> Path:
    """CP1251, semicolons, the way an office exports; missing cells are empty."""
    with path.open("w", encoding="cp1251", newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
        writer.writerow(columns)
        writer.writerows([row.get(column, "") for column in columns] for row in rows)
    return path
