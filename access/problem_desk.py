"""Problems as a signed-in person decides on them: the right is asked, the log written first, the snapshot follows."""

from datetime import date

from access import audit, person, scope
from access.roles import Right
from data import deciding, problems, publish
from data.errors import FilterError
from data.filters import Filters
from data.problems import Problem, Split
from data.settings import current


def may() -> bool:
    """Whether the person in force may decide."""
    found = person.current()
    return found is not None and found.may(Right.CORRECT)


def listed(kind: str, filters: Filters, as_of: date) -> list[Problem]:
    """Groups of a kind («proposed», «made») that meet the filters, the largest first. Raises AccessError for who may
    open no records.
    """
    return problems.listed(current(), scope.current(), kind, filters, as_of)


def splits() -> list[Split]:
    """Decisions that records are different things, the newest first."""
    return problems.splits(current(), scope.current())


def put_together(key: str, title: str | None) -> None:
    """Make a proposed group one problem."""
    who = person.require(Right.CORRECT)
    audit.note("edit", "problem", key, details={"title": (title or "").strip()[:200]})
    deciding.put_together(current(), scope.current(), key, title or "", who.login)
    publish.publish(current())


def take_in(key: str) -> None:
    """Add the records proposed to join a problem."""
    _noted(key, "принять")
    deciding.take_in(current(), scope.current(), key)
    publish.publish(current())


def tell_apart(key: str, record: str = "") -> None:
    """Say that a group is different things, or that one record of it is."""
    if record and not (record.isascii() and record.isdigit() and len(record) < 16):
        raise FilterError("Обновите страницу и выберите запись ещё раз.")
    who = _noted(key, f"убрать запись {record}" if record else "это разное")
    deciding.tell_apart(current(), scope.current(), key, who, int(record) if record else None)
    publish.publish(current())


def take_apart(key: str) -> None:
    """Take a made problem back."""
    _noted(key, "разъединить")
    deciding.take_apart(current(), scope.current(), key)
    publish.publish(current())


def forget_split(number: str) -> None:
    """Take back that records are different things."""
    if not (number.isascii() and number.isdigit() and len(number) < 16):
        raise FilterError("Обновите страницу и выберите решение ещё раз.")
    _noted(f"s{number}", "снова похоже")
    deciding.forget_split(current(), scope.current(), int(number))
    publish.publish(current())


def _noted(key: str, what: str) -> str:
    """Write the deed down; the login of who does it."""
    who = person.require(Right.CORRECT)
    audit.note("edit", "problem", key, reason=what)
    return who.login
