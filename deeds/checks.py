"""Answers read by people: the weekly plan, the checklist, and when what was found comes into the numbers."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from access import person, scope
from access.person import Person
from access.roles import ROLES, Right
from data.decisions.checks import marks, outside, plans
from data.decisions.checks.marks import Check, Item
from data.decisions.checks.plans import Plan
from data.errors import FilterError
from data.settings import current
from deeds.deed import deed

RIGHT = Right.CHECK_ANSWERS


def may_check() -> bool:
    """Whether the person in force may read answers by plan."""
    found = person.current()
    return found is not None and found.may(RIGHT)


def may_plan() -> bool:
    """Whether the person in force may draw a plan: it is of all answers, so all must be open."""
    return may_check() and scope.current().is_everything


def plan_list() -> list[Plan]:
    """All plans, the newest week first."""
    return plans.plans(current())


def weeks() -> list[date]:
    """Mondays of weeks that may still get a plan, the newest first."""
    return plans.weeks(current())


def draw(week: str | None, capacity: str | int | None) -> int:
    """Draw a plan of a week (ISO day of its Monday); how many answers it has."""
    person.require(RIGHT)  # who may not is told so, whatever was filled in
    monday, count = _day(week), _whole(capacity, "Сколько ответов прочитать за неделю: целое число.")
    with deed(RIGHT, "answers_planned", "answers", monday, details={"capacity": count}, publishes=False) as who:
        return plans.draw(current(), scope.current(), monday, count, who.login)


def drop(number: str) -> None:
    """Forget a plan that nobody has begun to read."""
    plan_id = _whole(number, "Обновите страницу и выберите план ещё раз.")
    with deed(RIGHT, "answers_planned", "answers", f"план {plan_id}", reason="отменить план", publishes=False):
        plans.drop(current(), scope.current(), plan_id)


def next_item() -> Item | None:
    """The answer that the person in force is to read next, held for this person for a while; None when there is none
    or others have all of them open.
    """
    who = person.require(RIGHT)
    return marks.next_item(current(), scope.current(), who.login, _own(who))


def left() -> int:
    """How many answers the person in force can still read, those that others have open included."""
    who = person.require(RIGHT)
    return marks.left(current(), scope.current(), who.login, _own(who))


def check(item: str | int, found: Mapping[str, Any]) -> int:
    """Write what was found in an answer of a plan; the number of the check. The last one of the list brings all that
    was found into the numbers.
    """
    item_id = _whole(item, "Обновите страницу: ответ откроется ещё раз.")
    is_last = left() == 1
    with deed(RIGHT, "answer_checked", "answers", f"ответ {item_id}", publishes=is_last) as who:
        return marks.check(current(), scope.current(), who.login, _own(who), item_id, found)


def outside_item(record: str | int, question: str | int) -> Item:
    """An answer that the person in force would read though no plan has drawn it."""
    who = person.require(RIGHT)
    answer = (_whole(record, "Назовите номер записи."), _whole(question, "Назовите номер вопроса."))
    return outside.item(current(), scope.current(), _own(who), answer)


def check_outside(record: str | int, question: str | int, found: Mapping[str, Any]) -> int:
    """Write what was found in an answer that no plan has drawn: it is kept and counts for nothing in an estimate."""
    answer = (_whole(record, "Назовите номер записи."), _whole(question, "Назовите номер вопроса."))
    with deed(RIGHT, "answer_checked", "record", answer[0], reason="вне плана", publishes=False) as who:
        return outside.check(current(), scope.current(), who.login, _own(who), answer, found)


def withdraw(number: str | int) -> None:
    """Take an own check back."""
    check_id = _whole(number, "Обновите страницу и выберите проверку ещё раз.")
    with deed(RIGHT, "check_withdrawn", "answers", f"проверка {check_id}", publishes=False) as who:
        marks.withdraw(current(), who.login, check_id)


def count_in() -> None:
    """Bring what was found into the numbers now."""
    with deed(RIGHT, "checks_counted", "answers", publishes=True):
        pass


def is_counted() -> bool:
    """Whether all that was found is in the numbers."""
    return marks.is_counted(current())


def latest() -> list[Check]:
    """What the person in force has found last."""
    return marks.latest(current(), person.require(RIGHT).login)


def double_readings() -> tuple[list[tuple[Mapping[str, Any], Mapping[str, Any]]], int]:
    """Marks of both readers of every answer read twice, and how many people have read by plan."""
    return marks.pairs(current()), marks.readers(current())


def write_down_file(name: str) -> None:
    """Write down that a table of checks leaves in a file."""
    with deed(Right.EXPORT, "export", "file", name, publishes=False):
        person.require(RIGHT)


def _own(who: Person) -> tuple[str, ...]:
    """Recipients that the person belongs to: their answers are read by others."""
    is_recipient = any(ROLES[code].needs_recipient for code in who.roles)
    return (who.limits.recipients or ()) if is_recipient else ()


def _day(text: str | None) -> date:
    try:
        return date.fromisoformat((text or "")[:10])
    except ValueError:
        raise FilterError("Выберите неделю из списка.") from None


def _whole(value: str | int | None, sentence: str) -> int:
    text = str(value if value is not None else "").strip()
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        raise FilterError(sentence)
    return int(text)
