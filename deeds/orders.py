"""Orders (поручения): who gives one, says that it is done, withdraws it, and what others see of it."""

from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date

from access import person, scope
from access.person import Person
from access.roles import Right
from data import store
from data.decisions import edit_numbers
from data.decisions.edits import Edit
from data.decisions.orders import read, write
from data.decisions.orders.read import Order, Totals
from data.decisions.orders.write import Form
from data.errors import Difference, FilterError
from data.settings import current
from deeds.deed import deed
from etl.desk.typed_texts import without_people

RIGHT = Right.HOLD_MEETINGS
_LATEST = 200
"""Edits that the history shows."""


def may_give() -> bool:
    """Whether the person in force may give orders and finish them."""
    found = person.current()
    return found is not None and found.may(RIGHT)


def listed() -> list[Order]:
    """Orders that are open to the person in force, by term: a recipient's person sees own ones only."""
    return read.listed(current(), scope.current())


def totals() -> Totals:
    """How many orders there are of each state, as far as they are open; for an auditor too."""
    return read.totals(current(), scope.current(), today())


def of_problem(problem: int) -> list[Order]:
    """Orders about one problem that are open to the person in force."""
    return [one for one in listed() if one.problem_id == problem]


def one(code: str) -> Order:
    """An order by its number. FilterError where there is none, or none that is open."""
    found = next((order for order in listed() if order.code == code), None)
    if found is None:
        raise FilterError("Такого поручения нет, или оно вам не открыто. Обновите страницу.")
    return found


def today() -> date:
    """Today in the district."""
    return store.today(current())


def recipients() -> list[tuple[str, str]]:
    """Code and name of the recipients that an order may be given to today."""
    return read.recipient_choices(current(), today())


def topics() -> list[tuple[str, str]]:
    """Code and name of the topics that an order may be about."""
    return read.topic_choices(current())


def save(code: str, version: int, form: Form, reason: str = "") -> str:
    """Give an order (without a code) or change one; its code."""
    with _deed(code or "новое", {"recipient": form.recipient[:60]}, reason) as who:
        return write.save(current(), who.login, code, version, _masked(form), today(), without_people(reason))


def finish(code: str, version: int, day: date, result: str) -> None:
    """Say that an order is done, and what came of it."""
    person.require(RIGHT)
    save(code, version, replace(form_of(one(code)), done_on=day, result=result))


def remove(code: str, version: int, reason: str = "") -> None:
    """Take out an order that should not have been given."""
    with _deed(code, {"removed": "да"}, reason) as who:
        write.remove(current(), who.login, code, version, without_people(reason))


def undo(number: str) -> None:
    """Take back an edit; number: as a button carries it."""
    edit = edit_numbers.number_of(number)
    with _deed(f"правка {number}", {"undone": number}) as who:
        write.undo(current(), who.login, edit)


def history() -> list[tuple[Edit, str, list[Difference]]]:
    """The newest edits of orders, for who may give them."""
    return write.history(current(), _LATEST) if may_give() else []


def export(name: str) -> None:
    """Write down that a table of orders leaves in a file of this name."""
    with deed(Right.EXPORT, "export", "file", name[:120], publishes=False):
        return


def form_of(order: Order) -> Form:
    """An order as a person would have typed it."""
    return Form(
        order.text, order.recipient, order.due_on, order.given_on, order.official, order.topic, order.problem_id,
        order.done_on, order.result, order.is_withdrawn, order.source_kind, order.source_id, order.item_id,
    )  # fmt: skip


def _masked(form: Form) -> Form:
    return replace(
        form, text=without_people(form.text), official=without_people(form.official), result=without_people(form.result)
    )


def _deed(what: str, details: dict[str, str], reason: str = "") -> AbstractContextManager[Person]:
    why = without_people(reason)[:200]
    return deed(RIGHT, "orders_changed", "order", what[:100], reason=why, details=details, publishes=False)
