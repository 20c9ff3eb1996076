"""A file of survey answers: which of its columns say what, and each row as one answer in words.

Columns are found by the usual headings, or named by the person; marks are 1–5 or words.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from data.errors import FilterError

FIELDS = {
    "value": "Оценка",
    "day": "День ответа",
    "number": "Номер записи",
    "source": "Источник записи",
    "recipient": "Получатель",
    "topic": "Тематика",
    "place": "Населённый пункт",
}
"""Field → its usual heading."""
_ALSO = {
    "value": ("оценка заявителя", "балл", "удовлетворённость", "удовлетворенность", "довольны ли вы ответом"),
    "day": ("дата", "дата ответа", "дата опроса", "дата звонка", "день"),
    "number": ("номер", "№", "номер обращения", "номер сообщения", "№ обращения", "id"),
    "source": ("источник", "откуда"),
    "recipient": ("исполнитель", "ответственный", "орган", "отдел", "кто отвечал"),
    "topic": ("тема", "категория", "вопрос"),
    "place": ("село", "пункт", "место", "адрес"),
}
WORDS = {
    "отлично": 5, "очень хорошо": 5, "полностью доволен": 5, "полностью довольна": 5, "полностью удовлетворён": 5,
    "полностью удовлетворена": 5, "полностью устраивает": 5,
    "хорошо": 4, "доволен": 4, "довольна": 4, "удовлетворён": 4, "удовлетворена": 4, "скорее доволен": 4,
    "скорее довольна": 4, "скорее удовлетворён": 4, "скорее удовлетворена": 4, "скорее устраивает": 4,
    "удовлетворительно": 3, "нормально": 3, "средне": 3, "частично": 3, "и да и нет": 3,
    "плохо": 2, "скорее недоволен": 2, "скорее недовольна": 2, "скорее не удовлетворён": 2,
    "скорее не удовлетворена": 2, "скорее не устраивает": 2,
    "очень плохо": 1, "ужасно": 1, "недоволен": 1, "недовольна": 1, "не удовлетворён": 1, "не удовлетворена": 1,
    "не устраивает": 1, "совсем не доволен": 1, "совсем не довольна": 1,
}  # fmt: skip
"""What a mark in words is worth. «Да» and «нет» are not here: it depends on what was asked."""
MOST_ROWS = 5000


@dataclass(frozen=True)
class Told:
    """One answer as a file or a person says it; '' is what nobody has said. line: of the file, for refusals."""

    line: int
    value: int
    day: date
    number: str = ""
    source: str = ""
    recipient: str = ""
    topic: str = ""
    place: str = ""


def columns(header: Sequence[str]) -> dict[str, str]:
    """Field → the heading that says it, as far as headings are usual ones; each heading is taken once."""
    found: dict[str, str] = {}
    for field, usual in FIELDS.items():
        names = (usual.lower(), *_ALSO[field])
        known = [cell for cell in header if _plain(cell) in map(_plain, names) and cell not in found.values()]
        found |= {field: known[0]} if known else {}
    return found


def from_cells(
    cells: Sequence[Sequence[str]], mapping: Mapping[str, str] | None = None, day: date | None = None
) -> list[Told]:
    """Rows of a received table, the first of which is the header.

    mapping: field → heading, instead of the usual ones; day: of answers whose row names none. FilterError names the
    column that is missing, or the row and what is wrong in it.
    """
    header = [cell.strip() for cell in cells[0]] if cells else []
    chosen = {field: heading for field, heading in (mapping or columns(header)).items() if heading}
    if lost := [heading for heading in chosen.values() if heading not in header]:
        raise FilterError(f"В файле нет столбца «{lost[0][:60]}». Выберите столбец из тех, что есть.")
    if "value" not in chosen:
        raise FilterError("Не сказано, в каком столбце оценка. Выберите этот столбец.")
    places = {field: header.index(heading) for field, heading in chosen.items()}
    rows = [(line, row) for line, row in enumerate(cells[1:], start=2) if any(cell.strip() for cell in row)]
    if len(rows) > MOST_ROWS:
        raise FilterError(f"В файле больше {MOST_ROWS} ответов. Разделите его на части.")
    if not rows:
        raise FilterError("В файле нет ни одного ответа.")
    return [_told(line, row, places, day) for line, row in rows]


def _told(line: int, row: Sequence[str], places: Mapping[str, int], day: date | None) -> Told:
    said = {field: row[at].strip() if at < len(row) else "" for field, at in places.items()}
    try:
        when = day_of(said.pop("day", "")) or day
        if when is None:
            raise FilterError("нет дня ответа. Назовите столбец с днём или день всего опроса.")
        return Told(line, value_of(said.pop("value")), when, **said)
    except FilterError as error:
        raise FilterError(f"Строка {line}: {error}") from None


def value_of(text: str) -> int:
    """A mark from 1 to 5. FilterError for what is none."""
    plain = _plain(text)
    number = plain.removesuffix(",0").removesuffix(".0")
    if number in ("1", "2", "3", "4", "5"):
        return int(number)
    if plain in _KNOWN:
        return _KNOWN[plain]
    raise FilterError(f"оценка «{text[:40]}» не понята. Нужно число от 1 до 5 или слова вроде «скорее доволен».")


def day_of(text: str) -> date | None:
    """A day as a person or a spreadsheet writes it; '' is missing."""
    if not text:
        return None
    for pattern in ("%Y-%m-%d", "%d.%m.%Y", "%Y-%m-%d %H:%M:%S", "%d.%m.%Y %H:%M"):
        try:
            return datetime.strptime(text, pattern).date()  # noqa: DTZ007 a day has no zone
        except ValueError:
            continue
    raise FilterError(f"«{text[:40]}» — не дата. Дата пишется так: 31.12.2026.")


def _plain(text: str) -> str:
    return " ".join(text.lower().replace("ё", "е").strip(" .!?:").split())


_KNOWN = {_plain(words): value for words, value in WORDS.items()}
