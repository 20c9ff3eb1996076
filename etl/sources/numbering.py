"""Which column numbers the records of a file, and what to do where none does.

A column that counts rows («№ п/п», «№» with 1…n) says nothing of the record in its row: the next file counts anew. It
is no number while another column can be one; where only such a column is left, a record is known by its day of
receipt, its author and its text.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

import pandas as pd

from data.store.reference import label_key
from etl.sources import cells, headers
from etl.sources.frame import Draft
from etl.sources.headers import RawRow
from etl.sources.stable import stable_identifiers

_SAMPLE = 1000
_COUNTER = re.compile(
    r"(?:(?:no)+|n|номер|ном)? ?(?:п ?п|по пор(?:ядку)?|строки)|поряд(?:ковый|к)? ?(?:no|n|номер|ном)?|строка"
    r"|(?:no|номер) поряд(?:ковый|к)?"
)
_BARE = re.compile(r"(?:no)+|n|")
_NUMBERING = re.compile(r"(?:^| )(?:(?:no)+|n|номер|ном|id|ид|идентификатор|uid|guid|рег|вх|входящий|учетный)(?: |$)")
TOTAL = re.compile(
    r"(?:(?:итого|всего|итоги?|(?:общий|промежуточный) итог|промежуточные итоги|подытог|общее (?:количество|число)"
    r"|количество обращений|сумма|(?:grand |sub)?total)(?![а-яёa-z])"
    r"|(?:количество|кол-во|число)(?: (?:записей|строк|сообщений|вопросов|писем|заявлений|жалоб|обращений))?"
    r"[ :=–—-]*\d*$"
    r"|в том числе:?$|[∑Σ])",
    re.IGNORECASE,
)
"""How a row of sums below a table begins: it says nothing of what numbers the rows above it."""
_OTHERS = re.compile(
    r"исх|ответ|тел|сот(?: |ов)|контакт|дом|кв|улиц|адрес|инн|снилс|паспорт|индекс|лист|дел(?:о|а)|документ|договор"
    r"|счет|участк|школ|район|округ|отдел|полис|карт|страниц|приложен|дата|срок"
)
"""Numbers of something else: of the answer, of a telephone, of a house."""
_SPOILT = re.compile(r"\d(?:[.,]\d+)?[EeЕе]\+\d{1,3}")
"""What Excel makes of a long number: its last digits are lost."""
SPOILT = "Excel превратил номер в число с порядком, последние цифры потеряны: выгрузите столбец как текст"
BY_CONTENT = (
    "Номеров записей в файле нет: столбец «{}» только считает строки. Записи узнаются по дню поступления, автору и "
    "тексту."
)


def counts_rows(title: str, values: Sequence[str]) -> bool:
    """Whether a column counts the rows of its sheet. values: its cells in file order, empty ones too.

    A header that says so is believed unless the numbers are too long for that; a bare «№» is judged by its values.
    """
    known = headers.key(title)
    said = [value for value in values[:_SAMPLE] if headers.key(value) != known]  # not the header said once more
    filled = [plain for value in said if (plain := cells.clean(value).rstrip(".)"))]
    if _COUNTER.fullmatch(known):
        return all(value.isdecimal() and len(value) <= 6 for value in filled)
    return _BARE.fullmatch(known) is not None and _is_running(filled)


def is_called_count(title: str, values: Sequence[str]) -> bool:
    """Whether a column counts rows by its own header: where a person has named the number, a bare «№» is believed."""
    return _COUNTER.fullmatch(headers.key(title)) is not None and counts_rows(title, values)


def _is_running(values: Sequence[str]) -> bool:
    """1, 2, 3 …: every next value is the same, one more, or 1 again (another sheet, another section)."""
    if not values or values[0] != "1" or not all(value.isdecimal() for value in values):
        return False
    numbers = [int(value) for value in values]
    odd = sum(1 for before, after in pairwise(numbers) if after not in (before, before + 1, 1))
    return odd <= len(numbers) // 20


def gives_way(title: str, values: Sequence[str], other: str, names: Sequence[str]) -> bool:
    """Whether a column that does not surely count rows is still no number beside another one: a bare «№» beside a
    header by which the source knows its number, «Номер» with 1…n beside any.
    """
    filled = [plain for value in values if (plain := cells.clean(value))]
    if _BARE.fullmatch(headers.key(title)):
        return headers.key(other) in {headers.key(name) for name in names}
    return headers.key(title) in ("номер", "id", "ид") and len(filled) > 2 and _is_running(filled)


def better(
    rows: Sequence[RawRow], header: Sequence[str], columns: Mapping[str, int], names: Iterable[str]
) -> int | None:
    """Position of a column that numbers records instead of one that counts rows; None when there is none.

    names: headers by which the source knows its number, the best first.
    """
    free = [position for position in range(len(header)) if position not in columns.values()]
    ranked = {headers.key(name): rank for rank, name in enumerate(names)}
    able = [position for position in free if _can_number(header[position], column(rows, position))]
    return min(able, key=lambda position: ranked.get(headers.key(header[position]), len(ranked)), default=None)


def column(rows: Sequence[RawRow], position: int) -> list[str]:
    """Cells of a column of the first rows, but for rows of sums and of a single cell, the title of a section."""
    return [row[position] if position < len(row) else "" for _, row in rows[:_SAMPLE] if _is_numbered(row)]


def _is_numbered(row: Sequence[str]) -> bool:
    filled = [cell for cell in row if cell.strip()]
    return len(filled) > 1 and not TOTAL.match(filled[0].strip())


def _can_number(title: str, values: Sequence[str]) -> bool:
    """Whether a column names records: its header says so, it is filled, and hardly anything comes twice."""
    known = headers.key(title)
    if not _NUMBERING.search(known) or _OTHERS.search(known) or counts_rows(title, values):
        return False
    filled = [plain for value in values if (plain := cells.clean(value))]
    if not filled or len(filled) < 0.9 * len([value for value in values if value is not None]):
        return False
    is_short = all(len(value) <= 60 and any(map(str.isalnum, value)) for value in filled)
    return is_short and len(set(filled)) >= 0.8 * len(filled)


def require(draft: Draft, name: str, reason: str, values: pd.Series | None = None) -> None:
    """Reject rows without a number, and those whose number Excel has spoilt."""
    numbers = draft.text(name) if values is None else values
    draft.require(name, numbers, reason)
    for row in numbers.index[numbers.str.fullmatch(_SPOILT.pattern)]:
        draft.reject(row, name, SPOILT)


def by_content(draft: Draft, name: str, texts: pd.Series, authors: pd.Series) -> pd.Series:
    """Identifiers of records whose number only counts rows. Rows under one number that follow one another are one."""
    draft.context.note(BY_CONTENT.format(draft.context.headers.get(name, name)))
    day = draft.moment("received_at", draft.receipts()).dt.tz_convert(draft.context.zone).dt.strftime("%Y-%m-%d")
    said = [column.map(label_key).astype("str") for column in (day.fillna("").astype("str"), authors, texts)]
    number = draft.text(name)
    starts = (number != number.shift()) | (number == "")
    first = stable_identifiers([column[starts] for column in said], draft.context)
    return first.reindex(number.index).ffill().astype("str")


def is_counted(draft: Draft, name: str) -> bool:
    """Whether the column of a field only counts rows."""
    return name in draft.context.counters


def identifiers(draft: Draft, name: str, texts: pd.Series, authors: pd.Series) -> pd.Series:
    """The numbers of a field, or what records are known by where they only count rows."""
    return by_content(draft, name, texts, authors) if is_counted(draft, name) else draft.text(name)
