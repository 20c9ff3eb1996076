"""The file of `python -m analysis.effect estimate`: read strictly, row by row; written back one row a series.

Long CSV, UTF-8, commas: `series, unit, week, count, is_treated, started_on, target?`. A week that has no row inside the
span of its series is a week without records.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from analysis.effect.estimate import Effect, Series
from data.errors import InputError

COLUMNS = ("series", "unit", "week", "count", "is_treated", "started_on")
TARGET = "target"
WRITTEN = ("series", "effect", "low", "high", "verdict", "method", "donors")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOST_RECORDS = 10**9
_MOST_WEEKS = 5_300
"""A hundred years: a longer span is a slip of the pen in a year."""


@dataclass
class _Gathered:
    """Rows of one series as they come. row: the first of them, as a person sees it in the file."""

    row: int
    started_on: date
    target: float | None
    treated: dict[str, bool] = field(default_factory=dict)
    counts: dict[tuple[str, date], int] = field(default_factory=dict)


def read(path: Path) -> dict[str, Series]:
    """Series by name, in the order of the file. Raises InputError, naming the row, for whatever cannot be believed."""
    gathered: dict[str, _Gathered] = {}
    for row, cells in _rows(path):
        _take(gathered, row, cells)
    if not gathered:
        raise InputError(f"В файле «{path.name}» нет ни одной строки с данными. Проверьте, тот ли это файл.")
    return {name: _series(name, one) for name, one in gathered.items()}


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    if not path.is_file():
        raise InputError(f"Файла «{path}» нет. Проверьте путь.")
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, strict=True)
            names = [name.strip() for name in next(reader, [])]
            _require_columns(path, names)
            for cells in reader:
                if any(cell.strip() for cell in cells):
                    yield reader.line_num, _named(reader.line_num, names, cells)
    except UnicodeDecodeError as error:
        raise InputError(f"Файл «{path.name}» не в UTF-8. Сохраните его как «CSV UTF-8 (запятая)».") from error
    except csv.Error as error:
        raise InputError(f"Файл «{path.name}» не читается как CSV: кавычка не закрыта или стоит лишняя.") from error


def _require_columns(path: Path, names: Sequence[str]) -> None:
    missing = [name for name in COLUMNS if name not in names]
    if missing:
        seen = ", ".join(f"«{name[:40]}»" for name in names if name) or "ни одного"
        raise InputError(
            f"В файле «{path.name}» нет столбца «{missing[0]}». Через запятую нужны: {', '.join(COLUMNS)}. "
            f"Есть: {seen}."
        )
    twice = [name for name in (*COLUMNS, TARGET) if names.count(name) > 1]
    if twice:
        raise InputError(f"В файле «{path.name}» столбец «{twice[0]}» стоит дважды. Оставьте один.")


def _named(row: int, names: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    if len(cells) != len(names):
        raise InputError(f"Строка {row}: ячеек {len(cells)}, а столбцов {len(names)}. Исправьте строку.")
    return {name: cell.strip() for name, cell in zip(names, cells, strict=True)}


def _take(gathered: dict[str, _Gathered], row: int, cells: Mapping[str, str]) -> None:
    name, unit = (_text(row, cells, column) for column in ("series", "unit"))
    week, started_on = (_day(row, cells, column) for column in ("week", "started_on"))
    if week.weekday():
        monday = week - timedelta(days=week.weekday())
        raise InputError(f"Строка {row}: week «{cells['week']}» — не понедельник. Понедельник той недели — {monday}.")
    target = _target(row, cells.get(TARGET, ""))
    one = gathered.setdefault(name, _Gathered(row, started_on, target))
    _require_same(row, name, one, started_on, target)
    is_treated = _flag(row, cells["is_treated"])
    if one.treated.setdefault(unit, is_treated) != is_treated:
        raise InputError(f"Строка {row}: у «{unit}» ряда «{name}» is_treated то 0, то 1. Оставьте одно значение.")
    if (unit, week) in one.counts:
        raise InputError(f"Строка {row}: неделя {week} у «{unit}» ряда «{name}» уже была. Сложите строки в одну.")
    one.counts[unit, week] = _whole(row, cells["count"])


def _require_same(row: int, name: str, one: _Gathered, started_on: date, target: float | None) -> None:
    for column, was, now in (("started_on", one.started_on, started_on), (TARGET, one.target, target)):
        if was != now:
            raise InputError(
                f"Строка {row}: {column} ряда «{name}» — {_shown(now)}, а в строке {one.row} — {_shown(was)}. "
                "Во всех строках ряда он один."
            )


def _shown(value: Any) -> str:
    return "пусто" if value is None else f"«{value}»"


def _text(row: int, cells: Mapping[str, str], column: str) -> str:
    if not cells[column]:
        raise InputError(f"Строка {row}: {column} пуст. Назовите его.")
    return cells[column]


def _day(row: int, cells: Mapping[str, str], column: str) -> date:
    text = cells[column]
    try:
        if not _DAY.fullmatch(text):  # fromisoformat reads weeks and days without hyphens too
            raise ValueError(text)
        return date.fromisoformat(text)
    except ValueError as error:
        raise InputError(f"Строка {row}: {column} «{text[:40]}» — не дата. Пишите так: 2026-11-30.") from error


def _flag(row: int, text: str) -> bool:
    if text not in ("0", "1"):
        raise InputError(f"Строка {row}: is_treated «{text[:40]}», а бывает 0 или 1.")
    return text == "1"


def _whole(row: int, text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text[:12]) <= _MOST_RECORDS):
        raise InputError(f"Строка {row}: count «{text[:40]}» — не число записей. Нужно целое число от 0.")
    return int(text)


def _target(row: int, text: str) -> float | None:
    if not text:
        return None
    try:
        value = float(text)
    except ValueError as error:
        raise InputError(f"Строка {row}: target «{text[:40]}» — не число. Доля пишется так: -0.3.") from error
    if not -1 <= value < 0:
        raise InputError(
            f"Строка {row}: target «{text[:40]}», а цель — снижение, доля от -1 до 0: «на 30 % меньше» — это -0.3."
        )
    return value


def _series(name: str, one: _Gathered) -> Series:
    treated = [unit for unit, is_treated in one.treated.items() if is_treated]
    if len(treated) != 1:
        named = ", ".join(f"«{unit}»" for unit in treated[:3]) or "ни одного"
        raise InputError(f"Ряд «{name}»: is_treated = 1 нужен ровно у одного unit, а стоит у {len(treated)}: {named}.")
    first, last = (end(week for _, week in one.counts) for end in (min, max))
    weeks = (last - first).days // 7 + 1
    if weeks > _MOST_WEEKS:
        raise InputError(f"Ряд «{name}»: от {first} до {last} больше ста лет. Проверьте годы в week.")
    at = {unit: index for index, unit in enumerate(one.treated)}
    counts = np.zeros((len(at), weeks))
    for (unit, week), count in one.counts.items():
        counts[at[unit], (week - first).days // 7] = count
    opening = one.started_on - timedelta(days=one.started_on.weekday())
    return Series(counts, at[treated[0]], (opening - first).days // 7, one.target)


def as_csv(effects: Mapping[str, Effect]) -> bytes:
    """One row a series, in order."""
    file = io.StringIO()
    written = csv.writer(file, lineterminator="\n")
    written.writerow(WRITTEN)
    written.writerows(_cells(name, one) for name, one in effects.items())
    return file.getvalue().encode()


def _cells(name: str, one: Effect) -> list[str]:
    numbers = ("" if value is None else f"{value:.4f}" for value in (one.change, one.low, one.high))
    return [name, *numbers, one.verdict.value, one.method or "", str(one.donors)]
