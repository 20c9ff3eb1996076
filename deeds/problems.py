"""Problems as a person decides on them: which records are about one thing, and which are not."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import date

from access import person, scope
from access.person import Person
from access.roles import Right
from data.decisions import problems
from data.decisions.problems import Difference, Problem, decide
from data.errors import FilterError
from data.filters import Filters
from data.metrics import register
from data.settings import current
from deeds.deed import deed


def may_decide() -> bool:
    """Whether the person in force may decide."""
    found = person.current()
    return found is not None and found.may(Right.CORRECT)


def groups(kind: str, filters: Filters, as_of: date) -> list[Problem]:
    """Groups of a kind («proposed», «made») that meet the filters, the largest first. Raises AccessError for who may
    open no records.
    """
    found = problems.groups(current(), scope.current(), kind, filters, as_of)
    if not (filters.outcomes or filters.ratings or filters.dues):
        return found
    met = register.numbers(filters, scope.current())  # what the store has no columns for, the snapshot knows
    return [one for one in found if any(member.record_id in met for member in one.members)]


def differences() -> list[Difference]:
    """Decisions that records are different things, the newest first."""
    return problems.differences(current(), scope.current())


def similar(found: Sequence[Problem], as_of: date) -> dict[str, list[Problem]]:
    """Key of each proposed group → problems made before, of any time, that share its topic or its place."""
    made = groups(problems.MADE, Filters(period="all"), as_of)
    return {
        one.key: [other for other in made if (other.topic and other.topic == one.topic) or other.place == one.place]
        for one in found
    }


def merge(key: str, title: str | None) -> None:
    """Make a proposed group one problem."""
    details = {"title": (title or "").strip()[:200]}
    with deed(Right.CORRECT, "edit", "problem", key, details=details, publishes=True) as who:
        decide.merge(current(), scope.current(), key, title or "", who.login)


def accept(key: str) -> None:
    """Add the records proposed to join a problem."""
    with _decision(key, "принять") as who:
        decide.accept(current(), scope.current(), key, who.login)


def add_to(key: str, into: str | None) -> None:
    """Add a proposed group to a problem made before."""
    if not into:
        raise FilterError("Выберите, к какой проблеме добавить.")
    with _decision(key, f"добавить к {into[:20]}") as who:
        decide.add_to(current(), scope.current(), key, into, who.login)


def return_accepted(key: str) -> None:
    """Take the last taking in of a problem back."""
    with _decision(key, "вернуть принятые"):
        decide.return_accepted(current(), scope.current(), key)


def mark_different(key: str, record: str = "") -> None:
    """Say that a group is different things, or that one record of it is."""
    number = _whole(record, "запись") if record else None
    with _decision(key, f"убрать запись {record}" if record else "это разное") as who:
        decide.mark_different(current(), scope.current(), key, who.login, number)


def split(key: str) -> None:
    """Take a made problem back."""
    with _decision(key, "разъединить"):
        decide.split(current(), scope.current(), key)


def unmark_different(number: str) -> None:
    """Take back that records are different things."""
    decision = _whole(number, "решение")
    with _decision(f"s{decision}", "снова похоже"):
        decide.unmark_different(current(), scope.current(), decision)


def _whole(text: str, what: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        raise FilterError(f"Обновите страницу и выберите {what} ещё раз.")
    return int(text)


def _decision(key: str, what: str) -> AbstractContextManager[Person]:
    """A deed on one problem; what: the words the log has for it."""
    return deed(Right.CORRECT, "edit", "problem", key, reason=what, publishes=True)
