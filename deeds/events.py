"""Events of the district: what happened where and when, and how a person says it."""

from contextlib import AbstractContextManager

from access import person, scope
from access.person import Person
from access.roles import Right
from data.decisions import edit_numbers
from data.decisions.duties import read as duties
from data.decisions.duties.read import Topic
from data.decisions.duties.table import Outcome
from data.decisions.edits import Edit
from data.decisions.events import read, table, write
from data.decisions.events.read import Event
from data.decisions.events.write import Form
from data.errors import AccessError, Difference
from data.settings import current
from data.store import tables
from deeds.deed import deed
from etl.desk import small_table
from etl.desk.typed_texts import without_people

RIGHT = Right.EDIT_EVENTS
_LATEST = 200


def may_edit() -> bool:
    """Whether the person in force may say what happened: everywhere, so not who sees a part of the district only."""
    found = person.current()
    return found is not None and found.may(RIGHT) and _sees_district()


def _sees_district() -> bool:
    return any(grant.municipalities is None for grant in scope.current().grants)


def listed() -> list[Event]:
    """Events that are open to the person in force, the latest first."""
    return read.listed(current(), scope.current())


def choices() -> tuple[list[Topic], list[tuple[str, str]]]:
    """Topics and territories that an event may name."""
    return duties.choices(current())[1], read.choices(current())


def save(code: str, version: int, form: Form, reason: str = "") -> str:
    """Add an event (without a number) or change one; its number."""
    with _deed(code or "новое", {"kind": form.kind}, reason) as who:
        return write.save(current(), who.login, code, version, form, without_people(reason))


def remove(code: str, version: int, reason: str = "") -> None:
    """Take an event out."""
    with _deed(code, {"removed": "да"}, reason) as who:
        write.remove(current(), who.login, code, version, without_people(reason))


def undo(number: str) -> None:
    """Take back an edit with what was saved together with it; number: as a button carries it."""
    edit = edit_numbers.number_of(number)
    with _deed(f"правка {number}", {"undone": number}) as who:
        edit_numbers.undo_of(current(), who.login, edit, [tables.events])


def replace(name: str, content: bytes) -> Outcome:
    """All that a file says, CSV or XLSX."""
    _require()
    told = table.from_cells(small_table.cells(name, content, small_table.names_of(table.HEADINGS)))
    known = {one.code: one for one in listed()}
    reason = f"файл {name[:100]}"
    with _deed("файл", {"rows": str(sum(any(one.values()) for one in told))}, reason) as who:
        return table.apply(current(), who.login, told, known, without_people(reason))


def export(name: str) -> None:
    """Write down that the table leaves in a file of this name."""
    with deed(Right.EXPORT, "export", "file", name[:120], publishes=False):
        return


def history() -> list[tuple[Edit, str, list[Difference]]]:
    """The newest edits, for who may make them."""
    return write.history(current(), _LATEST) if may_edit() else []


def _require() -> None:
    person.require(RIGHT)
    if not _sees_district():
        raise AccessError("События отмечает тот, кому открыты все поселения района.")


def _deed(what: str, details: dict[str, str], reason: str = "") -> AbstractContextManager[Person]:
    _require()
    why = without_people(reason)[:200]
    return deed(RIGHT, "events_changed", "event", what[:100], reason=why, details=details, publishes=False)
