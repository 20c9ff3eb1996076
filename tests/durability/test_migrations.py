"""Every released schema, back and forth, with rows in it: nothing that a schema can hold is lost on the way.

The walk reads the revisions from the folders, so a new migration is tested by being there.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from access import store as access_store
from access.tables import metadata as of_access
from data import store
from data.settings import ROOT, Settings, use
from data.store.schema import upgrade
from data.store.tables import metadata as of_data
from etl.load import load
from tests import stores
from tests.durability import work
from tests.durability.schema_dump import lines
from tests.etl.conftest import WriteFile, pos_writer, rows
from tests.postgres import shared_cluster

Rows = dict[str, list[dict[str, Any]]]


@dataclass(frozen=True)
class Schema:
    """One Alembic environment."""

    scripts: Path
    metadata: sa.MetaData
    version_table: str

    @property
    def revisions(self) -> list[str]:
        """Newest first."""
        return [script.revision for script in ScriptDirectory(str(self.scripts)).walk_revisions()]


SCHEMAS = {
    "data": Schema(ROOT / "data" / "store" / "migrations", of_data, "alembic_version"),
    "access": Schema(ROOT / "access" / "migrations", of_access, "access_version"),
}
FORMER_NOTE = "Перенос с нерабочего дня на предшествующий рабочий — настройка (достоверность L)"
RELEASED = [(name, revision) for name, schema in SCHEMAS.items() for revision in schema.revisions]


@pytest.fixture
def at(store_url: str, tmp_path: Path) -> Iterator[Settings]:
    """Where one environment's tables are."""
    with use(Settings(var=tmp_path / "var", store_url=store_url)) as made:
        made.var.mkdir()
        yield made
        store.engine(store_url).dispose()


def everything(settings: Settings) -> Rows:
    """All rows of all tables that the database itself names now, as it keeps them."""
    with store.reading(settings) as connection:
        names = [name for name in sa.inspect(connection).get_table_names() if not name.endswith("_version")]
        return {
            name: sorted(
                (dict(row) for row in connection.exec_driver_sql(f'SELECT * FROM "{name}"').mappings()),
                key=lambda r: repr(list(r.values())),
            )
            for name in names
        }


def lost(before: Rows, after: Rows) -> list[str]:
    """Tables in which a row, cut down to the columns both schemas have, is not there any more."""
    missing = []
    for name, former in before.items():
        now = after.get(name, [])
        columns = [c for c in (former[0] if former else {}) if now and c in now[0]]
        cut = [sorted(repr([row[c] for c in columns]) for row in table) for table in (former, now)]
        if cut[0] != cut[1]:
            missing.append(name)
    return missing


def fill_empty_tables(settings: Settings, metadata: sa.MetaData) -> None:
    """A row of its own in every table that has none; references point at the first row of their table."""
    with store.writing(settings) as connection:
        for table in metadata.sorted_tables:
            if connection.execute(sa.select(table).limit(1)).first() is None:
                connection.execute(sa.insert(table).values({c.name: _value(connection, c) for c in table.columns}))


def _value(connection: sa.Connection, column: sa.Column[Any]) -> Any:
    for key in column.foreign_keys:
        if key.column.table is column.table:
            return None
        return connection.execute(sa.select(key.column).limit(1)).scalar()
    kind = column.type.python_type
    made: dict[type, Any] = {str: "x", datetime: datetime(2026, 3, 1), date: date(2026, 3, 1), bool: True}  # noqa: DTZ001
    return (
        made.get(kind)
        if kind in made
        else {}
        if kind in (dict, object)
        else timedelta(1)
        if kind is timedelta
        else kind(1)
    )


def filled(name: str, settings: Settings, pos_file: WriteFile) -> None:
    """The newest schema with rows of real imports, and in every other table one row."""
    if name == "data":
        store.create(settings)
        load(pos_file("first.csv", rows(20)), settings)
        load(pos_file("second.csv", rows(8, status="Закрыта", answered="20.03.2026")), settings)
        broken = [(1, "31.02.2026", "Отсутствие воды", "На исполнении", "", "", "")]
        load(pos_file("third.csv", broken), settings)
    else:
        work.upgrade(settings, SCHEMAS[name].scripts)
    fill_empty_tables(settings, SCHEMAS[name].metadata)


@pytest.fixture(scope="module", params=stores.ENGINES)
def newest(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Settings]]:
    """Each environment filled at the newest schema in a database of its own; every test has a copy."""
    with ExitStack() as stack:
        made = {}
        for name in SCHEMAS:
            folder = tmp_path_factory.mktemp(name)
            url = f"sqlite:///{folder / 'store.sqlite'}"
            if request.param == "postgresql":
                url = stack.enter_context(shared_cluster().database())
            made[name] = Settings(var=folder, store_url=url)
            with use(made[name]):
                filled(name, made[name], pos_writer(tmp_path_factory.mktemp("files")))
        yield made
        for one in made.values():
            store.engine(one.store_url).dispose()


