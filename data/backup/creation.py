"""Making a backup: copy, pack, open again and check everything, and only then give the file its name."""

import hashlib
import os
import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from data.backup import archive, contents, locks, postgres, sqlite_file
from data.backup.errors import as_backup_error
from data.backup.manifest import DATA, KEYS, STORE_DUMP, STORE_FILE, VAR, Manifest
from data.errors import BackupError, WrongBackupError
from data.settings import Settings

Progress = Callable[[str, int, int], None]
"""Told the stage (Russian), how much is done and how much there is (0 while unknown)."""
_DOING = "Копия не сделана"


@dataclass(frozen=True)
class Backup:
    """A finished backup. keys: the file to be kept apart, None when the installation has no keys yet.

    notes: Russian sentences the person should read. broken: numbers of damaged snapshots that are not in it.
    """

    path: Path
    keys: Path | None
    manifest: Manifest
    notes: tuple[str, ...]
    broken: tuple[int, ...] = ()


def backup(settings: Settings, to: Path | None = None, *, progress: Progress | None = None) -> Backup:
    """Copy the installation while it works; `to` is a folder or a new file, `var/backups` when missing.

    The state copied is that of one moment of the store. Raises BackupError, and then leaves no file behind.
    """
    _require_store(settings)
    now = datetime.now(UTC)
    target = _target(settings, to, now)
    tell = progress or (lambda *_: None)
    with as_backup_error(_DOING, target.parent), postgres.as_backup_error(_DOING), locks.lock_shared(settings):
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with _scratch(target.parent) as scratch:
            return _Making(settings, target, scratch, now, tell).run()


class _Making:
    """One backup while it is made."""

    def __init__(self, settings: Settings, target: Path, scratch: Path, now: datetime, tell: Progress) -> None:
        self._settings, self._target, self._scratch, self._tell = settings, target, scratch, tell
        backend = "sqlite" if contents.store_file(settings) else "postgresql"
        self._manifest = Manifest(kind=DATA, pair=secrets.token_hex(8), made_at=now, backend=backend)

    def run(self) -> Backup:
        """Both files, checked; the data file gets its name last, so that its presence means a whole backup."""
        found = contents.of_var(self._settings)
        # Plain files first: the anchor of a log must never be newer than the copy of the log itself.
        plain = {f"{VAR}{path.as_posix()}": self._copied(path) for path in found.files}
        store_member, copied = self._copy_store()
        databases = self._copy_databases(found.databases)
        published = contents.snapshots(self._settings, self._manifest.change_no)
        plain |= {f"{VAR}{path.as_posix()}": self._linked(path) for path in published.files}
        keys = {f"{VAR}{path.as_posix()}": self._settings.var / path for path in found.keys}
        prints = {name: fingerprint(path) for name, path in keys.items()}
        self._manifest = replace(self._manifest, snapshot=published.newest, keys=prints)
        keys_target = self._target.with_name(f"{self._target.stem}-keys{self._target.suffix}") if keys else None
        if keys_target and keys_target.exists():
            raise WrongBackupError(f"Файл «{keys_target}» уже есть, а копии не перезаписываются. Укажите другое имя.")
        done = self._pack({store_member: copied} | databases | plain, self._manifest, "data.zip")
        if keys_target:
            empty = replace(self._manifest, kind=KEYS, rows={}, revisions={}, snapshot=None)
            self._pack(keys, empty, "keys.zip")
            self._settle("keys.zip", keys_target)
        self._settle("data.zip", self._target)
        notes = _advice(self._settings, self._target, keys_target, published.broken)
        return Backup(self._target, keys_target, done, tuple(notes), published.broken)

    def _copy_store(self) -> tuple[str, Path]:
        file = contents.store_file(self._settings)
        name = STORE_FILE if file else STORE_DUMP
        target = self._scratch / name
        if file:
            held = sqlite_file.copy(file, target, lambda done, total: self._tell("Копия хранилища", done, total))
        else:
            held = postgres.dump(self._settings.store_url, target, lambda done: self._tell("Копия хранилища", done, 0))
        self._note(name, held)
        self._manifest = replace(self._manifest, change_no=held.change_no)
        return name, target

    def _copy_databases(self, paths: tuple[Path, ...]) -> dict[str, Path]:
        made = {}
        for number, path in enumerate(paths):
            name, target = f"{VAR}{path.as_posix()}", self._scratch / f"{number}.sqlite"
            stage = f"Копия {path.name}"
            self._note(name, sqlite_file.copy(self._settings.var / path, target, self._step(stage)))
            made[name] = target
        return made

    def _step(self, stage: str) -> Callable[[int, int], None]:
        return lambda done, total: self._tell(stage, done, total)

    def _note(self, member: str, held: sqlite_file.Contents) -> None:
        m = self._manifest
        self._manifest = replace(m, rows=m.rows | {member: held.rows}, revisions=m.revisions | held.revisions)

    def _copied(self, path: Path) -> Path:
        target = self._scratch / "files" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(self._settings.var / path, target)
        return target

    def _linked(self, path: Path) -> Path:
        """A published file never changes: a second name keeps it for the time of the copying."""
        source, target = self._settings.var / path, self._scratch / "files" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(source, target)
        except OSError:  # another disk, or one without hard links
            return source
        return target

    def _pack(self, members: dict[str, Path], manifest: Manifest, name: str) -> Manifest:
        total = sum(path.stat().st_size for path in members.values())
        count = Counter("Архив", total, self._tell)
        with archive.new_archive(self._scratch / name) as writer:
            for member, source in members.items():
                writer.add(member, source, count)
            done = writer.finish(manifest)
        for source in members.values():
            if source.parent == self._scratch:
                source.unlink()  # room for reading back
        read_back(self._scratch / name, self._scratch / "check", self._tell)
        return done

    def _settle(self, name: str, target: Path) -> None:
        """A name by hard link: unlike a rename it never replaces a file that has appeared meanwhile."""
        try:
            os.link(self._scratch / name, target)
        except FileExistsError as error:
            raise WrongBackupError(
                f"Файл «{target}» уже есть, а копии не перезаписываются. Укажите другое имя."
            ) from error
        except OSError:  # a disk without hard links
            (self._scratch / name).rename(target)
        sync_folder(target.parent)


