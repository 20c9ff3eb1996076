"""Dirty files as they come from people and systems, made in code: nobody's data, every spoilt place on purpose."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

HEADER = ("id", "Дата создания", "Текст Сообщения", "Тематика", "Ответственное лицо", "Статус", "Дата ответа", "Оценка")
WHEN = "05.02.2026 10:15"
Row = Sequence[Any]


def row(number: Any = 1, when: Any = WHEN, text: str = "Нет воды третий день", **more: Any) -> tuple[Any, ...]:
    """One plain message; `more` spoils topic, recipient, status, answered, rating."""
    given = {"topic": "Отсутствие воды", "recipient": "МЦУ", "status": "На исполнении", "answered": "", "rating": ""}
    return (number, when, text, *(given | more).values())


def text_of(*rows: Row, delimiter: str = ";") -> str:
    """Delimited text without any quoting: what is needed is written into the cells."""
    return "\n".join(delimiter.join(str(cell) for cell in one) for one in rows) + "\n"


def delimited(*rows: Row, encoding: str = "utf-8", delimiter: str = ";", start: bytes = b"") -> Callable[[Path], None]:
    """A maker of delimited text. start: bytes before everything, a byte order mark for one."""
    return _written(start + text_of(*rows, delimiter=delimiter).encode(encoding))


def raw(content: str, encoding: str = "utf-8") -> Callable[[Path], None]:
    """A maker of text as it stands."""
    return _written(content.encode(encoding))


def _written(content: bytes) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        path.write_bytes(content)

    return write


def workbook(
    *rows: Row,
    merged: Sequence[str] = (),
    formats: dict[str, str] | None = None,
    is_1904: bool = False,
    before: str = "",
) -> Callable[[Path], None]:
    """A maker of a workbook. merged: ranges; formats: cell → number format; before: name of a first sheet of prose."""

    def write(path: Path) -> None:
        book = Workbook()
        assert book.active is not None
        page = book.active
        if before:
            page.title = before
            page.append(["Уважаемые коллеги!", "Данные на втором листе."])
            page = book.create_sheet("Выгрузка")
        if is_1904:
            book.epoch = CALENDAR_MAC_1904
        for one in rows:
            page.append(list(one))
        for cells in merged:
            page.merge_cells(cells)
        for cell, form in (formats or {}).items():
            page[cell].number_format = form
        book.save(path)

    return write


def moment(day: int = 5) -> datetime:
    """A date cell of a workbook."""
    return datetime(2026, 2, day, 10, 15)  # noqa: DTZ001  (a cell has no zone)
