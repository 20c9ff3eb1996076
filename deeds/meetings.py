"""Meetings: who plans one, orders its agenda, writes its minutes down."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date

from access import person, scope
from access.person import Person
from access.roles import Right
from data import store
from data.decisions import edit_numbers
from data.decisions.edits import Edit
from data.decisions.meetings import read, write
from data.decisions.meetings.read import Meeting
from data.decisions.meetings.write import Form, ItemForm
from data.errors import Difference, FilterError, UnknownObjectError
from data.settings import current
from deeds.deed import deed
from etl.desk.typed_texts import without_people

RIGHT = Right.HOLD_MEETINGS
_LATEST = 300


def may_hold() -> bool:
    """Whether the person in force may plan and hold meetings."""
    found = person.current()
    return found is not None and found.may(RIGHT)


def may_see() -> bool:
    """Whether agendas and minutes are open to the person in force."""
    return read.may_see(scope.current())


def listed() -> list[Meeting]:
    """All meetings, the latest first; none for who may not see them."""
    return read.listed(current(), scope.current())


def one(code: str) -> Meeting:
    """A meeting by its number. UnknownObjectError where there is none, or none that is open."""
    found = next((meeting for meeting in listed() if meeting.code == code), None)
    if found is None:
        raise UnknownObjectError("Такого совещания нет, или оно вам не открыто. Обновите страницу.")
    return found


def today() -> date:
    """Today in the district."""
    return store.today(current())


def save(code: str, version: int, form: Form, reason: str = "") -> str:
    """Plan a meeting (without a code) or change one; its code."""
    with _deed(code or "новое", {"state": form.state[:20]}, reason) as who:
        return write.save(current(), who.login, code, version, _masked(form), today(), without_people(reason))


def set_state(code: str, state: str) -> None:
    """Agree the date, or say that the meeting is held; of the meeting as it is now."""
    person.require(RIGHT)
    found = one(code)
    save(code, found.version, replace(form_of(found), state=state))


def remove(code: str, version: int) -> None:
    """Take a meeting out with its agenda, while no orders have come of it."""
    with _deed(code, {"removed": "да"}) as who:
        write.remove(current(), who.login, code, version)


def add_items(code: str, forms: Sequence[ItemForm]) -> int:
    """Put items at the end of an agenda; how many were not there yet."""
    with _deed(code, {"items": str(len(forms))}) as who:
        return write.add_items(current(), who.login, code, [_masked_item(one) for one in forms])


def save_item(code: str, item: int, version: int, form: ItemForm) -> None:
    """Change an item, or write down what was decided of it."""
    with _deed(code, {"item": str(item)}) as who:
        write.save_item(current(), who.login, item, version, _masked_item(form))


def remove_item(code: str, item: int, version: int) -> None:
    """Take an item off the agenda."""
    with _deed(code, {"item_removed": str(item)}) as who:
        write.remove_item(current(), who.login, item, version)


def arrange(code: str, wanted: Sequence[int], seen: Mapping[int, int]) -> None:
    """Put an agenda in another order. seen: item → version the person saw."""
    with _deed(code, {"arranged": "да"}) as who:
        write.arrange(current(), who.login, code, wanted, seen)


def move(code: str, item: int, by: int) -> None:
    """Move an item one place up (−1) or down (1)."""
    person.require(RIGHT)
    items = list(one(code).items)
    at = next((place for place, known in enumerate(items) if known.key == item), None)
    if at is None or not 0 <= at + by < len(items):
        raise FilterError("Дальше двигать некуда. Обновите страницу.")
    items[at], items[at + by] = items[at + by], items[at]
    arrange(code, [known.key for known in items], {known.key: known.version for known in items})


def undo(number: str) -> None:
    """Take back an edit; number: as a button carries it."""
    edit = edit_numbers.number_of(number)
    with _deed(f"правка {number}", {"undone": number}) as who:
        write.undo(current(), who.login, edit)


def history() -> list[tuple[Edit, str, list[Difference]]]:
    """The newest edits of meetings, for who may hold them."""
    return write.history(current(), _LATEST) if may_hold() else []


def form_of(meeting: Meeting) -> Form:
    """A meeting as a person would have typed it."""
    return Form(
        meeting.title, meeting.chair, meeting.held_on, meeting.starts_at, meeting.place, meeting.attendees,
        meeting.state, meeting.conclusion,
    )  # fmt: skip


def _masked(form: Form) -> Form:
    typed = ("title", "place", "attendees", "conclusion")
    return replace(form, **{name: without_people(getattr(form, name)) for name in typed})  # type: ignore[arg-type]


def _masked_item(form: ItemForm) -> ItemForm:
    typed = ("subject", "reason", "speaker", "decision")
    return replace(form, **{name: without_people(getattr(form, name)) for name in typed})


def _deed(what: str, details: dict[str, str], reason: str = "") -> AbstractContextManager[Person]:
    why = without_people(reason)[:200]
    return deed(RIGHT, "meetings_changed", "meeting", what[:100], reason=why, details=details, publishes=False)
