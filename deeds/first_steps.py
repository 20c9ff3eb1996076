"""The way of a new installation to its first note: what is done, what is next, and whose turn it is."""

from dataclasses import dataclass

from access import person, scope
from access.roles import ROLES, Right
from data.decisions import first_steps
from data.decisions.first_steps import Filled
from data.settings import current
from words import format


@dataclass(frozen=True)
class Step:
    """One step. state: a sentence about what is there, or what to do; href: where it is done, '' for who may not."""

    title: str
    state: str
    is_done: bool
    href: str = ""
    action: str = ""


def steps() -> list[Step]:
    """The way, for the person in force; empty once the first note is there, and after the first file for everybody
    who does not prepare notes.
    """
    found = first_steps.filled(current())
    if found.has_notes or (found.has_records and not _prepares_notes()):
        return []
    return [_places(found), _recipients(found), _file(found), _note(found)]


def _places(found: Filled) -> Step:
    places = format.plural(found.places, "населённый пункт", "населённых пункта", "населённых пунктов")
    areas = format.plural(found.municipalities, "поселение", "поселения", "поселений")
    said = f"{places}, {areas}." if found.places else "Их нет."
    return Step("Населённые пункты", said, found.places > 0, "/reference?list=places", "Проверить")


def _recipients(found: Filled) -> Step:
    acting = "действующий получатель", "действующих получателя", "действующих получателей"
    said = f"{format.plural(found.recipients, *acting)}." if found.recipients else "Их нет."
    return Step("Получатели", said, found.recipients > 0, "/reference?list=recipients", "Проверить")


def _file(found: Filled) -> Step:
    title = "Первая выгрузка"
    if found.has_records:
        return Step(title, "Загружена.", is_done=True)
    if _may(Right.IMPORT_FILES):
        said = "Загрузите первую выгрузку: до записи программа покажет, что изменится."
        return Step(title, said, is_done=False, href="/loading", action="Загрузить")
    return Step(title, f"Ещё не загружена. {_whom(Right.IMPORT_FILES)}", is_done=False)


def _note(found: Filled) -> Step:
    title = "Первая записка"
    if not found.has_records:
        return Step(title, "Её можно подготовить после загрузки.", is_done=False)
    return Step(title, "Подготовьте записку за прошедшую неделю.", is_done=False, href="/note", action="Подготовить")


def _prepares_notes() -> bool:
    seen = scope.current()
    return _may(Right.PREPARE_NOTES) and seen.sees_everything and seen.may_open_records


def _may(right: Right) -> bool:
    found = person.current()
    return found is not None and found.may(right)


def _whom(right: Right) -> str:
    """Whom to ask for what one may not do."""
    labels = [role.label for role in ROLES.values() if right in role.rights]
    return f"Обратитесь к тем, кто загружает файлы: {', '.join(labels)}."
