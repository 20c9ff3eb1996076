"""A disk that fills up: one Russian sentence, nothing half-written, and everything works again once there is room."""

import errno
import os
import subprocess
from pathlib import Path

import pytest

from access import __main__ as access_commands
from data import __main__ as data_commands
from data import backup, store
from data.errors import BackupError, StoreError
from data.filters import Filters
from data.metrics import query
from data.scope import EVERYTHING
from data.settings import Settings
from data.snapshots import latest, publish
from etl import __main__ as etl_commands
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


COMMANDS = (
    (data_commands, ["create"]),
    (data_commands, ["publish"]),
    (etl_commands, ["load", str(Path(__file__).parents[1] / "etl" / "earlier" / "pos.csv")]),
    (etl_commands, ["demo"]),
    (access_commands, ["new-key"]),
)


@pytest.mark.parametrize(("number", "said"), [
    (errno.ENOSPC, "место"), (errno.EDQUOT, "место"), (errno.EROFS, "только для чтения"), (errno.EACCES, "чужие"),
    (errno.EPERM, "чужие"), (errno.ENOTDIR, "стоит файл"), (errno.EIO, "диск отказал"),
])  # fmt: skip
def test_every_command_names_a_folder_that_refuses(
    number: int, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(path: Path, *_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number), str(path))

    monkeypatch.setenv("MCU_VAR", str(tmp_path / "var"))
    monkeypatch.setattr(Path, "mkdir", refuse)
    for module, arguments in COMMANDS:
        assert module.main(list(arguments)) == 1
        (line,) = capsys.readouterr().err.splitlines()
        assert said in line
        assert str(tmp_path / "var") in line


def test_a_disk_that_takes_nothing_is_named_as_such(
    disk_home: Settings, disk: Disk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MCU_VAR", str(disk_home.var))
    store.engine(disk_home.store_url).dispose()
    subprocess.run(["mount", "-o", "remount,ro", disk.folder], check=True)
    for module, arguments in COMMANDS:
        assert module.main(list(arguments)) == 1
        (line,) = capsys.readouterr().err.splitlines()
        assert "только для чтения" in line


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
