"""Steps of time."""

from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import FilterError
from data.filters import Filters
from data.metrics import query, time_steps
from data.scope import EVERYTHING, Grant, Scope
from data.settings import Settings
from tests.data.records import day, published

STEPS = ("day", "week", "month", "quarter", "year")


@pytest.mark.parametrize(
    ("step", "first", "last"),
    [
        ("week", "2026-05-11", "2026-05-17"),
        ("month", "2026-05-01", "2026-05-31"),
        ("quarter", "2026-04-01", "2026-06-30"),
        ("year", "2026-01-01", "2026-12-31"),
    ],
)
def test_a_step_begins_and_ends_with_the_calendar(step: str, first: str, last: str) -> None:
    assert time_steps.start(step, day("2026-05-17")) == day(first)
    assert time_steps.end(step, day("2026-05-17")) == day(last)


@given(st.dates(date(2000, 1, 1), date(2080, 1, 1)), st.sampled_from(STEPS))
def test_a_day_lies_in_its_own_step_and_the_step_holds_both_its_ends(one: date, step: str) -> None:
    first, last = time_steps.start(step, one), time_steps.end(step, one)
    assert first <= one <= last
    assert time_steps.start(step, first) == time_steps.start(step, last) == first


def test_a_quarter_counts_what_its_months_count_and_stands_by_its_first_day(settings: Settings) -> None:
    days = ("2026-01-01", "2026-03-31", "2026-04-01", "2026-06-30", "2026-06-30")
    published(settings, *[{"received": one, "answered": "2026-06-30"} for one in days])
    asked = Filters(period="all", as_of=day("2026-07-02"))
    found = query(["records", "open_now"], ["quarter"], asked, EVERYTHING, fill=True)
    assert found["quarter"].tolist() == [day("2026-01-01"), day("2026-04-01"), day("2026-07-01")][: len(found)]
    assert found["records"].tolist()[:2] == [2, 3]
    months = query(["records"], ["month"], asked, EVERYTHING)
    by_quarter = months.groupby(pd.to_datetime(months["month"]).dt.quarter)["records"].sum()
    assert by_quarter.tolist() == [2, 3]


def test_people_who_see_totals_only_are_refused_quarters(settings: Settings) -> None:
    published(settings, {"received": "2026-04-01", "answered": "2026-04-03"})
    with pytest.raises(FilterError, match="кварталам"):
        query(["records"], ["quarter"], Filters(period="all"), Scope((Grant(detail="totals"),)))
