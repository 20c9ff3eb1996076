"""Published snapshots: immutable, numbered, columnar, one Parquet file per month of receipt.

    snapshots/000012.json           the manifest: number, change it covers, files of its months, dimensions, calendar
    snapshots/months/202603-<hash>.parquet      facts (`data.snapshots.facts`), shared by all snapshots in which the
                                                month is the same
    snapshots/dimensions/<hash>.json            codes and labels as they were
    snapshots/calendar/<hash>.parquet           day → month, year, working minutes until its end

A manifest appears by an atomic rename after everything it names is on disk; nothing published is ever written again.
"""

import json
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from data.errors import NoSuchSnapshotError, SnapshotError


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

    def to_json(self) -> str:
        """The manifest file's text."""
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
        return json.dumps(
            {
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
            },
            ensure_ascii=False,
            indent=1,
        )


def manifest_path(folder: Path, number: int) -> Path:
    """Where a snapshot's manifest lies."""
    return folder / f"{number:06d}.json"


def latest(folder: Path) -> int | None:
    """Number of the newest published snapshot, or nothing."""
    numbers = [int(path.stem) for path in folder.glob("[0-9]*.json") if path.stem.isdecimal()]
    return max(numbers, default=None)


def read_manifest(folder: Path, number: int) -> Manifest:
    """The manifest of a published snapshot; SnapshotError when there is none or it cannot be read."""
    path = manifest_path(folder, number)
    try:
        raw: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
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
        )
    except FileNotFoundError as error:
        raise NoSuchSnapshotError(
            f"Среза № {number} нет. Откройте страницу без параметра snapshot, чтобы видеть последний."
        ) from error
    except (ValueError, KeyError, TypeError) as error:
        raise SnapshotError(f"Срез № {number} повреждён. Выполните: python -m data publish --all.") from error


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
