"""How the staff is called: kinds of notices and quiet hours, set by the administrator and the curator."""

from contextlib import AbstractContextManager

from access import person
from access.person import Person
from access.roles import Right
from data.decisions import edit_numbers
from data.decisions.edits import Edit
from data.decisions.notices import settings as notice_settings
from data.decisions.notices.settings import KindSetting, QuietHours
from data.errors import Difference
from data.settings import current
from deeds.deed import deed

RIGHT = Right.SET_NOTICES
_LATEST = 100


def may_set() -> bool:
    """Whether the person in force may say how people are called."""
    found = person.current()
    return found is not None and found.may(RIGHT)


def read() -> tuple[dict[str, KindSetting], QuietHours]:
    """Settings in force: every kind, quiet hours."""
    return notice_settings.read(current())


def save_kind(asked: KindSetting) -> None:
    """Switch a kind on or off, say how early. asked: with the version as seen."""
    with _deed(asked.kind) as who:
        notice_settings.save_kind(current(), who.login, asked)


def save_quiet(asked: QuietHours) -> None:
    """Say in which hours nobody is called. asked: with the version as seen."""
    with _deed("тихие часы") as who:
        notice_settings.save_quiet(current(), who.login, asked)


def undo(number: str) -> None:
    """Take back an edit; number: as a button carries it."""
    edit = edit_numbers.number_of(number)
    with _deed(f"правка {number}") as who:
        edit_numbers.undo_of(current(), who.login, edit, notice_settings.TABLES)


def history() -> list[tuple[Edit, str, list[Difference]]]:
    """The newest edits, for who may make them."""
    return notice_settings.history(current(), _LATEST) if may_set() else []


def _deed(what: str) -> AbstractContextManager[Person]:
    return deed(RIGHT, "notice_settings_changed", "notice", what[:100], publishes=False)
