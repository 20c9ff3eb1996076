"""Corrections of data: what an unknown name means, what one record is really about; and what waits to be corrected."""

from datetime import date
from typing import Any

from access import person, scope
from access.roles import Right
from data.decisions import addressee, corrections, name_mapping, waiting_names
from data.decisions.name_mapping import NameMapping
from data.decisions.waiting_names import Name, Suggestion, UnknownName
from data.errors import FilterError
from data.settings import current
from data.terms.competence import REASON
from deeds.deed import deed
from etl.desk.typed_texts import without_people
from etl.structure import unknown_names


def may_correct() -> bool:
    """Whether the person in force may correct data."""
    found = person.current()
    return found is not None and found.may(Right.CORRECT)


def names_of_kind(kind: str, most: int) -> tuple[int, list[UnknownName]]:
    """How many names of a kind wait, and those that stand in the most records, with what each may mean."""
    return waiting_names.names_of_kind(kind, current(), scope.current(), unknown_names, most)


def likely(kind: str, name: Name) -> list[Suggestion]:
    """What a name most likely means, the best first."""
    return waiting_names.likely(kind, name, current(), scope.current(), unknown_names)


def map_name(
    kind: str, source: str, group: str, label: str, target: str | None, first: date | None, last: date | None
) -> int:
    """Learn what a name means; how many records have changed. Raises FilterError when nothing was chosen."""
    person.require(Right.CORRECT)  # who may not is told so, whatever was chosen
    mapped = NameMapping(kind, source, group, label, _require_target(target), first, last)
    told: dict[str, Any] = {"kind_of_name": kind, "source": source, "group_label": group, "target": mapped.target}
    told |= {"valid_from": first, "valid_to": last}
    details = {name: value for name, value in told.items() if value}
    with deed(Right.CORRECT, "edit", "name", label[:200], details=details, publishes=True):
        return name_mapping.map_name(current(), scope.current(), mapped, unknown_names.recipients_meant)


def _require_target(target: str | None) -> str:
    if not target:
        raise FilterError("Выберите значение из списка.")
    return target


def correct(record_id: int, question_no: int, kind: str, target: str | None, reason: str | None) -> None:
    """Say what one record is really about, where it is, or whose it is."""
    person.require(Right.CORRECT)
    chosen, why = _require_target(target), without_people(corrections.require_reason(reason))
    details = {"field": kind, "target": chosen}
    with deed(Right.CORRECT, "edit", "record", record_id, reason=why, details=details, publishes=True) as who:
        said = (record_id, question_no, kind, chosen, why)
        corrections.correct(current(), scope.current(), *said, who.login)


def accept_addressee(record_id: int, question_no: int) -> str:
    """Send a question to the better addressee that is proposed for it, in one click; the name of the addressee."""
    person.require(Right.CORRECT)
    found = addressee.proposal(current(), scope.current(), record_id, question_no)
    if found is None:
        raise FilterError("Предложения больше нет: тему или получателя уже исправили. Обновите страницу.")
    correct(record_id, question_no, "recipient", found.code, f"{REASON}: {found.reason}")
    return found.name


def withdraw(record_id: int) -> int:
    """Take the corrections of a record back; how many there were."""
    # What the record says stays until the next import of its row decides: the snapshot stays the same.
    with deed(Right.CORRECT, "edit", "record", record_id, reason="исправления отозваны", publishes=True):
        return corrections.withdraw(current(), scope.current(), record_id)


def of_record(record_id: int) -> list[dict[str, Any]]:
    """Corrections of a record that the person has just been shown."""
    return corrections.of_record(current(), record_id)
