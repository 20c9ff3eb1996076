"""Publishing a snapshot: only months touched since the last one are read and written; killing it loses nothing."""

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import sqlalchemy as sa

from data import store
from data.errors import StoreError
from data.settings import Settings
from data.snapshots import (
    Manifest,
    edited_months,
    files,
    freshness,
    grounds,
    latest,
    manifest_path,
    month_files,
    months_on_cluster,
    ownership,
    pruned_numbers,
    read_manifest,
)
from data.snapshots.month_rows import months_beside
from data.store import bulk, identity, keys, tables, touched
from data.store.tables.discussions import PLATFORMS
from data.terms import calendar as calendars

Progress = Callable[[int, int], None]
PUBLISHERS = 5232024
"""Key of the PostgreSQL lock by which numbers of snapshots are remembered, apart from imports."""
FORMAT = "11"
"""Version of the facts and of what a manifest keeps by month: another one makes every month be written anew."""


def publish(settings: Settings, *, everything: bool = False, progress: Progress | None = None) -> Manifest:
    """Publish what the store holds now and return its manifest; without changes, the latest manifest.

    everything: rewrite all months, whatever has changed. One publisher at a time: others wait for the lock. Raises
    ForeignSnapshotError when the latest snapshot was made from another store, unless everything is written anew.
    """
    folder = settings.snapshots
    with files.only_one(folder), store.reading(settings) as connection:
        last = None if everything else require_own(connection, settings)
        own = identity.of(connection)
        if last and (last.format, last.generation) != (FORMAT, own.generation):
            last = None  # facts of an older format, or of the life before a restore: nothing of it is taken over
        change_no = last_change(connection)
        if last and last.change_no == change_no:
            return last
        made = _build(connection, settings, _whole(last, folder), change_no, progress, is_committed=True)
        number = _next_number(connection, settings)
        manifest = Manifest(number=number, mark=identity.mark_of(connection, change_no), **made)
        _keep_number(settings, number)
        files.write(manifest_path(folder, number), manifest.to_json().encode())
        return manifest


def rewrite(settings: Settings, damaged: set[str]) -> None:
    """Write published files again where the store still holds what they said: their names are of their content, so
    nothing else can get into their place. The others stay as they are.
    """
    folder = settings.snapshots
    months = sorted({int(name.removeprefix("months/")[:6]) for name in damaged if name.startswith("months/")})
    with files.only_one(folder), files.aside(folder, damaged), store.reading(settings) as connection:
        before = set(files.snapshot_files(folder))
        told = grounds.read(connection, FORMAT)
        with files.writer() as writer:
            files.write_frame(writer, folder / "calendar", _calendar_frame(told.calendar.common), "")
            for month in months:
                frame = told.of_month(connection, month, settings.time_zone)
                files.write_frame(writer, folder / "months", frame, f"{month}-")
        _write_dimensions(connection, folder / "dimensions", told)
        for name in set(files.snapshot_files(folder)) - before - damaged:
            (folder / name).unlink()  # what the store says now is nothing that was published


def require_one_installation(settings: Settings) -> None:
    """The store, the key of its pseudonyms and the newest snapshot belong together; an error in words otherwise."""
    with store.reading(settings) as connection:
        keys.require_own(connection, settings)
        require_own(connection, settings)


def require_own(connection: sa.Connection, settings: Settings) -> Manifest | None:
    """The newest manifest, when this store made it; ForeignSnapshotError when another did, None when there is none."""
    number = latest(settings.snapshots)
    if number is None:
        return None
    manifest = read_manifest(settings.snapshots, number)
    ownership.require_own(connection, manifest)
    return manifest


def _whole(last: Manifest | None, folder: Path) -> Manifest | None:
    """The manifest to build upon; None when a file of it is gone or of another size: then all are written anew."""
    bad = [name for name, (size, _) in last.files.items() if not files.has_size(folder / name, size)] if last else []
    for name in bad:
        (folder / name).unlink(missing_ok=True)  # or the good one, which has the same name, would not be written
    return None if bad else last


