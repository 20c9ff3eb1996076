"""A person's identity and texts erased, as a deed: the right is asked, the reason stays in the log, then it is done."""

from collections.abc import Sequence

from access import audit, person
from access.audit import Actor
from access.roles import Right
from data import store
from data.errors import AccessError
from data.settings import Settings
from data.store import erasing
from deeds.contacts import reason_of
from deeds.deed import upkeep


def erase_person(settings: Settings, record_id: int, reason: str) -> str:
    """Erase the applicant of a record in every record of theirs; a sentence of what was done and of what remains.

    Raises FilterError for a number nobody has, AccessError for a reason that is none or a person who may not.
    """
    with store.reading(settings) as connection:
        ids = erasing.of_same_person(connection, record_id)
    return _erase(settings, ids, reason, about=record_id)


def erase_past_terms(settings: Settings, reason: str) -> str:
    """Erase what no term of keeping covers today."""
    ids = erasing.past_terms(settings, store.today(settings))
    if not ids:
        return "Записей с истёкшим сроком хранения нет."
    return _erase(settings, ids, reason, about="срок хранения")


def _erase(settings: Settings, ids: Sequence[int], reason: str, *, about: object) -> str:
    who = _allowed()
    said = reason_of(reason)
    details = {"records": len(ids)}
    with upkeep("person_erased", "record", about, settings=settings, reason=said, details=details, publishes=True):
        count = erasing.erase(settings, ids, who.name)
    done = f"Стёрты личность, адрес и тексты: записей {count}. Количества, сроки, темы и места остались."
    return f"{done} {_remains(settings)}"


def _allowed() -> Actor:
    found = person.current()
    if found is not None and not (found.may(Right.CORRECT) and found.scope.at_least("contacts").is_everything):
        raise AccessError("Стереть человека может руководитель МЦУ или команда на сервере.")
    return audit.present()


def _remains(settings: Settings) -> str:
    """What a deed here can't reach, by name."""
    copies = erasing.copies(settings)
    named = f"В копиях данные прежние: {', '.join(str(path) for path in copies)}. " if copies else ""
    return f"{named}Проверьте и копии вне папки программы, и выгруженные файлы: они не стираются сами."
