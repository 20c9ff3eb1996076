"""Putting a backup back: into an empty place, or beside what is there, which is moved away and never deleted."""

import os
import shutil
import sqlite3
from collections.abc import Iterable
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa

from data import store
from data.backup import archive, contents, locks, moves, postgres
from data.backup.creation import Counter, Progress, check_rows
from data.backup.errors import as_backup_error
from data.backup.manifest import DATA, KEYS, STORE_DUMP, STORE_FILE, VAR, Manifest
from data.errors import BackupError, StoreError, WrongBackupError
from data.settings import ROOT, Settings
from data.snapshots import numbers, pruned_numbers
from data.store import identity

_DOING = "Копия не восстановлена"
_MIGRATIONS = {
    "alembic_version": ROOT / "data" / "store" / "migrations",
    "access_version": ROOT / "access" / "migrations",
}
_LOSSES = {
    "pseudonym.key": "прежние заявители не узнаются в новых загрузках: повторные обращения к ним не сойдутся",
    "access.key": "журнал действий не проверить, сеансы кончатся, вторые факторы входа придётся настроить заново",
}


@dataclass(frozen=True)
class Restoration:
    """What has been put back. manifest: missing when an earlier restore was finished instead.

    aside: where the former contents are now. notes: Russian sentences the person should read.
    """

    manifest: Manifest | None
    aside: Path | None
    notes: tuple[str, ...]


def restore(
    settings: Settings, file: Path, *, keys: Path | None = None, force: bool = False, progress: Progress | None = None
) -> Restoration:
    """Check a backup and put it in force; `keys` is looked for beside `file` when missing.

    Raises BackupError when the archive is damaged, foreign or newer than the program, when the program is working, or
    when there is something in the way and `force` is not given. Until everything is checked nothing is changed.
    """
    tell = progress or (lambda *_: None)
    with as_backup_error(_DOING, settings.var), postgres.as_backup_error(_DOING), ExitStack() as stack:
        data = stack.enter_context(archive.open_archive(file))
        secret = _keys(stack, file, keys, data.manifest)
        _check(settings, data.manifest)
        stack.enter_context(locks.lock_exclusive(settings))
        if moves.finish_interrupted(settings):
            note = "Закончено прерванное восстановление из проверенной тогда копии. Нужна другая — повторите с --force."
            return Restoration(None, None, (note,))
        moves.sweep(settings)
        occupied = _require_room(settings, force=force)
        stamp = f"{datetime.now(settings.time_zone):%Y%m%d-%H%M%S-%f}"
        try:
            notes = _put(settings, data, secret, stamp, tell)
        except BaseException:
            if not locks.journal(settings).exists():
                moves.sweep(settings)
            raise
        aside = settings.var / f"{contents.ASIDE}{stamp}" if occupied else None
        return Restoration(data.manifest, aside, (*notes, *_losses(data.manifest, secret)))


def _put(
    settings: Settings, data: archive.Archive, secret: archive.Archive | None, stamp: str, tell: Progress
) -> list[str]:
    folders = moves.staging(settings, stamp)
    _require_space(settings, data.manifest)
    for opened in filter(None, (data, secret)):
        count = Counter(f"Распаковка {opened.path.name}", opened.manifest.size, tell)
        for name in opened.manifest.members:
            target = _place(settings, folders, name)
            opened.extract(name, target, count)
            if name in opened.manifest.rows:
                check_rows(name, target, opened.manifest)
    used = _used_numbers(settings)
    if file := contents.store_file(settings):
        _begin_anew(f"sqlite:///{folders[STORE_FILE] / file.name}", used)
    _give(settings, folders.values())
    notes = []
    if STORE_DUMP in data.manifest.members:
        dump = folders[STORE_FILE] / STORE_DUMP
        moved = postgres.put_back(settings.store_url, dump, stamp, lambda: tell("PostgreSQL", 0, 0))
        _begin_anew(settings.store_url, used)
        if moved:
            notes.append(f"Прежние таблицы базы теперь в схеме {moved}.")
    moves.carry_out(settings, moves.plan(settings, stamp))
    return notes


def _used_numbers(settings: Settings) -> dict[str, int]:
    """Numbers given by what is replaced, as far as it can still be read."""
    used: dict[str, int] = {}
    if store.is_there(settings):
        with suppress(StoreError, sa.exc.DBAPIError), store.reading(settings) as connection:
            used = identity.used_numbers_of(connection)
    newest = max([*numbers(settings.snapshots), *pruned_numbers(settings.snapshots)], default=0)
    return used | {"snapshots": max(newest, used.get("snapshots", 0))}


def _begin_anew(url: str, used: dict[str, int]) -> None:
    """A plain connection, which leaves nothing beside the file of SQLite."""
    address = sa.make_url(url)
    if address.drivername in ("postgresql", "postgres"):
        address = address.set(drivername="postgresql+psycopg")
    made = sa.create_engine(address, poolclass=sa.NullPool)
    with made.begin() as connection:
        identity.begin_anew(connection, used)


