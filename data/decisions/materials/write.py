"""Sets of tables saved and removed; a package written down as sent, with its files."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from data import store
from data.decisions import codes, edit_words, edits
from data.decisions.edits import Edit, Editor
from data.decisions.materials.profile import Profile, checked, shipped
from data.errors import Difference, FilterError
from data.settings import Settings
from data.store import bulk
from data.store.tables import material_files, material_packages, material_profiles

PREFIX, LONGEST = "М", 200


@dataclass(frozen=True)
class Sent:
    """What is written down of a package. period: «2026-10»; files: name → bytes, as they are sent."""

    profile: Profile
    period: str
    snapshot: str
    content_hash: str
    is_demo: bool
    sent_on: date
    sent_to: str
    note: str
    files: Mapping[str, bytes]


def save(settings: Settings, who: str, profiles: Sequence[Profile], reason: str = "") -> None:
    """Add sets (of version 0) or change those of the installation, all or none."""
    with edits.editing(settings, who, reason) as editor:
        for one in map(checked, profiles):
            _put(editor, one)


def _put(editor: Editor, one: Profile) -> None:
    if one.code in {each.code for each in shipped()}:
        raise FilterError(f"Набор «{one.code}» пришёл с программой, его не меняют. Сохраните под другим кодом.")
    values = {"code": one.code, "name": one.name, "step": one.step, "asked": one.as_text()}
    known = _row(editor.connection, one.code)
    if known is None:
        editor.insert(material_profiles, values)
    else:
        editor.change(material_profiles, known["profile_id"], one.version, values)


def remove(settings: Settings, who: str, code: str, version: int, reason: str = "") -> None:
    """Take a set of the installation out; what was sent by it stays."""
    with edits.editing(settings, who, reason) as editor:
        known = _row(editor.connection, code)
        if known is None:
            raise FilterError("Такого набора уже нет. Обновите страницу.")
        editor.remove(material_profiles, known["profile_id"], version)


def send(settings: Settings, who: str, sent: Sent) -> str:
    """Write down that a package was sent and keep its files; its number."""
    to = " ".join(sent.sent_to.split())
    if not to or len(to) > LONGEST:
        raise FilterError(f"Скажите, кому отправлены материалы, не длиннее {LONGEST} знаков.")
    if sent.sent_on > store.today(settings):
        raise FilterError("День отправки ещё не наступил. Исправьте дату.")
    with edits.editing(settings, who) as editor:
        code = codes.new(editor.connection, PREFIX, sent.sent_on.year)
        values = {
            "code": code, "profile_code": sent.profile.code, "profile_name": sent.profile.name, "period": sent.period,
            "snapshot": sent.snapshot, "content_hash": sent.content_hash, "sent_on": sent.sent_on, "sent_to": to,
            "sent_by": who, "note": sent.note[:2000], "is_demo": sent.is_demo,
        }  # fmt: skip
        editor.insert(material_packages, values)
        _keep(editor.connection, code, sent.files)
    return code


def _keep(connection: sa.Connection, code: str, files: Mapping[str, bytes]) -> None:
    for name, content in files.items():
        connection.execute(
            sa.insert(material_files).values(
                file_id=bulk.new_id(connection, material_files),
                package_code=code,
                name=name,
                sha256=hashlib.sha256(content).hexdigest(),
                content=content,
                kept_at=store.utc_now(),
            )
        )


def history(settings: Settings, limit: int) -> list[tuple[Edit, str, list[Difference]]]:
    """The newest edits of sets and packages: the edit, what is called so, what it changed."""
    found = []
    with store.reading(settings) as connection:
        for edit in edits.recent(connection, [material_profiles, material_packages], limit):
            table = material_profiles if edit.table == material_profiles.name else material_packages
            told = edit.after or edit.before or {}
            name = told["name"] if table is material_profiles else told["code"]
            found.append((edit, name, edit_words.differences(connection, table, edit.before, edit.after)))
    return found


def _row(connection: sa.Connection, code: str) -> dict[str, Any] | None:
    found = connection.execute(sa.select(material_profiles).where(material_profiles.c.code == code)).mappings().first()
    return None if found is None else dict(found)