@dataclass
class WayBack:
    """A database on its way back from the newest schema, one released revision after another; see `at`."""

    schema: Schema
    newest: Settings
    folder: Path
    stack: ExitStack
    _reached: Settings | None = None
    _further: list[str] = field(default_factory=list)

    @cached_property
    def rows(self) -> Rows:
        """Everything at the newest schema."""
        return everything(self.newest)

    @contextmanager
    def at(self, revision: str, var: Path) -> Iterator[Settings]:
        """A copy of the database when it has come back to a revision."""
        if self._reached is None or revision not in self._further:
            start = self.folder / f"way-{revision}"
            self._reached = self.stack.enter_context(stores.copied(self.newest, start))
            self._further = self.schema.revisions
        with use(self._reached):
            work.downgrade(self._reached, self.schema.scripts, revision)
        self._further = self._further[self._further.index(revision) :]
        with stores.copied(self._reached, var) as settings, use(settings):
            yield settings


@pytest.fixture(scope="module")
def ways_back(newest: dict[str, Settings], tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, WayBack]]:
    """The ways of both environments: a revision is come to from the one after it, not from the newest again."""
    with ExitStack() as stack:
        yield {
            name: WayBack(schema, newest[name], tmp_path_factory.mktemp(name), stack)
            for name, schema in SCHEMAS.items()
        }


@pytest.fixture
def full(newest: dict[str, Settings], name: str, tmp_path: Path) -> Iterator[Settings]:
    """A copy of the environment that the test names."""
    with stores.copied(newest[name], tmp_path / "full") as settings, use(settings):
        yield settings


@pytest.mark.parametrize(("name", "revision"), RELEASED)
def test_from_a_released_schema_to_the_newest_every_row_is_kept(
    name: str, revision: str, ways_back: dict[str, WayBack], tmp_path: Path
) -> None:
    scripts, newest = SCHEMAS[name].scripts, ways_back[name].rows
    assert all(newest.values()), "every table takes part"
    with ways_back[name].at(revision, tmp_path / "released") as at:
        released = everything(at)
        assert not lost(released, newest), "the way back kept what it could keep"
        work.upgrade(at, scripts)
        again = everything(at)
        assert again.keys() == newest.keys()
        assert not lost(released, again)
        work.upgrade(at, scripts)
        assert everything(at) == again


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_whole_way_back_leaves_nothing_and_the_way_forth_works_again(
    name: str, full: Settings, pos_file: WriteFile
) -> None:
    at = full
    work.downgrade(at, SCHEMAS[name].scripts, "base")
    assert everything(at) == {}
    filled(name, at, pos_file)
    assert all(everything(at).values())


def _is_of_both_engines(_object: Any, name: str | None, *_rest: Any) -> bool:
    """What the search keeps in SQLite's own tables, or in indexes of PostgreSQL alone, the next test compares."""
    return not str(name).startswith("search_index") and name not in ("ix_search_texts_words", "ix_records_external_id")


@pytest.mark.parametrize("name", SCHEMAS)
def test_migrations_make_the_tables_that_the_program_declares(name: str, at: Settings) -> None:
    schema = SCHEMAS[name]
    work.upgrade(at, schema.scripts)
    with store.reading(at) as connection:
        options = {"version_table": schema.version_table, "compare_type": True, "include_object": _is_of_both_engines}
        differences = compare_metadata(MigrationContext.configure(connection, opts=options), schema.metadata)
    assert differences == []


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_new_database_has_the_very_schema_that_the_revisions_make(name: str, at: Settings) -> None:
    schema = SCHEMAS[name]
    with store.migrating(at) as connection:
        upgrade(connection, schema.metadata, schema.scripts, schema.version_table)
        made = lines(connection)
        noted = connection.exec_driver_sql(f"SELECT version_num FROM {schema.version_table}").scalars().all()
    assert noted == schema.revisions[:1]
    work.downgrade(at, schema.scripts, "base")
    work.upgrade(at, schema.scripts)
    with store.reading(at) as connection:
        assert lines(connection) == made


@pytest.mark.parametrize("name", ["data"])
def test_the_two_schemas_live_in_one_database_and_do_not_disturb_each_other(name: str, full: Settings) -> None:
    at = full
    before = everything(at)
    for _ in range(2):
        work.upgrade(at, SCHEMAS["access"].scripts)
        fill_empty_tables(at, of_access)
        assert not lost(before, everything(at))
        work.downgrade(at, SCHEMAS["access"].scripts, "base")
    assert everything(at) == before


@pytest.mark.parametrize(
    ("edited", "after"), [({}, "as_is"), ({"note": "решение района"}, "preceding"), ({"term": 4}, "preceding")]
)
def test_a_shipped_rule_is_replaced_only_where_nobody_has_edited_it(
    edited: dict[str, Any], after: str, at: Settings
) -> None:
    store.create(at)
    work.downgrade(at, SCHEMAS["data"].scripts, "0006")
    shipped = {"non_working_last_day": "preceding", "note": FORMER_NOTE} | edited
    mine = "WHERE code = 'law59_registration'"
    told = ", ".join(f"{name} = :{name}" for name in shipped)
    with store.writing(at) as connection:
        connection.execute(sa.text(f"UPDATE deadline_rules SET {told} {mine}"), shipped)
    work.upgrade(at, SCHEMAS["data"].scripts)
    with store.reading(at) as connection:
        moving = connection.execute(sa.text(f"SELECT non_working_last_day FROM deadline_rules {mine}")).scalar_one()
    assert moving == after


def test_the_staff_s_tables_are_made_where_the_program_keeps_them(at: Settings) -> None:
    own = replace(at, store_url=f"sqlite:///{at.var / 'access.sqlite'}") if at.store_url.startswith("sqlite") else at
    access_store.create(at)
    assert set(of_access.tables) <= set(everything(own))
