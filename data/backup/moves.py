"""Putting checked files in force: a written list of moves, each of which may be repeated.

The list lies on the disk before the first move, so that a restore killed half-way is finished by the next one, and
the program refuses to start in between (`locks.lock_shared`).
"""

import json
import os
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from data.backup.contents import ASIDE, stays, store_file
from data.backup.creation import sync_folder
from data.backup.locks import journal
from data.backup.manifest import STORE_FILE, VAR
from data.errors import BackupError
from data.settings import Settings

STAGING = ".restore-"
_SIDECARS = ("", "-wal", "-shm", "-journal")


@dataclass(frozen=True)
class Move:
    """From where to where, on one disk."""

    source: Path
    target: Path


@dataclass(frozen=True)
class Plan:
    """aside: what leaves its place. into: checked files that take theirs. staging: folders to remove at the end."""

    aside: tuple[Move, ...]
    into: tuple[Move, ...]
    staging: tuple[Path, ...]


def staging(settings: Settings, stamp: str) -> dict[str, Path]:
    """Where members are unpacked: for each beginning of a member's name, a folder on the disk it will stay on."""
    file = store_file(settings)
    here = settings.var / f"{STAGING}{stamp}"
    return {VAR: here / "var", STORE_FILE: (file.parent / f"{STAGING}{stamp}" / "store") if file else here / "store"}


def in_the_way(settings: Settings) -> list[Path]:
    """What an empty installation would not have: contents of `var`, and the store's file wherever it lies."""
    file = store_file(settings)
    inside = [path for path in sorted(settings.var.iterdir()) if not stays(path.name)]
    own = [file.with_name(file.name + end) for end in _SIDECARS] if file else []
    return inside + [path for path in own if path.exists() and path.parent.resolve() != settings.var.resolve()]


def plan(settings: Settings, stamp: str) -> Plan:
    """Moves that put the staged files in force and everything that is there now aside."""
    folders = staging(settings, stamp)
    file = store_file(settings)
    aside = tuple(Move(path, path.parent / f"{ASIDE}{stamp}" / path.name) for path in in_the_way(settings))
    into = [Move(path, settings.var / path.name) for path in _entries(folders[VAR])]
    if file:
        into += [Move(path, file) for path in _entries(folders[STORE_FILE])]
    roots = {folder.parent for folder in folders.values()}
    return Plan(aside, tuple(into), tuple(sorted(roots)))


def _entries(folder: Path) -> Iterable[Path]:
    return sorted(folder.iterdir()) if folder.is_dir() else ()


def carry_out(settings: Settings, chosen: Plan) -> None:
    """Write the list down, then move."""
    raw = {
        "aside": [[str(m.source), str(m.target)] for m in chosen.aside],
        "into": [[str(m.source), str(m.target)] for m in chosen.into],
        "staging": [str(folder) for folder in chosen.staging],
    }
    target = journal(settings)
    scratch = target.with_suffix(".new")
    with scratch.open("w", encoding="utf-8") as file:
        json.dump(raw, file, ensure_ascii=False)
        file.flush()
        os.fsync(file.fileno())
    scratch.replace(target)
    sync_folder(target.parent)
    _perform(settings, chosen)


def finish_interrupted(settings: Settings) -> bool:
    """Finish the moves of a restore that was killed; says whether there was one. Its files had all been checked."""
    if not journal(settings).exists():
        return False
    raw = json.loads(journal(settings).read_text(encoding="utf-8"))
    aside, into = (tuple(Move(Path(a), Path(b)) for a, b in raw[name]) for name in ("aside", "into"))
    _perform(settings, Plan(aside, into, tuple(Path(folder) for folder in raw["staging"])))
    return True


def _perform(settings: Settings, chosen: Plan) -> None:
    """Each move is skipped when it has been made already: aside is filled once, a staged file leaves once."""
    for move in chosen.aside:
        if not move.target.exists() and move.source.exists():
            move.target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            move.source.rename(move.target)
    for move in chosen.into:
        if move.source.exists():
            if move.target.exists():  # a rename would delete it
                raise BackupError(f"На месте «{move.target}» появился другой файл. Уберите его и повторите.")
            move.source.rename(move.target)
    for folder in {move.target.parent for move in (*chosen.aside, *chosen.into)}:
        sync_folder(folder)
    for folder in chosen.staging:
        shutil.rmtree(folder, ignore_errors=True)
    journal(settings).unlink()


def sweep(settings: Settings) -> None:
    """Remove what restores killed before their first move have left."""
    file = store_file(settings)
    for parent in {settings.var, file.parent if file else settings.var}:
        for folder in parent.glob(f"{STAGING}*"):
            if folder.is_dir():
                shutil.rmtree(folder, ignore_errors=True)
