"""Roadmaps as a person keeps them: what is done about a problem, by whom, until when, and what was promised of it."""

from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar

from access import person, scope
from access.person import Person
from access.roles import Right
from data import store
from data.decisions import edit_numbers, edits
from data.decisions.edits import Edit
from data.decisions.roadmaps import apply, read, start, table, write
from data.decisions.roadmaps.apply import Outcome
from data.decisions.roadmaps.forms import MapForm, MeasureForm, Part
from data.decisions.roadmaps.read import Choices, Roadmap
from data.errors import Difference, FilterError, UnknownObjectError
from data.settings import current
from deeds.deed import deed
from etl.desk import small_table
from etl.desk.typed_texts import without_people

RIGHT = Right.EDIT_ROADMAPS
_LATEST = 400
"""Edits that the history shows."""
Form = TypeVar("Form", bound=MapForm | Part)
_FREE_TEXTS = ("title", "name", "post", "resource", "document", "fact")


def may_edit() -> bool:
    """Whether the person in force may keep roadmaps."""
    found = person.current()
    return found is not None and found.may(RIGHT)


def listed() -> list[Roadmap]:
    """Roadmaps open to the person in force, the newest first."""
    return read.listed(current(), scope.current())


def of_problem(problem_id: int) -> list[Roadmap]:
    """The open ones that were made of a problem, the newest first."""
    return [one for one in listed() if one.problem == problem_id]


def one(code: str) -> Roadmap:
    """The roadmap of a code. FilterError when there is none that is open to the person in force."""
    found = next((roadmap for roadmap in listed() if roadmap.code == code), None)
    if found is None:
        raise UnknownObjectError("Такой дорожной карты нет, или она вам не открыта. Выберите карту из списка.")
    return found


def of_a_problem(problem_id: int) -> MapForm:
    """A form about a problem, its topic and place filled in. FilterError for a problem that is not there."""
    form = start.of_problem(current(), problem_id)
    _require_territory(form.territory)
    return form


def choices() -> Choices:
    """What the forms choose from today."""
    return read.choices(current(), today())


def today() -> date:
    """Today in the district."""
    return store.today(current())


def save(code: str, version: int, form: MapForm, reason: str = "") -> str:
    """Add a roadmap (without a code) or change one; its code."""
    if code:
        _editable(code)
    _require_territory(form.territory)
    with _deed(code or "новая", {"topic": form.topic, "territory": form.territory}, reason) as who:
        return write.save(current(), who.login, code, version, _without_people(form), without_people(reason))


def add_measure(code: str, form: MeasureForm, reason: str = "") -> int:
    """Add a measure to a roadmap; its number."""
    return save_part(code, form, reason=reason)


def save_part(code: str, form: Part, no: int | None = None, version: int = 0, reason: str = "") -> int:
    """Add a cause, a measure or a check point (without a number), or change one; its number."""
    _editable(code)
    with _deed(code, {"part": write.kind_of(form), "no": str(no or "")}, reason) as who:
        return write.save_part(current(), who.login, code, _without_people(form), no, version, without_people(reason))


def replace_rows(name: str, content: bytes) -> Outcome:
    """All that a file says, CSV or XLSX."""
    person.require(RIGHT)  # who may not is told so, whatever the file is
    cells = small_table.cells(name, content, small_table.names_of(table.HEADINGS))
    told = [replace(one, form=_without_people(one.form)) for one in table.from_cells(cells)]
    for told_one in told:
        if isinstance(told_one.form, MapForm):
            _require_territory(told_one.form.territory)
    known = {one.code: one for one in listed()}
    reason = f"файл {name[:100]}"
    with _deed("файл", {"rows": str(len(told))}, reason) as who:
        return apply.apply(current(), who.login, told, known, without_people(reason))


def remove(code: str, version: int, reason: str = "") -> None:
    """Take a roadmap out with its parts."""
    _editable(code)
    with _deed(code, {"removed": "да"}, reason) as who:
        write.remove(current(), who.login, code, version, without_people(reason))


def remove_part(code: str, kind: str, no: int, version: int, reason: str = "") -> None:
    """Take one part out."""
    _editable(code)
    with _deed(code, {"removed": "да", "part": kind, "no": str(no)}, reason) as who:
        write.remove_part(current(), who.login, code, kind, no, version, without_people(reason))


def undo(number: str) -> None:
    """Take back an edit with what was saved together with it; number: as a button carries it."""
    person.require(RIGHT)
    chosen = edit_numbers.number_of(number)
    if all(edit.number != chosen for edit, _, _ in history()):
        raise FilterError("Такой правки дорожных карт нет. Обновите страницу.")
    with _deed(f"правка {number}", {"undone": number}) as who:
        edits.undo(current(), who.login, chosen)


def history(roadmap: Roadmap | None = None) -> list[tuple[Edit, str, list[Difference]]]:
    """The newest edits of one roadmap or of all that are open, removed ones too for who sees everything; for who may
    keep roadmaps.
    """
    if not may_edit():
        return []
    is_all = roadmap is None and scope.current().is_everything
    keys = None if is_all else {one.key for one in ([roadmap] if roadmap else listed())}
    return write.history(current(), keys, _LATEST)


def export(name: str) -> None:
    """Write down that a table leaves in a file of this name."""
    with deed(Right.EXPORT, "export", "file", name[:120], publishes=False):
        return


def _editable(code: str) -> Roadmap:
    person.require(RIGHT)  # who may not is told so, whatever the roadmap is
    return one(code)


def _require_territory(code: str) -> None:
    """Who is bound to municipalities keeps roadmaps of these only."""
    person.require(RIGHT)
    known = next((one for one in choices().territories if one.code == code), None)
    grants = scope.current().grants
    if known is not None and not any(
        grant.municipalities is None or known.municipality in grant.municipalities for grant in grants
    ):
        raise FilterError("Эта территория вам не открыта. Выберите свою.")


def _without_people(form: Form) -> Form:
    told: dict[str, Any] = {name: without_people(getattr(form, name)) for name in _FREE_TEXTS if hasattr(form, name)}
    return replace(form, **told)


def _deed(what: str, details: dict[str, str], reason: str = "") -> AbstractContextManager[Person]:
    why = without_people(reason)[:200]
    return deed(RIGHT, "roadmaps_changed", "roadmap", what[:100], reason=why, details=details, publishes=False)
