"""Backup and restore: what goes in comes out, and what is not a good backup changes nothing."""

import json
import shutil
import stat
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from data import backup, store
from data.__main__ import main
from data.backup import archive, creation, manifest, postgres, restoration
from data.errors import BackupError, StoreError
from data.filters import Filters
from data.metrics import query
from data.metrics.catalogue import DIMENSIONS, METRICS
from data.scope import EVERYTHING
from data.settings import Settings, use
from data.snapshots import publish, read_manifest
from etl.load import load
from tests import stores
from tests.etl.conftest import HEADER, RENEWED, WriteFile, dump, pos_file, pos_writer, rows  # noqa: F401  (a fixture)

EVER = Filters(period="all")
KEY = bytes(range(32))


@pytest.fixture(scope="module", params=stores.ENGINES)
def prototype(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """An installation with two snapshots, a key, an imported boundary and an anchor of a log, made once."""
    folder = tmp_path_factory.mktemp("backed-up")
    write = pos_writer(folder)
    with stores.installation(request.param, folder / "var") as made, use(made):
        load(write("first.csv", rows(25)), made)
        publish.publish(made)
        load(write("second.csv", [*rows(9, status="Закрыта", answered="20.03.2026 12:00"), *rows(30)[25:]]), made)
        publish.publish(made)
        (made.geo / "0123abcd").mkdir(parents=True)
        (made.geo / "outline.imported.geojson").write_text("{}")
        (made.geo / "0123abcd" / "places.geojson").write_text("built from the other")
        (made.var / "access.anchor").write_text('{"seq": 3}')
        (made.var / "access.key").write_bytes(KEY)
        (made.var / "access.key").chmod(0o600)
        yield made


@pytest.fixture
def filled(prototype: Settings, tmp_path: Path) -> Iterator[Settings]:
    """A copy of it for one test, in force."""
    with stores.copied(prototype, tmp_path / "here") as made, use(made):
        yield made


@pytest.fixture
def there(filled: Settings, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Settings]:
    """An empty place for the same kind of store."""
    var = tmp_path / "there"
    if filled.store_url.startswith("sqlite"):
        yield replace(filled, var=var, store_url=f"sqlite:///{var / 'store.sqlite'}")
        return
    cluster = request.getfixturevalue("postgres")
    name = cluster.create_database()
    yield replace(filled, var=var, store_url=cluster.url(name))
    cluster.drop_database(name)


def every_number(settings: Settings) -> list[pd.DataFrame]:
    """All metrics, and three of them in every dimension, of every snapshot."""
    asked = [(list(METRICS), []), *((["records", "open", "on_time_share"], [name]) for name in DIMENSIONS)]
    with use(settings):
        return [
            query(metrics, by, Filters(period="all", snapshot=number), EVERYTHING)
            for number in (1, 2)
            for metrics, by in asked
        ]


def same(left: list[pd.DataFrame], right: list[pd.DataFrame]) -> bool:
    return all(a.equals(b) for a, b in zip(left, right, strict=True))


def test_a_copy_made_in_the_middle_of_an_import_restores_the_state_before_it(
    filled: Settings,
    there: Settings,
    tmp_path: Path,
    pos_file: WriteFile,  # noqa: F811
) -> None:
    tables, numbers = dump(filled, without=RENEWED), every_number(filled)
    made: list[backup.Backup] = []

    def in_between(done: int, total: int | None) -> None:
        if not made:
            made.append(backup.backup(filled, tmp_path / "out"))

    load(pos_file("third.csv", [*rows(30, status="Закрыта"), *rows(60)[30:]]), filled, progress=in_between)
    publish.publish(filled)
    assert dump(filled, without=RENEWED) != tables
    done = backup.restore(there, made[0].path)
    assert dump(there, without=RENEWED) == tables
    assert same(every_number(there), numbers)
    assert done.manifest and done.manifest.snapshot == 2
    assert (there.var / "pseudonym.key").read_bytes() == (filled.var / "pseudonym.key").read_bytes()
    assert (there.geo / "outline.imported.geojson").read_text() == "{}"
    assert (there.var / "access.anchor").exists()
    assert not (there.geo / "0123abcd").exists(), "layers are built anew"
    with use(there):
        assert load(pos_file("again.csv", rows(30)[25:]), there).unchanged == 5, "the same applicants are recognised"
        publish.publish(there)
        assert query(["records"], (), EVER, EVERYTHING)["records"].tolist() == [30]


def test_an_import_that_is_not_published_yet_comes_back_and_can_be_published(
    filled: Settings,
    there: Settings,
    tmp_path: Path,
    pos_file: WriteFile,  # noqa: F811
) -> None:
    load(pos_file("third.csv", rows(44)), filled)
    done = backup.restore(there, backup.backup(filled, tmp_path / "out").path)
    assert done.manifest and done.manifest.snapshot == 2
    with use(there):
        assert publish.publish(there).records == 44


def test_a_snapshot_of_changes_the_copy_does_not_hold_stays_out(
    filled: Settings,
    there: Settings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    pos_file: WriteFile,  # noqa: F811
) -> None:
    copy = creation._Making._copy_store

    def and_then_somebody_publishes(self: Any) -> Any:
        done = copy(self)
        load(pos_file("third.csv", rows(44)), filled)
        assert publish.publish(filled).number == 3
        return done

    monkeypatch.setattr(creation._Making, "_copy_store", and_then_somebody_publishes)
    made = backup.backup(filled, tmp_path / "out")
    assert made.manifest.snapshot == 2
    backup.restore(there, made.path)
    with use(there):
        assert query(["records"], (), EVER, EVERYTHING)["records"].tolist() == [30]
        copied = read_manifest(there.snapshots, 2)
        now = publish.publish(there)
        assert (now.number, now.months) == (3, copied.months), "a new life of the store is published anew"


def test_force_moves_what_was_there_aside_and_deletes_nothing(
    filled: Settings,
    tmp_path: Path,
    pos_file: WriteFile,  # noqa: F811
) -> None:
    made, wanted = backup.backup(filled, tmp_path / "out"), dump(filled, without=RENEWED)
    load(pos_file("third.csv", rows(44)), filled)
    files = {p.name: p.read_bytes() for p in filled.snapshots.rglob("*") if p.is_file()}
    with pytest.raises(BackupError, match="--force"):
        backup.restore(filled, made.path)
    assert len(dump(filled)["records"]) == 44
    store.engine(filled.store_url).dispose()
    done = backup.restore(filled, made.path, force=True)
    store.engine(filled.store_url).dispose()
    assert dump(filled, without=RENEWED) == wanted
    assert done.aside is not None
    assert {p.name: p.read_bytes() for p in (done.aside / "snapshots").rglob("*") if p.is_file()} == files
    if filled.store_url.startswith("sqlite"):
        assert len(dump(replace(filled, store_url=f"sqlite:///{done.aside / 'store.sqlite'}"))["records"]) == 44
    else:
        schema = next(note for note in done.notes if "схеме" in note).split()[-1].rstrip(".")
        with store.reading(filled) as connection:
            assert connection.exec_driver_sql(f"SELECT count(*) FROM {schema}.records").scalar() == 44
        again = backup.backup(filled, tmp_path / "again")
        assert not any("before" in table for table in again.manifest.rows["store.dump"])
        assert backup.restore(filled, again.path, force=True).manifest


def test_a_refused_dump_gives_the_former_tables_their_place_back(
    filled: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if filled.store_url.startswith("sqlite"):
        pytest.skip("of PostgreSQL only")
    before = dump(filled, without=set())
    with pytest.raises(BackupError, match="pg_restore"):
        postgres.put_back(filled.store_url, tmp_path / "absent", "stamp", lambda: None)
    assert dump(filled, without=set()) == before
    monkeypatch.setattr(postgres, "_DEBIAN", tmp_path)
    monkeypatch.setattr(postgres.shutil, "which", lambda _: None)
    with pytest.raises(BackupError, match="postgresql-client"):
        backup.backup(filled, tmp_path / "out")
    assert not list((tmp_path / "out").glob("*"))


def _pos_file(path: Path) -> Path:
    lines = [";".join(HEADER)]
    for number, received, topic, status, answered, place, rating in rows(5):
        fields = (
            number,
            received,
            "Просим помочь",
            topic,
            "Сообщение",
            "",
            status,
            answered,
            place,
            rating,
            "Заявитель",
        )
        lines.append(";".join(str(field) for field in fields))
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, backup.Backup]:
    """A small embedded store with one snapshot, and its backup; every test gets a copy."""
    folder = tmp_path_factory.mktemp("prepared")
    source = Settings(var=folder / "var", store_url=f"sqlite:///{folder / 'var' / 'store.sqlite'}")
    store.create(source)
    load(_pos_file(folder / "first.csv"), source)
    publish.publish(source)
    store.engine(source.store_url).dispose()
    return folder, backup.backup(source, folder / "out")


@pytest.fixture
def source(prepared: tuple[Path, backup.Backup], tmp_path: Path) -> Settings:
    """The prepared installation."""
    shutil.copytree(prepared[0] / "var", tmp_path / "var")
    return Settings(var=tmp_path / "var", store_url=f"sqlite:///{tmp_path / 'var' / 'store.sqlite'}")


@pytest.fixture
def made(prepared: tuple[Path, backup.Backup], tmp_path: Path) -> backup.Backup:
    """The prepared backup."""
    shutil.copytree(prepared[0] / "out", tmp_path / "out")
    keys = prepared[1].keys
    assert keys is not None
    return replace(prepared[1], path=tmp_path / "out" / prepared[1].path.name, keys=tmp_path / "out" / keys.name)


@pytest.fixture
def empty(tmp_path: Path) -> Settings:
    return Settings(var=tmp_path / "empty", store_url=f"sqlite:///{tmp_path / 'empty' / 'store.sqlite'}")


def test_the_files_are_private_and_the_keys_lie_apart(made: backup.Backup) -> None:
    assert made.keys is not None
    for path in (made.path, made.keys):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with zipfile.ZipFile(made.path) as data, zipfile.ZipFile(made.keys) as keys:
        assert not [name for name in data.namelist() if "key" in name]
        assert keys.namelist() == ["var/pseudonym.key", "manifest.json"]
        key = keys.read("var/pseudonym.key")
        assert all(key not in data.read(name) for name in data.namelist())
    assert any("отдельно" in note for note in made.notes)


def test_the_manifest_says_what_is_inside(made: backup.Backup) -> None:
    with zipfile.ZipFile(made.path) as data:
        said = json.loads(data.read("manifest.json"))
    assert said["rows"]["store.sqlite"]["records"] == 5
    assert said["snapshot"] == 1
    assert said["revisions"].keys() == {"alembic_version"}
    assert said["members"]["store.sqlite"].keys() == {"size", "sha256"}
    assert datetime.fromisoformat(said["made_at"]).tzinfo is not None


def test_without_keys_the_data_come_back_and_the_loss_is_named(made: backup.Backup, empty: Settings) -> None:
    assert made.keys is not None
    elsewhere = made.keys.rename(made.keys.with_name("safe.zip"))
    done = backup.restore(empty, made.path)
    assert any("pseudonym.key" in note and "не узнаются" in note for note in done.notes)
    assert not (empty.var / "pseudonym.key").exists()
    assert backup.restore(empty, made.path, keys=elsewhere, force=True).notes == ()
    assert stat.S_IMODE((empty.var / "pseudonym.key").stat().st_mode) == 0o600


def test_keys_of_another_backup_are_refused(
    made: backup.Backup, source: Settings, empty: Settings, tmp_path: Path
) -> None:
    other = backup.backup(source, tmp_path / "other")
    with pytest.raises(BackupError, match="не от этой копии"):
        backup.restore(empty, made.path, keys=other.keys)
    with pytest.raises(BackupError, match="файл ключей"):
        backup.restore(empty, made.keys or made.path)


def test_a_running_program_and_a_restore_keep_each_other_out(made: backup.Backup, empty: Settings) -> None:
    with backup.lock_shared(empty), backup.lock_shared(empty), pytest.raises(BackupError, match="Остановите"):
        backup.restore(empty, made.path)
    assert backup.restore(empty, made.path).manifest
    with restoration.locks.lock_exclusive(empty), pytest.raises(BackupError, match="восстанавливается"):
        backup.lock_shared(empty)


def test_an_import_under_way_is_not_restored_over(made: backup.Backup, empty: Settings) -> None:
    backup.restore(empty, made.path)
    with store.writing(empty), pytest.raises(BackupError, match="загрузка"):
        backup.restore(empty, made.path, force=True)
    store.engine(empty.store_url).dispose()


def test_a_finished_file_is_never_written_over(made: backup.Backup, source: Settings) -> None:
    content = made.path.read_bytes()
    with pytest.raises(BackupError, match="уже есть"):
        backup.backup(source, made.path)
    assert made.path.read_bytes() == content


def test_what_cannot_be_read_back_gets_no_name(
    source: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    finish = archive.Writer.finish

    def spoil(self: archive.Writer, said: manifest.Manifest) -> manifest.Manifest:
        done = finish(self, said)
        with Path(f"/proc/self/fd/{self._file.fileno()}").resolve().open("r+b") as file:
            file.seek(5000)
            file.write(b"spoilt by the disk")
        return done

    monkeypatch.setattr(archive.Writer, "finish", spoil)
    with pytest.raises(BackupError, match="поврежд"):
        backup.backup(source, tmp_path / "spoilt")
    assert not list((tmp_path / "spoilt").iterdir())


def test_a_damaged_store_is_not_called_a_good_copy(source: Settings, tmp_path: Path) -> None:
    store.engine(source.store_url).dispose()
    with (source.var / "store.sqlite").open("r+b") as file:
        file.seek(4096 * 20)
        file.write(bytes(4096 * 30))
    with pytest.raises(BackupError, match="поврежд"):
        backup.backup(source, tmp_path / "spoilt")
    assert not list((tmp_path / "spoilt").iterdir())


def test_a_damaged_store_is_told_in_words_and_comes_back_from_the_copy(made: backup.Backup, source: Settings) -> None:
    wanted = dump(source, without=RENEWED)
    store.engine(source.store_url).dispose()
    content = (source.var / "store.sqlite").read_bytes()
    for damaged in (b"not a database " * 1000, content[:8192] + bytes(len(content) - 8192)):
        (source.var / "store.sqlite").write_bytes(damaged)
        with pytest.raises(StoreError, match="поврежд"):
            dump(source, without=set())
        store.engine(source.store_url).dispose()
        backup.restore(source, made.path, force=True)
        assert dump(source, without=RENEWED) == wanted
        store.engine(source.store_url).dispose()


def test_any_changed_byte_is_noticed_or_harmless(made: backup.Backup, tmp_path: Path) -> None:
    content = made.path.read_bytes()
    spoilt = tmp_path / "spoilt.zip"
    caught = 0
    for position in range(7, len(content), len(content) // 40):
        spoilt.write_bytes(content[:position] + bytes([content[position] ^ 0x55]) + content[position + 1 :])
        try:
            creation.read_back(spoilt, tmp_path / f"check{position}", lambda *_: None)
        except BackupError as error:
            assert "повреж" in str(error) or "копи" in str(error)
            caught += 1
    assert caught >= 38


@pytest.mark.parametrize("share", [0.0, 0.3, 0.99])
def test_a_file_cut_short_is_refused_and_nothing_is_unpacked(
    share: float, made: backup.Backup, empty: Settings
) -> None:
    content = made.path.read_bytes()
    made.path.write_bytes(content[: int(len(content) * share)])
    with pytest.raises(BackupError, match="поврежд"):
        backup.restore(empty, made.path)
    assert not empty.var.exists()


def _rebuilt(made: backup.Backup, target: Path, **changes: Any) -> Path:
    """The same archive with its manifest changed and members added: (ZipInfo or name, content)."""
    added = changes.pop("added", [])
    with zipfile.ZipFile(made.path) as old, zipfile.ZipFile(target, "w") as new:
        said = json.loads(old.read("manifest.json"))
        for name in old.namelist():
            if name != "manifest.json" and name not in changes.get("without", ()):
                new.writestr(name, old.read(name))
        for info, content in added:
            new.writestr(info, content)
            name = getattr(info, "filename", info)
            said["members"][name] = {"size": len(content), "sha256": "0" * 64}
        new.writestr("manifest.json", json.dumps(said | changes.get("said", {})))
    return target


def _link(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.create_system = 3
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return info


@pytest.mark.parametrize(
    "name",
    [
        "../escaped", "var/../../escaped", "/etc/escaped", "var/a/../../../escaped", "var\\..\\..\\escaped",
        "C:/escaped", "var/./hidden", "var//double", "var/folder/", "elsewhere", "var/", _link("var/link"),
    ],
)  # fmt: skip
def test_a_member_that_would_land_elsewhere_refuses_the_whole_file(
    name: str | zipfile.ZipInfo, made: backup.Backup, empty: Settings, tmp_path: Path
) -> None:
    file = _rebuilt(made, tmp_path / "evil.zip", added=[(name, b"")])
    with pytest.raises(BackupError, match=r"недопустимое|повреж"):
        backup.restore(empty, file)
    assert not empty.var.exists()
    assert not list(tmp_path.rglob("escaped"))


def test_a_bomb_is_refused_by_what_its_manifest_says(made: backup.Backup, empty: Settings, tmp_path: Path) -> None:
    said = {"members": {"store.sqlite": {"size": 10, "sha256": "0" * 64}}}
    with pytest.raises(BackupError, match="не тот"):
        backup.restore(empty, _rebuilt(made, tmp_path / "bomb.zip", said=said))


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"format": 99}, "более новой"),
        ({"revisions": {"alembic_version": "9999"}}, "более новой"),
        ({"backend": "postgresql"}, "PostgreSQL"),
        ({"rows": {"store.sqlite": {"records": 6}}}, "не сошлась"),
        ({"members": []}, "повреж"),
        ({"made_at": 5}, "повреж"),
    ],
)
def test_a_copy_that_does_not_fit_is_refused_with_the_reason(
    said: dict[str, Any], sentence: str, made: backup.Backup, empty: Settings, tmp_path: Path
) -> None:
    with pytest.raises(BackupError, match=sentence):
        backup.restore(empty, _rebuilt(made, tmp_path / "other.zip", said=said))
    assert not empty.var.exists() or {path.name for path in empty.var.iterdir()} == {".running.lock"}


