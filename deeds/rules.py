"""Rules of deadlines and local days: what is in force, and how a person changes it."""

from datetime import date

from access import person
from access.roles import Right
from data.errors import FilterError
from data.settings import current
from data.terms import rules, working_days
from data.terms.rules import SAME, Change, Row
from deeds.deed import deed


def may_manage_rules() -> bool:
    """Whether the person in force may change rules."""
    found = person.current()
    return found is not None and found.may(Right.MANAGE_RULES)


def versions() -> list[Row]:
    """All versions of all rules; anybody signed in may read by what dates are counted."""
    return rules.versions(current())


def names() -> dict[str, str]:
    """Russian names of the codes that stand in the rules."""
    return rules.names(current())


def as_csv() -> str:
    """The same as a file."""
    return rules.as_csv(versions())


def first_free_day() -> date | None:
    """The first day a new version may begin on; None without records."""
    return rules.first_free_day(current())


def first_free_local_day() -> date | None:
    """The first local day that may be altered; None without records."""
    return working_days.first_free_day(current())


def change_term(code: str | None, term: str | None, since: str | None) -> list[Change]:
    """A new version of a rule with another term from a day on (ISO). FilterError says what is missing."""
    person.require(Right.MANAGE_RULES)  # who may not is told so, whatever was filled in
    if not code or not since:
        raise FilterError("Выберите правило и день, с которого действует новый срок.")
    try:
        first = date.fromisoformat(since[:10])
    except ValueError:
        raise FilterError(f"«{since[:40]}» — не дата. Выберите день в календаре.") from None
    return _change(rules.new_version(current(), code, first, {"term": str(term or "").strip()}))


def replace(text: str) -> list[Change]:
    """All that a file of rules says."""
    person.require(Right.MANAGE_RULES)
    return _change(rules.from_csv(text))


def _change(rows: list[Row]) -> list[Change]:
    planned = [change for change in rules.plan(current(), rows) if change.kind != SAME]
    if not planned:
        raise FilterError("Ничего не меняется: такие правила уже действуют.")
    told = {change.code: f"{change.kind} {change.valid_from} {change.row['term']}".strip() for change in planned[:20]}
    with deed(Right.MANAGE_RULES, "rules_changed", "rules", planned[0].code, details=told, publishes=True):
        made = rules.apply(current(), rows)
    return [change for change in made if change.kind != SAME]


def set_day(day: str | None, kind: str | None, hours: str | None, note: str | None) -> None:
    """Make a day off, short or working, or usual again. FilterError says what is missing or too late."""
    person.require(Right.MANAGE_RULES)
    if not day or not kind:
        raise FilterError("Выберите день и каким он будет.")
    row = {"day": day[:10], "kind": kind, "hours": str(hours or "").strip(), "note": (note or "").strip()}
    if not working_days.plan(current(), [row]):
        raise FilterError("Ничего не меняется: день уже такой.")
    details = {"kind": kind, "hours": row["hours"]}
    with deed(Right.MANAGE_RULES, "rules_changed", "calendar", row["day"], details=details, publishes=True):
        working_days.apply(current(), [row])


def days() -> list[Row]:
    """Local days; anybody signed in may read by what calendar terms are counted."""
    return working_days.local_days(current())


def hours() -> list[tuple[str, str, str]]:
    """Recipients with hours of their own: code, name, hours."""
    return working_days.hours(current())


def federal(first: date, last: date) -> working_days.Federal:
    """What the federal calendar moves between two days, and how far it is confirmed."""
    return working_days.federal(first, last)
