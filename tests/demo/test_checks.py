"""Invented checks: plans drawn as real ones, read by two, the last waiting to be read."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa

from data import store
from data.decisions.checks import plans
from data.filters import Filters
from data.metrics import query
from data.scope import EVERYTHING
from data.settings import Settings, use
from data.snapshots import publish
from data.store import tables
from demo import checks
from tests.data.records import published

UNTIL = date(2026, 3, 15)


@pytest.fixture
def settings(tmp_path: Path) -> Iterator[Settings]:
    """An installation in force during the test."""
    with use(Settings(var=tmp_path, store_url=f"sqlite:///{tmp_path / 'store.sqlite'}")) as made:
        yield made


def test_weeks_that_are_over_are_planned_and_all_but_the_last_are_read(settings: Settings) -> None:
    row = {"received": "2026-03-01", "status": "closed_solved", "recipient": "housing_department"}
    published(settings, *[row | {"answered": f"2026-03-{day:02d}"} for day in (3, 4, 5, 10, 11, 12)])
    checks.read(settings, UNTIL)
    last, former = plans.plans(settings)
    assert (last.week_on, last.planned, last.read) == (date(2026, 3, 9), 3, 0)
    assert (former.week_on, former.planned, former.read, former.read_twice) == (date(2026, 3, 2), 3, 3, 2)
    assert _readers(settings) == set(checks.READERS)
    with store.writing(settings) as connection:
        store.note_change(connection, "edit", {202603})
    publish.publish(settings)
    told = query(["completeness", "checked"], [], Filters(period="all"), EVERYTHING).iloc[0]
    assert told["checked"] == 3
    assert 0 <= told["completeness"] <= 100


def _readers(settings: Settings) -> set[str]:
    with store.reading(settings) as connection:
        return set(connection.execute(sa.select(tables.answer_checks.c.made_by)).scalars())


def test_a_store_without_answers_gets_no_plans(settings: Settings) -> None:
    published(settings, {"received": "2026-03-01"})
    checks.read(settings, UNTIL)
    assert plans.plans(settings) == []
