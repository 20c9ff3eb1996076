"""Recipients, places, topics and words of sources: who and what there is, and how a person changes that."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from access import person, scope
from access.person import Person
from access.roles import Right
from data.decisions import edit_numbers
from data.decisions.edits import Edit
from data.decisions.reference import change, lists, table
from data.decisions.reference.change import Plan
from data.decisions.reference.lists import Entry, Listed
from data.errors import AccessError, Difference, FilterError
from data.settings import current
from data.store import territories
from deeds.deed import deed
from etl.desk import small_table
from etl.desk.typed_texts import without_people
from geo import layers

RIGHT = Right.EDIT_REFERENCE
_LATEST = 300


def may_edit() -> bool:
    """Whether the person in force may change the lists."""
    found = person.current()
    return found is not None and found.may(RIGHT)


def listed(code: str) -> tuple[Listed, list[Entry]]:
    """A list with all its rows, for who sees data or keeps the lists. AccessError for others."""
    _require_sight()
    one = lists.of(code)
    return one, lists.read(current(), one)


def entry(code: str, key: str) -> Entry:
    """A row by its code. FilterError for none."""
    one, found = listed(code)
    for each in found:
        if each.texts[one.key.name] == key:
            return each
    raise FilterError("Такой записи уже нет. Обновите страницу.")


def choices(code: str) -> dict[str, list[tuple[str, str]]]:
    """What may be chosen in the fields of a list."""
    return lists.choices(current(), lists.of(code))


def save(code: str, texts: dict[str, str], version: int, reason: str = "") -> str:
    """Add a row (version 0) or change one; its code."""
    one = lists.of(code)
    with _deed(one, texts[one.key.name] or "новая", reason) as who:
        return change.save(current(), who.login, one, texts, version, without_people(reason))


def remove(code: str, number: str, version: int, reason: str = "") -> None:
    """Take a word of a source out."""
    key = edit_numbers.number_of(number)
    one = lists.of(code)
    with _deed(one, number, reason) as who:
        change.remove(current(), who.login, one, key, version, without_people(reason))


def undo(code: str, number: str) -> None:
    """Take back an edit with what was saved together with it; number: as a button carries it."""
    edit = edit_numbers.number_of(number)
    one = lists.of(code)
    with _deed(one, f"правка {number}", "") as who:
        change.undo(current(), who.login, one, edit)


def plan(code: str, name: str, content: bytes) -> Plan:
    """What a file, CSV or XLSX, would change; nothing is written."""
    person.require(RIGHT)
    one = lists.of(code)
    return change.plan(current(), one, table.from_cells(one, _cells(one, name, content)))


def replace(code: str, name: str, content: bytes, seen: Plan) -> Plan:
    """Write what a file says. seen: the plan that was shown."""
    person.require(RIGHT)
    one = lists.of(code)
    told = table.from_cells(one, _cells(one, name, content))
    reason = f"файл {name[:100]}"
    with _deed(one, "файл", reason) as who:
        return change.apply(current(), who.login, one, told, seen, without_people(reason))


def _cells(one: Listed, name: str, content: bytes) -> list[list[str]]:
    return small_table.cells(name, content, small_table.names_of(table.headings(one)))


def export(name: str) -> None:
    """Write down that a table leaves in a file of this name."""
    with deed(Right.EXPORT, "export", "file", name[:120], publishes=False):
        return


def history(code: str) -> Sequence[tuple[Edit, str, list[Difference]]]:
    """The newest edits, for who may make them."""
    return change.history(current(), lists.of(code), _LATEST) if may_edit() else []


def _require_sight() -> None:
    if not (may_edit() or scope.current().grants):
        raise AccessError("Справочники открыты тем, кому открыты данные.")


@contextmanager
def _deed(one: Listed, what: str, reason: str) -> Iterator[Person]:
    """A change of a list, which is published; after one of places the maps are drawn from what they are now."""
    with deed(
        RIGHT, "reference_changed", one.code, what[:100], reason=without_people(reason)[:200], publishes=True
    ) as who:
        yield who
    if one.code == lists.PLACES.code:
        layers.build(*territories.in_force(current()), current().geo)
