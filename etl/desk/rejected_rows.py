"""Refused rows as a workbook to be mended and loaded again: the columns of the received file and a reason."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from etl.desk.header import REASON
from etl.reading.table import RawBook, RawRow
from etl.sources import headers
from etl.sources.registry import BY_CODE

_LONGEST_CELL = 32_767
_HEADER = PatternFill("solid", fgColor="E8EDF3")


def write(
    target: Path, book: RawBook, header: Sequence[str], columns: dict[str, str], source: str, refused: Any
) -> None:
    """A workbook of the refused rows of a book; refused: rejections of the report (sheet, row, column, reason).

    header: as received; () gives the row of names the source is known by. Cells are the received text, so that what is
    right in them stays as it was; text is never a formula.
    """
    reasons: dict[tuple[str, int], list[str]] = {}
    for one in refused:
        reasons.setdefault((one["sheet"], one["row"]), []).append(f"{one['column']}: {one['reason']}")
    titles = list(header) or _column_names(columns, source)
    own = [i for i, title in enumerate(titles) if headers.key(title) != headers.key(REASON)]
    made = Workbook(write_only=True)
    page = made.create_sheet("Отклонённые строки")
    page.freeze_panes = "A2"
    page.auto_filter.ref = f"A1:{get_column_letter(len(own) + 1)}{1 + len(reasons)}"
    for position in range(len(own) + 1):
        page.column_dimensions[get_column_letter(position + 1)].width = 60 if position == len(own) else 22
    page.append([_head(page, title) for title in [*(titles[i] for i in own), REASON]])
    for sheet, (number, row) in _rows(book):
        if (sheet, number) in reasons:
            cells = [row[i] if i < len(row) else "" for i in own]
            page.append([_text(page, cell) for cell in [*cells, "; ".join(reasons[sheet, number])]])
    made.save(target)


def _rows(book: RawBook) -> Iterator[tuple[str, RawRow]]:
    for sheet in book.sheets():
        for block in sheet.blocks:
            yield from ((sheet.name, row) for row in block)


def _column_names(columns: dict[str, str], source: str) -> list[str]:
    """Names for the columns of a file without a header, so that its rows are recognised when they come back."""
    numbers = {int(title.rsplit(" ", 1)[1]) - 1: name for name, title in columns.items() if title.startswith("столбец")}
    declared = BY_CODE.get(source)
    known = {at: declared.columns[name][0] for at, name in numbers.items()} if declared else {}
    return [known.get(at, f"столбец {at + 1}") for at in range(max(known, default=-1) + 1)]


def _head(page: Any, title: str) -> Any:
    cell = _text(page, title)
    cell.font, cell.fill = Font(bold=True), _HEADER
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def _text(page: Any, value: str) -> Any:
    cell = WriteOnlyCell(page, value="")
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)[:_LONGEST_CELL]
    cell.data_type, cell.number_format = "s", "@"
    cell.quotePrefix = True
    return cell
