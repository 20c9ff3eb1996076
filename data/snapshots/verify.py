"""Published files held against their sums, mended where the store still holds the same, and thinned by age."""

import json
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import sqlalchemy as sa

from data import store
from data.errors import StoreError
from data.settings import Settings
from data.snapshots import (
    Manifest,
    latest,
    manifest_at,
    manifest_path,
    numbers,
    ownership,
    pruned_numbers,
    pruned_path,
    publish,
)
from data.snapshots import files as snapshot_files
from data.store import identity, ours
from data.store.tables import notes


@dataclass(frozen=True)
class Fault:
    """One damaged file. snapshot: the newest that it belongs to; file: its path inside the folder of snapshots."""

    snapshot: int
    file: str
    reason: str


@dataclass(frozen=True)
class Verdict:
    """What was looked at, and what of it is bad; each file is looked at once, however many snapshots share it.

    broken: numbers of all snapshots that a damaged file belongs to, ascending.
    """

    snapshots: int
    files: int
    faults: tuple[Fault, ...]
    broken: tuple[int, ...]


@dataclass(frozen=True)
class Repair:
    """published: number of the snapshot now in force. mended: files written again. lost: snapshots beyond repair."""

    published: int
    mended: tuple[str, ...]
    lost: tuple[int, ...]


@dataclass(frozen=True)
class Pruning:
    """Numbers taken away, and the bytes of the files that only they needed."""

    numbers: tuple[int, ...]
    size: int


def verify(settings: Settings) -> Verdict:
    """Read every byte of every published file and write nothing."""
    folder = settings.snapshots
    seen: dict[str, Fault | None] = {}
    broken = set()
    known = numbers(folder)
    for number in reversed(known):
        name = manifest_path(folder, number).name
        manifest = _manifest(folder, number)
        if isinstance(manifest, str):
            seen[name] = Fault(number, name, manifest)
            broken.add(number)
            continue
        seen[name] = None
        for part in manifest.parts:
            key = f"{part} {manifest.files.get(part, '')}"
            if key not in seen:
                reason = _objection(folder, part, manifest)
                seen[key] = Fault(number, part, reason) if reason else None
            broken |= {number} if seen[key] else set()
    gone = _newest_gone(settings)
    if gone:
        seen[gone.file] = gone
    return Verdict(len(known), len(seen), tuple(filter(None, seen.values())), tuple(sorted(broken)))


def _newest_gone(settings: Settings) -> Fault | None:
    """The last snapshot the store has given a number to, when its manifest is no longer there: an older one would be
    taken for the newest. After a restore that number belongs to the life before it.
    """
    folder = settings.snapshots
    newest = latest(folder)
    try:
        if not ours.holds_store(settings):
            return None
        with store.reading(settings) as connection:
            given = identity.used_numbers_of(connection).get("snapshots", 0)
            own = identity.of(connection)
    except StoreError:
        return None
    if given <= max([newest or 0, *pruned_numbers(folder)]):
        return None
    found = _manifest(folder, newest) if newest else None
    if isinstance(found, Manifest) and (found.store_id, found.generation) != (own.store_id, own.generation):
        return None
    return Fault(given, manifest_path(folder, given).name, "описания последнего среза нет")


def of_snapshot(settings: Settings, number: int) -> list[Fault]:
    """What is bad of one snapshot."""
    manifest = _manifest(settings.snapshots, number)
    if isinstance(manifest, str):
        return [Fault(number, manifest_path(settings.snapshots, number).name, manifest)]
    told = ((part, _objection(settings.snapshots, part, manifest)) for part in manifest.parts)
    return [Fault(number, part, reason) for part, reason in told if reason]


def _manifest(folder: Path, number: int) -> Manifest | str:
    """The manifest as it lies on the disk, or why it is none."""
    try:
        found = manifest_at(manifest_path(folder, number))
    except OSError as error:
        return f"не читается ({type(error).__name__})"
    except (ValueError, KeyError, TypeError, IndexError, AttributeError):
        return "описание среза изменено или не читается"
    return found if found.number == number else "под этим именем лежит описание другого среза"


