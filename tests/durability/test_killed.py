"""kill -9 at any step of undo, publishing, migration, backup and restore: the old state or the new one, nothing else.

(The import itself is killed in tests/etl/test_load.py.)
"""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from data import backup, store
from data.errors import BackupError
from data.filters import Filters
from data.metrics import query
from data.scope import EVERYTHING
from data.settings import ROOT, Settings, use
from data.snapshots import latest, publish
from etl.load import load
from tests import stores
from tests.durability import work
from tests.durability.conftest import Copy
from tests.durability.processes import count_steps, kill_at, spread
from tests.etl.conftest import RENEWED, WriteFile, dump, pos_writer, rows

EVER = Filters(period="all")
MOST_KILLS = {"sqlite": 6, "postgresql+psycopg": 3}
"""PostgreSQL undoes by itself what a lost client left; a copy of its database takes a second."""
_LATER = """
import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "later", "{head}", None, None


def upgrade():
    anew = "always" if op.get_bind().dialect.name == "sqlite" else "never"
    with op.batch_alter_table("records", recreate=anew) as batch:
        batch.add_column(sa.Column("added", sa.Integer(), nullable=True))
    with op.batch_alter_table("sources", recreate=anew) as batch:
        batch.add_column(sa.Column("added", sa.Integer(), nullable=True))
    op.execute("UPDATE records SET added = record_id")


def downgrade():
    for name in ("records", "sources"):
        with op.batch_alter_table(name) as batch:
            batch.drop_column("added")
"""


@pytest.fixture(scope="module", params=stores.ENGINES)
def filled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """Two imports, the second of which changes and adds, and one snapshot of the first; only copies are spoilt."""
    pos_file = pos_writer(tmp_path_factory.mktemp("files"))
    with stores.installation(request.param, tmp_path_factory.mktemp("home")) as home, use(home):
        load(pos_file("first.csv", rows(30)), home)
        publish.publish(home)
        load(pos_file("second.csv", [*rows(12, status="Закрыта", answered="20.03.2026"), *rows(36)[30:]]), home)
        yield home


def test_an_undo_killed_at_any_step_is_done_whole_or_not_at_all(filled: Settings, copied: Copy) -> None:
    before = dump(filled, without=set())
    for step in spread(count_steps(work.undo_import, copied(filled), 2), _most(filled)):
        spoilt = copied(filled)
        kill_at(step, work.undo_import, spoilt, 2)
        assert dump(spoilt, without=set()) == before
        work.undo_import(spoilt, 2)
        assert len(dump(spoilt)["records"]) == 30


@pytest.mark.parametrize("filled", ["sqlite"], indirect=True)
def test_a_publication_killed_at_any_step_leaves_the_old_snapshot_in_force(filled: Settings, copied: Copy) -> None:
    with use(whole := copied(filled)):
        publish.publish(whole)
        expected = query(["records", "open", "on_time"], ["day"], EVER, EVERYTHING)
        old = query(["records", "open", "on_time"], ["day"], Filters(period="all", snapshot=1), EVERYTHING)
    for step in spread(count_steps(work.publish_snapshot, copied(filled)), _most(filled)):
        spoilt = copied(filled)
        kill_at(step, work.publish_snapshot, spoilt)
        with use(spoilt):
            now = expected if latest(spoilt.snapshots) == 2 else old
            assert query(["records", "open", "on_time"], ["day"], EVER, EVERYTHING).equals(now)
            assert publish.publish(spoilt).number == 2
            assert query(["records", "open", "on_time"], ["day"], EVER, EVERYTHING).equals(expected)


