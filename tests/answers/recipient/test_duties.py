"""What has come of a duty, counted by hand: how complete its answers are, who is satisfied, who writes again."""

from datetime import date
from pathlib import Path

import pytest

from answers.recipient.duties import numbers
from data.decisions.duties.read import Duty, Recipient, Topic
from data.filters import Filters
from data.scope import EVERYTHING
from data.snapshots import publish
from tests.data.checks import hinted
from tests.data.records import installed

HOUSING = Recipient("housing_department", "Отдел ЖКХ", "district_department", None, None, None)
OF_WATER = Duty(
    1, 1, "d1", HOUSING, "Вода", "Положение", (Topic("housing.no_water", "Нет воды", "x"),), None, date(2099, 1, 1), "H"
)
MARCH = Filters(
    recipients=(HOUSING.code,),
    date_from=date(2026, 3, 1),
    date_to=date(2026, 3, 31),
    as_of=date(2026, 5, 31),
)


def test_a_duty_has_the_quality_of_its_own_answers_and_of_no_others(tmp_path: Path) -> None:
    whose = {"received": "2026-03-02", "answered": "2026-03-04", "status": "closed_solved", "recipient": HOUSING.code}
    water = [
        {**whose, "record_id": at, "topic": "housing.no_water", "rating": mark, "applicant": f"житель {at}"}
        for at, mark in enumerate((5, 5, 4, 2, 1), start=1)
    ]
    again = {**whose, "record_id": 6, "topic": "housing.no_water", "received": "2026-03-20", "answered": "2026-03-21"}
    roads = [{**whose, "record_id": 7, "topic": "roads.potholes", "rating": 1, "applicant": "житель 7"}]
    with installed(tmp_path, *water, again | {"applicant": "житель 1"}, *roads) as settings:
        hinted(settings, {1: 90, 2: 90, 3: 45, 4: 0, 5: 0, 7: 0})
        publish.publish(settings)
        found = {one.name: one.now for one in numbers([OF_WATER], MARCH, None, EVERYTHING)}

    assert found["Вода"]["records"] == 6
    # What was not written about again in thirty days has ten points more; the first one was.
    assert found["Вода"]["completeness_hint"] == pytest.approx((90 + 100 + 55 + 10 + 10) / 5)
    assert found["Вода"]["satisfied_share"] == pytest.approx(3 / 5)
    assert found["Вода"]["repeat_share"] == pytest.approx(1 / 6)  # the first one wrote again in sixteen days
    assert found["Вне обязанностей"]["completeness_hint"] == 10
    assert found["Вне обязанностей"]["satisfied_share"] == 0
