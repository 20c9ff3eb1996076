"""Five records counted by hand on Wednesday 25.03.2026; three working days on is Monday 30.03."""

import math
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from data.filters import STATES, Filters
from data.metrics import query, register
from data.scope import EVERYTHING
from data.settings import Settings, use
from tests.data.records import published

DAY = date(2026, 3, 25)
EXPECTED = {"open": 4, "overdue": 1, "burning": 1, "queue": 2}


@pytest.fixture(scope="module")
def five(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    folder: Path = tmp_path_factory.mktemp("states")
    with use(Settings(var=folder, store_url=f"sqlite:///{folder / 'store.sqlite'}")) as made:
        registered = {"channel": "letter", "topic": "roads.pits"}
        published(
            made,
            registered | {"received": "2025-01-10", "registered": "2025-01-10", "status": "in_work"},  # long overdue
            registered | {"received": "2026-02-27", "registered": "2026-02-27", "status": "moderation"},  # → 27.03
            registered | {"received": "2026-03-20", "registered": "2026-03-20", "status": "new"},  # → 17.04
            {"received": "2026-03-24", "channel": "phone", "topic": "roads.pits", "status": "in_work"},  # no term
            registered | {"received": "2026-03-01", "registered": "2026-03-02", "answered": "2026-03-10",
                          "status": "closed_solved"},
        )  # fmt: skip
        yield made


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("period", ["all", "4w", "month"])
def test_the_register_holds_the_records_that_stand_so_whatever_the_period(five, state, period):
    asked = Filters(period=period, state=state, as_of=DAY)
    assert register.page(asked, EVERYTHING).total == EXPECTED[state]
    assert query(["records"], (), asked, EVERYTHING)["records"].tolist() == [EXPECTED[state]]


def test_a_term_that_ends_on_the_day_burns_and_is_overdue_the_day_after(five):
    def counted(day, state):
        return register.page(Filters(state=state, as_of=day), EVERYTHING).total

    assert (counted(date(2026, 3, 27), "burning"), counted(date(2026, 3, 27), "overdue")) == (1, 1)
    assert (counted(date(2026, 3, 28), "burning"), counted(date(2026, 3, 28), "overdue")) == (0, 2)
    assert counted(date(2026, 3, 23), "burning") == 0  # Monday: the fourth working day
    assert counted(date(2026, 3, 24), "burning") == 1


def test_a_state_meets_the_other_filters(five):
    asked = Filters(state="open", as_of=DAY)
    assert register.page(replace(asked, channels=("phone",)), EVERYTHING).total == 1
    assert register.page(replace(asked, channels=("phone",), topics=("roads.lighting",)), EVERYTHING).total == 0


def test_metrics_of_state_do_not_ask_for_the_period(five):
    metrics = [f"{state}_now" for state in STATES]
    for asked in (
        Filters(period="4w", as_of=DAY),
        Filters(period="all", as_of=DAY),
        Filters(period="month", as_of=DAY),
    ):
        assert query(metrics, (), asked, EVERYTHING).iloc[0].tolist()[:3] == [4, 1, 1]


def test_by_time_the_state_is_that_at_the_end_of_each_step_and_the_last_step_ends_on_the_day_of_the_report(five):
    asked = Filters(date_from=date(2025, 1, 1), as_of=DAY)
    frame = query(["open_now", "overdue_now"], ["month"], asked, EVERYTHING, fill=True)
    counted = {f"{month:%Y-%m}": [a, b] for month, a, b in frame[["month", "open_now", "overdue_now"]].to_numpy()}
    assert counted["2025-01"] == [1, 0]
    assert counted["2025-02"] == [1, 1]  # 30 days from 10.01.2025 end on Sunday 09.02, so on Friday 07.02
    assert counted["2026-01"] == [1, 1]
    assert counted["2026-02"] == [2, 1]
    assert counted["2026-03"] == [4, 1]
    for step in ("day", "week", "month", "year"):
        last = query(["open_now", "overdue_now", "burning_now"], [step], asked, EVERYTHING, fill=True).iloc[-1]
        assert [last["open_now"], last["overdue_now"], last["burning_now"]] == [4, 1, 1], step


def test_the_queue_of_a_past_day_is_missing_where_the_status_of_an_open_record_was_not_known_then(five):
    def queued(day):
        return query(["queue_now"], (), Filters(as_of=day), EVERYTHING)["queue_now"].iloc[0]

    assert queued(date(2026, 3, 24)) == 2
    assert math.isnan(queued(date(2026, 2, 28)))  # everything was loaded on 01.03
    steps = query(["queue_now"], ["month"], Filters(period="all", as_of=DAY), EVERYTHING, fill=True)
    assert steps["queue_now"].isna().tolist() == [True] * 14 + [False]


def test_after_the_day_of_the_report_nothing_is_told_of_the_state(five):
    asked = Filters(date_from=date(2026, 3, 1), date_to=date(2026, 5, 31), as_of=DAY)
    frame = query(["open_now", "not_yet_due"], ["month"], asked, EVERYTHING, fill=True)
    assert frame["open_now"].isna().tolist() == [False, True, True]
    assert frame["not_yet_due"].tolist() == [1, 1, 0]


def test_a_period_that_begins_after_the_day_of_the_report_has_no_steps_of_state(five):
    asked = Filters(date_from=date(2026, 5, 1), date_to=date(2026, 5, 31), as_of=DAY)
    assert query(["open_now"], ["month"], asked, EVERYTHING).empty
