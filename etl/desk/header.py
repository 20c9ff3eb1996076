"""What a received file is: its header, what its columns may be, and the memory of what people said of such headers."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from operator import itemgetter
from pathlib import Path
from typing import Any

import sqlalchemy as sa
import yaml

import etl.sources  # noqa: F401  (sources and mapping files know each other: whoever needs both begins here)
from data import store
from data.errors import FilterError, MappingError
from data.settings import Settings
from data.store import bulk
from data.store.tables import header_mappings
from etl.desk import readings
from etl.desk.job import Choice, Field, choice_of
from etl.desk.words import FIELD_LABELS
from etl.reading.table import RawBook, RawRow
from etl.sources import headers
from etl.sources import mapping_file as mappings
from etl.sources.registry import BY_CODE
from etl.sources.rows import peek
from etl.structure.people.masking import mask
from etl.structure.text import clean_text

MAPPING = "mapping"
REASON = "Причина отказа (при загрузке не читается)"
"""Header of the column that a workbook of rejected rows has more than the received file."""
_SAMPLES, _LONGEST_SAMPLE = 3, 80
_PERSONAL = re.compile(
    r"заявител|фио|автор|корреспондент|имя|фамили|телефон|mail|почт|контакт|адрес|урл|url|ссылк|дом\b", re.I
)
_HIDDEN = "персональные данные скрыты"
_CODED = ("status", "kind", "rating")
_REQUIRED = ("external_id", "received_at", "text")


def first_rows(book: RawBook) -> list[RawRow]:
    """The first rows of the first sheet that has any. Raises InputError when the file cannot be read."""
    for sheet in book.sheets():
        rows, _ = peek(sheet.blocks)
        if rows:
            return rows
    return []


def likely_header(rows: Sequence[RawRow]) -> tuple[str, ...]:
    """The fullest of the first rows: what a person will call the header of an unknown table."""
    if not rows:
        return ()
    widest = max(range(min(40, len(rows))), key=lambda i: (sum(1 for cell in rows[i][1] if cell.strip()), -i))
    return tuple(rows[widest][1])


def own_cells(header: Sequence[str]) -> list[str]:
    """Header cells that the source wrote, in their order."""
    return [cell.strip() for cell in header if cell.strip() and headers.key(cell) != headers.key(REASON)]


def key_of(header: Sequence[str]) -> str | None:
    """The key of a set of headers, whatever their order; None for a table without a header."""
    cells = sorted({headers.key(cell) for cell in own_cells(header)})
    return hashlib.sha1("\x1f".join(cells).encode(), usedforsecurity=False).hexdigest() if cells else None


def samples(rows: Sequence[RawRow], header: Sequence[str]) -> dict[str, list[str]]:
    """Header → some values below it as plain text, masked and cut: enough to see what a column is.

    Columns that by their header hold names, contacts or addresses show nothing.
    """
    at = next((i for i, (_, row) in enumerate(rows[:40]) if tuple(row) == tuple(header)), -1)
    made: dict[str, list[str]] = {}
    for position, title in enumerate(header):
        values = (clean_text(row[position]) for _, row in rows[at + 1 :] if position < len(row))
        found = [mask(value)[:_LONGEST_SAMPLE] for value in dict.fromkeys(filter(None, values))][:_SAMPLES]
        shown = [_HIDDEN] if found and _PERSONAL.search(title) else found
        made.setdefault(title.strip() or f"столбец {position + 1}", shown)
    return made


def column_readings(rows: Sequence[RawRow], header: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Header → what can be said of the cells below it; columns of which nothing can are left out."""
    at = next((i for i, (_, row) in enumerate(rows[:40]) if tuple(row) == tuple(header)), -1)
    columns: dict[str, list[str]] = {}
    for position, title in enumerate(header):
        cells = [clean_text(row[position]) for _, row in rows[at + 1 :] if position < len(row)]
        columns.setdefault(title.strip() or f"столбец {position + 1}", cells)
    made = readings.of_columns(columns, _PERSONAL)
    for one in made.values():
        known = ((name, value, readings.known_meaning(name, value)) for name in _CODED for value in one["values"])
        one["known"] = {name: {} for name in _CODED}
        for name, value, code in filter(itemgetter(2), known):
            one["known"][name][value] = code
    return made


