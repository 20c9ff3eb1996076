"""The log of actions as somebody reads it: to look at it and to check it are actions that stand in it too."""

from collections.abc import Mapping

from access import audit, person
from access.audit import LogFilters, Page
from access.chain import Verdict
from access.roles import Right
from data.order import Order
from data.settings import current
from deeds.deed import deed


def open_screen(asked: Mapping[str, str]) -> None:
    """Write down that the person begins to look. asked: what the address of the screen asks for."""
    with deed(Right.SEE_AUDIT, "audit_seen", details=asked, publishes=False):
        return


def read_page(number: int, size: int, narrowed: LogFilters, order: Order, asked: Mapping[str, str]) -> Page:
    """One page of the log. asked: `narrowed` and `order` in the words of the address.

    Whoever has seen a row stands in the log after it. Turning pages of a quiet log must not push its rows along.
    """
    who = person.require(Right.SEE_AUDIT)
    last = audit.page(1, 1, settings=current()).entries
    if not last or (last[0].action, last[0].actor) != ("audit_seen", who.login):
        open_screen(asked)
    return audit.page(number, size, narrowed, order, settings=current())


def verify() -> Verdict:
    """Check the whole log; the verdict is written down before anybody is told."""
    person.require(Right.SEE_AUDIT)
    found = audit.verify(current())
    details = {"is_intact": found.is_intact, "rows": found.rows, "first_broken": found.first_broken}
    with deed(Right.SEE_AUDIT, "audit_verified", "audit", details=details, publishes=False):
        return found
