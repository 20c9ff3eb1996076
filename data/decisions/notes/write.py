"""A note is prepared, written in, commented, sent on, returned and issued. Nothing of an issued one is ever written."""

import hashlib
from collections.abc import Mapping
from datetime import date
from typing import Any

import sqlalchemy as sa

from data import store
from data.decisions import edits
from data.decisions.edits import Editor
from data.errors import FilterError
from data.settings import Settings
from data.store import bulk
from data.store.tables import note_comments, note_files, note_issues, note_texts, notes
from data.store.tables.notes import DRAFT, ISSUED, MODES, STATUSES

LONGEST_TEXT, LONGEST_COMMENT = 6000, 1000
_GONE = "Записки за эту неделю ещё нет. Обновите страницу."


def prepare(settings: Settings, who: str, week: str, snapshot: str) -> None:
    """Begin the note of a week. FilterError where it has been begun."""
    with edits.editing(settings, who, "подготовлен проект") as editor:
        if _row(editor.connection, week) is not None:
            raise FilterError(f"Записка за неделю {week} уже есть. Обновите страницу и откройте её.")
        editor.insert(notes, {"week": week, "snapshot": snapshot, "status": DRAFT})


def recount(settings: Settings, who: str, week: str, version: int, snapshot: str) -> None:
    """Count a draft from another snapshot; what people wrote stays."""
    with edits.editing(settings, who, "пересчитано по новому срезу") as editor:
        row = _of_status(editor.connection, week, DRAFT)
        editor.change(notes, row["note_id"], version, {"snapshot": snapshot})


def write(settings: Settings, who: str, week: str, section: str, version: int, mode: str, body: str) -> None:
    """Save people's words for a section of a draft; no words take them out. version: of the text as seen, 0: none."""
    told = body.strip()
    if mode not in MODES:
        raise FilterError("Выберите, где стоит ваш текст: вместо составленного или после него.")
    if len(told) > LONGEST_TEXT:
        raise FilterError(f"Текст раздела длиннее {LONGEST_TEXT} знаков. Сократите его.")
    with edits.editing(settings, who, "текст раздела") as editor:
        note = _of_status(editor.connection, week, DRAFT)["note_id"]
        t = note_texts.c
        key = editor.connection.execute(
            sa.select(t.note_text_id).where(t.note_id == note, t.section == section)
        ).scalar()
        _write(editor, key, version, {"note_id": note, "section": section, "mode": mode, "body": told})


def _write(editor: Editor, key: int | None, version: int, values: dict[str, Any]) -> None:
    if key is not None and not values["body"]:
        editor.remove(note_texts, key, version)
    elif key is not None:
        editor.change(note_texts, key, version, values)
    elif version:
        raise FilterError("Текст раздела кто-то убрал, пока вы писали. Скопируйте свой и обновите страницу.")
    elif values["body"]:
        editor.insert(note_texts, values)


def comment(settings: Settings, who: str, week: str, section: str, body: str) -> None:
    """Say something of a section, or of the whole note."""
    told = " ".join(body.split())
    if not told:
        raise FilterError("Замечание пустое. Напишите, что поправить.")
    if len(told) > LONGEST_COMMENT:
        raise FilterError(f"Замечание длиннее {LONGEST_COMMENT} знаков. Сократите его.")
    with edits.editing(settings, who, "замечание") as editor:
        row = _open(editor.connection, week)
        values = {"note_id": row["note_id"], "section": section, "body": told}
        editor.insert(note_comments, values | {"made_at": store.utc_now(), "made_by": who})


def move(
    settings: Settings,
    who: str,
    week: str,
    version: int,
    statuses: tuple[str, str],
    reason: str,
    approved: str = "",
    content_hash: str = "",
) -> None:
    """Send a note from one status to another. version: of the note as seen; approved: who has approved it, and when;
    content_hash: of what was approved.
    """
    before, after = statuses
    with edits.editing(settings, who, reason) as editor:
        row = _of_status(editor.connection, week, before)
        editor.change(
            notes, row["note_id"], version, {"status": after, "approved": approved, "approved_hash": content_hash}
        )


def next_number(settings: Settings, on: date) -> str:
    """The number that the next issued note gets."""
    with store.reading(settings) as connection:
        return _next_number(connection, on)


def issue(
    settings: Settings,
    who: str,
    week: str,
    version: int,
    before: str,
    values: Mapping[str, Any],
    files: Mapping[str, bytes],
) -> None:
    """Freeze a note. values: number, issued_on, issued_by, snapshot, content_hash, content; files: kind → bytes.

    FilterError where the number was taken meanwhile, EditConflictError where the note is not as it was seen.
    """
    with edits.editing(settings, who, f"выпущена под № {values['number']}") as editor:
        connection = editor.connection
        row = _of_status(connection, week, before)
        if values["number"] != _next_number(connection, values["issued_on"]):
            raise FilterError("Номер уже занят другой запиской. Выпустите ещё раз.")
        editor.change(notes, row["note_id"], version, {"status": ISSUED})
        connection.execute(sa.insert(note_issues).values(note_id=row["note_id"], **values))
        for kind, body in files.items():
            told = {"kind": kind, "sha256": hashlib.sha256(body).hexdigest(), "body": body}
            key = bulk.new_id(connection, note_files)
            connection.execute(sa.insert(note_files).values(note_file_id=key, note_id=row["note_id"], **told))


def _next_number(connection: sa.Connection, on: date) -> str:
    head = f"З-{on.year}-"
    taken = connection.execute(sa.select(note_issues.c.number).where(note_issues.c.number.startswith(head))).scalars()
    return f"{head}{max((int(one.removeprefix(head)) for one in taken), default=0) + 1:03d}"


def _row(connection: sa.Connection, week: str) -> dict[str, Any] | None:
    found = connection.execute(sa.select(notes).where(notes.c.week == week)).mappings().first()
    return None if found is None else dict(found)


def _open(connection: sa.Connection, week: str) -> dict[str, Any]:
    row = _row(connection, week)
    if row is None:
        raise FilterError(_GONE)
    if row["status"] == ISSUED:
        raise FilterError("Записка выпущена, изменить её нельзя. Уточнения напишите в записке следующей недели.")
    return row


def _of_status(connection: sa.Connection, week: str, status: str) -> dict[str, Any]:
    row = _open(connection, week)
    if row["status"] != status:
        raise FilterError(f"Записка сейчас не {STATUSES[status]}, а {STATUSES[row['status']]}. Обновите страницу.")
    return row
