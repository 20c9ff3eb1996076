"""A damaged file is found, named, mended where the store still holds the same, and never called good."""

import errno
import fcntl
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from data.__main__ import main
from data.errors import DamagedSnapshotError, NoSuchSnapshotError
from data.filters import Filters, parse
from data.metrics import query, stamp
from data.scope import EVERYTHING
from data.settings import Settings
from data.snapshots import latest, manifest_path, numbers, publish, read_manifest, verify
from tests.data.records import add, published

THREE = tuple({"received": f"2026-0{month}-10", "applicant": f"p{month}"} for month in (1, 2, 3))
EVER = Filters(period="all")


def _gone(path: Path) -> None:
    path.unlink()


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-7])


def _altered(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 255
    path.write_bytes(content)


def _emptied(path: Path) -> None:
    path.write_bytes(b"")


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


SPOILT = (_folder, _gone, _cut, _altered, _emptied)
AT_FIRST_SIGHT = (_gone, _cut, _emptied)
"""What a start notices; a table of the same length with another value inside is found by `verify` only."""
KINDS = ("months", "dimensions", "calendar")


@pytest.fixture
def in_force(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Two snapshots of one installation, which the commands find by the environment."""
    monkeypatch.setenv("MCU_VAR", str(settings.var))
    monkeypatch.delenv("MCU_STORE_URL", raising=False)
    published(settings, *THREE)
    add(settings, {"received": "2026-02-20"})
    publish.publish(settings)
    return settings


def _file(settings: Settings, kind: str) -> Path:
    part = next(part for part in read_manifest(settings.snapshots, 2).parts if part.startswith(kind))
    return settings.snapshots / part


def _everything(settings: Settings) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in settings.snapshots.rglob("*") if path.is_file()}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("spoil", SPOILT)
def test_a_damaged_file_is_named_and_mended_from_the_store(
    kind: str, spoil: Callable[[Path], None], in_force: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["verify"]) == 0
    assert "срезов 2" in capsys.readouterr().out
    good, path = _everything(in_force), _file(in_force, kind)
    spoil(path)
    damaged = _everything(in_force)
    assert main(["verify", "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert [(fault["snapshot"], fault["file"]) for fault in found["faults"]] == [(2, f"{kind}/{path.name}")]
    assert main(["verify"]) == 1
    assert capsys.readouterr().out.splitlines() == [f"№ 2  {kind}/{path.name}  {found['faults'][0]['reason']}"]
    assert _everything(in_force) == damaged, "looking changes nothing"
    assert main(["publish", "--repair"]) == 0
    assert f"исправлен: {kind}/{path.name}" in capsys.readouterr().out
    assert _everything(in_force) == good
    assert main(["verify"]) == 0


def test_the_newest_manifest_that_is_gone_is_missed_and_its_snapshot_made_anew(
    in_force: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    """An older snapshot would be taken for the newest; only the store knows that there was another."""
    manifest_path(in_force.snapshots, 2).unlink()
    assert main(["verify"]) == 1
    assert "№ 2  000002.json" in capsys.readouterr().out
    assert main(["publish", "--repair"]) == 0
    assert latest(in_force.snapshots) == 3, "its number is not given again"
    assert main(["verify"]) == 0


@pytest.mark.parametrize("spoil", (_cut, _altered, _emptied))
def test_a_manifest_that_is_damaged_is_replaced_by_a_new_snapshot_and_named_as_lost(
    spoil: Callable[[Path], None], in_force: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    spoil(manifest_path(in_force.snapshots, 2))
    with pytest.raises(DamagedSnapshotError, match="verify"):
        stamp()
    assert main(["publish"]) == 1
    assert main(["publish", "--repair"]) == 1
    assert "№ 2 утерян" in capsys.readouterr().err
    assert latest(in_force.snapshots) == 3
    assert query(["records"], (), EVER, EVERYTHING)["records"].tolist() == [4]
    assert main(["query", "--metrics", "records", "--snapshot", "2"]) == 1
    assert main(["prune", "--keep-days", "0"]) == 0
    assert main(["publish", "--repair"]) == main(["verify"]) == 0


def test_what_the_store_no_longer_says_cannot_be_mended(in_force: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    (only_first,) = set(read_manifest(in_force.snapshots, 1).parts) - set(read_manifest(in_force.snapshots, 2).parts)
    _altered(in_force.snapshots / only_first)
    assert main(["publish", "--repair"]) == 1
    assert "№ 1 утерян" in capsys.readouterr().err
    assert latest(in_force.snapshots) == 2, "the newest is whole"
    assert [fault.file for fault in verify.verify(in_force).faults] == [only_first]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("spoil", AT_FIRST_SIGHT)
def test_a_question_to_a_damaged_snapshot_is_answered_by_a_sentence(
    kind: str, spoil: Callable[[Path], None], in_force: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    spoil(_file(in_force, kind))
    assert main(["query", "--metrics", "records", "--period", "all"]) == 1
    (said,) = capsys.readouterr().err.splitlines()
    assert "повреждён" in said and "--repair" in said


def test_a_copy_without_a_damaged_snapshot_is_not_called_good(
    in_force: Settings, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert main(["backup", "--to", str(tmp_path / "out")]) == 0
    assert "сделана и проверена" in capsys.readouterr().out
    _altered(_file(in_force, "months"))
    assert main(["backup", "--to", str(tmp_path / "out2")]) == 1
    said = capsys.readouterr()
    assert "сделана и проверена" not in said.out
    assert "неполна" in said.err and "--repair" in said.err


def test_all_that_is_lost_is_one_line(in_force: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    add(in_force, {"received": "2026-02-21"})
    publish.publish(in_force)
    for number in (1, 2):
        manifest_path(in_force.snapshots, number).write_text("{")
    assert main(["publish", "--repair"]) == 1
    said = capsys.readouterr().err.splitlines()
    assert said == ["Ошибка: срезы № 1, 2 утеряны: хранилище больше не держит их данных."]


def test_a_disk_that_refuses_thinning_is_not_told_of_publishing(
    in_force: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refused(*_: object) -> None:
        raise PermissionError(errno.EACCES, "denied", str(in_force.snapshots))

    monkeypatch.setattr(fcntl, "flock", refused)
    assert main(["prune", "--keep-days", "0"]) == 1
    said = capsys.readouterr().err
    assert said.startswith("Ошибка: Срезы не прорежены.") and "publish" not in said
    assert main(["prune", "--keep-days", "0", "--dry-run"]) == 0, "what would go may be asked of it"


def test_old_snapshots_are_thinned_and_their_numbers_never_given_again(
    in_force: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    before = _everything(in_force)
    assert main(["prune", "--keep-days", "1"]) == 0
    assert "срезов: 0" in capsys.readouterr().out
    assert main(["prune", "--keep-days", "0", "--dry-run"]) == 0
    assert "№ 1" in capsys.readouterr().out.splitlines()
    assert {k: v for k, v in _everything(in_force).items() if ".lock" not in k} == {
        k: v for k, v in before.items() if ".lock" not in k
    }
    assert main(["prune", "--keep-days", "0"]) == 0
    assert numbers(in_force.snapshots) == [2]
    assert main(["verify"]) == 0
    with pytest.raises(NoSuchSnapshotError, match="прорежен"):
        stamp(Filters(snapshot=1))
    assert main(["query", "--metrics", "records", "--snapshot", "1"]) == 2
    assert query(["records"], (), EVER, EVERYTHING)["records"].tolist() == [4]
    assert publish.publish(in_force, everything=True).number == 3
    assert main(["snapshots"]) == 0
    assert "№ 1  прорежен" in capsys.readouterr().out


def test_only_snapshots_older_than_the_days_kept_leave(in_force: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    class Later(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
            return datetime.now(UTC) + timedelta(days=30)

    monkeypatch.setattr(verify, "datetime", Later)
    assert verify.prune(in_force, 31).numbers == ()
    assert verify.prune(in_force, 29).numbers == (1,)


@pytest.mark.parametrize("days", ["-1", "x", "", "1.5"])
def test_days_that_are_no_number_change_nothing(days: str, in_force: Settings) -> None:
    with pytest.raises(SystemExit) as refused:
        main(["prune", f"--keep-days={days}"])
    assert refused.value.code == 2
    assert numbers(in_force.snapshots) == [1, 2]


@pytest.mark.parametrize("name", ["12.json", "000012 копия.json", "0000٣١.json", "000012.json.bak", "²2.json"])
def test_a_file_whose_name_is_no_manifest_s_stops_nothing(name: str, in_force: Settings) -> None:
    (in_force.snapshots / name).write_text("{}")
    add(in_force, {"received": "2026-03-20"})
    assert publish.publish(in_force).number == 3
    assert verify.verify(in_force).faults == ()


def test_an_address_names_one_snapshot_only(in_force: Settings) -> None:
    address = read_manifest(in_force.snapshots, 1).address
    asked = parse({"snapshot": address, "period": "all"})
    assert query(["records"], (), asked, EVERYTHING)["records"].tolist() == [3]
    assert parse(asked.to_params()) == asked
    other = f"1-{'0' * 8}"
    with pytest.raises(NoSuchSnapshotError, match="другой"):
        query(["records"], (), parse({"snapshot": other}), EVERYTHING)
