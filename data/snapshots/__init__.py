"""Published snapshots: immutable, numbered, columnar, one Parquet file per month of receipt.

    snapshots/000012.json           the manifest: number, change it covers, files of its months, dimensions, calendar
    snapshots/months/202603-<hash>.parquet      facts (`data.snapshots.facts`), shared by all snapshots in which the
                                                month is the same
    snapshots/dimensions/<hash>.json            codes and labels as they were
    snapshots/calendar/<hash>.parquet           day → month, year, working minutes until its end

    snapshots/000003.pruned                     what is left of a thinned snapshot: its number is never given again

A manifest appears by an atomic rename after everything it names is on disk; nothing published is ever written again.
It names the store it was made from (`data.store.identity`), the size and SHA-256 of its files, and carries a hash of
itself: number and hash together are the snapshot's address.
"""

import hashlib
import json
import os
import re
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from data.errors import DamagedSnapshotError, NoSuchSnapshotError

_NAME = re.compile(r"[0-9]{6,}\.(json|pruned)")


@dataclass(frozen=True)
class SourceState:
    """How fresh one source is: its last event in the data and the day of its last import."""

    code: str
    name: str
    last_day: date | None
    last_import_on: date | None
    records: int


@dataclass(frozen=True)
class Tally:
    """What one source sent in one month of receipt: how many records, spam included, and the last local day anything
    happened to them.
    """

    source_id: int
    records: int
    last_day: date


@dataclass(frozen=True)
class Manifest:
    """What one snapshot consists of.

    as_of: the last local day on which anything happened in the data; the default day metrics are counted for.
    store_id, generation, mark: the store, and the change of it, that it was made from; empty before format 6.
    files: size and SHA-256 by path inside the folder; empty before format 6. format: of the facts, empty before 6.
    tallies: by month, so that a change of one month need not count the others again.
    """

    number: int
    change_no: int
    published_at: datetime
    as_of: date
    is_demo: bool
    records: int
    months: dict[int, str]
    tallies: dict[int, tuple[Tally, ...]]
    dimensions: str
    calendar: str
    basis: str
    sources: tuple[SourceState, ...] = field(default=())
    store_id: str = ""
    generation: str = ""
    mark: str = ""
    format: str = ""
    files: dict[str, tuple[int, str]] = field(default_factory=dict)

    @cached_property
    def hash(self) -> str:
        """What tells it from any other snapshot of the same number: 16 hexadecimal digits."""
        return _hash(self._to_dict())

    @property
    def address(self) -> str:
        """«12-3fa9c1d2»: what a document names, so that no other snapshot can ever be taken for it."""
        return f"{self.number}-{self.hash[:8]}"

    @property
    def parts(self) -> list[str]:
        """Paths, inside the folder, of the files it consists of."""
        months = [f"months/{name}" for _, name in sorted(self.months.items())]
        return [*months, f"dimensions/{self.dimensions}", f"calendar/{self.calendar}"]

    def to_json(self) -> str:
        """The manifest file's text."""
        told = self._to_dict()
        return json.dumps(told | ({"hash": _hash(told)} if self.format else {}), ensure_ascii=False, indent=1)

    def _to_dict(self) -> dict[str, Any]:
        sources = [
            {
                "code": s.code,
                "name": s.name,
                "last_day": s.last_day.isoformat() if s.last_day else None,
                "last_import_on": s.last_import_on.isoformat() if s.last_import_on else None,
                "records": s.records,
            }
            for s in self.sources
        ]
        return {
            "number": self.number,
            "change_no": self.change_no,
            "published_at": self.published_at.isoformat(),
            "as_of": self.as_of.isoformat(),
            "is_demo": self.is_demo,
            "records": self.records,
            "months": {str(month): name for month, name in sorted(self.months.items())},
            "tallies": {
                str(month): [[t.source_id, t.records, t.last_day.isoformat()] for t in tallies]
                for month, tallies in sorted(self.tallies.items())
            },
            "dimensions": self.dimensions,
            "calendar": self.calendar,
            "basis": self.basis,
            "sources": sources,
            "store_id": self.store_id,
            "generation": self.generation,
            "mark": self.mark,
            "format": self.format,
            "files": {name: list(known) for name, known in sorted(self.files.items())},
        }


