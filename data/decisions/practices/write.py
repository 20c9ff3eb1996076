"""One practice written down, changed, removed, taken back."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from data import store
from data.decisions import codes, edit_words, edits
from data.decisions.edit_numbers import undo_of
from data.decisions.edits import Edit
from data.decisions.orders.write import one_line
from data.errors import Difference, FilterError
from data.settings import Settings
from data.store.tables import practices, topics

PREFIX = "ЛП"
LONGEST = {"title": 300, "situation": 2000, "action": 4000, "result": 2000, "place": 300, "source": 1000}


@dataclass(frozen=True)
class Form:
    """What a person has said of a practice. topic: code of a topic or a group."""

    title: str
    topic: str
    action: str
    result: str
    situation: str = ""
    place: str = ""
    source: str = ""
    is_own: bool = False
    roadmap: str = ""


def save(settings: Settings, who: str, code: str, version: int, form: Form, year: int, reason: str = "") -> str:
    """Write a practice down (without a code) or change one; its code. year: of the number of a new one."""
    with edits.editing(settings, who, reason) as editor:
        values = _checked(editor.connection, form)
        if code:
            editor.change(practices, _key(editor.connection, code), version, values)
            return code
        made = codes.new(editor.connection, PREFIX, year, digits=2)
        editor.insert(practices, values | {"code": made})
        return made


def remove(settings: Settings, who: str, code: str, version: int, reason: str = "") -> None:
    """Take a practice out."""
    with edits.editing(settings, who, reason) as editor:
        editor.remove(practices, _key(editor.connection, code), version)


def undo(settings: Settings, who: str, number: int) -> None:
    """Take back an edit of a practice. FilterError for an edit of another table."""
    undo_of(settings, who, number, [practices], "Эта правка не практики. Обновите страницу и выберите ещё раз.")


def history(settings: Settings, limit: int) -> list[tuple[Edit, str, list[Difference]]]:
    """The newest edits of practices: the edit, the title, what it changed."""
    with store.reading(settings) as connection:
        return [
            (one, str((one.after or one.before or {})["title"]), _differences(connection, one))
            for one in edits.recent(connection, [practices], limit)
        ]


def _differences(connection: sa.Connection, edit: Edit) -> list[Difference]:
    return edit_words.differences(connection, practices, edit.before, edit.after)


def _checked(connection: sa.Connection, form: Form) -> dict[str, Any]:
    values: dict[str, Any] = {name: one_line(getattr(form, name)) for name in LONGEST}
    if not (values["title"] and values["action"] and values["result"]):
        raise FilterError("Назовите практику, что сделали и что вышло: без этого ей не воспользоваться.")
    if long := [name for name, most in LONGEST.items() if len(values[name]) > most]:
        raise FilterError(f"«{practices.c[long[0]].info['label']}» длиннее {LONGEST[long[0]]} знаков. Сократите.")
    if not form.is_own and not values["source"]:
        raise FilterError("Чужой опыт записывают с источником: документ, адрес страницы, кто рассказал.")
    topic = connection.execute(sa.select(topics.c.topic_id).where(topics.c.code == form.topic)).scalar()
    if topic is None:
        raise FilterError(f"Тематики «{form.topic[:60]}» нет в списке. Выберите её из списка.")
    return values | {"topic_id": topic, "is_own": form.is_own, "roadmap": form.roadmap[:20]}


def _key(connection: sa.Connection, code: str) -> int:
    found = connection.execute(sa.select(practices.c.practice_id).where(practices.c.code == code)).scalar()
    if found is None:
        raise FilterError("Такой практики уже нет. Обновите страницу.")
    return int(found)
