"""Records entered by hand: what comes in no file, by a person who may load files of its channel.

    GET  /export/template/by_hand.xlsx    the workbook to be filled in; it is loaded as any file is

An entry is loaded like a file of one record, so it stands in the ledger and is undone as a whole.
"""

import io
from collections.abc import Mapping
from dataclasses import dataclass, field, fields

import flask
from flask import Blueprint

from access import person, scope
from access.person import Person
from access.roles import Right
from data.errors import InputError
from data.settings import current
from deeds.deed import deed
from deeds.files import XLSX_TYPE
from etl.desk import choices as choosing
from etl.desk import entries, files, recent_entries
from etl.desk.choices import Choices
from etl.desk.entries import MOST_QUESTIONS, Entry, EntryOutcome, Question
from etl.desk.job import Asker
from etl.desk.recent_entries import Recent

__all__ = ["MOST_QUESTIONS", "Choices", "EntryOutcome", "Outcome", "Recent"]

blueprint = Blueprint("entries", __name__)
OF_QUESTION = ("text", "topic", "recipient")
OF_RECORD = tuple(one.name for one in fields(Entry) if one.name != "questions")
_TEMPLATE = "Внести вручную — шаблон.xlsx"
Typed = Mapping[tuple[str, int], str | None]
"""What was typed: (field, number of the question from 0; 0 for fields of the record) → text."""


@dataclass(frozen=True)
class Outcome:
    """What became of an entry: entered, or fields with what is wrong in them, or records it may be a double of."""

    entered: EntryOutcome | None = None
    flaws: Mapping[tuple[str, int], str] = field(default_factory=dict)
    alike: tuple[str, ...] = ()


def _asker(who: Person) -> Asker:
    return Asker(who.login, scope.current(), who.is_demo)


def _here() -> Asker:
    """Who asks. Raises AccessError for whoever may not load files."""
    return _asker(person.require(Right.IMPORT_FILES))


def choices() -> Choices:
    """What the person may choose from."""
    return choosing.choices(current(), _here())


def today() -> str:
    """The day it is in the district, as it is typed."""
    return f"{entries.today():%d.%m.%Y}"


def enter(typed: Typed, *, is_sure: bool) -> Outcome:
    """Enter a record. is_sure: even if one like it has been entered before. What is typed is in no log."""
    asker = _here()
    entry, asked = _entry(typed)
    wrong = entries.flaws(entry, choosing.choices(current(), asker), entries.today())
    if wrong:
        return Outcome(flaws={_field(name, asked): sentence for name, sentence in wrong.items()})
    try:
        alike = entries.same_as(entry, asker, current())
    except InputError as error:
        return Outcome(flaws={("number", 0): str(error)})
    if alike and not is_sure:
        return Outcome(alike=tuple(alike))
    details = {"channel": entry.channel, "questions": len(entry.questions), "is_double": bool(alike)}
    with deed(Right.IMPORT_FILES, "entered", "record", details=details, publishes=True) as who:
        return Outcome(entries.enter(entry, _asker(who), current()))


def _entry(typed: Typed) -> tuple[Entry, list[int]]:
    """The record and the numbers of its questions on the screen: empty ones are none."""
    plain = {at: _plain(at[0], text) for at, text in typed.items()}
    numbers = sorted({no for name, no in plain if name in OF_QUESTION})[:MOST_QUESTIONS] or [0]
    asked = [no for no in numbers if any(plain.get((name, no)) for name in OF_QUESTION)] or numbers[:1]
    questions = tuple(Question(*(plain.get((name, no), "") for name in OF_QUESTION)) for no in asked)
    return Entry(questions=questions, **{name: plain.get((name, 0), "") for name in OF_RECORD}), asked


def _plain(name: str, text: object) -> str:
    """What was typed, without blanks around and, but for texts, inside."""
    told = str(text or "").strip()
    return told if name == "text" else " ".join(told.split())


def _field(name: str, asked: list[int]) -> tuple[str, int]:
    plain, _, position = name.partition("-")
    return plain, asked[int(position)] if position else 0


def topic_suggestions(text: str) -> tuple[list[str], bool]:
    """Likeliest topics of a text, and whether the first would be taken by itself."""
    _here()
    return entries.topic_suggestions(text, current())


def recent() -> list[Recent]:
    """What the person has entered last."""
    return recent_entries.recent(_here(), current())


def undo(import_id: int) -> str:
    """Take an entry back; what was done, in a sentence. A file is undone on its own screen, by a process of its own."""
    if not files.import_of(import_id, _here()).is_typed:
        raise InputError(f"Загрузка № {import_id} — файл. Отмените её на экране «Загрузка».")
    with deed(Right.IMPORT_FILES, "undo", "import", import_id, publishes=True):
        return recent_entries.undo(import_id, current())


@blueprint.get("/export/template/by_hand.xlsx")
def template() -> flask.Response:
    """The empty workbook with the lists of this person. It holds nothing of anybody, so the log need not have it."""
    offered = choices()
    from etl.desk import template as workbooks  # openpyxl: dear to import, and seldom wanted

    content = io.BytesIO(workbooks.workbook(offered.lists()))
    return flask.send_file(content, mimetype=XLSX_TYPE, as_attachment=True, download_name=_TEMPLATE)
