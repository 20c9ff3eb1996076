"""Publishing: what is rewritten, what stays, and what a killed publisher leaves behind."""

import json
from pathlib import Path

import duckdb
import pytest
import sqlalchemy as sa

from data import store
from data.filters import Filters
from data.metrics import query
from data.scope import EVERYTHING
from data.settings import Settings
from data.snapshots import facts, latest, manifest_path, publish, read_manifest
from data.snapshots import files as snapshot_files
from data.store import tables
from tests.data.records import add, day, published

THREE = tuple({"received": f"2026-0{month}-10", "applicant": f"p{month}"} for month in (1, 2, 3))


def test_only_the_touched_month_is_rewritten(either: Settings) -> None:
    first = published(either, *THREE)
    add(either, {"received": "2026-02-20"})
    second = publish.publish(either)
    assert second.months[202601] == first.months[202601]
    assert second.months[202603] == first.months[202603]
    assert second.months[202602] != first.months[202602]
    assert query(["records"], (), Filters(period="all"), EVERYTHING)["records"].tolist() == [4]


def test_publishing_without_changes_gives_the_same_snapshot(either: Settings) -> None:
    first = published(either, *THREE)
    assert publish.publish(either) == first
    assert latest(either.snapshots) == first.number


def test_a_source_counts_the_records_that_the_door_counts(either: Settings) -> None:
    made = published(either, *THREE, {"received": "2026-04-10", "is_spam": True})
    (pos,) = [source for source in made.sources if source.code == "pos"]
    assert (pos.records, made.records) == (3, 3)
    assert pos.last_day == day("2026-04-10")  # spam tells how far the export reaches
    assert query(["records"], (), Filters(period="all"), EVERYTHING)["records"].tolist() == [3]


def test_rewriting_everything_gives_the_same_facts(either: Settings) -> None:
    first = published(either, *THREE)
    again = publish.publish(either, everything=True)
    assert again.months == first.months


@pytest.mark.whole
def test_sources_are_counted_the_same_by_changed_months_as_all_at_once(either: Settings) -> None:
    published(either, *THREE)
    add(either, {"received": "2026-02-20", "source": "heat_map"}, {"received": "2026-02-21", "answered": "2026-05-04"})
    changed = publish.publish(either)
    assert changed.sources == publish.publish(either, everything=True).sources
    assert {state.code: state.records for state in changed.sources if state.records} == {"pos": 4, "heat_map": 1}
    assert (changed.records, changed.as_of) == (5, day("2026-05-04"))


def test_a_month_whose_records_have_gone_leaves_the_snapshot(either: Settings) -> None:
    published(either, *THREE)
    with store.writing(either) as connection:
        gone = sa.select(tables.records.c.record_id).where(tables.records.c.received_month == 202602)
        connection.execute(sa.delete(tables.questions).where(tables.questions.c.record_id.in_(gone)))
        connection.execute(sa.delete(tables.records).where(tables.records.c.received_month == 202602))
        store.note_change(connection, "undo", {202602})
    manifest = publish.publish(either)
    assert sorted(manifest.months) == sorted(manifest.tallies) == [202601, 202603]
    assert manifest.records == 2


def test_a_manifest_of_the_first_format_is_read_and_every_month_written_anew(settings: Settings) -> None:
    first = published(settings, *THREE)
    path = manifest_path(settings.snapshots, first.number)
    old = json.loads(path.read_text(encoding="utf-8")) | {"basis": "0"}
    for name in ("tallies", "files", "hash", "store_id", "generation", "mark", "format"):
        del old[name]
    path.write_text(json.dumps(old), encoding="utf-8")
    assert read_manifest(settings.snapshots, first.number).tallies == {}
    add(settings, {"received": "2026-02-20"})
    assert publish.publish(settings).records == 4


def test_a_day_that_a_fact_cannot_hold_is_missing(settings: Settings) -> None:
    manifest = published(settings, {"received": "2026-01-10", "channel": None, "file_due": "2091-01-01"})
    file = str(settings.snapshots / "months" / manifest.months[202601])
    assert duckdb.execute("SELECT file_due_day, due_day FROM read_parquet(?)", [file]).fetchall() == [(None, None)]


def test_moments_of_a_fact_are_local_days_and_working_minutes(either: Settings) -> None:
    moments = {"received": "2026-04-03 23:30", "first_reply": "2026-04-06 11:30", "answered": "2026-04-06 14:00"}
    manifest = published(either, moments)
    file = str(either.snapshots / "months" / manifest.months[202604])
    query = """SELECT DATE '1970-01-01' + received_day, first_reply_minute - received_minute, resolved_time
        FROM read_parquet(?)"""
    # From late Friday: nothing until eight on Monday, then three and a half hours.
    assert duckdb.execute(query, [file]).fetchall() == [(day("2026-04-03"), 210, 14 * 60)]


def test_a_publisher_killed_before_the_manifest_leaves_the_old_snapshot_in_force(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = published(settings, *THREE)
    add(settings, {"received": "2026-02-20"})
    with monkeypatch.context() as broken:
        broken.setattr(snapshot_files, "write", _killed)
        with pytest.raises(KeyboardInterrupt):
            publish.publish(settings)
    assert latest(settings.snapshots) == first.number
    assert query(["records"], (), Filters(period="all"), EVERYTHING)["records"].tolist() == [3]
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
