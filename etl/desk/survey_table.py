"""A file of survey answers: which of its columns say what, and each row as one answer. Headings, marks and days are
read as in every received file.

Columns are found by the usual headings, or named by the person; marks are 1–5 or words («да» and «нет» are none: it
depends on what was asked).
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from data.decisions.surveys.table import FIELDS, Told
from data.errors import FilterError
from etl.desk import small_table
from etl.sources import headers, numbering, ratings, written_dates
from words import format

_ALSO = {
    "value": (
        "оценка заявителя", "оценка ответа", "балл", "удовлетворённость", "довольны ли вы ответом",
        "удовлетворены ли вы ответом",
    ),
    "day": ("дата", "дата ответа", "дата опроса", "дата звонка", "день"),
    "number": ("номер обращения", "номер сообщения", "№ обращения", "№ сообщения", "номер", "id", "№"),
    "source": ("источник", "откуда"),
    "recipient": ("исполнитель", "ответственный", "орган", "отдел", "кто отвечал"),
    "topic": ("тема", "категория", "вопрос"),
    "place": ("село", "пункт", "место", "адрес"),
}  # fmt: skip
HEADINGS = {field: (usual, *_ALSO[field]) for field, usual in FIELDS.items()}
"""Field → what its column may be called, the surest first: beside «Номер обращения» the column «№» counts the rows."""
UNRATED = "none"
"""What a person says of a value that is no mark."""
MOST_ROWS = 5000
_MOST_VALUES = 10
_EXPECTED = "Нужно число от 1 до 5 или слова вроде «скорее доволен»."


@dataclass(frozen=True)
class Answers:
    """told: answers with a mark; unrated: how many rows say that there is none; unknown: answers whose record is in no
    store, known when they are written down.
    """

    told: list[Told]
    unrated: int
    unknown: Sequence[Told] = ()


class UnclearMarksError(FilterError):
    """Marks that cannot be told. values: each as written → in how many rows it stands, the commonest first."""

    def __init__(self, message: str, values: Mapping[str, int]) -> None:
        super().__init__(message)
        self.values = values


def cells(name: str, content: bytes) -> list[list[str]]:
    """The rows of a received file, its header first whatever stands above it. Raises InputError for no small table."""
    return small_table.cells(name, content, HEADINGS)


def columns(header: Sequence[str], rows: Sequence[Sequence[str]] = ()) -> dict[str, str]:
    """Field → the heading that says it, as far as headings are usual ones; each heading is taken once. rows: below the
    header; a «№» that only counts them is no number of a record.
    """
    found = headers.match(header, HEADINGS)
    at = found.get("number")
    if at is not None and numbering.counts_rows(header[at], [row[at] for row in rows if at < len(row)]):
        del found["number"]
    return {field: header[found[field]] for field in FIELDS if field in found}


def from_cells(
    cells: Sequence[Sequence[str]],
    mapping: Mapping[str, str] | None = None,
    day: date | None = None,
    meanings: Mapping[str, str] | None = None,
) -> Answers:
    """Rows of a received table, the first of which is the header.

    mapping: field → heading, instead of the usual ones; day: of answers whose row names none; meanings: value → mark or
    UNRATED, as the person says of what could not be told. FilterError names the column that is missing, or the row and
    what is wrong in it; UnclearMarksError all the marks that were not understood.
    """
    header = [cell.strip() for cell in cells[0]] if cells else []
    places = _places(header, mapping or columns(header, cells[1:]))
    rows = [(line, _said(row, places)) for line, row in enumerate(cells[1:], start=2) if any(map(str.strip, row))]
    if len(rows) > MOST_ROWS:
        raise FilterError(f"В файле больше {MOST_ROWS} ответов. Разделите его на части.")
    marks = _marks([(line, said.pop("value")) for line, said in rows], meanings or {})
    told = [_told(line, said, mark, day) for (line, said), mark in zip(rows, marks, strict=True) if mark]
    if not told:
        raise FilterError("В файле нет ни одного ответа с оценкой.")
    return Answers(told, len(rows) - len(told))


def _places(header: Sequence[str], mapping: Mapping[str, str]) -> dict[str, int]:
    chosen = {field: heading for field, heading in mapping.items() if heading}
    if lost := [heading for heading in chosen.values() if heading.strip() not in header]:
        raise FilterError(f"В файле нет столбца «{lost[0][:60]}». Выберите столбец из тех, что есть.")
    if "value" not in chosen:
        raise FilterError("Не сказано, в каком столбце оценка. Выберите этот столбец.")
    return {field: header.index(heading.strip()) for field, heading in chosen.items()}


def _said(row: Sequence[str], places: Mapping[str, int]) -> dict[str, str]:
    return {field: row[at].strip() if at < len(row) else "" for field, at in places.items()}


def _marks(told: Sequence[tuple[int, str]], meanings: Mapping[str, str]) -> list[int]:
    """The mark of each row, 0 where it has none. told: line and what stands for the mark."""
    known = {text: _mark(text, meanings) for _, text in told}
    unclear = [(line, text) for line, text in told if known[text] is None]
    if unclear:
        raise _unclear(unclear)
    return [known[text] or 0 for _, text in told]


def _mark(text: str, meanings: Mapping[str, str]) -> int | None:
    if text in meanings:
        return 0 if meanings[text] == UNRATED else _mark(meanings[text], {})
    mark = ratings.read(text)
    return None if mark is None or mark != int(mark) else int(mark)


def _unclear(told: Sequence[tuple[int, str]]) -> UnclearMarksError:
    """told: line and value of what was not understood."""
    counts = dict(Counter(text for _, text in told).most_common())
    if len(told) == 1:
        ((line, text),) = told
        return UnclearMarksError(f"Строка {line}: оценка «{text[:40]}» не понята. {_EXPECTED}", counts)
    first = {text: line for line, text in reversed(told)}
    named = [f"«{text[:40]}» — {count} (строка {first[text]})" for text, count in counts.items()]
    rest = f" и ещё {len(named) - _MOST_VALUES}" if len(named) > _MOST_VALUES else ""
    rows = format.plural(len(told), "строке", "строках", "строках")
    listed = "; ".join(named[:_MOST_VALUES])
    return UnclearMarksError(f"Оценка не понята в {rows}: {listed}{rest}. {_EXPECTED} Не внесено ничего.", counts)


def _told(line: int, said: Mapping[str, str], mark: int, day: date | None) -> Told:
    try:
        when = day_of(said.get("day", "")) or day
        if when is None:
            raise FilterError("нет дня ответа. Назовите столбец с днём или день всего опроса.")
        return Told(line, mark, when, **{field: text for field, text in said.items() if field != "day"})
    except FilterError as error:
        raise FilterError(f"Строка {line}: {error}") from None


def mark_of(text: str) -> int:
    """A mark from 1 to 5 that a person has typed. FilterError for what is none."""
    mark = _mark(text, {})
    if not mark:
        raise FilterError(f"Оценка «{text[:40]}» не понята. {_EXPECTED}")
    return mark


def day_of(text: str) -> date | None:
    """A day as a person or a spreadsheet writes it; '' is missing."""
    if not text:
        return None
    found = written_dates.read_date(text)
    if found is None:
        raise FilterError(f"«{text[:40]}» — не дата. Дата пишется так: 31.12.2026.")
    return found.moment.date()
