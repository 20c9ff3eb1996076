"""One duty saved, removed, taken back: a duty and its topics are one group of edits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from data import store
from data.decisions import edit_words, edits
from data.decisions.duties import read
from data.decisions.edits import Edit, Editor
from data.errors import Difference, EditConflictError, FilterError
from data.settings import Settings
from data.store.tables import duties, duty_topics

LONGEST_NAME, LONGEST_DOCUMENT, LONGEST_CODE = 400, 2000, 100
CONFIDENCE = {"H": "по документу", "M": "косвенно", "L": "проверьте"}


@dataclass(frozen=True)
class Form:
    """What a person has said of a duty. recipient, topics: codes."""

    recipient: str
    name: str
    topics: tuple[str, ...]
    document: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    confidence: str = "H"


def save(settings: Settings, who: str, code: str, version: int, form: Form, reason: str = "") -> str:
    """Add a duty (without a code) or change one; its code. version: of the duty as the person saw it.

    FilterError says what is missing, EditConflictError what somebody else saved meanwhile.
    """
    with edits.editing(settings, who, reason) as editor:
        return put(editor, code, version, form)


def put(editor: Editor, code: str, version: int, form: Form) -> str:
    """The same inside a transaction that is open already."""
    values, wanted = _checked(editor.connection, form)
    known = _row(editor.connection, code) if code else None
    if known is None:
        _check_code(code)
        made = code or _new_code(editor.connection, form.recipient)
        key = editor.insert(duties, values | {"code": made})
        _link(editor, key, wanted)
        return made
    _change(editor, known, version, values, wanted)
    return code


def remove(settings: Settings, who: str, code: str, version: int, reason: str = "") -> None:
    """Take a duty out with its topics."""
    with edits.editing(settings, who, reason) as editor:
        known = _required(editor.connection, code)
        if known["version"] == version:
            _unlink(editor, known["duty_id"], set())
        editor.remove(duties, known["duty_id"], version)


def history(settings: Settings, limit: int) -> list[tuple[Edit, str, list[Difference]]]:
    """The newest edits of duties: the edit, the name of the duty, what it changed."""
    with store.reading(settings) as connection:
        return _history(connection, limit)


def _history(connection: sa.Connection, limit: int) -> list[tuple[Edit, str, list[Difference]]]:
    names = {row.duty_id: row.name for row in connection.execute(sa.select(duties.c.duty_id, duties.c.name))}
    found = []
    for edit in edits.recent(connection, [duties, duty_topics], limit):
        told = edit.after or edit.before or {}
        table = duties if edit.table == duties.name else duty_topics
        name = told["name"] if table is duties else names.get(told["duty_id"], "")
        found.append((edit, name, edit_words.differences(connection, table, edit.before, edit.after)))
    return found


def _change(
    editor: Editor, known: dict[str, Any], version: int, values: dict[str, Any], wanted: dict[str, int]
) -> None:
    key = known["duty_id"]
    linked = _linked(editor.connection, key)
    is_same = all(known[name] == value for name, value in values.items())
    if is_same and linked.keys() == set(wanted.values()):
        return
    try:
        editor.touch(duties, key, version) if is_same else editor.change(duties, key, version, values)
    except EditConflictError as error:
        raise _with_topics(editor, error, linked, wanted) from None
    _unlink(editor, key, set(wanted.values()))
    _link(editor, key, {code: topic for code, topic in wanted.items() if topic not in linked})


def _with_topics(
    editor: Editor, error: EditConflictError, linked: dict[int, int], wanted: dict[str, int]
) -> EditConflictError:
    names = {key: topic.name for key, topic in read.topics_by_id(editor.connection).items()}
    stored, own = (", ".join(names[one] for one in names if one in found) for found in (linked, set(wanted.values())))
    more = () if stored == own else (Difference("тематики", stored, own, name="topics"),)
    return error.with_differences((*error.differences, *more))


def _checked(connection: sa.Connection, form: Form) -> tuple[dict[str, Any], dict[str, int]]:
    """Values of the row, and ids of the topics by code."""
    known = {one.code: key for key, one in read.recipients_by_id(connection).items()}
    subjects = {one.code: key for key, one in read.topics_by_id(connection).items()}
    name, document = plain(form.name), plain(form.document)
    if form.recipient not in known:
        raise FilterError(f"Получателя «{form.recipient[:60]}» нет в списке. Выберите его из списка.")
    if not name:
        raise FilterError("Назовите обязанность: без названия её не найти.")
    if not form.topics:
        raise FilterError(f"У обязанности «{name[:60]}» нет тематик. Выберите хотя бы одну.")
    if unknown := [code for code in form.topics if code not in subjects]:
        raise FilterError(f"Тематики «{unknown[0][:60]}» нет в списке. Выберите её из списка.")
    _check_sizes(form, name, document)
    values = {"recipient_id": known[form.recipient], "name": name, "document": document}
    values |= {"valid_from": form.valid_from, "valid_to": form.valid_to, "confidence": form.confidence}
    return values, {code: subjects[code] for code in form.topics}


def _check_sizes(form: Form, name: str, document: str) -> None:
    if len(name) > LONGEST_NAME or len(document) > LONGEST_DOCUMENT:
        raise FilterError(
            f"Слишком длинно: название до {LONGEST_NAME} знаков, документ до {LONGEST_DOCUMENT}. Сократите."
        )
    if form.valid_from and form.valid_to and form.valid_to < form.valid_from:
        raise FilterError("Конец действия раньше начала. Поменяйте даты местами.")
    if form.confidence not in CONFIDENCE:
        raise FilterError(f"Достоверность «{form.confidence[:20]}» не понята. Можно: {', '.join(CONFIDENCE)}.")


def _check_code(code: str) -> None:
    """A code that a file gives a new duty; '' is given one here."""
    if len(code) > LONGEST_CODE or code != plain(code):
        raise FilterError(
            f"Код обязанности «{plain(code)[:20]}…» не годится: до {LONGEST_CODE} знаков в одну строку. Сократите его "
            "или оставьте пустым."
        )


def plain(text: str) -> str:
    """One line of printable characters: what a file gives back as it was."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def _row(connection: sa.Connection, code: str) -> dict[str, Any] | None:
    found = connection.execute(sa.select(duties).where(duties.c.code == code)).mappings().first()
    return None if found is None else dict(found)


def _required(connection: sa.Connection, code: str) -> dict[str, Any]:
    found = _row(connection, code)
    if found is None:
        raise FilterError("Такой обязанности уже нет. Обновите страницу.")
    return found


def _new_code(connection: sa.Connection, recipient: str) -> str:
    taken = set(connection.execute(sa.select(duties.c.code)).scalars())
    return next(code for number in range(1, len(taken) + 2) if (code := f"{recipient[:80]}.{number}") not in taken)


def _linked(connection: sa.Connection, key: int) -> dict[int, int]:
    """Topic → key of its row."""
    t = duty_topics.c
    query = sa.select(t.topic_id, t.duty_topic_id).where(t.duty_id == key)
    return {row.topic_id: row.duty_topic_id for row in connection.execute(query)}


def _link(editor: Editor, key: int, wanted: dict[str, int]) -> None:
    for topic in sorted(wanted.values()):
        editor.insert(duty_topics, {"duty_id": key, "topic_id": topic})


def _unlink(editor: Editor, key: int, kept: set[int]) -> None:
    t = duty_topics.c
    found: Sequence[Any] = editor.connection.execute(sa.select(duty_topics).where(t.duty_id == key)).all()
    for row in found:
        if row.topic_id not in kept:
            editor.remove(duty_topics, row.duty_topic_id, row.version)
