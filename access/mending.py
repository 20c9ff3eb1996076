"""Corrections as a signed-in person makes them: the right is asked, the log written first, the snapshot follows."""

from datetime import date
from typing import Any

from access import audit, person, scope
from access.roles import Right
from data.decisions import corrections, name_mapping
from data.decisions.name_mapping import Mapped
from data.errors import FilterError
from data.settings import current
from data.snapshots import publish


def may() -> bool:
    """Whether the person in force may correct data."""
    found = person.current()
    return found is not None and found.may(Right.CORRECT)


def map_name(
    kind: str, source: str, group: str, label: str, target: str | None, first: date | None, last: date | None
) -> int:
    """Learn what a name means; how many records have changed. Raises FilterError when nothing was chosen."""
    person.require(Right.CORRECT)
    mapped = Mapped(kind, source, group, label, _chosen(target), first, last)
    told: dict[str, Any] = {"kind_of_name": kind, "source": source, "group_label": group, "target": mapped.target}
    told |= {"valid_from": first, "valid_to": last}
    audit.note("edit", "name", label[:200], details={k: v for k, v in told.items() if v})
    changed = name_mapping.map_name(current(), scope.current(), mapped)
    publish.publish(current())
    return changed


def _chosen(target: str | None) -> str:
    if not target:
        raise FilterError("Выберите значение из списка.")
    return target


def correct(record_id: int, question_no: int, kind: str, target: str | None, reason: str | None) -> None:
    """Say what one record is really about, where it is, or whose it is."""
    who, chosen, why = person.require(Right.CORRECT), _chosen(target), corrections.require_reason(reason)
    audit.note("edit", "record", record_id, reason=why, details={"field": kind, "target": chosen})
    said = (record_id, question_no, kind, chosen, why)
    corrections.correct(current(), scope.current(), *said, who.login)
    publish.publish(current())


def withdraw(record_id: int) -> int:
    """Take the corrections of a record back."""
    person.require(Right.CORRECT)
    audit.note("edit", "record", record_id, reason="исправления отозваны")
    return corrections.withdraw(current(), scope.current(), record_id)


def of_record(record_id: int) -> list[dict[str, Any]]:
    """Corrections of a record that the person has just been shown."""
    return corrections.of_record(current(), record_id)
