"""Polls of residents: who keeps their cards, takes their results in and writes down what was decided."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date

from access import person, scope
from access.person import Person
from access.roles import Right
from data import store
from data.decisions import edit_numbers, edits
from data.decisions.edits import Edit
from data.decisions.polls import read, results, write
from data.decisions.polls.read import NO_DECISION, NO_RESULTS, Municipality, Poll, Problem, Topic
from data.errors import AccessError, Difference, UnknownObjectError
from data.settings import current
from deeds.deed import deed
from etl.desk import small_table
from etl.desk.typed_texts import without_people

RIGHT = Right.EDIT_POLLS
NOT_YOURS = "Опрос идёт не на вашей территории: его ведут те, кому она открыта."
_LATEST = 400
"""Edits that the history shows."""


def may_edit() -> bool:
    """Whether the person in force may keep polls."""
    found = person.current()
    return found is not None and found.may(RIGHT)


def today() -> date:
    """Today in the district."""
    return store.today(current())


def listed() -> list[Poll]:
    """Polls that are open to the person in force, the newest first; none for who sees totals only."""
    return read.listed(current(), scope.current())


def totals() -> dict[str, int] | None:
    """State → how many polls, for who sees everything but totals only; None for everybody else."""
    asked = scope.current()
    return read.totals(current(), today()) if asked.hides_small_cells and asked.is_everything else None


def one(code: str) -> Poll:
    """The poll of a code. UnknownObjectError where there is none, or none that is open to the person in force."""
    found = next((poll for poll in listed() if poll.code == code), None)
    if found is None:
        raise UnknownObjectError(write.GONE)
    return found


def of_problem(problem_id: int) -> list[Poll]:
    """Polls about a problem, the newest first."""
    return [poll for poll in listed() if poll.said["problem_id"] == problem_id]


def due(day: date) -> list[Poll]:
    """Polls that wait for somebody on a day: ended without results or decision, or not carried out when that had to be
    looked at; the longest waiting first.
    """
    waiting = [poll for poll in listed() if poll.state(day) in (NO_RESULTS, NO_DECISION) or poll.is_overdue(day)]
    return sorted(waiting, key=lambda poll: poll.said["follow_up_on"] or poll.said["ends_on"] or day)


def choices() -> tuple[list[Topic], list[Municipality]]:
    """Topics, those that must not be asked with their reason, and the territories where the person may hold a poll."""
    topics, territories = read.choices(current())
    return topics, [one for one in territories if read.may_hold(scope.current(), one.oktmo)]


def may_hold_district() -> bool:
    """Whether the person in force may hold a poll of the whole district."""
    return read.may_hold(scope.current(), "")


def problem(number: str) -> Problem:
    """What a poll about a problem is drafted from; number: of an address. UnknownObjectError where it is not open."""
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        raise UnknownObjectError("Номер проблемы не понят. Откройте опрос с её карточки или с экрана «Проблемы».")
    return write.problem(current(), scope.current(), int(number))


def place_populations() -> dict[str, int | None]:
    """11-digit ОКТМО → residents."""
    return read.place_populations(current())


def save(code: str, version: int, form: Mapping[str, str], reason: str = "") -> str:
    """Add a poll (without a code) or change its card; its code."""
    person.require(RIGHT)
    _require_territory(form.get("municipality", ""))
    if code:
        _require_territory(one(code).municipality)
    with _deed(code or "новый", {"kind": form.get("kind", "")[:20]}, reason) as who:
        told = _masked(form, ("title", "question", "options", "option_now", "option_other"))
        return write.save(current(), scope.current(), who.login, code, version, told, without_people(reason))


def record(code: str, version: int, form: Mapping[str, str], reason: str = "") -> int:
    """Results by hand (`data.decisions.polls.results.by_hand`); how many took part."""
    person.require(RIGHT)
    return _record(code, version, results.by_hand(_masked(form, ("themes",)), _own(code)), reason)


def load(code: str, version: int, name: str, content: bytes) -> int:
    """Results from a file, CSV or XLSX: all of it or nothing; how many took part."""
    person.require(RIGHT)  # who may not is told so, whatever the file is
    poll = _own(code)
    places = write.place_names(current(), poll.municipality)
    told = results.from_cells(small_table.cells(name, content, results.NAMES), poll, places)
    return _record(code, version, told, f"файл {name[:100]}")


def _record(code: str, version: int, outcome: results.Outcome, reason: str) -> int:
    rows = tuple(replace(row, answer=without_people(row.answer)) for row in outcome.rows)
    with _deed(code, {"participants": str(outcome.participants)}, reason) as who:
        write.record(current(), who.login, code, version, replace(outcome, rows=rows), without_people(reason))
    return outcome.participants


def decide(code: str, version: int, form: Mapping[str, str], reason: str = "") -> None:
    """Write down what was decided, and what became of it."""
    person.require(RIGHT)
    _own(code)
    with _deed(code, {"decision": form.get("carried_out", "")[:20]}, reason) as who:
        told = _masked(form, ("decision", "follow_up"))
        write.decide(current(), who.login, code, version, told, today(), without_people(reason))


def remove(code: str, version: int, reason: str = "") -> None:
    """Take a poll out with its results."""
    person.require(RIGHT)
    _own(code)
    with _deed(code, {"removed": "да"}, reason) as who:
        write.remove(current(), who.login, code, version, without_people(reason))


def undo(number: str) -> None:
    """Take back an edit with what was saved together with it; number: as a button carries it."""
    person.require(RIGHT)
    edit = edit_numbers.number_of(number)
    code, territory = write.poll_of_edit(current(), edit)
    _require_territory(territory)
    with _deed(code, {"undone": number}) as who:
        edits.undo(current(), who.login, edit)


def history(code: str = "") -> list[tuple[Edit, str, list[Difference]]]:
    """The newest edits of polls, or of one: the edit, the poll, what it changed. For who may keep polls; of those that
    are gone for who may keep all.
    """
    if not may_edit():
        return []
    found = write.history(current(), _LATEST, code)
    open_ones = {poll.code for poll in listed()}
    is_all = read.may_hold(scope.current(), "")
    return [edit for edit in found if is_all or edit[1].partition(" ")[0] in open_ones]


def export(name: str) -> None:
    """Write down that a table leaves in a file of this name."""
    with deed(Right.EXPORT, "export", "file", name[:120], publishes=False):
        return


def _own(code: str) -> Poll:
    found = one(code)
    _require_territory(found.municipality)
    return found


def _require_territory(municipality: str) -> None:
    if not read.may_hold(scope.current(), municipality):
        raise AccessError(NOT_YOURS)


def _masked(form: Mapping[str, str], names: tuple[str, ...]) -> dict[str, str]:
    """The form with what people type freely masked: what is written here is kept for ever."""
    return dict(form) | {name: without_people(form.get(name, "").strip()) for name in names}


def _deed(what: str, details: dict[str, str], reason: str = "") -> AbstractContextManager[Person]:
    why = without_people(reason)[:200]
    return deed(RIGHT, "polls_changed", "poll", what[:100], reason=why, details=details, publishes=False)
