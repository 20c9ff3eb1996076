"""Surveys of applicants, call-backs and control questions: who writes them down, and takes them back."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace

from access import person
from access.person import Person
from access.roles import Right
from data.decisions.surveys import read, write
from data.decisions.surveys.read import Survey
from data.decisions.surveys.table import Told
from data.errors import FilterError
from data.settings import current
from data.store.tables.surveys import CALL_BACK, KINDS
from deeds.deed import deed
from etl.desk import survey_table as table
from etl.desk.survey_table import UNRATED, Answers, UnclearMarksError
from etl.structure.people.masking import mask

__all__ = ["UNRATED", "UnclearMarksError"]

RIGHT = Right.RECORD_SURVEYS


def may_record() -> bool:
    """Whether the person in force may write surveys down."""
    found = person.current()
    return found is not None and found.may(RIGHT)


def listed() -> list[Survey]:
    """What is written down, the newest first. AccessError for who may not write."""
    person.require(RIGHT)
    return read.listed(current())


def header(name: str, content: bytes) -> tuple[list[str], dict[str, str]]:
    """The headings of a file, and which of them usually say what (`etl.desk.survey_table.columns`)."""
    person.require(RIGHT)
    cells = _cells(name, content)
    return cells[0], table.columns(cells[0], cells[1:])


def load(
    kind: str,
    title: str,
    name: str,
    content: bytes,
    mapping: Mapping[str, str],
    day: str,
    *,
    meanings: Mapping[str, str] | None = None,
    again: bool = False,
) -> Answers:
    """All that a file says, or nothing of it. Personal data in the title are masked.

    mapping: field → heading, empty for the usual ones; day: of answers whose row names none, '' for none; meanings:
    what a value that is no usual mark means (`etl.desk.survey_table.from_cells`); again: whether answers that are there
    already may be written down once more.
    """
    person.require(RIGHT)  # who may not is told so, whatever the file is
    found = table.from_cells(_cells(name, content), mapping or None, table.day_of(day.strip()), meanings)
    _record(kind, mask(title.strip() or name), found.told, again=again)
    return replace(found, unknown=write.without_records(current(), found.told))


def add_call(number: str, recipient: str, day: str, mark: str, *, again: bool = False) -> None:
    """The result of one call-back, by hand: of a record by its number, or of what a recipient did. again: as in
    `load`.
    """
    person.require(RIGHT)
    called = table.day_of(day.strip())
    if called is None:
        raise FilterError("Напишите день звонка: 31.12.2026.")
    told = Told(0, table.mark_of(mark), called, number=number.strip(), recipient=recipient)
    _record(CALL_BACK, f"Звонок {called:%d.%m.%Y}", [told], again=again)


def undo(survey: str) -> None:
    """Take back a survey with all its answers; survey: its key as a button carries it."""
    person.require(RIGHT)
    if not (survey.isascii() and survey.isdigit() and len(survey) < 16):
        raise FilterError("Обновите страницу и выберите опрос ещё раз.")
    with deed(RIGHT, "survey_undone", "survey", survey, publishes=True) as who:
        write.undo(current(), who.login, write.group_of(current(), int(survey)))


def export(name: str) -> None:
    """Write down that the list of surveys leaves in a file of this name."""
    person.require(RIGHT)
    with deed(Right.EXPORT, "export", "file", name, publishes=False):
        return


def recipients() -> list[tuple[str, str]]:
    """Code and name of the recipients that a call-back may name."""
    person.require(RIGHT)
    return read.recipient_names(current())


def _record(kind: str, title: str, told: Sequence[Told], *, again: bool) -> None:
    with _deed(kind, {"rows": str(len(told))}) as who:
        write.add(current(), who.login, kind, title, told, again=again)


def _deed(kind: str, details: dict[str, str]) -> AbstractContextManager[Person]:
    """A control question takes its record out of the numbers, so a snapshot follows."""
    return deed(RIGHT, "survey_recorded", "survey", KINDS.get(kind, ""), details=details, publishes=True)


def _cells(name: str, content: bytes) -> list[list[str]]:
    cells = table.cells(name, content)
    if not cells:
        raise FilterError("В файле нет ни одной строки.")
    return cells
