"""Notes as the screen works on them: the week of a kept draft, its document with the words of people."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from data.errors import FilterError
from data.scope import Scope
from data.settings import Settings
from reports.documents.blocks import Document
from reports.weekly import own_words
from reports.weekly.note import Marked, issued, note
from reports.weekly.own_words import Own
from reports.weekly.recipients import orders
from reports.weekly.sections import Section, sections
from reports.weekly.shortening import too_long
from reports.weekly.week import Week, Weekly, open_week
from words import format

MOST_WEEKS = 26
"""How far back a week may be chosen on the screen."""


def of_address(code: str, address: str, scope: Scope, settings: Settings, made_on: date | None = None) -> Weekly:
    """The week of a draft, in the snapshot that it is counted from. address: number and hash, «12-3fa9c1d2»; made_on:
    the day it was prepared or counted again.

    Raises SnapshotError where that snapshot is gone.
    """
    return open_week(code, int(address.split("-")[0]), scope, settings, made_on)


def own(texts: Mapping[str, Any], beside: str) -> dict[str, Own]:
    """Words of people by section, as they are kept: body and mode. beside: the mode of those after the made ones."""
    return {key: Own(one.body, one.mode != beside) for key, one in texts.items()}


def unknown(made: Sequence[Section], own: Mapping[str, Own]) -> dict[str, list[str]]:
    """By section the numbers of own words that the note does not have."""
    known = own_words.known(one for section in made for one in section.blocks)
    return {key: own_words.unknown(told.body, known) for key, told in own.items()}


def document(of: Weekly, own: Mapping[str, Own], marked: Marked | None = None) -> Document:
    """The whole note; marked: as it is issued."""
    return note(of, own, marked)


def require_time(of: Weekly, day: date) -> None:
    """FilterError where the orders of a note that is issued on a day name one that is past."""
    if day > of.answer_by and orders(of):
        by = format.day(of.answer_by)
        raise FilterError(f"Поручения записки просят ответить до {by}: этот день прошёл. Верните её и пересчитайте.")


def chosen(week: str) -> str:
    """The code of the week that a note is begun for. FilterError where none was chosen."""
    if not week:
        raise FilterError("Неделя не выбрана. Выберите её в списке.")
    return week


def weeks(as_of: date, taken: Sequence[str]) -> list[tuple[str, str]]:
    """Code and days of the last whole weeks without a note, the latest first."""
    last = Week.last_whole(as_of)
    found = [last.back(ago) for ago in range(MOST_WEEKS)]
    return [(one.code, one.words) for one in found if one.code not in taken]


__all__ = [
    "Marked",
    "Own",
    "chosen",
    "document",
    "issued",
    "of_address",
    "own",
    "require_time",
    "sections",
    "too_long",
    "unknown",
    "weeks",
]
