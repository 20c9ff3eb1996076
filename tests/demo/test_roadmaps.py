"""Invented roadmaps: what the invented records say of them, and that they go with the demonstration."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from answers.roadmaps import ask
from data import store
from data.decisions.roadmaps import read
from data.filters import Filters
from data.scope import EVERYTHING
from data.settings import Settings, use
from data.store import tables
from demo import roadmaps
from etl import demo_rows
from tests import planted_quarters as planted
from tests.data.records import published


@pytest.fixture
def settings(tmp_path: Path) -> Iterator[Settings]:
    """An installation in force during the test."""
    with use(Settings(var=tmp_path, store_url=f"sqlite:///{tmp_path / 'store.sqlite'}")) as made:
        yield made


def test_one_has_helped_one_has_not_and_of_others_it_is_too_early_to_tell(settings: Settings) -> None:
    published(settings, *planted.rows())
    roadmaps.keep(settings, planted.LAST)
    found = read.listed(settings, EVERYTHING)
    said = ask.verdicts(found, Filters(), EVERYTHING)
    assert [said[one.code] for one in found] == ["рано судить", "рано судить", "не снизилось", "снизилось"]
    helped = found[-1]
    assert (helped.territory.code, helped.stage, helped.fixed_late) == (planted.FELL, "done", False)
    assert all(step.stage == "done" for step in helped.measures)
    assert [len(one.overdue(planted.LAST)) for one in found] == [0, 1, 1, 0]
    assert all(one.causes and one.measures and one.checks for one in found)
    with store.writing(settings) as connection:
        demo_rows.forget(connection)
        for table in (tables.roadmaps, tables.roadmap_causes, tables.roadmap_measures, tables.roadmap_checks):
            assert connection.execute(sa.select(sa.func.count()).select_from(table)).scalar() == 0


def test_where_little_is_known_nothing_is_invented(settings: Settings) -> None:
    published(settings, {"received": "2026-03-02"})
    roadmaps.keep(settings, planted.LAST)
    assert read.listed(settings, EVERYTHING) == []
