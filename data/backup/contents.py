"""What of the folder `var` belongs in a backup: everything, except what can be made again and what is not ours to copy.

A rule that lists exceptions forgets nothing that a later version begins to keep there.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from data.backup import sqlite_file
from data.settings import Settings
from data.snapshots import manifest_path, numbers, pruned_numbers, pruned_path, read_manifest, verify

BACKUPS = "backups"
ASIDE = "before-restore-"
_STAYS = {BACKUPS, "lost+found"}
_MADE_AGAIN = {"demo", "intake"}
_SIDECARS = ("-wal", "-shm", "-journal")
_SECRET = {".key", ".secret", ".pem"}


@dataclass(frozen=True)
class Contents:
    """Paths relative to `var`, beside the store itself and its snapshots."""

    keys: tuple[Path, ...]
    databases: tuple[Path, ...]
    files: tuple[Path, ...]


@dataclass(frozen=True)
class Snapshots:
    """Published snapshots: the newest number, files relative to `var`, numbers of those that are not whole."""

    newest: int | None
    files: tuple[Path, ...]
    broken: tuple[int, ...]


def store_file(settings: Settings) -> Path | None:
    """The file of the embedded store; None on PostgreSQL."""
    parsed = sa.make_url(settings.store_url)
    return Path(parsed.database or "") if parsed.get_backend_name() == "sqlite" else None


def stays(name: str) -> bool:
    """Whether a top-level entry of `var` is neither part of the contents nor in the way of a restore."""
    return name.startswith((".", ASIDE)) or name in _STAYS


def of_var(settings: Settings) -> Contents:
    """What lies in `var` and belongs in a backup."""
    var, own = settings.var, store_file(settings)
    keys, databases, files = [], [], []
    for path in _walk(var):
        relative = path.relative_to(var)
        if own and path.name.startswith(own.name) and path.parent.samefile(own.parent):
            continue
        if path.suffix in _SECRET:
            keys.append(relative)
        elif sqlite_file.is_database(path):
            databases.append(relative)
        elif not path.name.endswith(_SIDECARS):
            files.append(relative)
    return Contents(tuple(keys), tuple(databases), tuple(files))


def _walk(var: Path) -> Iterator[Path]:
    """Plain files of `var`; map layers are built from the boundaries that lie beside them, so those stay."""
    for top in sorted(var.iterdir()):
        if top.is_symlink() or stays(top.name) or top.name in _MADE_AGAIN | {"snapshots"}:
            continue
        inside = sorted(top.glob("*") if top.name == "geo" else top.rglob("*")) if top.is_dir() else [top]
        yield from (
            path for path in inside
            if path.is_file() and not path.is_symlink() and not path.name.startswith(".") and path.suffix != ".part"
            and path.name not in ("layers.json",)
        )  # fmt: skip


def snapshots(settings: Settings, change_no: int) -> Snapshots:
    """Snapshots that go with a store whose last change is `change_no`: those of later changes would contradict it."""
    folder, newest = settings.snapshots, None
    found: dict[Path, None] = {}
    broken = verify.verify(settings).broken
    for number in sorted({*numbers(folder)} - {*broken}):
        manifest = read_manifest(folder, number)
        if manifest.change_no > change_no:
            continue
        parts = [*manifest.parts, manifest_path(folder, number).name]
        found |= dict.fromkeys(folder.relative_to(settings.var) / part for part in parts)
        newest = number
    thinned = (pruned_path(folder, number).relative_to(settings.var) for number in pruned_numbers(folder))
    return Snapshots(newest, (*found, *thinned), broken)
