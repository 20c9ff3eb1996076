"""Windows are whole weeks back from the last day, and no record falls between two of them."""

from datetime import date, timedelta

import hypothesis.strategies as st
import pandas as pd
import pytest
from hypothesis import given

from answers.hotspots.weeks import LONGEST, series, weekly, window
from data.filters import Filters
from data.metrics import query, stamp
from data.scope import EVERYTHING
from tests.pages.conftest import filled, settings  # noqa: F401 fixtures of the filled store

DAY = date(2026, 6, 30)


@pytest.mark.parametrize(("period", "weeks"), [("4w", 4), ("12w", 12), ("26w", 26), ("52w", 52), ("all", 52)])
def test_a_period_of_weeks_is_its_own_window_and_all_time_is_a_year(period: str, weeks: int) -> None:
    found = window(Filters(period=period), DAY)

    assert (found.weeks, found.last) == (weeks, DAY)
    assert found.is_cut == (period == "all")


@given(st.dates(date(2020, 1, 1), DAY), st.integers(0, 900))
def test_any_period_gives_a_window_that_lies_inside_it_or_is_one_week(first: date, days: int) -> None:
    last = min(first + timedelta(days=days), DAY)
    found = window(Filters(date_from=first, date_to=last), DAY)

    assert 1 <= found.weeks <= LONGEST
    assert found.last == last
    assert found.first >= first or found.weeks == 1


def test_weeks_are_added_up_oldest_first_and_an_empty_one_is_zero() -> None:
    rows = pd.DataFrame({"ago": [0, 2, 2, 9], "records": [1, 2, 3, 7]})

    assert series(rows, 4).tolist() == [0, 5, 0, 1]


def test_weekly_counts_of_a_window_are_the_counts_of_the_door(settings) -> None:  # noqa: F811
    as_of = stamp().as_of
    filters = Filters(period="26w")
    rows = weekly(["channel"], filters, EVERYTHING, as_of)

    assert rows.loc[rows["ago"] < 26, "records"].sum() == query(["records"], (), filters, EVERYTHING)["records"].iloc[0]
