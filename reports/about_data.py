"""The sheet «О данных» of a workbook: what the numbers are, of whom, of what day, and what they lack.

Nothing is told by the clock and nobody is named: equal data in an equal circle give equal bytes. Who took a file and
when is in the log of actions.
"""

from collections.abc import Iterator, Sequence

from access import scope
from answers.scope_words import in_words
from answers.table import Column
from data.metrics import Stamp
from data.metrics.catalogue import DERIVED, METRICS
from data.metrics.declaration import Metric
from data.metrics.describe import BASIS
from data.metrics.freshness import Freshness, freshness
from words import format, nouns, texts

MADE = (
    "По срезу на дату данных. Время составления и имя в файл не пишутся: одинаковые данные дают одинаковый файл. Кто и "
    "когда его взял, хранит журнал действий."
)
Rows = Iterator[tuple[str, str]]


def rows(title: str, filters_text: str, stamp: Stamp, count: int, limit_text: str = "") -> Rows:
    """Names and texts of the sheet; whose numbers they are says the scope in force."""
    asked = scope.current()
    yield "Таблица", title
    yield "Фильтры", filters_text
    yield "Данные на", format.day(stamp.as_of)
    yield "Срез №", str(stamp.snapshot)
    if stamp.address:
        yield "Адрес среза", stamp.address
    yield "Круг данных", in_words(asked)
    if asked.hides_small_cells:
        yield "Малые числа", texts.ROUNDED_LONG
    if stamp.is_demo:
        yield "Внимание", "Демонстрационные данные: записи придуманы, к жителям района отношения не имеют."
    yield "Строк", str(count)
    if limit_text:
        yield "Ограничение", limit_text
    yield "Составлено", MADE
    yield from _sources(stamp)
    yield "Пустая ячейка", "Нет данных (это не ноль)."
    yield "Персональные данные", "Имена, контакты и адреса заявителей в таблицу не включены."


def _sources(stamp: Stamp) -> Rows:
    """How far each source had come by the day of the data, and which of them lag."""
    found = freshness(stamp.sources, stamp.as_of)
    for one in found:
        yield f"Источник: {one.state.name}", _source(one)
    late = [one.state.name for one in found if one.is_stale]
    yield (
        "Пробелы",
        f"К дате данных отстали: {', '.join(late)}." if late else "Отставших источников на дату данных нет.",
    )


def _source(one: Freshness) -> str:
    last = "последний день неизвестен" if one.state.last_day is None else f"по {format.day(one.state.last_day)}"
    return f"{last}, {nouns.counted(one.state.records, nouns.RECORD)}"


def definitions(columns: Sequence[Column]) -> list[tuple[str, str]]:
    """How the columns are counted: what is noted of each, and of a metric its period and legal basis too."""
    known = {**METRICS, **DERIVED}
    told = [(one.label, _definition(one, known.get(one.name))) for one in columns]
    return [(label, text) for label, text in told if text]


def _definition(column: Column, declared: Metric | None) -> str:
    if declared is None:
        return column.note
    when = "на дату данных, период не учитывается" if declared.state else f"по дате {BASIS[declared.basis]}"
    legal = f"Основание: {declared.legal_basis}." if declared.legal_basis else ""
    return " ".join(filter(None, (column.note or declared.note, f"Период — {when}.", legal)))