def _place(settings: Settings, folders: dict[str, Path], name: str) -> Path:
    if name.startswith(VAR):
        return folders[VAR] / name.removeprefix(VAR)
    file = contents.store_file(settings)
    return folders[STORE_FILE] / (file.name if file else name)


def _keys(stack: ExitStack, file: Path, keys: Path | None, manifest: Manifest) -> archive.Archive | None:
    """The archive of keys that belongs to this backup, if it is there."""
    if manifest.kind != DATA:
        raise WrongBackupError(f"«{file.name}» — файл ключей. Назовите файл самой копии, а этот — ключом --keys.")
    beside = file.with_name(f"{file.stem}-keys{file.suffix}")
    if keys is None and not beside.is_file():
        return None
    found = stack.enter_context(archive.open_archive(keys or beside))
    if found.manifest.kind != KEYS or found.manifest.pair != manifest.pair:
        raise WrongBackupError(f"«{found.path.name}» — ключи не от этой копии. Назовите нужный файл ключом --keys.")
    return found


def _check(settings: Settings, manifest: Manifest) -> None:
    """The copy must be for this kind of store and of a schema this program knows."""
    here = "sqlite" if contents.store_file(settings) else "postgresql"
    if manifest.backend != here:
        names = {"sqlite": "встроенного хранилища (SQLite)", "postgresql": "хранилища на PostgreSQL"}
        was, now = names.get(manifest.backend, "неизвестного хранилища"), names[here]
        raise WrongBackupError(f"Это копия {was}, а программа настроена на работу {now}. Измените MCU_STORE_URL.")
    for table, revision in manifest.revisions.items():
        scripts = _MIGRATIONS.get(table)
        if scripts and scripts.is_dir() and not _knows(scripts, revision):
            raise BackupError(
                f"Копия сделана более новой программой (схемы «{revision[:40]}» эта не знает). "
                "Обновите программу и повторите."
            )


def _knows(scripts: Path, revision: str) -> bool:
    from alembic.script import ScriptDirectory  # dear to import, and only a restored copy asks
    from alembic.util import CommandError

    try:
        return ScriptDirectory(str(scripts)).get_revision(revision) is not None
    except CommandError:
        return False


def _require_room(settings: Settings, *, force: bool) -> bool:
    """Whether there is something in the way; BackupError unless it may be moved aside."""
    file = contents.store_file(settings)
    occupied = bool(moves.in_the_way(settings))
    filled = file is None and not postgres.is_empty(settings.store_url)
    if (occupied or filled) and not force:
        where = f"В папке «{settings.var}»" if occupied else "В базе PostgreSQL"
        raise BackupError(
            f"{where} уже есть данные. Укажите пустую (MCU_VAR, MCU_STORE_URL) или добавьте --force: "
            "прежние данные будут отодвинуты, а не удалены."
        )
    if file and file.is_file():
        _require_no_writer(file)
    if filled:
        postgres.require_idle(settings.store_url)
    return occupied


def _require_no_writer(file: Path) -> None:
    """An import holds the right to write; it must not lose its file half-way."""
    with closing(sqlite3.connect(file, timeout=0, isolation_level=None)) as connection:
        try:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("ROLLBACK")
        except sqlite3.OperationalError as error:
            if "locked" in str(error):
                raise BackupError("В хранилище сейчас идёт загрузка. Дождитесь её конца и повторите.") from error
        except sqlite3.DatabaseError:
            pass  # a damaged store is why a copy is put back; it is moved aside as it is


def _require_space(settings: Settings, manifest: Manifest) -> None:
    free = shutil.disk_usage(settings.var).free
    if free < manifest.size:
        raise BackupError(
            f"Мало места: копии нужно {manifest.size >> 20} МБ, а рядом с «{settings.var}» свободно {free >> 20} МБ."
        )


def _give(settings: Settings, folders: Iterable[Path]) -> None:
    """Files put back by the superuser belong to whoever the folder belongs to."""
    owner = settings.var.stat()
    if os.geteuid() == 0 and owner.st_uid != 0:
        for folder in folders:
            for path in (folder, *folder.rglob("*")):
                os.chown(path, owner.st_uid, owner.st_gid)


def _losses(manifest: Manifest, secret: archive.Archive | None) -> list[str]:
    notes = []
    for member in sorted(manifest.keys):
        if secret is None or member not in secret.manifest.members:
            name = member.removeprefix(VAR)
            loss = _LOSSES.get(name, "то, что им зашифровано или подписано, прочесть не удастся")
            notes.append(f"Ключа {name} нет: {loss}. Найдёте — положите в папку данных до первой загрузки.")
    return notes