def _next_number(connection: sa.Connection, settings: Settings) -> int:
    """One that no snapshot here has, had, or had in the folder that was lost."""
    u = tables.used_numbers.c
    kept = connection.execute(sa.select(u.last).where(u.name == "snapshots")).scalar()
    return max(latest(settings.snapshots) or 0, *pruned_numbers(settings.snapshots), kept or 0, 0) + 1


def _keep_number(settings: Settings, number: int) -> None:
    """Tell the store, so that losing the folder gives no number twice. SQLite may be held by a long import: its own
    publication, which follows, tells it then.
    """
    with suppress(StoreError), store.writing(settings, PUBLISHERS, waits=False) as connection:
        bulk.keep_used(connection, "snapshots", number)


def last_change(connection: sa.Connection) -> int:
    """Number of the last change that a connection sees."""
    return connection.execute(sa.select(sa.func.max(tables.changes.c.change_no))).scalar() or 0


def draft(connection: sa.Connection, settings: Settings, var: Path, progress: Progress | None = None) -> Manifest:
    """A snapshot of what a transaction holds, committed or not, under `var` instead of the installation's own folder.

    Months that the transaction has not touched since the last publication are shared with it, not written again.
    """
    own = replace(settings, var=var)
    last = require_own(connection, settings)
    last = last if last and last.format == FORMAT else None
    with files.only_one(own.snapshots):
        for name in last.months.values() if last else ():
            files.share(settings.snapshots / "months" / name, own.snapshots / "months" / name)
        made = _build(connection, own, last, last_change(connection), progress, is_committed=False)
        manifest = Manifest(number=(last.number if last else 0) + 1, mark=identity.DRAFT, **made)
        files.write(manifest_path(own.snapshots, manifest.number), manifest.to_json().encode())
    return manifest


def _build(
    connection: sa.Connection,
    settings: Settings,
    last: Manifest | None,
    change_no: int,
    progress: Progress | None,
    *,
    is_committed: bool,
) -> dict[str, Any]:
    folder, told = settings.snapshots, grounds.read(connection, FORMAT)
    if last and last.basis != told.basis:  # by other grounds every term or topic may differ
        last = None
    # What nothing has touched is taken over by name: the file is the same, so the old snapshot and the new share it.
    months, ids = _touched(connection, last)
    kept = {m: name for m, name in last.months.items() if m not in months} if last else {}
    tallies = {m: tally for m, tally in last.tallies.items() if m not in months} if last else {}
    with files.writer() as writer:
        calendar_file = files.write_frame(writer, folder / "calendar", _calendar_frame(told.calendar.common), "")
    edited = edited_months.write_all(connection, settings, months, told, last, ids) if last and ids else []
    left = sorted(set(months) - {made.month for made in edited})
    if months_on_cluster.serves(connection, settings, left):
        written = months_on_cluster.write_all(connection, settings, left, FORMAT, told.basis)
    else:
        written = month_files.write_all(connection, settings, left, told, change_no if is_committed else None)
    for position, made in enumerate(chain(edited, written)):
        if made.name:
            kept[made.month] = made.name
        if made.tally:
            tallies[made.month] = made.tally
        if progress:
            progress(position + 1, len(months))
    sources = freshness.states(connection, tallies, settings)
    days = [source.last_day for source in sources if source.last_day]
    imported = max((source.last_import_on for source in sources if source.last_import_on), default=None)
    own = identity.of(connection)
    names = {
        "months": dict(sorted(kept.items())),
        "dimensions": _write_dimensions(connection, folder / "dimensions", told),
        "calendar": calendar_file,
    }
    return names | {
        "change_no": change_no,
        "published_at": datetime.now(UTC).replace(tzinfo=None, microsecond=0),
        "as_of": min(max(days), imported or max(days)) if days else store.today(settings),
        "is_demo": _is_demo(connection),
        "records": sum(s.records for s in sources),
        "tallies": dict(sorted(tallies.items())),
        "basis": told.basis,
        "sources": sources,
        "store_id": own.store_id,
        "generation": own.generation,
        "format": FORMAT,
        "files": _summed(folder, names, last.files if last else {}),
    }


