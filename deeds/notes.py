"""The weekly note: prepared, written in, approved by the head of the centre, issued by the curator, never changed then.

The note is counted over the whole district, so only who sees all of it, exactly, may look at one.
"""

import hashlib
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date

from access import person, scope
from access.person import Person
from access.roles import Right
from data import store
from data.decisions import edit_numbers, edits
from data.decisions.edits import Edit
from data.decisions.notes import read, write
from data.decisions.notes.read import Note, Verdict
from data.errors import AccessError, Difference, FilterError, UnknownObjectError
from data.settings import current
from data.store.tables.notes import DRAFT, WITH_CENTRE_HEAD, WITH_CURATOR
from deeds import notices
from deeds.deed import deed
from etl.desk import typed_texts

RIGHTS = {DRAFT: Right.PREPARE_NOTES, WITH_CENTRE_HEAD: Right.APPROVE_NOTES, WITH_CURATOR: Right.ISSUE_NOTES}
"""Whose turn it is in each status."""
_WHOLE = "Записка построена по всем данным района, а вам открыта их часть. Свои числа смотрите на экране «Сводка»."


@dataclass(frozen=True)
class Signature:
    """What an issued note is marked with. signed: who issues it, with the day; approved: who approved it before."""

    number: str
    day: date
    signed: str
    approved: str


def may_see() -> bool:
    """Whether issued notes are open to the person in force."""
    found = scope.current()
    return found.sees_everything and found.may_open_records


def may_work() -> bool:
    """Whether drafts are open too."""
    found = person.current()
    return may_see() and found is not None and any(found.may(right) for right in RIGHTS.values())


def may(status: str) -> bool:
    """Whether it is the turn of the person in force with a note of this status."""
    found = person.current()
    return may_see() and found is not None and status in RIGHTS and found.may(RIGHTS[status])


def require(status: str) -> Person:
    """The person in force, whose turn it is with a note of this status. AccessError for others."""
    who = person.require(RIGHTS[status])  # who may not is told so, whatever else is wrong
    require_sight()
    return who


def listed() -> list[Note]:
    """Notes that are open to the person in force, the latest week first."""
    if not may_see():
        return []
    return [one for one in read.listed(current()) if one.is_issued or may_work()]


def opened(week: str) -> Note:
    """The note of a week. UnknownObjectError for none, AccessError where it is not open to the person in force."""
    require_sight()
    found = read.one(current(), week)
    if found is None or not (found.is_issued or may_work()):
        raise UnknownObjectError("Записки за эту неделю нет. Выберите её из списка.")
    return found


def history(note: Note) -> list[tuple[Edit, str, list[Difference]]]:
    """Every step and edit with its section and what it changed, the newest first, for who works on notes."""
    return read.history(current(), note) if may_work() else []


def today() -> date:
    """Today in the district."""
    return store.today(current())


def made_on(note: Note) -> date:
    """The day a note was prepared or last counted again."""
    return read.made_on(current(), note)


def prepare(week: str, snapshot: str) -> None:
    """Begin the note of a week."""
    with _deed(DRAFT, week, "prepared") as who:
        write.prepare(current(), who.login, week, snapshot)


def recount(week: str, version: int, snapshot: str) -> None:
    """Count a draft from another snapshot."""
    with _deed(DRAFT, week, "recounted") as who:
        write.recount(current(), who.login, week, version, snapshot)


def save_text(week: str, section: str, version: int, mode: str, body: str) -> None:
    """Write own words for a section, or take them out."""
    with _deed(DRAFT, week, "text") as who:
        write.write(current(), who.login, week, section[:40], version, mode, _impersonal(body))


def comment(week: str, section: str, body: str) -> None:
    """Say something of a section."""
    if not may_work():
        person.require(Right.PREPARE_NOTES)
    require_sight()
    with deed(None, "note_changed", "note", week[:20], details={"done": "comment"}, publishes=False) as who:
        write.comment(current(), who.login, week, section[:40], _impersonal(body))


def undo(week: str, number: str) -> None:
    """Take back an edit of words or a comment of a note that is not issued; number: as a button carries it."""
    edit = edit_numbers.number_of(number)
    with _deed(DRAFT, week, "undone") as who:
        note = opened(week)
        told = next((one for one, _, _ in history(note) if one.number == edit), None)
        if told is None or told.table == "notes" or note.status != DRAFT:
            raise FilterError("Отменить можно правки текста и замечания, пока записка — проект.")
        edits.undo(current(), who.login, edit)


