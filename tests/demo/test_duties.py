"""Invented gaps and overlaps of duties: both are there, and the product's own duties are as before when they go."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa

from data import store
from data.decisions import edits
from data.decisions.duties import coverage
from data.settings import Settings
from data.store import tables
from demo import duties
from etl import demo_rows
from tests import stores

UNTIL = date(2026, 6, 30)


@pytest.fixture
def settings(tmp_path: Path) -> Iterator[Settings]:
    with stores.installation("sqlite", tmp_path) as made:
        yield made


def kept(settings: Settings) -> list[tuple[object, ...]]:
    d = tables.duties.c
    with store.reading(settings) as connection:
        query = sa.select(d.code, d.name, d.valid_to).order_by(d.code)
        return [tuple(row) for row in connection.execute(query)]


def forget(settings: Settings) -> None:
    with store.writing(settings) as connection:
        demo_rows.forget(connection)


def test_one_topic_is_left_to_nobody_and_another_to_two_until_the_demonstration_goes(settings: Settings) -> None:
    before = kept(settings)
    duties.keep(settings, UNTIL)
    found = coverage.of(settings, UNTIL)
    assert [(one.topic.code, one.places) for one in found.gaps] == [("transport.railway", ())]
    assert [(one.topic.code, len(one.duties)) for one in found.overlaps] == [(duties.DOUBLED, 2)]
    forget(settings)
    assert kept(settings) == before
    left = coverage.of(settings, UNTIL)
    assert (left.gaps, left.overlaps) == ((), ())
    with store.reading(settings) as connection:
        assert edits.recent(connection, [tables.duties, tables.duty_topics], 9) == []


def test_what_a_person_has_changed_since_stays(settings: Settings) -> None:
    duties.keep(settings, UNTIL)
    d = tables.duties
    with edits.editing(settings, "anna") as editor:
        row = editor.connection.execute(sa.select(d).where(d.c.code == duties.ENDED)).mappings().one()
        editor.change(d, row["duty_id"], row["version"], {"valid_to": date(2026, 12, 31)})
    forget(settings)
    assert {row[2] for row in kept(settings) if row[0] == duties.ENDED} == {date(2026, 12, 31)}
