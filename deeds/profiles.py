"""Rating profiles: what they are, and how the curator changes weights and the district puts in what it alone knows."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date

from access import person
from access.person import Person
from access.roles import Right
from data.decisions import profiles, reasons
from data.decisions.profiles import Profile, Value, change
from data.decisions.profiles.change import Filled, Told
from data.errors import FilterError
from data.settings import current
from deeds.deed import deed
from etl.desk.typed_texts import without_people

_SHOWN = 30
"""Edits of the history on the screen."""


def may_edit_weights() -> bool:
    """Whether the person in force may change profiles."""
    found = person.current()
    return found is not None and found.may(Right.EDIT_WEIGHTS)


def every() -> tuple[Profile, ...]:
    """All profiles; anybody signed in may read by what recipients are rated. StoreError where the store is silent."""
    return profiles.all_of(current())


def one(code: str) -> Profile:
    """A profile. FilterError for an unknown code."""
    return profiles.by_code(every(), code)


def values(profile: Profile) -> list[Value]:
    """What was put in by hand for a profile, the latest period first."""
    return profiles.values_of(current(), profile)


def history() -> list[Told]:
    """The newest edits of profiles; anybody signed in may read who has changed the weights, and why."""
    return change.history(current(), _SHOWN)


def set_weights(code: str, seen: Mapping[int, int], wanted: Sequence[object], reason: str | None) -> int:
    """Give the indicators of a profile other weights; how many have changed.

    seen: indicator id → version as the person saw it; wanted: weights in the same order. FilterError says what is
    missing, EditConflictError that somebody was quicker.
    """
    person.require(Right.EDIT_WEIGHTS)
    profile = one(code)
    told = without_people((reason or "").strip())
    asked = {key: (seen[key], round(_number(text, "Вес"), 2)) for key, text in zip(seen, wanted, strict=True)}
    now = {indicator.id: indicator.weight for indicator in profile.indicators}
    changed = {str(key): weight for key, (_, weight) in asked.items() if now.get(key) != weight}
    if not changed:
        raise FilterError("Ничего не меняется: веса уже такие.")
    if not reasons.says_something(told):
        raise FilterError("Напишите, почему меняются веса: это увидят все, кого сравнивают.")
    with deed(
        Right.EDIT_WEIGHTS, "rating_changed", "profile", code, reason=told, details=changed, publishes=False
    ) as who:
        return change.weights(current(), who.login, told, profile, asked)


def fill(
    code: str,
    seen: Mapping[int, int],
    rows: Sequence[tuple[object, object, object]],
    since: str | None,
    until: str | None,
) -> int:
    """Write names, units and values of indicators put in by hand; how many rows were told.

    rows: of each indicator of `seen`, in its order; an empty value puts nothing in.
    """
    person.require(Right.EDIT_WEIGHTS)
    profile = one(code)
    period = _day(since, "начала"), _day(until, "конца")
    told = {
        key: (seen[key], Filled(str(name or ""), str(unit or ""), _value(value)))
        for key, (name, unit, value) in zip(seen, rows, strict=True)
        if any((name, unit, _is_told(value)))
    }
    if not told:
        raise FilterError("Ни одна строка не заполнена. Впишите название и значение хотя бы одного показателя.")
    details = {"period": f"{period[0]}–{period[1]}", "rows": len(told)}
    with _editing("profile", code, "", details) as who:
        return change.fill(current(), who.login, profile, period, told)


def describe(code: str, version: int, document: str | None, since: str | None, until: str | None) -> None:
    """Name the document of a profile and the days it is in force; an empty day is no limit. version: as it was seen."""
    person.require(Right.EDIT_WEIGHTS)
    profile = one(code)
    valid = tuple(_day(text, what) if text else None for text, what in ((since, "начала"), (until, "конца")))
    with _editing("profile", code, "", {"document": (document or "")[:200]}) as who:
        change.describe(current(), who.login, profile, version, document or "", (valid[0], valid[1]))


def undo(number: int) -> None:
    """Take back what was saved together with an edit."""
    with _editing("edit", number, "отмена", {}) as who:
        change.undo(current(), who.login, number)


def _editing(kind: str, id: object, reason: str, details: Mapping[str, object]) -> AbstractContextManager[Person]:
    """Numbers of snapshots don't depend on weights: nothing is published."""
    return deed(Right.EDIT_WEIGHTS, "rating_changed", kind, id, reason=reason, details=details, publishes=False)


def _is_told(value: object) -> bool:
    return value is not None and str(value).strip() != ""


def _value(value: object) -> float | None:
    return _number(value, "Значение") if _is_told(value) else None


def _number(value: object, what: str) -> float:
    """A number as people write it: «12,5». FilterError for anything else."""
    text = str("" if value is None else value).replace("\u00a0", "").replace(" ", "").replace(",", ".")
    try:
        found = float(text.replace("_", "?"))  # «1_0» is no number that people write
    except ValueError:
        raise FilterError(f"{what} «{str(value)[:20]}» — не число. Исправьте его.") from None
    if not abs(found) < 1e12:
        raise FilterError(f"{what} «{str(value)[:20]}» — не число. Исправьте его.")
    return found


def _day(text: str | None, what: str) -> date:
    try:
        return date.fromisoformat((text or "")[:10])
    except ValueError:
        raise FilterError(f"Выберите день {what} периода, за который внесены значения.") from None