def test_a_migration_killed_at_any_step_leaves_the_former_schema_with_every_row(
    filled: Settings, copied: Copy, tmp_path: Path
) -> None:
    scripts = tmp_path / "migrations"
    shutil.copytree(ROOT / "data" / "store" / "migrations", scripts, ignore=shutil.ignore_patterns("__pycache__"))
    with store.reading(filled) as connection:
        head = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    (scripts / "versions" / "later.py").write_text(_LATER.format(head=head))
    before = dump(filled, without=set())
    for step in spread(count_steps(work.upgrade, copied(filled), scripts), _most(filled)):
        spoilt = copied(filled)
        kill_at(step, work.upgrade, spoilt, scripts)
        with store.reading(spoilt) as connection:
            assert connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() == head
        assert dump(spoilt, without=set()) == before
        work.upgrade(spoilt, scripts)
        assert dump(spoilt, without=set()) == before, "rebuilding a table must not take its dependants along"
        with store.reading(spoilt) as connection:
            assert connection.exec_driver_sql("SELECT count(*) FROM records WHERE added = record_id").scalar() == 36


def test_a_first_start_killed_at_any_step_is_finished_by_the_next(store_url: str, tmp_path: Path, copied: Copy) -> None:
    (tmp_path / "var").mkdir()
    empty = Settings(var=tmp_path / "var", store_url=store_url)
    if store_url.startswith("sqlite"):
        empty = Settings(var=empty.var, store_url=f"sqlite:///{empty.var / 'store.sqlite'}")
    whole = copied(empty)
    for step in spread(count_steps(work.create_store, whole), _most(empty)):
        spoilt = copied(empty)
        kill_at(step, work.create_store, spoilt)
        store.create(spoilt)
        assert _sizes(spoilt) == _sizes(whole)


def _most(settings: Settings) -> int:
    return MOST_KILLS[settings.store_url.partition(":")[0]]


def _sizes(settings: Settings) -> dict[str, int]:
    """Rows by table; ids differ, because PostgreSQL never gives a number twice."""
    return {name: len(found) for name, found in dump(settings, without=set()).items()}


@pytest.mark.parametrize("filled", ["sqlite"], indirect=True)
def test_a_backup_killed_at_any_step_leaves_a_whole_file_or_none(
    filled: Settings, copied: Copy, tmp_path: Path
) -> None:
    for number, step in enumerate(spread(count_steps(work.back_up, filled, tmp_path / "whole"), _most(filled))):
        folder = tmp_path / f"backups{number}"
        kill_at(step, work.back_up, filled, folder)
        for file in folder.glob("*.zip"):
            if "-keys" not in file.name:
                place = tmp_path / f"there{number}"
                there = Settings(var=place, store_url=f"sqlite:///{place / 'store.sqlite'}")
                backup.restore(there, file)
                assert dump(there, without=RENEWED) == dump(filled, without=RENEWED)


@pytest.mark.parametrize("filled", ["sqlite"], indirect=True)
def test_a_restore_killed_at_any_step_is_finished_by_the_next_and_loses_nothing(
    filled: Settings, copied: Copy, tmp_path: Path, pos_file: WriteFile
) -> None:
    own = copied(filled)
    file = backup.backup(own, tmp_path / "backups").path
    wanted = dump(own, without=RENEWED)
    load(pos_file("third.csv", rows(40)), own)
    present = dump(own, without=RENEWED)
    for step in spread(count_steps(work.put_back, copied(own), file), 14):
        spoilt = copied(own)
        kill_at(step, work.put_back, spoilt, file)
        if (spoilt.var / ".restore.json").exists():
            with pytest.raises(BackupError, match="прервано"):
                backup.lock_shared(spoilt)
            backup.restore(spoilt, file)
        else:
            assert dump(spoilt, without=RENEWED) in (present, wanted)
            if dump(spoilt, without=RENEWED) == present:
                store.engine(spoilt.store_url).dispose()
                backup.restore(spoilt, file, force=True)
        backup.lock_shared(spoilt).close()
        store.engine(spoilt.store_url).dispose()
        assert dump(spoilt, without=RENEWED) == wanted
        aside = next(spoilt.var.glob("before-restore-*")) / "store.sqlite"
        assert dump(Settings(var=spoilt.var, store_url=f"sqlite:///{aside}"), without=RENEWED) == present
        assert not list(spoilt.var.glob(".restore*"))