def fields(source: str) -> list[Field]:
    """What columns of a source may be, the needed ones first told so."""
    if source == MAPPING:
        return [Field(name, FIELD_LABELS[name], name in _REQUIRED, readings.meanings(name)) for name in mappings.FIELDS]
    if source not in BY_CODE:
        raise FilterError("Такого источника нет. Обновите страницу и выберите источник ещё раз.")
    known = BY_CODE[source]
    needed = {name for group in known.keys if len(group) == 1 for name in group} | {"received_at"}
    return [Field(name, names[0], name in needed) for name, names in known.columns.items()]


def guess(source: str, header: Sequence[str]) -> dict[str, str]:
    """Field → header, by the names a source knows; of a table of another system by names that are usual for a field."""
    if source == MAPPING:
        return readings.guess(header, FIELD_LABELS)
    return {name: header[position] for name, position in headers.match(header, BY_CODE[source].columns).items()}


def source_names() -> dict[str, str]:
    """Code → name of the sources a person may choose."""
    return {code: one.name for code, one in BY_CODE.items()} | {MAPPING: "Таблица другой системы"}


def saved_choice(connection: sa.Connection, key: str | None) -> tuple[Choice, str] | None:
    """What was said of this set of headers, and by whom."""
    t = header_mappings.c
    row = None if key is None else connection.execute(sa.select(header_mappings).where(t.header_key == key)).first()
    choice = choice_of(row.understood_as) if row else None
    return (choice, row.saved_by) if row and choice else None


def remember(settings: Settings, key: str | None, choice: Choice | None, login: str) -> None:
    """Keep a choice for its set of headers, or forget it."""
    if key is None:
        return
    with store.writing(settings) as connection:
        connection.execute(sa.delete(header_mappings).where(header_mappings.c.header_key == key))
        if choice is not None:
            values: dict[str, Any] = {
                "header_mapping_id": bulk.next_id(connection, header_mappings),
                "header_key": key,
                "understood_as": choice.to_dict(),
                "saved_at": store.utc_now(),
                "saved_by": login[:100],
            }
            connection.execute(sa.insert(header_mappings).values(**values))


def _column(choice: Choice, name: str, title: str) -> dict[str, Any]:
    form, values = choice.formats.get(name), dict(choice.meanings.get(name, {}))
    return {"column": title} | ({"format": form} if form else {}) | ({"values": values} if values else {})


def _require_told(choice: Choice) -> None:
    """The same as a mapping file must tell, in the words of the screen."""
    if not mappings.is_code(choice.code):
        raise MappingError(
            f"Код источника «{choice.code[:40]}» не годится. Впишите строчные латинские буквы, цифры и «_», начиная с "
            "буквы, например edds_2026."
        )
    if not mappings.is_own_code(choice.code):
        raise MappingError(f"Код источника «{choice.code}» занят встроенным источником. Впишите другой.")
    if not mappings.LEAST & set(choice.columns):
        raise MappingError("Загружать нечего: укажите столбец с номером записи, текстом или темой.")


def mapping_file(path: Path, choice: Choice) -> Path:
    """A choice about a table of another system as the mapping file it is. Raises MappingError for a senseless one."""
    _require_told(choice)
    content: Mapping[str, Any] = {
        "source": choice.code,
        "channel": choice.channel,
        "time_zone": choice.time_zone,
        "columns": {name: _column(choice, name, title) for name, title in choice.columns.items()},
    }
    mappings.parse(content)
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    return path
