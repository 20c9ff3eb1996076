"""Duties of recipients: who answers for what, and how a person changes that."""

from contextlib import AbstractContextManager
from datetime import date

from access import person, scope
from access.person import Person
from access.roles import Right
from data import store
from data.decisions import edit_numbers
from data.decisions.duties import coverage, read, table, write
from data.decisions.duties.coverage import Coverage
from data.decisions.duties.read import Duty, Recipient, Topic
from data.decisions.duties.table import Outcome
from data.decisions.duties.write import Form
from data.decisions.edits import Edit
from data.errors import Difference
from data.settings import current
from data.store import tables
from deeds.deed import deed
from etl.desk import small_table
from etl.desk.typed_texts import without_people

RIGHT = Right.EDIT_DUTIES
_LATEST = 400
"""Edits that the history shows, of all tables of duties together."""


def may_edit() -> bool:
    """Whether the person in force may change duties."""
    found = person.current()
    return found is not None and found.may(RIGHT)


def sees_all() -> bool:
    """Whether duties of every recipient are open to the person in force."""
    return read.open_recipients(scope.current()) is None


def listed() -> list[Duty]:
    """Duties of the recipients that are open to the person in force."""
    return read.listed(current(), scope.current())


def recipients() -> list[Recipient]:
    """Recipients whose cards are open to the person in force, by name."""
    seen = read.open_recipients(scope.current())
    found = [one for one in choices()[0] if seen is None or one.code in seen]
    return sorted(found, key=lambda one: one.name)


def in_force(day: date | None = None) -> Coverage:
    """Topics without anybody and with several on a day, today by default; none for who sees only some recipients."""
    return coverage.of(current(), day or today()) if sees_all() else Coverage((), (), 0)


def today() -> date:
    """Today in the district."""
    return store.today(current())


def choices() -> tuple[list[Recipient], list[Topic]]:
    """Recipients and topics that a duty may name."""
    return read.choices(current())


def save(code: str, version: int, form: Form, reason: str = "") -> str:
    """Add a duty (without a code) or change one; its code."""
    with _deed(code or "новая", {"recipient": form.recipient}, reason) as who:
        return write.save(current(), who.login, code, version, form, without_people(reason))


def remove(code: str, version: int, reason: str = "") -> None:
    """Take a duty out."""
    with _deed(code, {"removed": "да"}, reason) as who:
        write.remove(current(), who.login, code, version, without_people(reason))


def undo(number: str) -> None:
    """Take back an edit with what was saved together with it; number: as a button carries it."""
    edit = edit_numbers.number_of(number)
    with _deed(f"правка {number}", {"undone": number}) as who:
        edit_numbers.undo_of(current(), who.login, edit, [tables.duties, tables.duty_topics])


def replace(name: str, content: bytes) -> Outcome:
    """All that a file says, CSV or XLSX."""
    person.require(RIGHT)  # who may not is told so, whatever the file is
    told = table.from_cells(small_table.cells(name, content, small_table.names_of(table.HEADINGS)))
    known = {one.code: one for one in listed()}
    reason = f"файл {name[:100]}"
    with _deed("файл", {"rows": str(sum(any(one.values()) for one in told))}, reason) as who:
        return table.apply(current(), who.login, told, known, without_people(reason))


def export(name: str) -> None:
    """Write down that a table leaves in a file of this name."""
    with deed(Right.EXPORT, "export", "file", name[:120], publishes=False):
        return


def history() -> list[tuple[Edit, str, list[Difference]]]:
    """The newest edits: the edit, the name of the duty, what it changed. For who may change duties."""
    if not may_edit():
        return []
    return write.history(current(), _LATEST)


def _deed(what: str, details: dict[str, str], reason: str = "") -> AbstractContextManager[Person]:
    why = without_people(reason)[:200]
    return deed(RIGHT, "duties_changed", "duty", what[:100], reason=why, details=details, publishes=False)
