"""What a cell of a district's tables may hold: allowed values, patterns, days, and how long a text may be."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date

import sqlalchemy as sa

from data.new_district.files import MUNICIPALITIES, NEEDED, OUTLINE, PERIOD, PLACES, RECIPIENTS, TABLES, Table
from data.new_district.reading import Fault, Received, Row
from data.store import reference
from data.store.tables import metadata
from data.store.tables.dimensions import MUNICIPALITY_KINDS, PLACE_KINDS, RECIPIENT_KINDS

CHOICES: Mapping[tuple[str, str], Callable[[], tuple[str, ...]]] = {
    (MUNICIPALITIES.name, "kind"): lambda: MUNICIPALITY_KINDS,
    (PLACES.name, "kind"): lambda: PLACE_KINDS,
    (RECIPIENTS.name, "kind"): lambda: tuple(RECIPIENT_KINDS),
    (RECIPIENTS.name, "confidence"): lambda: ("H", "M", "L"),
    ("recipient_labels", "source_code"): lambda: tuple(reference.table("sources")["source_code"]),
    ("place_mentions", "rule"): lambda: ("word", "surname", "typed", "exact", "part", "not"),
    ("district_words", "kind"): lambda: tuple(sorted(set(reference.table("recipient_words")["kind"]))),
}
"""Table and column → the values a cell that is not empty may have."""
_NUMBER = (r"\d{0,7}", "нужно целое число или пусто")
_PATTERNS = {
    ("municipalities", "oktmo"): (r"\d{8}", "нужны 8 цифр"),
    ("municipalities", "population_sum_of_places"): _NUMBER,
    ("places", "oktmo"): (r"\d{11}", "нужны 11 цифр"),
    ("recipients", "recipient_code"): (
        r"[a-z][a-z0-9_]{1,58}",
        "нужно 2–59 знаков: строчные латинские буквы, цифры и «_», первой — буква",
    ),
    ("places", "is_centre"): (r"[01]?", "нужны 1, 0 или пусто"),
    ("places", "population"): _NUMBER,
    ("places", "postal_code"): (r"(\d{6})?", "нужны 6 цифр или пусто"),
    (OUTLINE.name, "seq"): _NUMBER,
    ("rivers", "part"): _NUMBER,
    ("rivers", "seq"): _NUMBER,
    ("railway_stops", "seq"): _NUMBER,
    ("district_words", "words"): (r"[^{}]*", "фигурных скобок в сокращении не бывает"),
    ("district_words", "means"): (r"[^{}]*", "фигурных скобок в сокращении не бывает"),
}


def _cells(received: Received, _: str) -> Iterator[Fault]:
    for table in TABLES:
        for row in received.of(table):
            yield from (at(table, row, name, "пусто") for name in table.needed if not row[name])
            for name, text in row.items():
                pattern, reason = _PATTERNS.get((table.name, name), ("", ""))
                if text and pattern and not re.fullmatch(pattern, text, re.ASCII):
                    yield at(table, row, name, f"«{text[:40]}»: {reason}")
                elif name in PERIOD and text and not _is_day(text):
                    yield at(table, row, name, f"«{text[:40]}»: нужна дата вида 2026-01-31 или пусто")
            if all(name in row and row[name] for name in PERIOD) and row[PERIOD[0]] > row[PERIOD[1]]:
                yield at(table, row, PERIOD[1], "конец действия раньше начала")


def _lengths(received: Received, _: str) -> Iterator[Fault]:
    """Texts that the store has no room for."""
    for table in NEEDED[:3]:
        stored = metadata.tables[table.name]
        room = {name: length for name in table.columns if (length := _room(stored, name))}
        for row in received.of(table):
            for name, most in room.items():
                if len(row[name]) > most:
                    yield at(table, row, name, f"{len(row[name])} знаков, помещается {most}")


def _room(stored: sa.Table, name: str) -> int | None:
    column = stored.columns.get("code" if name == "recipient_code" else name)
    return getattr(column.type, "length", None) if column is not None else None


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return len(text) == 10


def number(text: str) -> float | None:
    """A decimal number with a point or a comma; None when it is none."""
    return float(text.replace(",", ".")) if re.fullmatch(r"-?\d{1,6}([.,]\d{1,12})?", text, re.ASCII) else None


def at(table: Table, row: Row, name: str, reason: str) -> Fault:
    """A fault of one cell."""
    return Fault(table.file, int(row["row"]), name, reason)


def _choices(received: Received, _: str) -> Iterator[Fault]:
    for table in TABLES:
        named = {name: known() for (of, name), known in CHOICES.items() if of == table.name}
        for row in received.of(table):
            for name, known in named.items():
                if row[name] and row[name] not in known:
                    yield at(table, row, name, f"«{row[name][:40]}» не известно. Есть: {', '.join(known)}")


CHECKS: tuple[Callable[[Received, str], Iterator[Fault]], ...] = (_cells, _lengths, _choices)
"""Each looks at single cells."""
