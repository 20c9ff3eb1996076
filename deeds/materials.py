"""Materials for the regional centre: sets of tables, and what was sent when to whom."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import date

from access import person
from access.person import Person
from access.roles import Right
from data import store
from data.decisions import edit_numbers
from data.decisions.edits import Edit
from data.decisions.materials import read, table, write
from data.decisions.materials.profile import Profile
from data.decisions.materials.read import KeptFile, Package
from data.decisions.materials.write import Sent
from data.errors import Difference
from data.settings import current
from data.store import tables
from deeds.deed import deed
from etl.desk import small_table
from etl.desk.typed_texts import without_people

RIGHT = Right.SEND_MATERIALS
_LATEST = 100
"""Edits that the history shows."""


@dataclass(frozen=True)
class Ready:
    """A package as it was made. files: name → bytes."""

    profile: Profile
    period: str
    snapshot: str
    content_hash: str
    is_demo: bool
    files: Mapping[str, bytes]


def may() -> bool:
    """Whether the person in force may put materials together and send them."""
    found = person.current()
    return found is not None and found.may(RIGHT)


def profiles() -> list[Profile]:
    """All sets, those of the installation first; nothing for who may not send materials."""
    return read.profiles(current()) if may() else []


def profile(code: str) -> Profile:
    """A set by its code."""
    person.require(RIGHT)
    return read.profile(current(), code)


def packages() -> list[Package]:
    """What was sent, the newest first; nothing for who may not send materials."""
    return read.packages(current()) if may() else []


def today() -> date:
    """Today in the district."""
    return store.today(current())


def save(profile: Profile, reason: str = "") -> None:
    """Add a set (of version 0) or change one of the installation."""
    with _deed(profile.code, {}, reason) as who:
        write.save(current(), who.login, [profile], without_people(reason))


def remove(code: str, version: int, reason: str = "") -> None:
    """Take a set of the installation out."""
    with _deed(code, {"removed": "да"}, reason) as who:
        write.remove(current(), who.login, code, version, without_people(reason))


def take_in(name: str, content: bytes) -> int:
    """All sets that a file tells, CSV or XLSX; how many. A set whose code is known is changed."""
    person.require(RIGHT)
    told = table.from_cells(small_table.cells(name, content, small_table.names_of(table.HEADINGS)))
    known = {one.code: one.version for one in read.profiles(current())}
    with _deed("файл", {"sets": str(len(told))}) as who:
        found = [replace(one, version=known.get(one.code, 0)) for one in told]
        write.save(current(), who.login, found, f"файл {name[:100]}")
    return len(told)


def undo(number: str) -> None:
    """Take back an edit; number: as a button carries it."""
    edit = edit_numbers.number_of(number)
    with _deed(f"правка {number}", {"undone": number}) as who:
        edit_numbers.undo_of(current(), who.login, edit, [tables.material_profiles, tables.material_packages])


def send(ready: Ready, sent_on: date, sent_to: str, note: str) -> str:
    """Write down that a package was sent, with its files; its number."""
    details = {"profile": ready.profile.code, "period": ready.period, "sha256": ready.content_hash}
    to, words = without_people(sent_to.strip()), without_people(note.strip())
    made = (ready.profile, ready.period, ready.snapshot, ready.content_hash, ready.is_demo)
    sent = Sent(*made, sent_on, to, words, ready.files)
    with deed(RIGHT, "materials_sent", "package", ready.profile.code, details=details, publishes=False) as who:
        return write.send(current(), who.login, sent)


def kept(code: str, name: str) -> KeptFile:
    """A file as it was sent."""
    person.require(RIGHT)
    return read.kept(current(), code, name)


def history() -> list[tuple[Edit, str, list[Difference]]]:
    """The newest edits of sets and of what was sent."""
    return write.history(current(), _LATEST) if may() else []


def export(name: str) -> None:
    """Write down that a table leaves in a file of this name."""
    with deed(Right.EXPORT, "export", "file", name[:120], publishes=False):
        return


def _deed(what: str, details: dict[str, str], reason: str = "") -> AbstractContextManager[Person]:
    why = without_people(reason)[:200]
    return deed(RIGHT, "materials_changed", "profile", what[:100], reason=why, details=details, publishes=False)
