"""One order given, changed, finished, withdrawn, removed, taken back."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import sqlalchemy as sa

from data import store
from data.decisions import codes, edit_words, edits
from data.decisions.edit_numbers import undo_of
from data.decisions.edits import Edit, Editor
from data.errors import Difference, FilterError
from data.settings import Settings
from data.store.tables import orders, recipients, topics
from data.store.tables.orders import HAND, SOURCES

PREFIX = "П"
LONGEST_TEXT, LONGEST_OFFICIAL = 2000, 200


@dataclass(frozen=True)
class Form:
    """What a person has said of an order. recipient, topic: codes; text, official, result: of one line each."""

    text: str
    recipient: str
    due_on: date
    given_on: date
    official: str = ""
    topic: str = ""
    problem_id: int | None = None
    done_on: date | None = None
    result: str = ""
    is_withdrawn: bool = False
    source_kind: str = HAND
    source_id: int | None = None
    item_id: int | None = None


def save(settings: Settings, who: str, code: str, version: int, form: Form, today: date, reason: str = "") -> str:
    """Give an order (without a code) or change one; its code. version: of the order as the person saw it.

    FilterError says what is wrong, EditConflictError what somebody else saved meanwhile.
    """
    with edits.editing(settings, who, reason) as editor:
        return put(editor, code, version, form, today)


def put(editor: Editor, code: str, version: int, form: Form, today: date) -> str:
    """The same inside a transaction that is open already."""
    values = _checked(editor.connection, form, today)
    if not code:
        made = codes.new(editor.connection, PREFIX, form.given_on.year)
        editor.insert(orders, values | {"code": made})
        return made
    editor.change(orders, _required(editor.connection, code)["order_id"], version, values)
    return code


def remove(settings: Settings, who: str, code: str, version: int, reason: str = "") -> None:
    """Take an order out that should not have been given; its number is not given again."""
    with edits.editing(settings, who, reason) as editor:
        editor.remove(orders, _required(editor.connection, code)["order_id"], version)


def undo(settings: Settings, who: str, number: int) -> None:
    """Take back an edit of an order with what was saved together with it. FilterError for an edit of another table."""
    undo_of(settings, who, number, [orders], "Эта правка не поручения. Обновите страницу и выберите ещё раз.")


def history(settings: Settings, limit: int) -> list[tuple[Edit, str, list[Difference]]]:
    """The newest edits of orders: the edit, the order's number, what it changed."""
    with store.reading(settings) as connection:
        return [
            (one, str((one.after or one.before or {})["code"]), _differences(connection, one))
            for one in edits.recent(connection, [orders], limit)
        ]


def _differences(connection: sa.Connection, edit: Edit) -> list[Difference]:
    return edit_words.differences(connection, orders, edit.before, edit.after)


def _checked(connection: sa.Connection, form: Form, today: date) -> dict[str, Any]:
    """Values of the row."""
    text, official, result = (one_line(told) for told in (form.text, form.official, form.result))
    plain = replace(form, text=text, official=official, result=result)
    _check_text(plain)
    _check_days(plain, today)
    if plain.source_kind not in SOURCES:
        raise FilterError("Не понято, откуда поручение. Обновите страницу.")
    same = ("text", "official", "given_on", "due_on", "done_on", "result", "is_withdrawn", "problem_id")
    values = {name: getattr(plain, name) for name in (*same, "source_kind", "source_id", "item_id")}
    keys = {"recipient_id": _recipient(connection, plain), "topic_id": _topic(connection, plain.topic)}
    return values | keys


def _check_text(form: Form) -> None:
    if not form.text:
        raise FilterError("Напишите, что поручено.")
    if max(len(form.text), len(form.result)) > LONGEST_TEXT or len(form.official) > LONGEST_OFFICIAL:
        raise FilterError(
            f"Слишком длинно: поручение и результат до {LONGEST_TEXT} знаков, должность до {LONGEST_OFFICIAL}. "
            "Сократите."
        )


def _check_days(form: Form, today: date) -> None:
    if form.due_on < form.given_on:
        raise FilterError("Срок раньше дня поручения. Поменяйте даты.")
    if form.done_on is not None and not form.given_on <= form.done_on <= today:
        raise FilterError("День исполнения — не раньше дня поручения и не позже сегодняшнего. Исправьте дату.")
    if form.done_on is not None and form.is_withdrawn:
        raise FilterError("Поручение либо исполнено, либо снято с контроля. Оставьте одно.")
    if (form.done_on is not None or form.is_withdrawn) and not form.result:
        raise FilterError("Напишите результат: что сделано или почему поручение снято.")


def _recipient(connection: sa.Connection, form: Form) -> int:
    """Id of the recipient. One that is gone before the order is given is refused, with its successor named."""
    r, after = recipients.c, recipients.alias("after")
    query = (
        sa.select(r.recipient_id, r.name, r.valid_to, after.c.name.label("successor"))
        .select_from(recipients.outerjoin(after, after.c.recipient_id == r.successor_id))
        .where(r.code == form.recipient)
    )
    found = connection.execute(query).first()
    if found is None:
        raise FilterError(f"Получателя «{form.recipient[:60]}» нет в списке. Выберите его из списка.")
    if found.valid_to is not None and found.valid_to < form.given_on:
        instead = f"Его преемник — {found.successor}." if found.successor else "Выберите другого."
        raise FilterError(f"«{found.name}» действует по {found.valid_to:%d.%m.%Y}. {instead}")
    return int(found.recipient_id)


def _topic(connection: sa.Connection, code: str) -> int | None:
    if not code:
        return None
    found = connection.execute(sa.select(topics.c.topic_id).where(topics.c.code == code)).scalar()
    if found is None:
        raise FilterError(f"Тематики «{code[:60]}» нет в списке. Выберите её из списка.")
    return int(found)


def one_line(text: str) -> str:
    """One line of printable characters."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def _required(connection: sa.Connection, code: str) -> dict[str, Any]:
    found = connection.execute(sa.select(orders).where(orders.c.code == code)).mappings().first()
    if found is None:
        raise FilterError("Такого поручения уже нет. Обновите страницу.")
    return dict(found)
