"""Notes as they are: the list by week, one with its texts and comments, and what is kept of an issued one."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from data import store
from data.decisions import edit_words, edits
from data.decisions.edits import Edit
from data.errors import Difference, FilterError, StoreError
from data.settings import Settings
from data.store.tables import note_comments, note_files, note_issues, note_texts, notes
from data.store.tables.notes import BESIDE, DRAFT, INSTEAD, ISSUED, MODES, STATUSES, WITH_CENTRE_HEAD, WITH_CURATOR

__all__ = [
    "BESIDE", "DRAFT", "INSTEAD", "ISSUED", "MODES", "STATUSES", "WITH_CENTRE_HEAD", "WITH_CURATOR", "Comment", "Issue",
    "Note", "OwnText", "Verdict", "by_code", "by_file", "history", "kept", "listed", "one",
]  # fmt: skip

_SHORTEST_HASH = 8
_DAMAGED = "Выпущенная записка в хранилище повреждена. Восстановите хранилище из резервной копии."
_ALL = 1_000_000
_HASH = re.compile(r"[0-9a-f]+")


@dataclass(frozen=True)
class OwnText:
    """Words of people for a section. mode: INSTEAD of the sentences made from numbers, or BESIDE them."""

    key: int
    version: int
    section: str
    mode: str
    body: str


@dataclass(frozen=True)
class Comment:
    """What somebody said of a section, or of the whole note (section ''). made_at: naive UTC."""

    key: int
    version: int
    section: str
    body: str
    made_at: datetime
    made_by: str


@dataclass(frozen=True)
class Issue:
    """An issued note. content: canonical; files: kind → SHA-256."""

    number: str
    issued_on: date
    issued_by: str
    snapshot: str
    content_hash: str
    content: str = field(repr=False)
    files: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Note:
    """A note. snapshot: address of what its numbers are counted from; texts: by section."""

    key: int
    version: int
    week: str
    snapshot: str
    status: str
    approved: str
    approved_hash: str
    texts: Mapping[str, OwnText] = field(default_factory=dict)
    comments: tuple[Comment, ...] = ()
    issue: Issue | None = None

    @property
    def is_issued(self) -> bool:
        """Whether nothing of it may change any more."""
        return self.status == ISSUED


@dataclass(frozen=True)
class Verdict:
    """What is known of a file: the issued note that it is, or that its name or content claims to be. kind: of file."""

    note: Note
    kind: str


def listed(settings: Settings) -> list[Note]:
    """All notes without their words, the latest week first."""
    with store.reading(settings) as connection:
        issues = {row.note_id: _issue(connection, row) for row in connection.execute(sa.select(note_issues))}
        rows = connection.execute(sa.select(notes).order_by(notes.c.week.desc()))
        return [_note(row, issue=issues.get(row.note_id)) for row in rows]


def one(settings: Settings, week: str) -> Note | None:
    """The note of a week with all that people said; None without one."""
    with store.reading(settings) as connection:
        row = connection.execute(sa.select(notes).where(notes.c.week == week)).first()
        return None if row is None else _whole(connection, row)


def history(settings: Settings, note: Note) -> list[tuple[Edit, str, list[Difference]]]:
    """Every step of a note and every edit of its words, the newest first: the edit, the section, what it changed."""
    made = []
    with store.reading(settings) as connection:
        for table in (notes, note_texts, note_comments):
            for edit in edits.recent(connection, [table], _ALL):
                told = edit.after or edit.before or {}
                if edit.key == note.key if table is notes else told["note_id"] == note.key:
                    changes = edit_words.differences(connection, table, edit.before, edit.after)
                    made.append((edit, str(told.get("section", "")), _told(changes)))
    return sorted(made, key=lambda one: one[0].number, reverse=True)


def _told(changes: list[Difference]) -> list[Difference]:
    """Without what goes without saying: which note it is, when and by whom."""
    return [one for one in changes if one.field not in ("записка", "раздел", "когда", "кто", "неделя")]


def made_on(settings: Settings, note: Note) -> date:
    """The day a note was prepared or last counted again, in the district."""
    with store.reading(settings) as connection:
        told = edits.history(connection, notes, note.key)
    counted = [one.at for one in told if one.after and (one.before or {}).get("snapshot") != one.after["snapshot"]]
    return edit_words.local(max(counted), settings.time_zone).date()


def by_code(settings: Settings, code: str) -> Note | None:
    """The issued note of a number or of the beginning of its hash.

    FilterError where the beginning is too short, StoreError where what is kept of it is not what was issued.
    """
    told = code.strip()
    with store.reading(settings) as connection:
        i = note_issues.c
        asked = i.number == told.upper()
        if _HASH.fullmatch(told.lower()):
            if len(told) < _SHORTEST_HASH:
                raise FilterError(f"Начало суммы слишком короткое: нужно не меньше {_SHORTEST_HASH} знаков.")
            asked = i.content_hash.like(f"{told.lower()}%")
        key = connection.execute(sa.select(i.note_id).where(asked)).scalar()
        _require_whole(connection, key)
        row = connection.execute(sa.select(notes).where(notes.c.note_id == key)).first()
        return None if row is None else _whole(connection, row)


def by_file(settings: Settings, sha256: str) -> Verdict | None:
    """The issued note whose kept file has the same bytes, by their sum."""
    f = note_files.c
    with store.reading(settings) as connection:
        asked = sa.select(f.note_id, f.kind).where(f.sha256 == sha256)
        found = connection.execute(asked.where(f.kind.in_(("docx", "pdf")))).first()
        if found is None:
            return None
        row = connection.execute(sa.select(notes).where(notes.c.note_id == found.note_id)).one()
        return Verdict(_whole(connection, row), found.kind)


def kept(settings: Settings, note: Note, kind: str) -> bytes:
    """The bytes of a file of an issued note. FilterError where there is none, StoreError where its sum is another."""
    f = note_files.c
    with store.reading(settings) as connection:
        asked = sa.select(f.body, f.sha256).where(f.note_id == note.key, f.kind == kind)
        found = connection.execute(asked).first()
    if found is None:
        raise FilterError("Такого файла у записки нет. Обновите страницу.")
    if hashlib.sha256(found.body).hexdigest() != found.sha256:
        raise StoreError(_DAMAGED)
    return bytes(found.body)


def _require_whole(connection: sa.Connection, key: int | None) -> None:
    """The kept content has the sum that was written when it was issued."""
    i = note_issues.c
    found = connection.execute(sa.select(i.content, i.content_hash).where(i.note_id == key)).first()
    if found is not None and hashlib.sha256(found.content.encode()).hexdigest() != found.content_hash:
        raise StoreError(_DAMAGED)


def _whole(connection: sa.Connection, row: Any) -> Note:
    texts = {
        each.section: OwnText(each.note_text_id, each.version, each.section, each.mode, each.body)
        for each in connection.execute(sa.select(note_texts).where(note_texts.c.note_id == row.note_id))
    }
    c = note_comments.c
    asked = sa.select(note_comments).where(c.note_id == row.note_id).order_by(c.note_comment_id)
    comments = tuple(
        Comment(each.note_comment_id, each.version, each.section, each.body, each.made_at, each.made_by)
        for each in connection.execute(asked)
    )
    issued = connection.execute(sa.select(note_issues).where(note_issues.c.note_id == row.note_id)).first()
    return _note(row, texts, comments, None if issued is None else _issue(connection, issued))


def _note(
    row: Any, texts: Mapping[str, OwnText] | None = None, comments: tuple[Comment, ...] = (), issue: Issue | None = None
) -> Note:
    return Note(
        row.note_id,
        row.version,
        row.week,
        row.snapshot,
        row.status,
        row.approved,
        row.approved_hash,
        texts or {},
        comments,
        issue,
    )


def _issue(connection: sa.Connection, row: Any) -> Issue:
    f = note_files.c
    files = connection.execute(sa.select(f.kind, f.sha256).where(f.note_id == row.note_id).order_by(f.kind))
    return Issue(
        row.number, row.issued_on, row.issued_by, row.snapshot, row.content_hash, row.content, dict(map(tuple, files))
    )
