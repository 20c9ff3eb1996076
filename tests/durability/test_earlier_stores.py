"""Installations made by earlier commits, brought to today: nothing is lost, every figure is that of a fresh load."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import sqlalchemy as sa
from alembic.script import ScriptDirectory

from access import chain, people
from access import store as access_store
from data import metrics, store
from data.filters import parse
from data.metrics import register
from data.scope import EVERYTHING
from data.settings import ROOT, Settings, use
from data.snapshots import publish
from data.store import tables
from etl.load import load
from tests import stores
from tests.durability import earlier, work
from tests.postgres import Cluster

BY = (("month", "topic"), ("municipality", "recipient"), ("place", "channel"), ("status", "age"), ())
Figures = dict[str, Any]


def figures(settings: Settings) -> Figures:
    """Every metric by every dimension, and every record as the register shows it."""
    with use(settings):
        everything = parse({"period": "all"})
        made: Figures = {
            " × ".join(by): metrics.query(list(metrics.METRICS), by, everything, EVERYTHING, intervals=True)
            for by in BY
        }
        made["register"] = register.page(everything, EVERYTHING).frame.drop(columns="record_id")
        made["as_of"] = metrics.stamp().as_of
        return made


def assert_equal(now: Figures, fresh: Figures) -> None:
    """The same figures, cell by cell."""
    assert now.keys() == fresh.keys()
    for name, expected in fresh.items():
        if isinstance(expected, pd.DataFrame):
            assert len(expected)
            pd.testing.assert_frame_equal(now[name], expected, obj=name)
        else:
            assert now[name] == expected


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Figures:
    """The figures of the same input loaded today."""
    var = tmp_path_factory.mktemp("fresh")
    made = Settings(var=var, store_url=f"sqlite:///{var / 'store.sqlite'}")
    stores.create(made)
    load(earlier.INPUT, made)
    publish.publish(made)
    return figures(made)


@pytest.fixture(params=[(commit, "sqlite") for commit in earlier.REVISIONS] + [("c6c91b2", "postgresql")])
def installation(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[str, Settings]]:
    """Each earlier installation; one of them with its rows moved to PostgreSQL, as that schema kept them there."""
    commit, engine = request.param
    made = earlier.unpack(commit, tmp_path / "var")
    if engine == "postgresql":
        cluster: Cluster = request.getfixturevalue("postgres")
        with cluster.database() as url:
            there = Settings(var=made.var, store_url=url)
            work.upgrade(there, ROOT / "data" / "store" / "migrations", earlier.REVISIONS[commit])
            _move(made, there)
            yield commit, there
            store.engine(url).dispose()
    else:
        yield commit, made
    store.engine(made.store_url).dispose()


def _move(here: Settings, there: Settings) -> None:
    known = sa.MetaData()
    with store.reading(here) as reading, store.writing(there) as writing:
        writing.exec_driver_sql("SET LOCAL session_replication_role = replica")  # rows refer to rows that follow
        known.reflect(reading)
        for table in known.sorted_tables:
            rows = [dict(row) for row in reading.execute(sa.select(table)).mappings()]
            if rows and table.name != "alembic_version":
                own = tables.metadata.tables[table.name]
                typed = sa.table(table.name, *(sa.column(c.name, own.c[c.name].type) for c in table.columns))
                writing.execute(sa.insert(typed), rows)
                _count_on(writing, own)


def _count_on(connection: sa.Connection, table: sa.Table) -> None:
    """A table goes on counting where its rows end, as it would where they were made."""
    key = next(iter(table.primary_key.columns))
    if isinstance(key.type, sa.Integer):
        counter = sa.func.pg_get_serial_sequence(table.name, key.name)
        last = sa.select(sa.func.max(key)).scalar_subquery()
        connection.execute(sa.select(sa.func.setval(counter, last)))


def test_an_upgraded_store_gives_the_figures_of_a_fresh_load(
    installation: tuple[str, Settings], fresh: Figures
) -> None:
    commit, settings = installation
    with store.reading(settings) as connection:
        assert (
            connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() == earlier.REVISIONS[commit]
        )
    store.create(settings)
    publish.publish(settings)
    assert_equal(figures(settings), fresh)


def test_accounts_and_the_log_of_an_earlier_installation_are_still_good(tmp_path: Path) -> None:
    settings = earlier.unpack("c681764", tmp_path / "var")
    access_store.create(settings)
    with use(settings):
        assert [one.login for one in people.everyone(settings)] == ["obrazets"]
    assert chain.verify(settings).is_intact


RELEASED = "0006"
"""The schema of 0.1.0, which installations have: later revisions that were never released need no fixture."""


def test_the_schema_of_the_last_release_is_among_the_earlier_installations() -> None:
    scripts = ScriptDirectory(str(ROOT / "data" / "store" / "migrations"))
    assert RELEASED in earlier.REVISIONS.values()
    assert RELEASED in {one.revision for one in scripts.walk_revisions("base", "head")}
