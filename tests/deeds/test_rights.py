"""Each deed is called as each role: who has its right gets past the door, who has not is refused before all else."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from access.roles import ROLES, Right
from data.errors import AccessError, MCUError
from data.settings import use
from deeds import (
    audit_log,
    checks,
    discussions,
    duties,
    events,
    meetings,
    notice_settings,
    orders,
    polls,
    practices,
    problems,
    profiles,
    recommendations,
    reference,
    roadmaps,
    rules,
    signals,
    surveys,
)
from tests.data.records import installed
from tests.signing import as_somebody

NOBODY = "999999"
"""A number of nothing: whoever may is told that there is no such thing."""
DEEDS: dict[str, tuple[Right, Callable[[], Any]]] = {
    "audit_log.verify": (Right.SEE_AUDIT, audit_log.verify),
    "checks.withdraw": (Right.CHECK_ANSWERS, lambda: checks.withdraw(NOBODY)),
    "discussions.undo_edit": (Right.EDIT_POLLS, lambda: discussions.undo_edit(NOBODY)),
    "duties.undo": (Right.EDIT_DUTIES, lambda: duties.undo(NOBODY)),
    "events.undo": (Right.EDIT_EVENTS, lambda: events.undo(NOBODY)),
    "meetings.undo": (Right.HOLD_MEETINGS, lambda: meetings.undo(NOBODY)),
    "notice_settings.undo": (Right.SET_NOTICES, lambda: notice_settings.undo(NOBODY)),
    "orders.undo": (Right.HOLD_MEETINGS, lambda: orders.undo(NOBODY)),
    "polls.undo": (Right.EDIT_POLLS, lambda: polls.undo(NOBODY)),
    "practices.undo": (Right.HOLD_MEETINGS, lambda: practices.undo(NOBODY)),
    "problems.return_accepted": (Right.CORRECT, lambda: problems.return_accepted(NOBODY)),
    "profiles.undo": (Right.EDIT_WEIGHTS, lambda: profiles.undo(int(NOBODY))),
    "recommendations.undo": (Right.DECIDE, lambda: recommendations.undo(NOBODY)),
    "reference.undo": (Right.EDIT_REFERENCE, lambda: reference.undo("recipients", NOBODY)),
    "roadmaps.undo": (Right.EDIT_ROADMAPS, lambda: roadmaps.undo(NOBODY)),
    "rules.set_day": (Right.MANAGE_RULES, lambda: rules.set_day(None, None, None, None)),
    "signals.restore": (Right.DISMISS_SIGNALS, lambda: signals.restore(NOBODY)),
    "surveys.undo": (Right.RECORD_SURVEYS, lambda: surveys.undo(NOBODY)),
}


@pytest.fixture(scope="module")
def _in_force(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    row = {"received": "2026-03-30", "topic": "housing.no_water", "recipient": "water_utility"}
    with installed(tmp_path_factory.mktemp("rights"), row) as settings, use(settings):
        yield


def is_refused(role: str, deed: Callable[[], Any]) -> bool:
    """Whether a role may not. Whatever else is wrong is said only to who may."""
    with as_somebody(role, **({"recipients": ("water_utility",)} if role == "recipient" else {})):
        try:
            deed()
        except AccessError:
            return True
        except MCUError:
            return False
    return False


@pytest.mark.usefixtures("_in_force")
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", DEEDS)
def test_a_deed_is_done_by_who_has_its_right_and_refused_to_others(name: str, role: str) -> None:
    right, deed = DEEDS[name]
    assert is_refused(role, deed) == (right not in ROLES[role].rights)