def send(week: str, version: int) -> None:
    """Hand a draft to the head of the centre."""
    with _deed(DRAFT, week, "sent") as who:
        write.move(current(), who.login, week, version, (DRAFT, WITH_CENTRE_HEAD), "передана руководителю МЦУ")
    notices.look_now()


def approve(week: str, version: int, content_hash: str) -> None:
    """Hand it to the curator. content_hash: of what is approved; nothing else can be issued."""
    with _deed(WITH_CENTRE_HEAD, week, "approved") as who:
        told = f"{who.full_name}, {today():%d.%m.%Y}"
        move = (WITH_CENTRE_HEAD, WITH_CURATOR)
        write.move(current(), who.login, week, version, move, "согласована руководителем МЦУ", told, content_hash)
    notices.look_now()


def give_back(week: str, version: int, status: str, why: str) -> None:
    """Return it to who prepares it, with what to mend."""
    if status not in (WITH_CENTRE_HEAD, WITH_CURATOR):
        raise FilterError("Вернуть можно записку, которая у руководителя МЦУ или у куратора. Обновите страницу.")
    reason = _impersonal(why)
    if not reason:
        raise FilterError("Напишите, что поправить: без этого вернуть записку нельзя.")
    with _deed(status, week, "returned") as who:
        write.move(current(), who.login, week, version, (status, DRAFT), f"возвращена: {reason}"[:500])
    notices.look_now()


def signature(week: str) -> Signature:
    """How the note would be marked if the person in force issued it now."""
    who = person.require(Right.ISSUE_NOTES)
    note, day = opened(week), today()
    signed = f"{who.full_name}, {day:%d.%m.%Y}"
    return Signature(write.next_number(current(), day), day, signed, note.approved)


def issue(note: Note, mark: Signature, content: str, content_hash: str, files: Mapping[str, bytes]) -> None:
    """Freeze a note as it was approved. content: canonical; files: kind → bytes. FilterError when it says something
    else by now: roadmaps and polls are told as they stand.
    """
    values = {"number": mark.number, "issued_on": mark.day, "issued_by": mark.signed, "snapshot": note.snapshot}
    values |= {"content": content, "content_hash": content_hash}
    right = RIGHTS[WITH_CURATOR]
    require_sight()
    if content_hash != note.approved_hash:
        raise FilterError(
            "После согласования записка изменилась: исправлены дорожные карты или опросы, о которых она говорит. "
            "Верните её: руководитель МЦУ согласует то, что будет выпущено."
        )
    details = {"number": mark.number, "hash": content_hash}
    with deed(right, "note_issued", "note", note.week, details=details, publishes=False) as who:
        write.issue(current(), who.login, note.week, note.version, WITH_CURATOR, values, files)
    notices.look_now()


def take_file(note: Note, kind: str, name: str) -> bytes:
    """A kept file of an issued note, that leaves under this name."""
    require_sight()
    with deed(Right.EXPORT, "export", "file", name[:120], publishes=False):
        return read.kept(current(), note, kind)


def export(name: str) -> None:
    """Write down that a draft leaves in a file of this name."""
    require_sight()
    with deed(Right.EXPORT, "export", "file", name[:120], publishes=False):
        return


def page(note: Note, kind: str) -> bytes:
    """The picture of a page of an issued note, to be looked at here."""
    require_sight()
    return read.kept(current(), note, kind)


def check_file(content: bytes) -> Verdict | None:
    """The issued note that a file is; None where nothing like it was issued."""
    person.signed_in()
    return read.by_file(current(), hashlib.sha256(content).hexdigest())


def check_code(code: str) -> Note | None:
    """The issued note of a number or of the beginning of a hash."""
    person.signed_in()
    return read.by_code(current(), code)


def _impersonal(text: str) -> str:
    """The text as it is; refused where it holds what names a person or leads to one."""
    masked = typed_texts.without_people(text)
    if masked != text:
        found = sorted({word for word in _bracketed(masked) if word not in text})
        raise FilterError(
            f"В тексте похоже на личные данные: {', '.join(found)}. Назовите должность вместо имени, контакты уберите."
        )
    return text.strip()


def _bracketed(masked: str) -> list[str]:
    """Bracketed words that stand where something was masked: «[имя]»."""
    return [f"[{part.split(']')[0]}]" for part in masked.split("[")[1:] if "]" in part]


def require_sight() -> None:
    """AccessError for who may not look at issued notes."""
    if not may_see():
        raise AccessError(_WHOLE)


def _deed(status: str, week: str, done: str) -> AbstractContextManager[Person]:
    require(status)
    return deed(RIGHTS[status], "note_changed", "note", week[:20], details={"done": done}, publishes=False)
