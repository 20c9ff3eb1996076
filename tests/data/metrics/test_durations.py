"""Durations and open terms counted by hand; a curve made from them has the median that the door gives."""

from dataclasses import replace

import pytest

from data.errors import QueryError
from data.filters import Filters
from data.metrics import durations, open_records, query, register
from data.metrics.durations import ending
from data.metrics.states import SOON_WORKING_DAYS
from data.scope import EVERYTHING, Grant, Scope
from data.settings import Settings
from tests.data.records import day, published

ROWS = (
    {"received": "2026-03-02", "answered": "2026-03-12", "channel": "pos_message"},  # 10 days
    {"received": "2026-03-02", "answered": "2026-03-12", "channel": "pos_message"},
    {"received": "2026-03-02", "channel": "pos_message"},  # waiting for 29 days, due 01.04
    {"received": "2026-02-02", "channel": "pos_message"},  # waiting for 57 days, due 04.03
    {"received": "2026-03-30", "channel": "letter", "registered": "2026-03-30", "source": "register_59fz"},
)
AS_OF = Filters(as_of=day("2026-03-31"))


def test_durations_are_counted_as_by_hand(settings: Settings) -> None:
    published(settings, *ROWS)
    frame = durations(["channel"], AS_OF, EVERYTHING)
    found = {(r.channel, r.duration, r.is_ended): r.n for r in frame.itertuples()}
    assert found == {
        ("pos_message", 10.0, True): 2,
        ("pos_message", 29.0, False): 1,
        ("pos_message", 57.0, False): 1,
        ("letter", 1.0, False): 1,
    }
    assert frame["n"].sum() == query(["records"], (), AS_OF, EVERYTHING)["records"].iloc[0]


def test_only_a_duration_has_a_histogram(settings: Settings) -> None:
    published(settings, *ROWS)
    with pytest.raises(QueryError, match="не длительность"):
        durations((), AS_OF, EVERYTHING, metric_id="records")


def test_open_terms_are_counted_as_by_hand(settings: Settings) -> None:
    published(settings, *ROWS)
    frame = open_records(AS_OF, EVERYTHING)
    assert frame[["record_id", "age_days", "days_left", "working_days_left"]].to_numpy().tolist() == [
        [4, 57, -27, -18],  # 5–31 March without weekends and Monday 9 March, counted back
        [3, 29, 1, 1],
        [5, 1, 29, 21],  # 29.04 is a Wednesday: 1 April is a Wednesday too: four weeks and a day
    ]


def test_open_terms_of_another_channel_are_not_seen(settings: Settings) -> None:
    published(settings, *ROWS)
    assert list(open_records(AS_OF, Scope((Grant(channels=("letter",), detail="records"),)))["record_id"]) == [5]
    assert open_records(AS_OF, Scope((Grant(detail="totals"),))).empty


def test_terms_that_end_soon_are_those_that_burn_in_the_register(settings: Settings) -> None:
    published(settings, *ROWS)
    assert ending(AS_OF, EVERYTHING, SOON_WORKING_DAYS) == [3], "due on 1 April; what ran out in March has not to end"
    assert ending(AS_OF, EVERYTHING, 20) == [3]
    assert ending(AS_OF, EVERYTHING, 21) == [3, 5]
    assert ending(AS_OF, Scope((Grant(detail="totals"),)), 21) == []
    burning = replace(AS_OF, state="burning")
    assert set(ending(AS_OF, EVERYTHING, SOON_WORKING_DAYS)) == register.numbers(burning, EVERYTHING)


def test_listed_records_keep_the_order_asked_for(settings: Settings) -> None:
    published(settings, *ROWS)
    assert list(register.rows_of([3, 1, 5], AS_OF, EVERYTHING)["record_id"]) == [3, 1, 5]
    assert list(
        register.rows_of([3, 5], AS_OF, Scope((Grant(channels=("letter",), detail="records"),)))["record_id"]
    ) == [5]
    assert register.rows_of([], AS_OF, EVERYTHING).empty
