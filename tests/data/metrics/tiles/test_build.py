"""Tiles are made after publication, month by month; what is not there, not whole or of other code is never read."""

import os
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import sqlalchemy as sa

from data import publishing, store
from data.__main__ import main
from data.errors import StoreError
from data.filters import Filters
from data.metrics import query
from data.metrics.reader import open_snapshot
from data.metrics.tiles import build, cubes, stored
from data.scope import EVERYTHING
from data.settings import Settings, use
from data.snapshots import latest, publish, read_manifest
from data.snapshots.facts import day_number
from data.store import tables
from tests import stores
from tests.data import mixture
from tests.data.records import add, day, published

EVER = Filters(period="all")


@pytest.fixture
def settings(tmp_path: Path) -> Iterator[Settings]:
    """The mixture, published with its tiles."""
    with use(Settings(var=tmp_path, store_url=f"sqlite:///{tmp_path / 'store.sqlite'}")) as made:
        with stores.known(made, "mixture with tiles") as is_made:
            if not is_made:
                stores.create(made)
                add(made, *mixture.rows())
                publishing.publish(made)
        yield made


def _files(settings: Settings) -> dict[str, int]:
    return {path.name: path.stat().st_ino for path in (settings.snapshots / stored.FOLDER).iterdir()}


def _index(settings: Settings) -> Path:
    return stored.index_path(settings.snapshots, read_manifest(settings.snapshots, latest(settings.snapshots) or 0))


def _counted(settings: Settings) -> int:
    return int(query(["records"], (), EVER, EVERYTHING)["records"][0])


def _rate_one(settings: Settings, received: str) -> None:
    """One record gets another rating: one month has changed."""
    month = int(received.replace("-", "")[:6])
    with store.writing(settings) as connection:
        r = tables.records
        one = sa.select(sa.func.min(r.c.record_id)).where(r.c.received_month == month).scalar_subquery()
        connection.execute(
            sa.update(r).where(r.c.record_id == one).values(rating=sa.func.coalesce(r.c.rating, 0) % 5 + 1)
        )
        store.note_change(connection, "correction", {month}, None)


def test_an_edit_of_one_record_counts_one_month_again(settings: Settings) -> None:
    before = _files(settings)
    _rate_one(settings, "2025-03-01")
    manifest = publish.publish(settings)
    assert build.build(settings, manifest) == 1
    after = _files(settings)
    others = {name: inode for name, inode in before.items() if not name.startswith(("0000", "202503"))}
    assert len(others) >= len(manifest.months) - 1
    assert {name: inode for name, inode in after.items() if name in others} == others
    tiles = open_snapshot().tiles()
    assert tiles is not None and len(tiles.parts) == len(manifest.months)


def test_the_files_of_an_earlier_snapshot_go_and_whoever_reads_them_reads_on(settings: Settings) -> None:
    old, before = open_snapshot(), _files(settings)
    tiles = old.tiles()
    assert tiles is not None
    _rate_one(settings, "2025-03-01")
    publishing.publish(settings)
    assert len(before.keys() - _files(settings).keys()) == 3, "a month, the cells and the sums"
    sums = [block.sums.sum() for part in tiles.parts for blocks in part.blocks.values() for block in blocks]
    assert sum(map(int, sums)) > 0


def test_publishing_again_makes_what_is_missing(settings: Settings) -> None:
    _index(settings).unlink()
    publishing.publish(settings)
    assert _index(settings).exists()


def test_a_snapshot_without_tiles_is_counted_by_duckdb(settings: Settings) -> None:
    _index(settings).unlink()
    assert open_snapshot().tiles() is None
    assert _counted(settings) == mixture.COUNT


def test_tiles_that_come_later_are_read_by_who_has_the_snapshot_open(settings: Settings) -> None:
    _index(settings).unlink()
    opened = open_snapshot()
    assert opened.tiles() is None
    publishing.publish(settings)
    assert opened.tiles() is not None


@pytest.mark.parametrize(
    ("which", "harm"),
    [("month", "turned"), ("month", "gone"), ("cells", "turned"), ("index", "cut"), ("index", "empty")],
)
def test_what_is_not_whole_is_never_read(settings: Settings, which: str, harm: str) -> None:
    index = _index(settings)
    file = {"index": index, "cells": index.with_suffix(".tiles")}.get(which) or _some_month(settings)
    raw = file.read_bytes()
    file.unlink()
    if harm != "gone":
        turned = raw[:-9] + bytes([raw[-9] ^ 1]) + raw[-8:]
        file.write_bytes({"turned": turned, "cut": raw[:-1], "empty": b""}[harm])
    assert open_snapshot().tiles() is None
    assert _counted(settings) == mixture.COUNT


def _some_month(settings: Settings) -> Path:
    return next(p for p in sorted((settings.snapshots / stored.FOLDER).iterdir()) if p.name.startswith("2025"))


def test_tiles_of_other_code_are_not_read_and_made_anew(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stored, "version", lambda: "of a later release")
    assert open_snapshot().tiles() is None
    manifest = publishing.publish(settings)
    assert build.is_made(settings, manifest)
    assert open_snapshot().tiles() is not None


