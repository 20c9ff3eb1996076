"""Snapshots taken away for good: those of a demonstration that has left."""

from collections.abc import Callable
from pathlib import Path

from data.errors import SnapshotError
from data.settings import Settings
from data.snapshots import Manifest, files, kept, manifest_path, numbers, read_manifest


def remove(settings: Settings, is_unwanted: Callable[[Manifest | None], bool], *, keep: int) -> int:
    """Remove snapshots for good, with the files that no other names; how many. is_unwanted: asked of each manifest, of
    None where one can't be read. keep: the number that stays whatever is said of it.
    """
    folder = settings.snapshots
    with files.only_one(folder):
        told = {number: _read_if_whole(folder, number) for number in numbers(folder)}
        gone = [number for number, one in told.items() if number != keep and is_unwanted(one)]
        for number in gone:  # first the name, then what it names: nobody is promised a file that isn't there
            manifest_path(folder, number).unlink()
            kept.forget(folder, number)
        left = [one for number, one in told.items() if number not in gone]
        if None not in left:
            _remove_unnamed(folder, [one for one in left if one is not None])
    return len(gone)


def _read_if_whole(folder: Path, number: int) -> Manifest | None:
    try:
        return read_manifest(folder, number)
    except SnapshotError:
        return None


def _remove_unnamed(folder: Path, left: list[Manifest]) -> None:
    named = {"months": {name for one in left for name in one.months.values()}}
    named |= {"dimensions": {one.dimensions for one in left}, "calendar": {one.calendar for one in left}}
    for kind, names in named.items():
        for path in (folder / kind).iterdir():
            if path.is_file() and path.name not in names and path.suffix in (".parquet", ".json"):
                path.unlink()