def _hash(told: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(told, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:16]


def manifest_path(folder: Path, number: int) -> Path:
    """Where a snapshot's manifest lies."""
    return folder / f"{number:06d}.json"


def pruned_path(folder: Path, number: int) -> Path:
    """What is left of a snapshot that has been thinned."""
    return folder / f"{number:06d}.pruned"


def numbers(folder: Path) -> list[int]:
    """Numbers of the published snapshots, ascending; a file whose name is no manifest's is nobody's."""
    return _numbers_of_files(folder, "json")


def pruned_numbers(folder: Path) -> list[int]:
    """Numbers of the thinned snapshots, ascending."""
    return _numbers_of_files(folder, "pruned")


def _numbers_of_files(folder: Path, ending: str) -> list[int]:
    try:
        with os.scandir(folder) as found:
            names = [entry.name for entry in found if _NAME.fullmatch(entry.name) and entry.is_file()]
    except FileNotFoundError:
        return []
    parted = (name.partition(".") for name in names)
    return sorted(int(stem) for stem, _, end in parted if end == ending and stem == f"{int(stem):06d}")


def latest(folder: Path) -> int | None:
    """Number of the newest published snapshot, or nothing."""
    return max(numbers(folder), default=None)


def read_manifest(folder: Path, number: int, address: str = "") -> Manifest:
    """The manifest of a published snapshot; address: the beginning of its hash, when the asker knows it.

    Raises NoSuchSnapshotError when there is none, or another one under that number; DamagedSnapshotError when it
    cannot be read or has been altered.
    """
    try:
        path = manifest_path(folder, number)
        state = path.stat()
        manifest = _remembered(path, state.st_ctime_ns, state.st_ino)
    except FileNotFoundError as error:
        if pruned_path(folder, number).exists():
            raise NoSuchSnapshotError(f"Срез № {number} прорежен: его файлов больше нет. Откройте другой.") from error
        raise NoSuchSnapshotError(
            f"Среза № {number} нет. Откройте страницу без параметра snapshot, чтобы видеть последний."
        ) from error
    except (OSError, ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
        raise DamagedSnapshotError(f"Срез № {number} повреждён. {REPAIR}") from error
    if manifest.number != number:
        raise DamagedSnapshotError(f"Срез № {number} повреждён: под его именем лежит другой. {REPAIR}")
    if not manifest.hash.startswith(address):
        raise NoSuchSnapshotError(
            f"Срез № {number} здесь другой ({manifest.address}), а не {number}-{address}: тот сделан не этим "
            "хранилищем или до восстановления из копии."
        )
    return manifest


def require_whole(folder: Path, manifest: Manifest | None = None) -> None:
    """Raises DamagedSnapshotError when a file of the manifest, or of the newest, is missing or of another size. What
    is inside is held against its sums by `data.snapshots.verify` only: reading every byte would cost every start.
    """
    number = latest(folder)
    found = manifest or (None if number is None else read_manifest(folder, number))
    bad = [part for part in found.parts if not _is_whole(folder / part, found.files.get(part))] if found else []
    if found and bad:
        raise DamagedSnapshotError(f"Срез № {found.number} повреждён: не те файлы — {len(bad)}. {REPAIR}")


def _is_whole(path: Path, told: tuple[int, str] | None) -> bool:
    try:
        size = path.stat().st_size
    except OSError:
        return False
    return told is None or told[0] == size


REPAIR = "Проверьте: python -m data verify; исправьте: python -m data publish --repair."


@lru_cache(maxsize=256)
def _remembered(path: Path, _changed: int, _inode: int) -> Manifest:
    """Every question begins by reading the manifest of the newest snapshot."""
    return manifest_at(path)


def manifest_at(path: Path) -> Manifest:
    """A manifest as it lies on the disk now; ValueError and its like when it is damaged."""
    raw: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    stated = raw.pop("hash", None)
    if stated is not None and stated != _hash(raw):
        raise ValueError("altered")
    sources = tuple(
        SourceState(s["code"], s["name"], _day(s["last_day"]), _day(s["last_import_on"]), s["records"])
        for s in raw["sources"]
    )
    return Manifest(
        number=raw["number"],
        change_no=raw["change_no"],
        published_at=datetime.fromisoformat(raw["published_at"]),
        as_of=date.fromisoformat(raw["as_of"]),
        is_demo=raw["is_demo"],
        records=raw["records"],
        months={int(month): name for month, name in raw["months"].items()},
        tallies={
            int(month): tuple(Tally(t[0], t[1], date.fromisoformat(t[2])) for t in tallies)
            for month, tallies in raw.get("tallies", {}).items()  # the first format counted sources as a whole
        },
        dimensions=raw["dimensions"],
        calendar=raw["calendar"],
        basis=raw["basis"],
        sources=sources,
        **{name: raw.get(name, "") for name in ("store_id", "generation", "mark", "format")},
        files={name: (known[0], known[1]) for name, known in raw.get("files", {}).items()},
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
