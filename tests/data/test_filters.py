from datetime import date, timedelta

import pytest

from data.errors import FilterError
from data.filters import STATES, Filters, parse

DAY = date(2026, 11, 29)


@pytest.mark.parametrize("state", STATES)
def test_a_state_stands_in_the_address_and_comes_back_from_it(state):
    asked = Filters(period="4w", channels=("pos",), state=state)
    assert parse(asked.to_params()) == asked
    assert asked.to_params()["state"] == state


def test_a_state_of_a_day_leaves_no_preset_period():
    asked = {"period": "4w", "state": "overdue"}
    assert parse({"period": "4w"}).span(DAY) == (date(2026, 11, 2), DAY)
    assert parse(asked).span(DAY) == (None, DAY)
    assert parse(asked).previous(DAY) is None


def test_days_still_ahead_are_compared_with_nothing() -> None:
    begun = Filters(date_from=DAY - timedelta(days=9), date_to=DAY + timedelta(days=50)).previous(DAY)
    assert begun is not None
    assert (begun.date_from, begun.date_to) == (DAY - timedelta(days=19), DAY - timedelta(days=10))
    assert Filters(date_from=DAY + timedelta(days=1)).previous(DAY) is None


def test_own_dates_of_receipt_hold_beside_a_state():
    asked = {"state": "overdue", "from": "2026-11-02", "to": "2026-11-08"}
    assert parse(asked).span(DAY) == (date(2026, 11, 2), date(2026, 11, 8))


def test_an_unknown_state_is_refused_with_those_there_are():
    with pytest.raises(FilterError, match=r"«closed».*open, overdue, burning, queue"):
        parse({"state": "closed"})
