"""Every rule of recommendations and every signal about answers has something to say on the whole demonstration, and
its people's deeds are there.
"""

from pathlib import Path

import pytest

from answers.recommendations import rules
from answers.recommendations.lists import Asked
from data.decisions.duties import coverage
from data.decisions.duties import read as duties
from data.decisions.meetings import read as meetings
from data.decisions.orders import read as orders
from data.decisions.recommendations import read
from data.decisions.signals import declared, find
from data.filters import Filters
from data.metrics import stamp
from data.scope import EVERYTHING
from data.settings import use
from tests import demonstrations
from tests.demonstrations import UNTIL


@pytest.mark.seconds(300)
def test_every_rule_and_signal_fires_and_meetings_with_their_orders_are_there(tmp_path: Path) -> None:
    made = demonstrations.copied(tmp_path)
    with use(made):
        now = stamp(Filters())
        known = duties.listed(made, EVERYTHING)
        asked = Asked(Filters(), EVERYTHING, now.as_of, known, read.rules(made), (), UNTIL)
        found = asked.everything()
        states = [one.state(UNTIL) for one in orders.listed(made, EVERYTHING)]
        held = [one.is_held for one in meetings.listed(made, EVERYTHING)]
        named = find.counts(Filters(), EVERYTHING, made)
    assert {one.rule.code for one in found} == {one.code for one in asked.rules}
    assert [code for code, count in named.items() if not count] == []
    assert found == sorted(found, key=rules.urgency)
    assert {"overdue", "done", "open"} <= set(states)
    assert sorted(held) == [False, True]
    assert len(read.decisions(made, EVERYTHING)) == 2


@pytest.mark.seconds(300)
def test_a_day_of_mass_closing_is_named_and_duties_have_a_gap_and_an_overlap(tmp_path: Path) -> None:
    made = demonstrations.copied(tmp_path)
    with use(made):
        closed = find.found(declared.LAST_DAY, Filters(), EVERYTHING, made)
        covered = coverage.of(made, UNTIL)
    assert len(closed) >= declared.FEWEST_AT_ONCE
    assert closed["day"].nunique() == 1
    assert len(covered.gaps) == len(covered.overlaps) == 1
