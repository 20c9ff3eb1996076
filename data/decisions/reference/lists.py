"""The lists and their fields, and rows of them as texts: what a form shows and a file carries."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from data import store
from data.decisions.edit_words import plain
from data.errors import FilterError
from data.settings import Settings
from data.store.tables import metadata

TEXT, CHOICE, REFERENCE, DAY, NUMBER, DECIMAL, FLAG = (
    "text", "choice", "reference", "day", "number", "decimal", "flag",
)  # fmt: skip
YES, NO = "1", "0"
KINDS = {
    "district_department": "орган района",
    "settlement": "поселение",
    "institution": "учреждение",
    "utility": "ресурсная организация",
    "republic": "орган республики или федерации",
}


@dataclass(frozen=True)
class Field:
    """One field. name: as in the files of a district; column: in the store; of: table a reference leads to;
    pattern, hint: what a text must be like, and that in words.
    """

    name: str
    label: str
    column: str = ""
    kind: str = TEXT
    of: str = ""
    is_needed: bool = False
    pattern: str = ""
    hint: str = ""

    @property
    def stored(self) -> str:
        """Its column."""
        return self.column or self.name


@dataclass(frozen=True)
class Listed:
    """One list. code: of it and of its table; fields: the key first; one: how a row is called."""

    code: str
    title: str
    one: str
    fields: tuple[Field, ...]
    ends_with_successor: bool = False

    @property
    def table(self) -> sa.Table:
        """Where it is kept."""
        return metadata.tables[self.code]

    @property
    def key(self) -> Field:
        """By what a row is known for ever."""
        return self.fields[0]


@dataclass(frozen=True)
class Entry:
    """A row. texts: by name of field, missing ones ''."""

    key: int
    version: int
    texts: Mapping[str, str]


_VALIDITY = (
    Field("valid_from", "Действует с", kind=DAY),
    Field("valid_to", "Действует по", kind=DAY, hint="Последний день. Пусто — действует."),
)
_CASES = (
    Field("genitive", "Родительный падеж", hint="Нет кого, чего."),
    Field("dative", "Дательный падеж", hint="Поручить кому, чему."),
)
RECIPIENTS = Listed(
    "recipients",
    "Получатели",
    "получатель",
    (
        Field("recipient_code", "Код получателя", "code", is_needed=True, pattern=r"[a-z][a-z0-9_]{1,58}",
              hint="Строчные латинские буквы, цифры и «_». Код не меняется."),
        Field("name", "Название", is_needed=True),
        Field("short_name", "Краткое название", is_needed=True),
        Field("kind", "Вид", kind=CHOICE, is_needed=True),
        Field("municipality_oktmo", "Поселение", "municipality_id", REFERENCE, "municipalities",
              hint="Только если отвечает в одном поселении."),
        Field("parent_code", "Кому подчинён", "parent_id", REFERENCE, "recipients"),
        *_VALIDITY,
        Field("successor_code", "Преемник", "successor_id", REFERENCE, "recipients",
              hint="Кому приходит то, что приходило ему."),
        *_CASES,
    ),
    ends_with_successor=True,
)  # fmt: skip
PLACES = Listed(
    "places",
    "Населённые пункты",
    "населённый пункт",
    (
        Field("oktmo", "ОКТМО", is_needed=True, pattern=r"\d{11}", hint="11 цифр. Код не меняется."),
        Field("name", "Название", is_needed=True),
        Field("kind", "Вид", is_needed=True, hint="Село, деревня, посёлок…"),
        Field("municipality_oktmo", "Поселение", "municipality_id", REFERENCE, "municipalities", is_needed=True),
        Field("is_centre", "Центр поселения", kind=FLAG),
        Field("lat", "Широта", "latitude", DECIMAL, is_needed=True),
        Field("lon", "Долгота", "longitude", DECIMAL, is_needed=True),
        Field("population", "Население", kind=NUMBER, hint="Пусто — не известно."),
        Field("population_as_of", "Население на", hint="Год или источник."),
        Field("postal_code", "Индекс", pattern=r"\d{6}", hint="6 цифр."),
        *_VALIDITY,
        Field("successor_oktmo", "Преемник", "successor_id", REFERENCE, "places", hint="В какой вошёл."),
        *_CASES,
        Field("prepositional", "Предложный падеж", hint="С предлогом: «в селе Верхнее»."),
    ),
)
LISTS = {one.code: one for one in (RECIPIENTS, PLACES)}
_KEYS = {"recipients": "code", "places": "oktmo", "municipalities": "oktmo"}


def of(code: str) -> Listed:
    """A list by its code. FilterError for none."""
    if code not in LISTS:
        raise FilterError("Такого справочника нет. Обновите страницу.")
    return LISTS[code]


def read(settings: Settings, listed: Listed) -> list[Entry]:
    """All rows, ended ones too, by name."""
    with store.reading(settings) as connection:
        return entries(connection, listed)


def entries(connection: sa.Connection, listed: Listed) -> list[Entry]:
    """The same from an open store."""
    codes = {name: {key: code for code, key in ids(connection, name).items()} for name in _KEYS}
    (key,) = listed.table.primary_key.columns
    rows = connection.execute(sa.select(listed.table).order_by(listed.table.c.name, key)).mappings()
    return [
        Entry(row[key.name], row["version"], {one.name: _text(one, row[one.stored], codes) for one in listed.fields})
        for row in rows
    ]


def choices(settings: Settings, listed: Listed) -> dict[str, list[tuple[str, str]]]:
    """What the fields that choose may be: code and words, by field."""
    with store.reading(settings) as connection:
        named = {name: _named(connection, name) for name in _KEYS}
    kinds = list(KINDS.items())
    return {
        one.name: kinds if one.kind == CHOICE else named[one.of]
        for one in listed.fields
        if one.kind in (CHOICE, REFERENCE)
    }


def ids(connection: sa.Connection, name: str) -> dict[str, int]:
    """Code → key of a table."""
    table = metadata.tables[name]
    (key,) = table.primary_key.columns
    return {row[0]: row[1] for row in connection.execute(sa.select(table.c[_KEYS[name]], key))}


def _named(connection: sa.Connection, name: str) -> list[tuple[str, str]]:
    table = metadata.tables[name]
    words = table.c["short_name" if name == "recipients" else "name"]
    found = connection.execute(sa.select(table.c[_KEYS[name]], words).order_by(words))
    return [(row[0], f"{row[1]} · {row[0]}") for row in found]


def _text(field: Field, value: Any, codes: Mapping[str, Mapping[int, str]]) -> str:
    if field.kind == FLAG:
        return YES if value else NO
    if value is None:
        return ""
    if field.kind == REFERENCE:
        return codes[field.of][value]
    return str(plain(value)) if isinstance(value, date) else str(value)
