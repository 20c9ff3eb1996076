"""A disk that fills up: one Russian sentence, nothing half-written, and everything works again once there is room."""

from pathlib import Path

import pytest

from data import backup
from data.errors import BackupError, StoreError
from data.filters import Filters
from data.metrics import query
from data.scope import EVERYTHING
from data.settings import Settings
from data.snapshots import latest, publish
from etl.load import load
from tests.durability.conftest import Disk
from tests.etl.conftest import RENEWED, WriteFile, dump, rows

EVER = Filters(period="all")
LITTLE = 40_000


def files_of(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_an_import_that_finds_no_room_writes_nothing(disk_home: Settings, disk: Disk, pos_file: WriteFile) -> None:
    load(pos_file("first.csv", rows(10)), disk_home)
    before, big = dump(disk_home, without=set()), pos_file("big.csv", rows(1500))
    disk.fill(leaving=LITTLE)
    with pytest.raises(StoreError, match="место"):
        load(big, disk_home)
    assert dump(disk_home, without=set()) == before
    assert query(["records"], (), EVER, EVERYTHING)["records"].tolist() == [0], "readers go on while the disk is full"
    disk.free()
    assert load(big, disk_home).loaded == 1490


def test_a_publication_that_finds_no_room_leaves_the_old_snapshot(
    disk_home: Settings, disk: Disk, pos_file: WriteFile
) -> None:
    load(pos_file("big.csv", rows(1500)), disk_home)
    before = files_of(disk_home.snapshots)
    for leaving in (0, LITTLE // 4):
        disk.fill(leaving=leaving)
        with pytest.raises(StoreError, match="место"):
            publish.publish(disk_home)
        assert latest(disk_home.snapshots) == 1
        assert query(["records"], (), EVER, EVERYTHING)["records"].tolist() == [0]
        assert files_of(disk_home.snapshots) - before <= {
            p for p in files_of(disk_home.snapshots) if p.startswith("months/2")
        }
        disk.free()
    assert publish.publish(disk_home).records == 1500
    assert query(["records"], (), EVER, EVERYTHING)["records"].tolist() == [1500]


@pytest.mark.parametrize("leaving", [0, 100_000, 700_000])
def test_a_backup_that_finds_no_room_leaves_no_file(leaving: int, disk_home: Settings, disk: Disk) -> None:
    disk.fill(leaving=leaving)
    with pytest.raises(BackupError, match="место"):
        backup.backup(disk_home, disk.folder / "backups")
    assert not list((disk.folder / "backups").glob("*"))
    disk.free()
    assert backup.backup(disk_home, disk.folder / "backups").path.exists()


def test_a_restore_that_finds_no_room_changes_nothing(disk_home: Settings, disk: Disk, tmp_path: Path) -> None:
    made = backup.backup(disk_home, tmp_path / "elsewhere")
    there = Settings(var=disk.folder / "there", store_url=f"sqlite:///{disk.folder / 'there' / 'store.sqlite'}")
    disk.fill(leaving=300_000)
    with pytest.raises(BackupError, match=r"[Мм]есто|места"):
        backup.restore(there, made.path)
    assert files_of(there.var) == {".running.lock"}
    disk.free()
    backup.restore(there, made.path)
    assert dump(there, without=RENEWED) == dump(disk_home, without=RENEWED)
