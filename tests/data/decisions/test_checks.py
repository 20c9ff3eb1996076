"""Plans and checks in the store, on both engines: drawn, read, taken back and counted."""

from datetime import date

import pytest

from data.decisions.checks import marks, plans
from data.errors import FilterError
from data.filters import Filters
from data.metrics import query
from data.scope import EVERYTHING, Grant, Scope
from data.settings import Settings
from data.snapshots import publish
from tests.data.records import published

MONDAY = date(2026, 3, 2)
GOOD = {"outcome": "explained", "is_complete": True, "is_definite": False, "has_proof": True}
ROW = {"received": "2026-03-02", "answered": "2026-03-04", "status": "closed_explained"}


def test_a_plan_is_drawn_read_taken_back_and_counted(either: Settings) -> None:
    published(either, *[ROW | {"recipient": "housing_department"}] * 4, ROW, {"received": "2026-03-11"})
    assert plans.draw(either, EVERYTHING, MONDAY, 3, "ivanova", seed=1) == 3
    first = marks.next_item(either, EVERYTHING, "ivanova", ())
    assert first is not None
    with pytest.raises(FilterError, match="Отметьте"):
        marks.check(either, EVERYTHING, "ivanova", (), first.item_id, {})
    marks.withdraw(either, "ivanova", marks.check(either, EVERYTHING, "ivanova", (), first.item_id, GOOD))
    for reader in ("ivanova", "petrova"):
        while item := marks.next_item(either, EVERYTHING, reader, ()):
            marks.check(either, EVERYTHING, reader, (), item.item_id, GOOD)
            with pytest.raises(FilterError, match="уже прочитан"):
                marks.check(either, EVERYTHING, reader, (), item.item_id, GOOD)
    assert not marks.is_counted(either)
    publish.publish(either)
    assert marks.is_counted(either)
    (plan,) = plans.plans(either)
    assert (plan.answers, plan.planned, plan.read, plan.twice, plan.read_twice) == (5, 3, 3, 2, 2)
    assert (len(marks.pairs(either)), marks.readers(either)) == (2, 2)
    told = query(["completeness", "checked"], [], Filters(period="all"), EVERYTHING).iloc[0]
    assert told["completeness"] == pytest.approx((40 + 20 + 15) / 90 * 100)
    assert told["checked"] == 3


def test_of_a_stratum_the_answers_read_stand_for_all_whichever_month_they_came_in(either: Settings) -> None:
    published(either, ROW, *[ROW | {"received": "2026-02-27"}] * 3, {"received": "2026-03-11"})
    plans.draw(either, EVERYTHING, MONDAY, 2, "ivanova", seed=3)
    for _ in range(2):
        item = marks.next_item(either, EVERYTHING, "ivanova", ())
        assert item is not None
        marks.check(either, EVERYTHING, "ivanova", (), item.item_id, GOOD)
        publish.publish(either)
    told = query(["completeness", "checked"], [], Filters(period="all"), EVERYTHING, intervals=True).iloc[0]
    assert told["checked"] == 2
    assert told["completeness_low"] < told["completeness"] < told["completeness_high"]


def test_whoever_may_open_no_record_of_a_plan_has_nothing_to_read(either: Settings) -> None:
    published(either, ROW, {"received": "2026-03-11"})
    plans.draw(either, EVERYTHING, MONDAY, 2, "ivanova")
    letters = Scope((Grant(channels=("letter",), detail="records"),))
    assert marks.next_item(either, letters, "petrova", ()) is None
    assert marks.next_item(either, EVERYTHING, "petrova", ()) is not None
