"""One event saved, removed, taken back."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from data import store
from data.decisions import codes, edit_words, edits
from data.decisions.duties.write import plain
from data.decisions.edits import Edit, Editor
from data.errors import Difference, FilterError
from data.settings import Settings
from data.store.tables import events, municipalities, places, topics
from data.store.tables.events import KINDS

LONGEST_TITLE, LONGEST_DOCUMENT = 200, 1000
PREFIX = "СБ"
_EARLIEST = date(2000, 1, 1)
_OF_PLACE = 11


@dataclass(frozen=True)
class Form:
    """What a person has said of an event. topic: a code, '' for any; territory: an ОКТМО, '' for the whole district."""

    kind: str
    title: str
    topic: str
    territory: str
    started_on: date | None
    ended_on: date | None = None
    leaves_norm: bool = False
    document: str = ""


def save(settings: Settings, who: str, code: str, version: int, form: Form, reason: str = "") -> str:
    """Add an event (without a code) or change one; its code.

    FilterError for what makes no sense, EditConflictError where somebody has saved it meanwhile.
    """
    with edits.editing(settings, who, reason) as editor:
        return put(editor, code, version, form)


def put(editor: Editor, code: str, version: int, form: Form) -> str:
    """The same inside a group of edits."""
    values = _checked(editor.connection, form)
    if not code:
        code = codes.new(editor.connection, PREFIX, values["started_on"].year)
        editor.insert(events, {"code": code, **values})
        return code
    editor.change(events, _key(editor.connection, code), version, values)
    return code


def remove(settings: Settings, who: str, code: str, version: int, reason: str = "") -> None:
    """Take an event out."""
    with edits.editing(settings, who, reason) as editor:
        editor.remove(events, _key(editor.connection, code), version)


def history(settings: Settings, limit: int) -> list[tuple[Edit, str, list[Difference]]]:
    """The newest edits: the edit, the event, what it changed."""
    with store.reading(settings) as connection:
        return [
            (one, _called(one.after or one.before or {}), _differences(connection, one))
            for one in edits.recent(connection, [events], limit)
        ]


def _called(values: dict[str, Any]) -> str:
    return f"{values['code']} {values['title']}"


def _differences(connection: sa.Connection, edit: Edit) -> list[Difference]:
    return edit_words.differences(connection, events, edit.before, edit.after)


def _key(connection: sa.Connection, code: str) -> int:
    found = connection.execute(sa.select(events.c.event_id).where(events.c.code == code)).scalar()
    if found is None:
        raise FilterError("Такого события уже нет. Обновите страницу.")
    return int(found)


def _checked(connection: sa.Connection, form: Form) -> dict[str, Any]:
    title, document = plain(form.title), plain(form.document)
    if form.kind not in KINDS:
        raise FilterError("Выберите вид события из списка.")
    if not title:
        raise FilterError("Назовите событие: что случилось.")
    if len(title) > LONGEST_TITLE or len(document) > LONGEST_DOCUMENT:
        raise FilterError(f"Слишком длинно: событие до {LONGEST_TITLE} знаков, документ до {LONGEST_DOCUMENT}.")
    if form.started_on is None or form.started_on < _EARLIEST:
        raise FilterError("Назовите день начала события: 31.12.2026.")
    if form.ended_on and form.ended_on < form.started_on:
        raise FilterError("Событие кончилось раньше, чем началось. Поменяйте даты местами.")
    is_place = len(form.territory) == _OF_PLACE
    return {
        "kind": form.kind,
        "title": title,
        "topic_id": _id(connection, topics, "code", form.topic, "Тематики"),
        "municipality_id": None if is_place else _id(connection, municipalities, "oktmo", form.territory, "Территории"),
        "place_id": _id(connection, places, "oktmo", form.territory, "Населённого пункта") if is_place else None,
        "started_on": form.started_on,
        "ended_on": form.ended_on,
        "leaves_norm": form.leaves_norm,
        "document": document,
    }


def _id(connection: sa.Connection, table: sa.Table, column: str, code: str, what: str) -> int | None:
    if not code:
        return None
    key = next(iter(table.primary_key.columns))
    found = connection.execute(sa.select(key).where(table.c[column] == code)).scalar()
    if found is None:
        raise FilterError(f"{what} «{code[:60]}» нет в списке. Выберите из списка.")
    return int(found)
