"""Problems as a signed-in person decides on them: the right is asked, the log written first, the snapshot follows."""

from collections.abc import Sequence
from datetime import date

from access import audit, person, scope
from access.roles import Right
from data.decisions import problems
from data.decisions.problems import Problem, Split, decide
from data.errors import FilterError
from data.filters import Filters
from data.settings import current
from data.snapshots import publish


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


def like(found: Sequence[Problem], as_of: date) -> dict[str, list[Problem]]:
    """Key of each proposed group → problems made before, of any time, that share its topic or its place."""
    made = listed(problems.MADE, Filters(period="all"), as_of)
    return {
        one.key: [other for other in made if (other.topic and other.topic == one.topic) or other.place == one.place]
        for one in found
    }


def put_together(key: str, title: str | None) -> None:
    """Make a proposed group one problem."""
    who = person.require(Right.CORRECT)
    audit.note("edit", "problem", key, details={"title": (title or "").strip()[:200]})
    decide.put_together(current(), scope.current(), key, title or "", who.login)
    publish.publish(current())


def take_in(key: str) -> None:
    """Add the records proposed to join a problem."""
    who = _noted(key, "принять")
    decide.take_in(current(), scope.current(), key, who)
    publish.publish(current())


def put_into(key: str, into: str | None) -> None:
    """Add a proposed group to a problem made before."""
    if not into:
        raise FilterError("Выберите, к какой проблеме добавить.")
    who = _noted(key, f"добавить к {into[:20]}")
    decide.put_into(current(), scope.current(), key, into, who)
    publish.publish(current())


def take_back(key: str) -> None:
    """Take the last taking in of a problem back."""
    _noted(key, "вернуть принятые")
    decide.take_back(current(), scope.current(), key)
    publish.publish(current())


def tell_apart(key: str, record: str = "") -> None:
    """Say that a group is different things, or that one record of it is."""
    number = _whole(record, "запись") if record else None
    who = _noted(key, f"убрать запись {record}" if record else "это разное")
    decide.tell_apart(current(), scope.current(), key, who, number)
    publish.publish(current())


def take_apart(key: str) -> None:
    """Take a made problem back."""
    _noted(key, "разъединить")
    decide.take_apart(current(), scope.current(), key)
    publish.publish(current())


def forget_split(number: str) -> None:
    """Take back that records are different things."""
    split = _whole(number, "решение")
    _noted(f"s{split}", "снова похоже")
    decide.forget_split(current(), scope.current(), split)
    publish.publish(current())


def _whole(text: str, what: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        raise FilterError(f"Обновите страницу и выберите {what} ещё раз.")
    return int(text)


def _noted(key: str, what: str) -> str:
    """Write the deed down; the login of who does it."""
    who = person.require(Right.CORRECT)
    audit.note("edit", "problem", key, reason=what)
    return who.login