def _objection(folder: Path, part: str, manifest: Manifest) -> str:
    """Why a file is not the one that was published; empty for a good one."""
    path = folder / part
    if not path.is_file():
        return "файла нет"
    try:
        if part not in manifest.files:
            return _of_older_format(path)
        size, digest = manifest.files[part]
        found = snapshot_files.sum_of(path)
    except OSError as error:
        return f"не читается ({type(error).__name__})"
    if found[0] != size:
        return f"длина {found[0]} вместо {size}"
    return "" if found[1] == digest else "содержимое изменено"


def _of_older_format(path: Path) -> str:
    """Snapshots before format 6 have no sums: a list is held against its name, a table is read to its end."""
    if path.suffix == ".json":
        return "" if snapshot_files.digest(path.read_bytes()) == path.stem else "содержимое изменено"
    try:
        duckdb.execute("SELECT count(COLUMNS(*)) FROM read_parquet(?)", [str(path)]).fetchall()
    except duckdb.Error:
        return "таблица не читается"
    return ""


def repair(settings: Settings) -> Repair:
    """Write damaged files again from the store where it still holds what they said; publish anew when the newest
    snapshot cannot be mended so. What older ones said, and the store no longer does, is lost.
    """
    before = verify(settings)
    bad = {fault.file for fault in before.faults if "/" in fault.file}
    if bad:
        publish.rewrite(settings, bad)
    newest = latest(settings.snapshots)
    whole = newest is not None and not of_snapshot(settings, newest)
    manifest = publish.publish(settings, everything=not whole and _may_replace(settings))
    after = verify(settings)
    mended = bad - {fault.file for fault in after.faults}
    return Repair(manifest.number, tuple(sorted(mended)), after.broken)


def _may_replace(settings: Settings) -> bool:
    """Whether the store made the newest snapshot that can still be read: another's are not replaced in passing."""
    for number in reversed(numbers(settings.snapshots)):
        manifest = _manifest(settings.snapshots, number)
        if isinstance(manifest, Manifest):
            with store.reading(settings) as connection:
                ownership.require_own(connection, manifest)
            break
    return True


def prune(settings: Settings, keep_days: int, *, dry_run: bool = False) -> Pruning:
    """Take away snapshots published more than so many days ago, but the newest and those that notes are counted from;
    their numbers are never given again.
    """
    folder = settings.snapshots
    alone = snapshot_files.only_one(folder, "Срезы не прорежены.", "python -m data prune")
    with nullcontext() if dry_run else alone:  # who only asks writes nothing, not even a lock
        known = {number: _manifest(folder, number) for number in numbers(folder)}
        until = datetime.now(UTC).replace(tzinfo=None) - timedelta(days=keep_days)
        stays = {latest(folder), *_of_notes(settings)}
        old = [n for n, m in known.items() if n not in stays and _published(m, folder, n) < until]
        staying = {part for n, m in known.items() if n not in old and isinstance(m, Manifest) for part in m.parts}
        gone = [folder / name for name in snapshot_files.snapshot_files(folder) if name not in staying]
        size = sum(path.stat().st_size for path in gone)
        if not dry_run and old:
            for number in old:
                _bury(folder, number, known[number])
            for path in gone:
                path.unlink()
    return Pruning(tuple(old), size if old else 0)


def _of_notes(settings: Settings) -> set[int]:
    """Snapshots that numbers of notes lead to: an issued one speaks of its own for ever."""
    with store.reading(settings) as connection:
        return {int(address.partition("-")[0]) for address in connection.execute(sa.select(notes.c.snapshot)).scalars()}


def _published(manifest: Manifest | str, folder: Path, number: int) -> datetime:
    """When a snapshot was published; for one that cannot be read, when its manifest was written."""
    if isinstance(manifest, Manifest):
        return manifest.published_at
    return datetime.fromtimestamp(manifest_path(folder, number).stat().st_mtime, UTC).replace(tzinfo=None)


def _bury(folder: Path, number: int, manifest: Manifest | str) -> None:
    """Leave the number where the snapshot was, then take the manifest away: killed between, it is still whole."""
    told = {"number": number, "address": manifest.address if isinstance(manifest, Manifest) else None}
    snapshot_files.write(pruned_path(folder, number), json.dumps(told).encode())
    manifest_path(folder, number).unlink()
