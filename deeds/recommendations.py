"""Recommendations: who accepts or declines one, and what an accepted one becomes."""

from dataclasses import replace
from datetime import date

from access import person, scope
from access.roles import Right
from data import store
from data.decisions import edit_numbers
from data.decisions.edits import Edit
from data.decisions.orders.read import is_open
from data.decisions.orders.write import Form as Order
from data.decisions.recommendations import read, write
from data.decisions.recommendations.read import Decision, Rule
from data.decisions.recommendations.write import Form
from data.errors import AccessError, Difference
from data.settings import current
from deeds.deed import deed
from etl.desk.typed_texts import without_people

RIGHT = Right.DECIDE
_LATEST = 200


def may_decide() -> bool:
    """Whether the person in force may accept and decline."""
    found = person.current()
    return found is not None and found.may(RIGHT)


def may_order() -> bool:
    """Whether what this person accepts may become an order."""
    found = person.current()
    return found is not None and found.may(RIGHT) and found.may(Right.HOLD_MEETINGS)


def rules() -> list[Rule]:
    """The rules in force."""
    return read.rules(current())


def decisions() -> list[Decision]:
    """What was decided, as far as it is open to the person in force, the newest first."""
    return read.decisions(current(), scope.current())


def counts() -> tuple[int, int]:
    """How many were accepted and declined; for an auditor too."""
    return read.counts(current(), scope.current())


def today() -> date:
    """Today in the district."""
    return store.today(current())


def decide(form: Form, order: Order | None = None) -> str:
    """Accept or decline what was shown; the number of the order that it has become, '' of none.

    AccessError for a recipient that is not open to the person, and for an order from who may not give one.
    """
    who = person.require(RIGHT)
    if order is not None:
        person.require(Right.HOLD_MEETINGS)
    if not is_open(who.scope, form.recipient, ""):
        raise AccessError("Рекомендации этому получателю вам не открыты.")
    details = {
        "rule": form.rule[:60],
        "recipient": form.recipient[:60],
        "accepted": "да" if form.is_accepted else "нет",
    }
    told = replace(form, reason=without_people(form.reason))
    why = told.reason[:200]
    with deed(
        RIGHT, "recommendation_decided", "recommendation", form.topic[:60], reason=why, details=details, publishes=False
    ):
        return write.decide(current(), who.login, told, today(), order and _masked(order))


def undo(number: str) -> None:
    """Take a decision back, with the order it became; number: as a button carries it."""
    edit = edit_numbers.number_of(number)
    details = {"undone": number}
    with deed(RIGHT, "recommendation_decided", "recommendation", number, details=details, publishes=False) as who:
        write.undo(current(), who.login, edit)


def history() -> list[tuple[Edit, str, list[Difference]]]:
    """The newest edits of decisions, for who may decide."""
    return write.history(current(), _LATEST) if may_decide() else []


def _masked(order: Order) -> Order:
    return replace(order, text=without_people(order.text), official=without_people(order.official))
