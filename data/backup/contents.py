"""What of the folder `var` belongs in a backup: everything, except what can be made again and what is not ours to copy.

A rule that lists exceptions forgets nothing that a later version begins to keep there.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from data.backup import sqlite_file
from data.errors import SnapshotError
from data.settings import Settings
from data.snapshots import manifest_path, read_manifest

BACKUPS = "backups"
ASIDE = "before-restore-"
_STAYS = {BACKUPS, "lost+found"}
_MADE_AGAIN = {"demo"}
_SIDECARS = ("-wal", "-shm", "-journal")
_SECRET = {".key", ".secret", ".pem"}


@dataclass(frozen=True)
class Contents:
    """Paths relative to `var`. notes: Russian sentences on what could not be taken."""

    keys: tuple[Path, ...]
    databases: tuple[Path, ...]
    files: tuple[Path, ...]
    snapshot: int | None
    notes: tuple[str, ...]


def store_file(settings: Settings) -> Path | None:
    """The file of the embedded store; None on PostgreSQL."""
    parsed = sa.make_url(settings.store_url)
    return Path(parsed.database or "") if parsed.get_backend_name() == "sqlite" else None


def stays(name: str) -> bool:
    """Whether a top-level entry of `var` is neither part of the contents nor in the way of a restore."""
    return name.startswith((".", ASIDE)) or name in _STAYS


def of_var(settings: Settings, change_no: int) -> Contents:
    """What to copy beside a store whose last change is `change_no`: snapshots of later changes would contradict it."""
    var, own = settings.var, store_file(settings)
    snapshot, of_snapshots, notes = _snapshots(settings, change_no)
    keys, databases, files = [], [], list(of_snapshots)
    for path in _walk(var):
        relative = path.relative_to(var)
        if own and path.name.startswith(own.name) and path.parent.resolve() == own.parent.resolve():
            continue
        if path.suffix in _SECRET:
            keys.append(relative)
        elif sqlite_file.is_database(path):
            databases.append(relative)
        elif not path.name.endswith(_SIDECARS):
            files.append(relative)
    return Contents(tuple(keys), tuple(databases), tuple(files), snapshot, tuple(notes))


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


def _snapshots(settings: Settings, change_no: int) -> tuple[int | None, list[Path], list[str]]:
    """Newest snapshot, files of all snapshots that are whole, and notes on those that are not."""
    folder, newest = settings.snapshots, None
    found: dict[Path, None] = {}
    broken: list[str] = []
    for number in sorted(int(p.stem) for p in folder.glob("[0-9]*.json") if p.stem.isdecimal()):
        try:
            manifest = read_manifest(folder, number)
        except SnapshotError:
            broken.append(str(number))
            continue
        parts = [Path("months", name) for name in manifest.months.values()]
        parts += [Path("dimensions", manifest.dimensions), Path("calendar", manifest.calendar)]
        if manifest.change_no > change_no:
            continue
        if not all((folder / part).is_file() for part in parts):
            broken.append(str(number))
            continue
        own = manifest_path(folder, number).relative_to(folder)
        found |= dict.fromkeys(folder.relative_to(settings.var) / part for part in (*parts, own))
        newest = number
    notes = [f"Срезы № {', '.join(broken)} повреждены и в копию не вошли."] if broken else []
    return newest, list(found), notes