def test_a_killed_making_leaves_what_was_there(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Numbers of cells in files of months are those of the index that names them, whatever was begun since."""
    _rate_one(settings, "2025-03-01")
    manifest = publish.publish(settings)
    with monkeypatch.context() as patch:
        patch.setattr(stored, "write_index", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            build.build(settings, manifest, everything=True)
    assert build.build(settings, manifest) == 1
    by_tiles = query(["records"], ["topic", "place"], EVER, EVERYTHING)
    open_snapshot().answers.clear()
    monkeypatch.setattr("data.metrics.reader.Snapshot.tiles", lambda _self: None)
    assert by_tiles.equals(query(["records"], ["topic", "place"], EVER, EVERYTHING))


def test_a_disk_that_refuses_tiles_does_not_undo_the_publication(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = Settings(var=tmp_path, store_url=f"sqlite:///{tmp_path / 'store.sqlite'}")
    with use(made):
        stores.create(made)
        add(made, {"received": "2026-03-02 10:00"})

        def full(*_: object) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(stored, "write", full)
        assert publishing.publish(made).records == 1
        assert _counted(made) == 1


def test_a_cube_of_too_many_cells_is_left_out_and_its_questions_go_to_duckdb(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cubes, "MOST_CELLS", 5)
    made = Settings(var=tmp_path, store_url=f"sqlite:///{tmp_path / 'store.sqlite'}")
    with use(made):
        published(made, *mixture.rows())
        publishing.publish(made)
        tiles = open_snapshot().tiles()
        assert tiles is not None
        assert all(len(codes) <= 5 for number, codes in tiles.codes.items() if not cubes.CUBES[number].is_long)
        assert len(query(["records"], ["topic", "place"], EVER, EVERYTHING)) > 5


def test_another_day_of_the_report_counts_everything_again_and_numbers_cells_anew(settings: Settings) -> None:
    add(settings, {"received": "2026-09-29 10:00", "place": "95608405101"})
    manifest = publish.publish(settings)
    assert manifest.as_of == day("2026-09-29")
    assert build.build(settings, manifest) == len(manifest.months)


def test_of_past_days_only_the_months_are_kept_that_were_another_then(settings: Settings) -> None:
    tiles, manifest = open_snapshot().tiles(), open_snapshot().manifest
    assert tiles is not None
    days = {day_number(one): one for one in cubes.clocks(manifest.as_of)}
    assert tiles.past.keys() == days.keys()
    for number, one in days.items():
        until = one.year * 100 + one.month
        assert len(tiles.past[number]) == sum(month <= until for month in manifest.months)
    own = {id(part) for part in tiles.parts}
    kept = [id(part) in own for part in tiles.past[max(days)]]
    assert kept[:10] == [True] * 10, "long over: the same then as now"
    assert not kept[-1]


def test_an_overtaken_maker_makes_nothing(settings: Settings) -> None:
    old = read_manifest(settings.snapshots, latest(settings.snapshots) or 0)
    _rate_one(settings, "2025-03-01")
    publishing.publish(settings)
    before = _files(settings)
    assert build.build(settings, old, everything=True) == 0
    assert _files(settings) == before


def test_sums_are_kept_in_the_smallest_numbers_and_are_read_through_shared_memory(settings: Settings) -> None:
    tiles = open_snapshot().tiles()
    assert tiles is not None
    blocks = [block for part in tiles.parts for found in part.blocks.values() for block in found]
    assert {block.sums.dtype for block in blocks} == {np.dtype("uint8")}
    assert all(not block.sums.flags.owndata and not block.sums.flags.writeable for block in blocks)


def test_the_command_says_what_there_is_and_makes_what_is_not_whole(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(os, "environ", os.environ | {"MCU_VAR": str(settings.var), "MCU_STORE_URL": settings.store_url})
    assert main(["tiles"]) == 0
    assert "сделано заново 0" in capsys.readouterr().out
    _some_month(settings).write_bytes(b"x")
    assert main(["tiles"]) == 0
    months = len(read_manifest(settings.snapshots, 1).months)
    assert f"сделано заново {months}" in capsys.readouterr().out
    assert open_snapshot().tiles() is not None
    assert main(["tiles", "--all"]) == 0
    assert f"сделано заново {months}" in capsys.readouterr().out


def test_only_the_store_failing_is_forgiven(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """A mistake of our own is not hidden behind a number that DuckDB counts."""
    _index(settings).unlink()
    monkeypatch.setattr(build, "build", lambda *_: (_ for _ in ()).throw(StoreError("полно")))
    assert publishing.publish(settings).number == 1
    monkeypatch.setattr(build, "build", lambda *_: (_ for _ in ()).throw(RuntimeError("ours")))
    with pytest.raises(RuntimeError):
        publishing.publish(settings)


@pytest.mark.skipif(not Path("/proc/self/smaps").exists(), reason="only Linux tells what is in memory")
def test_a_month_of_tiles_takes_memory_only_when_a_question_reads_it(tmp_path: Path) -> None:
    path, sums = tmp_path / "month.tiles", np.ones((4, 1, 1 << 16), dtype=np.int32)
    told = {"cube": 0, "basis": "received", "first": 1, "by_day": True, "measures": [0]}
    stored.write(path, {"blocks": [told], "rows": {"count": 0, "columns": []}}, [np.arange(4), sums])

    part = stored.part_of(path)
    assert _in_memory(path) == 0
    assert part.blocks[0, "received"][0].sums.sum() == sums.size
    assert _in_memory(path) >= sums.nbytes


def _in_memory(path: Path) -> int:
    """Bytes of a file that this process has in its memory."""
    told = Path("/proc/self/smaps").read_text().split(f"{path}\n")[1:]
    return sum(1024 * int(one.split("Rss:")[1].split()[0]) for one in told)
