"""All that is kept of one problem, as far as it is open to the person in force: for one screen."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from access import scope
from access.roles import Right
from data.decisions.events.read import Event
from data.decisions.orders.read import Order
from data.decisions.polls.read import Poll
from data.decisions.problems import one
from data.decisions.problems.one import Made
from data.decisions.roadmaps.read import Roadmap
from data.errors import UnknownObjectError
from data.settings import current
from deeds import discussions, events, orders, polls, roadmaps
from deeds.deed import deed

GONE = "Такой проблемы нет, или не все её записи вам открыты. Вернитесь к списку проблем."


@dataclass(frozen=True)
class Kept:
    """What people have made of a problem; discussions and events are of the whole district, its topic and place are
    still to be asked of them.
    """

    problem: Made
    roadmaps: list[Roadmap]
    orders: list[Order]
    polls: list[Poll]
    discussions: list[dict[str, Any]]
    events: list[Event]


def of(number: str) -> Kept:
    """Everything of a problem; number: as an address carries it. UnknownObjectError where there is none."""
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        raise UnknownObjectError(GONE)
    found = one.found(current(), scope.current(), int(number))
    if found is None:
        raise UnknownObjectError(GONE)
    key = found.number
    made = roadmaps.of_problem(key), orders.of_problem(key), polls.of_problem(key)
    return Kept(found, *made, discussions.listed(), events.listed())


def of_record(record_id: int) -> list[tuple[int, str]]:
    """Number and title of the problem that a record stands in, where all of it is open to the person in force."""
    return one.of_record(current(), scope.current(), record_id) if scope.current().may_open_records else []


def about(topic: str, places: Sequence[str]) -> list[tuple[int, str]]:
    """The same of problems about a topic in some places, the newest first."""
    return one.about(current(), scope.current(), topic, places) if scope.current().may_open_records else []


def export(name: str) -> None:
    """Write down that the timeline leaves in a file of this name."""
    with deed(Right.EXPORT, "export", "file", name[:120], publishes=False):
        return
