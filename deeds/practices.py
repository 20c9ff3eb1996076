"""Best practices: who writes one down; everybody signed in reads them."""

from contextlib import AbstractContextManager
from dataclasses import replace

from access import person
from access.person import Person
from access.roles import Right
from data import store
from data.decisions import edit_numbers
from data.decisions.edits import Edit
from data.decisions.practices import read, write
from data.decisions.practices.read import Practice
from data.decisions.practices.write import Form
from data.errors import Difference
from data.settings import current
from deeds.deed import deed
from etl.desk.typed_texts import without_people

RIGHT = Right.HOLD_MEETINGS
_LATEST = 200
_TYPED = ("title", "situation", "action", "result", "place", "source")


def may_write() -> bool:
    """Whether the person in force may write practices down."""
    found = person.current()
    return found is not None and found.may(RIGHT)


def listed() -> list[Practice]:
    """All practices, own ones first."""
    return read.listed(current())


def of_topic(topic: str) -> list[Practice]:
    """Practices that are offered where a topic, or a group, is spoken of."""
    return [one for one in listed() if one.helps(topic)]


def topics() -> list[tuple[str, str]]:
    """Code and name of the topics and groups that a practice may be about."""
    return read.topic_choices(current())


def save(code: str, version: int, form: Form, reason: str = "") -> str:
    """Write a practice down (without a code) or change one; its code."""
    with _deed(code or "новая", {"topic": form.topic[:60]}, reason) as who:
        told = replace(form, **{name: without_people(getattr(form, name)) for name in _TYPED})  # type: ignore[arg-type]
        year = store.today(current()).year
        return write.save(current(), who.login, code, version, told, year, without_people(reason))


def remove(code: str, version: int, reason: str = "") -> None:
    """Take a practice out."""
    with _deed(code, {"removed": "да"}, reason) as who:
        write.remove(current(), who.login, code, version, without_people(reason))


def undo(number: str) -> None:
    """Take back an edit; number: as a button carries it."""
    edit = edit_numbers.number_of(number)
    with _deed(f"правка {number}", {"undone": number}) as who:
        write.undo(current(), who.login, edit)


def history() -> list[tuple[Edit, str, list[Difference]]]:
    """The newest edits of practices, for who may write them."""
    return write.history(current(), _LATEST) if may_write() else []


def form_of(one: Practice) -> Form:
    """A practice as a person would have typed it."""
    return Form(
        one.title, one.topic, one.action, one.result, one.situation, one.place, one.source, one.is_own, one.roadmap
    )


def _deed(what: str, details: dict[str, str], reason: str = "") -> AbstractContextManager[Person]:
    why = without_people(reason)[:200]
    return deed(RIGHT, "practices_changed", "practice", what[:100], reason=why, details=details, publishes=False)
