"""The workbook that is filled in by hand: a sheet for the rows, a sheet that says how, lists to choose from.

It is read as any received file is: `etl.sources.by_hand` knows its headers. A typed record travels the same way, as a
workbook of its own rows.
"""

import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from etl.sources.by_hand import COLUMNS, SHEET

HOW, LISTS = "Как заполнять", "Списки"
LAST_ROW = 2000
_LONGEST_CELL = 32_767
_FILL = PatternFill("solid", fgColor="E8EDF3")
_NEEDED = ("channel", "received_at", "text")
_STRICT = ("channel", "kind", "result")
"""Fields whose words are few; in the others a name that is not listed waits on «Качество данных»."""
_WIDTHS = {"text": 60, "topic": 34, "recipient": 34, "address": 30, "applicant": 26, "contact": 24, "place": 30}
_FORMATS = {
    "number": "@", "contact": "@", "received_at": "dd.mm.yyyy hh:mm", "promised_at": "dd.mm.yyyy",
    "answered_at": "dd.mm.yyyy",
}  # fmt: skip
_EXPLAINED = {
    "channel": ("Обязательно. Из списка.", "Телефон"),
    "number": (
        "Номер вашего журнала. Пусто — номер даст программа. Несколько вопросов одной записи — строками с одним "
        "номером. Строка с прежним номером изменит прежнюю запись.",
        "15",
    ),
    "received_at": ("Обязательно. День, можно с временем; не позже сегодняшнего.", "02.03.2026 10:15"),
    "applicant": ("Хранится отдельно от записи, в показатели не попадает.", "Иванова Мария Петровна"),
    "contact": ("Хранится отдельно.", "+7 900 000-00-00"),
    "address": ("Хранится отдельно.", "с. Верхнее, ул. Ленина, д. 5"),
    "text": ("Обязательно. Имена и телефоны в тексте программа скроет.", "Третий день нет воды в колонке"),
    "topic": ("Из списка. Пусто — программа определит по тексту, если уверена.", "Отсутствие воды"),
    "place": ("Из списка. Пусто — по адресу или по тексту.", "Верхнее (Верхнинский сельсовет)"),
    "recipient": ("Из списка: кому поручен ответ.", ""),
    "kind": ("Из списка.", "Сообщение о проблеме"),
    "promised_at": ("Если назвали срок.", "05.03.2026"),
    "answered_at": ("Если ответ уже дан.", "04.03.2026"),
    "result": ("Из списка, если ответ дан. Пусто — ещё рассматривается.", "Закрыто: решено"),
}


def workbook(lists: Mapping[str, Sequence[str]]) -> bytes:
    """The empty template. lists: field → names to choose from."""
    made = Workbook()
    page = _page(made)
    _explain(made.create_sheet(HOW))
    _list(made.create_sheet(LISTS), page, lists)
    content = io.BytesIO()
    made.save(content)
    return content.getvalue()


def write(target: Path, rows: Sequence[Mapping[str, str]]) -> None:
    """A workbook with rows of texts by field, as if somebody had filled in the template. Text is never a formula."""
    made = Workbook()
    page = _page(made)
    for number, row in enumerate(rows, 2):
        for position, name in enumerate(COLUMNS, 1):
            if row.get(name):
                _text(page.cell(number, position), row[name])
    made.save(target)


def _page(made: Workbook) -> Any:
    page: Any = made.active
    page.title, page.freeze_panes = SHEET, "C2"
    for position, (name, (title,)) in enumerate(COLUMNS.items(), 1):
        _head(page.cell(1, position), title, is_needed=name in _NEEDED)
        column = page.column_dimensions[get_column_letter(position)]
        column.width, column.number_format = _WIDTHS.get(name, 20), _FORMATS.get(name, "General")
    return page


def _head(cell: Any, title: str, *, is_needed: bool) -> None:
    cell.value, cell.fill = title, _FILL
    cell.font = Font(bold=True, color="9C2A1E" if is_needed else "1B2733")
    cell.alignment = Alignment(wrap_text=True, vertical="top")


def _text(cell: Any, value: str) -> None:
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)[:_LONGEST_CELL]
    cell.data_type, cell.number_format = "s", "@"


def _explain(page: Any) -> None:
    """A line for each column: what to write, and an example. Lines, not rows of a table: nobody may load them."""
    for position, title in enumerate(("Столбец", "Что писать", "Пример"), 1):
        _head(page.cell(1, position), title, is_needed=False)
    for number, (name, (how, example)) in enumerate(_EXPLAINED.items(), 2):
        for position, value in enumerate((COLUMNS[name][0], how, example), 1):
            _text(page.cell(number, position), value)
            page.cell(number, position).alignment = Alignment(wrap_text=True, vertical="top")
    for letter, width in (("A", 30), ("B", 70), ("C", 40)):
        page.column_dimensions[letter].width = width


def _list(page: Any, rows: Any, lists: Mapping[str, Sequence[str]]) -> None:
    """The names, a column for each field, and the cells of the template that offer them."""
    fields = list(COLUMNS)
    for position, (name, names) in enumerate(lists.items(), 1):
        letter = get_column_letter(position)
        _head(page.cell(1, position), COLUMNS[name][0], is_needed=False)
        page.column_dimensions[letter].width = 40
        for number, value in enumerate(names, 2):
            _text(page.cell(number, position), value)
        offered = f"{LISTS}!${letter}$2:${letter}${max(len(names), 1) + 1}"
        target = get_column_letter(fields.index(name) + 1)
        rows.add_data_validation(_validation(name, offered, f"{target}2:{target}{LAST_ROW}"))


def _validation(name: str, offered: str, cells: str) -> DataValidation:
    style: Any = "stop" if name in _STRICT else "warning"
    error = "Выберите из списка." if name in _STRICT else "Такого названия нет в списке. Всё равно оставить?"
    return DataValidation(
        "list", formula1=offered, sqref=cells, allow_blank=True, errorStyle=style, error=error, showErrorMessage=True
    )
