"""Publishing: what is rewritten, what stays, and what a killed publisher leaves behind."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from data import facts, publish, store
from data.filters import Filters
from data.metrics import query
from data.settings import Settings, use
from data.snapshots import latest, read_manifest
from tests.data.records import add, published

THREE = tuple({"received": f"2026-0{month}-10", "applicant": f"p{month}"} for month in (1, 2, 3))


@pytest.fixture
def either(store_url: str, tmp_path: Path) -> Iterator[Settings]:
    """The same installation on SQLite and on PostgreSQL."""
    with use(Settings(var=tmp_path, store_url=store_url)) as made:
        yield made


def test_only_the_touched_month_is_rewritten(either: Settings) -> None:
    first = published(either, *THREE)
    add(either, {"received": "2026-02-20"})
    second = publish.publish(either)
    assert second.months[202601] == first.months[202601]
    assert second.months[202603] == first.months[202603]
    assert second.months[202602] != first.months[202602]
    assert query(["records"], (), Filters(period="all"))["records"].tolist() == [4]


def test_publishing_without_changes_gives_the_same_snapshot(either: Settings) -> None:
    first = published(either, *THREE)
    assert publish.publish(either) == first
    assert latest(either.snapshots) == first.number


def test_rewriting_everything_gives_the_same_facts(either: Settings) -> None:
    first = published(either, *THREE)
    again = publish.publish(either, everything=True)
    assert again.months == first.months


def test_a_publisher_killed_before_the_manifest_leaves_the_old_snapshot_in_force(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = published(settings, *THREE)
    add(settings, {"received": "2026-02-20"})
    with monkeypatch.context() as broken:
        broken.setattr(publish, "_write", _killed)
        with pytest.raises(KeyboardInterrupt):
            publish.publish(settings)
    assert latest(settings.snapshots) == first.number
    assert query(["records"], (), Filters(period="all"))["records"].tolist() == [3]
    assert publish.publish(settings).records == 4


def _killed(path: Path, content: bytes) -> None:
    raise KeyboardInterrupt


def test_facts_hold_no_text_and_no_name(settings: Settings) -> None:
    manifest = published(settings, *THREE)
    files = [str(settings.snapshots / "months" / name) for name in manifest.months.values()]
    described = duckdb.execute("DESCRIBE SELECT * FROM read_parquet(?)", [files]).fetchall()
    assert {row[0] for row in described} == set(facts.COLUMNS)
    assert {row[1] for row in described} <= {"INTEGER", "SMALLINT", "UTINYINT", "BOOLEAN"}


def test_a_manifest_survives_writing_and_reading(settings: Settings) -> None:
    manifest = published(settings, *THREE)
    assert read_manifest(settings.snapshots, manifest.number) == manifest


def test_the_store_is_created_once_and_again_without_change(either: Settings) -> None:
    store.create(either)
    first = publish.publish(either)
    store.create(either)
    assert publish.publish(either) == first


def test_a_failed_write_leaves_nothing(either: Settings) -> None:
    store.create(either)
    with pytest.raises(RuntimeError), store.writing(either) as connection:
        store.note_change(connection, "import", {202601})
        raise RuntimeError
    with store.reading(either) as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM dirty_months").scalar() == 0