def test_a_file_that_is_something_else_is_told_by_name(empty: Settings, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "photos.zip", "w") as file:
        file.writestr("photo.jpg", b"")
    (tmp_path / "letter.zip").write_text("Уважаемый …")
    for name, sentence in (("photos.zip", "manifest"), ("letter.zip", "не похож"), ("absent.zip", "нет")):
        with pytest.raises(BackupError, match=sentence):
            backup.restore(empty, tmp_path / name)


def test_the_commands_speak_russian_and_say_what_to_do(
    made: backup.Backup,
    source: Settings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.delenv("MCU_STORE_URL", raising=False)
    monkeypatch.setenv("MCU_VAR", str(source.var))
    assert main(["backup"]) == 0
    assert "Копия сделана и проверена" in capsys.readouterr().out
    key = source.pseudonym_key
    moved = key.rename(tmp_path / key.name)
    assert main(["backup", "--to", str(tmp_path / "without a key")]) == 1
    without = capsys.readouterr()
    assert "Копия без нужного ключа" in without.out
    assert "Копия неполна. Нет ключа псевдонимов" in without.err
    moved.rename(key)
    monkeypatch.setenv("MCU_VAR", str(tmp_path / "new"))
    assert main(["backup"]) == 1
    assert "копировать нечего" in capsys.readouterr().err
    assert not (tmp_path / "new").exists()
    assert main(["restore", str(made.path)]) == 0
    assert "Запустите программу" in capsys.readouterr().out
    assert main(["restore", str(made.path)]) == 1
    assert "--force" in capsys.readouterr().err
    assert main(["restore", str(made.path), "--force"]) == 0
    assert "отодвинуты" in capsys.readouterr().out


def test_a_manifest_survives_writing_and_reading() -> None:
    said = manifest.Manifest(
        "data", "ab", datetime(2026, 3, 16, tzinfo=UTC), "sqlite", 5, 2, {"a": {"t": 1}}, {"v": "1"}, {}, {}
    )
    assert manifest.parse(said.to_json()) == said
