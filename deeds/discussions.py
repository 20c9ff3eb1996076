"""Public discussions: what is open to the person in force, files that bring them, what a category means."""

import tempfile
from pathlib import Path
from typing import Any

from access import person, scope
from access.roles import Right
from data.decisions import edit_numbers
from data.decisions.discussions import read, write
from data.decisions.duties import read as duties
from data.decisions.duties.read import Topic
from data.decisions.edits import Edit
from data.errors import AccessError, Difference, FilterError, InputError, UnknownObjectError
from data.settings import current
from data.store import tables
from data.store.tables.discussions import PLATFORMS
from deeds.deed import deed
from etl.discussions import desk

RIGHT, LOADS = Right.EDIT_POLLS, Right.IMPORT_FILES
LARGEST = 50 << 20
_LATEST = 100


def listed() -> list[dict[str, Any]]:
    """Discussions that are open to the person in force, `read.COLUMNS` of each."""
    return read.listed(current(), scope.current())


def one(key: int) -> dict[str, Any]:
    """A discussion with its text. UnknownObjectError where there is none that is open to the person."""
    found = read.one(current(), scope.current(), key)
    if found is None:
        raise UnknownObjectError("Такого обсуждения нет, или оно вам не открыто. Обновите страницу.")
    return found


def comments(key: int, most: int) -> list[dict[str, Any]]:
    """Comments of a discussion that the person may open."""
    one(key)
    return read.comments(current(), key, most)


def waiting() -> int:
    """Comments whose discussion has not come; 0 for who sees only a part."""
    return read.waiting(current()) if scope.current().is_everything else 0


def may_map() -> bool:
    """Whether the person in force may say what categories mean."""
    return _may(RIGHT)


def may_load() -> bool:
    """Whether the person in force may load files of discussions: they are of the whole district."""
    return _may(LOADS) and scope.current().is_everything


def _may(right: Right) -> bool:
    found = person.current()
    return found is not None and found.may(right)


def unmapped() -> list[tuple[str, str, str, int]]:
    """Categories that wait for a topic; none for who may not say it."""
    return read.unmapped(current()) if may_map() else []


def topics() -> list[Topic]:
    """Topics that a category may mean."""
    return duties.choices(current())[1]


def map_category(source: str, category: str, topic: str | None) -> int:
    """Say what a category means; how many discussions that is."""
    person.require(RIGHT)
    if not topic:
        raise FilterError("Выберите тематику из списка.")
    with deed(
        RIGHT, "discussions_changed", "category", category[:100], details={"topic": topic}, publishes=False
    ) as who:
        return write.map_category(current(), who.login, source, category, topic)


def undo_edit(number: str) -> None:
    """Take back what was said of a category; number: as a button carries it."""
    person.require(RIGHT)
    edit = edit_numbers.number_of(number)
    with deed(RIGHT, "discussions_changed", "category", f"правка {number}", publishes=False) as who:
        edit_numbers.undo_of(current(), who.login, edit, [tables.discussion_categories])


def history() -> list[tuple[Edit, str, list[Difference]]]:
    """The newest edits of categories, for who may make them."""
    return write.history(current(), _LATEST) if may_map() else []


def load(name: str, content: bytes, source: str) -> str:
    """Load a file; a sentence of what became of its rows. source: code of a platform, or «auto»."""
    _require_loader()
    if source not in (*PLATFORMS, "auto"):
        raise FilterError("Выберите, откуда файл.")
    if len(content) > LARGEST:
        raise InputError(f"Файл больше {LARGEST >> 20} МБ. Загрузите его на сервере: python -m etl load ФАЙЛ.")
    with tempfile.TemporaryDirectory(prefix="mcu-discussions-") as folder:
        file = Path(folder) / desk.safe(name)
        file.write_bytes(content)
        with deed(LOADS, "import", "file", name[:200], details={"source": source}, publishes=True) as who:
            return desk.load(file, current(), source, who.login, is_demo=who.is_demo)


def imports() -> list[dict[str, Any]]:
    """Imports that stand, the newest first, for who may undo them."""
    return read.imports_of(current()) if may_load() else []


def undo_import(number: str) -> str:
    """Undo an import of discussions; number: as a button carries it."""
    _require_loader()
    if number not in {str(row["import_id"]) for row in imports()}:
        raise FilterError("Такой загрузки обсуждений нет, или она уже отменена. Обновите страницу.")
    with deed(LOADS, "undo", "import", int(number), publishes=True):
        return desk.undo(current(), int(number))


def _require_loader() -> None:
    person.require(LOADS)
    if not may_load():
        raise AccessError("Файл обсуждений — обо всём районе: загрузить его может тот, кому открыты все данные.")
