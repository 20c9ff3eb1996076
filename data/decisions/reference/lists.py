"""The lists and their fields, and rows of them as texts: what a form shows and a file carries."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import sqlalchemy as sa

from data import store
from data.decisions.edit_words import plain
from data.errors import FilterError
from data.settings import Settings
from data.store.tables import metadata
from data.store.tables.dimensions import COMPETENCES, PLACE_KINDS, RECIPIENT_KINDS

TEXT, CHOICE, REFERENCE, DAY, NUMBER, DECIMAL, FLAG, CODE, OWN_NUMBER = (
    "text", "choice", "reference", "day", "number", "decimal", "flag", "code", "own number",
)  # fmt: skip
YES, NO = "1", "0"


@dataclass(frozen=True)
class Field:
    """One field. name: as in the files of a district; column: in the store; of: table a reference leads to, or whose
    codes it holds;
    words: of a choice, by value; pattern, hint: what a text must be like, and that in words.
    """

    name: str
    label: str
    column: str = ""
    kind: str = TEXT
    of: str = ""
    words: Mapping[str, str] = field(default_factory=dict)
    is_needed: bool = False
    pattern: str = ""
    hint: str = ""

    @property
    def stored(self) -> str:
        """Its column."""
        return self.column or self.name


@dataclass(frozen=True)
class Listed:
    """One list. code: of it and of its table; fields: the key first; one: how a row is called; order: column by which
    rows are listed; endless: what is said where a row ends without a successor, '' where it may; named: the field that
    a row is called by.
    """

    code: str
    title: str
    one: str
    fields: tuple[Field, ...]
    order: str = "name"
    endless: str = ""
    named: str = "name"

    @property
    def table(self) -> sa.Table:
        """Where it is kept."""
        return metadata.tables[self.code]

    @property
    def key(self) -> Field:
        """By what a row is known for ever."""
        return self.fields[0]

    @property
    def is_numbered(self) -> bool:
        """Whether rows have no code but the number that the program gives; nothing leads to them, so they may go."""
        return self.key.kind == OWN_NUMBER


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
        Field("kind", "Вид", kind=CHOICE, words=RECIPIENT_KINDS, is_needed=True),
        Field("municipality_oktmo", "Поселение", "municipality_id", REFERENCE, "municipalities",
              hint="Только если отвечает в одном поселении."),
        Field("parent_code", "Кому подчинён", "parent_id", REFERENCE, "recipients"),
        *_VALIDITY,
        Field("successor_code", "Преемник", "successor_id", REFERENCE, "recipients",
              hint="Кому приходит то, что приходило ему."),
        *_CASES,
    ),
    endless="Получатель кончается, а преемника нет. Назовите, кому дальше приходят его записи.",
)  # fmt: skip
PLACES = Listed(
    "places",
    "Населённые пункты",
    "населённый пункт",
    (
        Field("oktmo", "ОКТМО", is_needed=True, pattern=r"\d{11}", hint="11 цифр. Код не меняется."),
        Field("name", "Название", is_needed=True),
        Field("kind", "Вид", kind=CHOICE, words={kind: kind for kind in PLACE_KINDS}, is_needed=True),
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
_WORD = "[a-z][a-z0-9_]{1,48}"
TOPICS = Listed(
    "topics",
    "Тематики",
    "тематика",
    (
        Field("topic_code", "Код тематики", "code", is_needed=True, pattern=rf"{_WORD}(\.{_WORD})?",
              hint="Строчные латинские буквы, цифры и «_»; у тематики — после кода группы и точки. Код не меняется."),
        Field("group_code", "Группа", "group_id", REFERENCE, "topics", hint="Пусто — это сама группа."),
        Field("name", "Название", is_needed=True),
        Field("competence", "Чьё полномочие", kind=CHOICE, words=COMPETENCES),
        Field("is_sensitive", "Чувствительная", kind=FLAG, hint="Здоровье, семья: рядом с местом не называется."),
        Field("is_pollable", "Можно спросить в опросе", kind=FLAG),
        Field("default_recipient_code", "Отвечает по умолчанию", "default_recipient_id", REFERENCE, "recipients"),
        Field("sort_order", "Порядок", kind=NUMBER, is_needed=True, hint="Целое число: по нему стоят списки."),
        *_VALIDITY,
        Field("successor_code", "Преемник", "successor_id", REFERENCE, "topics",
              hint="К какой тематике относится то, что приходит после последнего дня."),
    ),
    order="sort_order",
    endless="Тематика кончается, а преемника нет. Назовите, к чему дальше относятся её записи.",
)  # fmt: skip


def _words(code: str, title: str, number: str, *fields: Field) -> Listed:
    """Words that sources write, and what they mean."""
    own = Field("number", "№", number, OWN_NUMBER, hint="Номер даёт программа; у новой строки он пустой.")
    word = Field("label", "Слово в выгрузке", is_needed=True, hint="Регистр, «ё» и знаки препинания не важны.")
    return Listed(code, title, "слово источника", (own, word, *fields), order="label", named="label")


_SOURCE = Field("source_code", "Источник", kind=CODE, of="sources", hint="Пусто — любой.")
TOPIC_WORDS = _words(
    "topic_labels",
    "Слова: тематики",
    "topic_label_id",
    Field("group_label", "Группа в выгрузке", hint="Пусто — в любой группе."),
    _SOURCE,
    Field("topic_code", "Тематика", "topic_id", REFERENCE, "topics", is_needed=True),
    *_VALIDITY,
)
RECIPIENT_WORDS = _words(
    "recipient_labels",
    "Слова: получатели",
    "recipient_label_id",
    _SOURCE,
    Field("recipient_code", "Получатель", "recipient_id", REFERENCE, "recipients", is_needed=True),
)
PLACE_WORDS = _words(
    "place_labels",
    "Слова: населённые пункты",
    "place_label_id",
    Field("place_oktmo", "Населённый пункт", "place_id", REFERENCE, "places", is_needed=True),
)
LISTS = {one.code: one for one in (RECIPIENTS, PLACES, TOPICS, TOPIC_WORDS, RECIPIENT_WORDS, PLACE_WORDS)}
_KEYS = {"recipients": "code", "places": "oktmo", "municipalities": "oktmo", "topics": "code", "sources": "code"}


def of(code: str) -> Listed:
    """A list by its code. FilterError for none."""
    if code not in LISTS:
        raise FilterError("Такого справочника нет. Обновите страницу.")
    return LISTS[code]


def read(settings: Settings, listed: Listed) -> list[Entry]:
    """All rows, ended ones too, in the order of the list."""
    with store.reading(settings) as connection:
        return entries(connection, listed)


def entries(connection: sa.Connection, listed: Listed) -> list[Entry]:
    """The same from an open store."""
    codes = {name: {key: code for code, key in ids(connection, name).items()} for name in _KEYS}
    (key,) = listed.table.primary_key.columns
    rows = connection.execute(sa.select(listed.table).order_by(listed.table.c[listed.order], key)).mappings()
    return [
        Entry(row[key.name], row["version"], {one.name: _text(one, row[one.stored], codes) for one in listed.fields})
        for row in rows
    ]


def choices(settings: Settings, listed: Listed) -> dict[str, list[tuple[str, str]]]:
    """What the fields that choose may be: code and words, by field."""
    with store.reading(settings) as connection:
        return {
            one.name: list(one.words.items()) if one.kind == CHOICE else _named(connection, one)
            for one in listed.fields
            if one.kind in (CHOICE, REFERENCE, CODE)
        }


def ids(connection: sa.Connection, name: str) -> dict[str, int]:
    """Code → key of a table."""
    table = metadata.tables[name]
    (key,) = table.primary_key.columns
    return {row[0]: row[1] for row in connection.execute(sa.select(table.c[_KEYS[name]], key))}


def _named(connection: sa.Connection, one: Field) -> list[tuple[str, str]]:
    table = metadata.tables[one.of]
    words = table.c["short_name" if one.of == "recipients" else "name"]
    fits = table.c.group_id.is_(None) if one.stored == "group_id" else sa.true()  # a group holds no groups
    found = connection.execute(sa.select(table.c[_KEYS[one.of]], words).where(fits).order_by(words))
    return [(row[0], f"{row[1]} · {row[0]}") for row in found]


def _text(of: Field, value: Any, codes: Mapping[str, Mapping[int, str]]) -> str:
    if of.kind == FLAG:
        return YES if value else NO
    if value is None:
        return ""
    if of.kind == REFERENCE:
        return codes[of.of][value]
    return str(plain(value)) if isinstance(value, date) else str(value)
