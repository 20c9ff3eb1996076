"""Five records counted by hand on Wednesday 25.03.2026; three working days on is Monday 30.03."""

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