def _summed(folder: Path, names: dict[str, Any], known: dict[str, tuple[int, str]]) -> dict[str, tuple[int, str]]:
    """Size and SHA-256 of every file; what the last snapshot knows of a file it shares is not read again."""
    paths = [f"months/{name}" for name in names["months"].values()]
    paths += [f"{kind}/{names[kind]}" for kind in ("dimensions", "calendar")]
    return {path: known.get(path) or files.sum_of(folder / path) for path in paths}


def _touched(connection: sa.Connection, last: Manifest | None) -> tuple[list[int], set[int] | None]:
    """Months to write: all that hold records, or those touched after the last snapshot and those of records of the same
    problems, whose first record may now be another one. And the records touched, None where only the months are known.
    """
    if last is None:
        return sorted(connection.execute(sa.select(tables.records.c.received_month).distinct()).scalars()), None
    d = tables.dirty_months.c
    months = set(connection.execute(sa.select(d.received_month).where(d.change_no > last.change_no)).scalars())
    ids = touched.ids_since(connection, last.change_no)
    if ids is None:
        return sorted(months | months_beside(connection, months)), None
    ids |= touched.of_same_problems(connection, ids)
    return sorted(months | touched.months_of(connection, ids)), ids


def _is_demo(connection: sa.Connection) -> bool:
    i = tables.imports
    return bool(connection.execute(sa.select(sa.func.count()).where(i.c.is_demo, i.c.status == "committed")).scalar())


def _calendar_frame(calendar: calendars.WorkingCalendar) -> pd.DataFrame:
    return _days().assign(minute_at_end=(calendar.before + calendar.length).astype("int32"))


@cache
def _days() -> pd.DataFrame:
    """The days of every calendar with their months and years: columns calendar_day, month, year."""
    day = np.arange(calendars.FIRST_DAY, calendars.LAST_DAY + 1)
    dates = pd.Series(pd.to_datetime(day, unit="D"))
    epoch = pd.Timestamp(calendars.EPOCH)
    return pd.DataFrame(
        {
            "calendar_day": day.astype("int16"),
            "month": (dates.dt.to_period("M").dt.start_time - epoch).dt.days.astype("int16"),
            "year": dates.dt.year.astype("int16"),
        }
    )


def _without_version(table: sa.Table) -> sa.Select[Any]:
    """All of a table but how often people have edited a row."""
    return sa.select(*(column for column in table.c if column.name != "version"))


_DIMENSIONS: dict[str, sa.Select[Any]] = {
    "channel": sa.select(tables.channels).order_by(tables.channels.c.sort_order),
    # Platforms of public discussions bring no records: they are no members of a dimension of records.
    "source": sa.select(tables.sources)
    .where(tables.sources.c.code.not_in(PLATFORMS))
    .order_by(tables.sources.c.source_id),
    "kind": sa.select(tables.kinds).order_by(tables.kinds.c.kind_id),
    "status": sa.select(tables.statuses).order_by(tables.statuses.c.sort_order),
    "topic": _without_version(tables.topics).order_by(tables.topics.c.sort_order, tables.topics.c.topic_id),
    "municipality": sa.select(tables.municipalities).order_by(tables.municipalities.c.oktmo),
    "place": _without_version(tables.places).order_by(tables.places.c.oktmo),
    "recipient": _without_version(tables.recipients).order_by(tables.recipients.c.recipient_id),
}


def _write_dimensions(connection: sa.Connection, folder: Path, told: grounds.Grounds) -> str:
    made = {name: [dict(row) for row in connection.execute(query).mappings()] for name, query in _DIMENSIONS.items()}
    rules = connection.execute(sa.select(tables.deadline_rules)).mappings()
    made |= {"rule": [dict(row) for row in rules], "meaning": told.named.rows()}
    made |= told.ruled.rows()
    text = json.dumps(made, ensure_ascii=False, sort_keys=True, default=str).encode()
    name = f"{files.digest(text)}.json"
    if not (folder / name).exists():
        files.write(folder / name, text)
    return name