def read_back(path: Path, scratch: Path, tell: Progress) -> Manifest:
    """Open an archive as a stranger would: every hash, every database's integrity, every table's rows."""
    with archive.open_archive(path) as found:
        count = Counter("Проверка копии", found.manifest.size, tell)
        for name in found.manifest.members:
            if name not in found.manifest.rows:
                found.verify(name, count)
                continue
            target = scratch / "database"
            found.extract(name, target, count)
            check_rows(name, target, found.manifest)
            target.unlink()
        return found.manifest


def check_rows(name: str, path: Path, manifest: Manifest) -> None:
    """Hold an unpacked database against the counts taken when it was copied; BackupError when they differ."""
    expected = manifest.rows[name]
    rows = postgres.count(path) if name == STORE_DUMP else sqlite_file.examine(path).rows
    wrong = sorted(table for table in expected.keys() | rows.keys() if expected.get(table) != rows.get(table))
    if wrong:
        raise BackupError(f"Копия не сошлась с хранилищем: другое число строк в {', '.join(wrong)}. Возьмите другую.")


class Counter:
    """Bytes done so far in one stage."""

    def __init__(self, stage: str, total: int, tell: Progress) -> None:
        self._stage, self._total, self._tell, self._done = stage, total, tell, 0

    def __call__(self, size: int) -> None:
        """Another portion is done."""
        self._done += size
        self._tell(self._stage, self._done, self._total)


@contextmanager
def _scratch(folder: Path) -> Iterator[Path]:
    """A private folder on the disk of the backup; gone afterwards, whatever happens."""
    made = Path(tempfile.mkdtemp(prefix=".mcu-backup-", dir=folder))
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


def sync_folder(folder: Path) -> None:
    """Force new names in a folder to the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _require_store(settings: Settings) -> None:
    file = contents.store_file(settings)
    if file is not None and not file.is_file():
        raise BackupError(f"Хранилища «{file}» нет: копировать нечего. Проверьте MCU_VAR и MCU_STORE_URL.")


def _target(settings: Settings, to: Path | None, now: datetime) -> Path:
    name = f"mcu-{now.astimezone(settings.time_zone):%Y%m%d-%H%M%S}.zip"
    if to is None:
        return settings.var / contents.BACKUPS / name
    blocked = next((one for one in to.absolute().parents if one.exists() and not one.is_dir()), None)
    if blocked:
        raise WrongBackupError(f"«{blocked}» — файл, а нужна папка. Укажите другое место для копии.")
    if to.is_dir() or not to.suffix:
        return to / name
    if to.exists():
        raise WrongBackupError(f"Файл «{to}» уже есть, а копии не перезаписываются. Укажите другое имя или папку.")
    return to


def fingerprint(path: Path) -> str:
    """Tells one key from another without saying anything about it."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]


def _advice(settings: Settings, target: Path, keys: Path | None, broken: tuple[int, ...]) -> list[str]:
    notes = []
    if broken:
        notes.append(f"Срезы № {', '.join(map(str, broken))} повреждены и в копию не вошли.")
    if keys:
        notes.append(
            f"Ключи — в отдельном файле «{keys.name}». Храните его отдельно от копии: вместе они раскрывают больше."
        )
    if target.parent.stat().st_dev == settings.var.stat().st_dev:
        notes.append("Копия лежит на том же диске, что и данные. Перенесите её на другой носитель.")
    return notes
