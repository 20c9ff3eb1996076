"""One file of public discussions into the store: one transaction, every row accounted for, undone as a whole."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from data import store
from data.settings import Settings
from data.snapshots import demonstration, publish
from data.store import bulk, keys, tables
from etl import source_rows
from etl.discussions.layouts import Layout
from etl.discussions.reading import DiscussionFile, open_file
from etl.discussions.rows import Tidied, tidy
from etl.discussions.write import Row, Writer, join_threads
from etl.report import Report
from etl.sources.declaration import zone_of
from etl.structure.people.masking import load_or_create_key, mask
from etl.structure.places.resolver import PlaceResolver
from etl.structure.topics.from_labels import TopicResolver
from words.format import plural

_MOST_REPORTED = 10_000
Progress = Callable[[int, int | None], None]
Inspect = Callable[[sa.Connection, Report], None]


@dataclass(frozen=True)
class Import:
    """Whose import this is, and how it is kept. file_name: as the person calls it."""

    loaded_by: str | None = None
    file_name: str | None = None
    is_demo: bool = False
    choice: dict[str, Any] | None = None


class _DryRunError(Exception):
    """Rolls a trial run back; never leaves this module."""


def load(
    path: Path,
    settings: Settings,
    code: str,
    *,
    digest: str,
    imported_on: date | None = None,
    dry_run: bool = False,
    about: Import | None = None,
    progress: Progress | None = None,
    inspect: Inspect | None = None,
) -> Report:
    """Load a file of a platform («auto»: whichever it shows itself to be). digest: SHA-256 of the file.

    Raises InputError and then writes nothing. No record and no metric of records is touched.
    """
    started, whose = time.monotonic(), about or Import()
    with open_file(path, code) as opened:
        report = Report(opened.layout.platform.code, whose.file_name or path.name, digest, is_dry_run=dry_run)
        received = tidy(opened.rows, opened.layout, imported_on or store.today(settings), settings.time_zone)
    report.rows_in = received.rows_in
    if progress:
        progress(received.rows_in // 2, received.rows_in)
    try:
        with store.writing(settings) as connection:
            demonstration.require_alike(settings, connection, is_demo=whose.is_demo)
            _write(connection, settings, opened, received, report, whose, path, started)
            if inspect:
                inspect(connection, report)
            if dry_run:
                raise _DryRunError
    except _DryRunError:
        report.import_id = None
    if progress:
        progress(received.rows_in, received.rows_in)
    return report


def _write(
    connection: sa.Connection,
    settings: Settings,
    opened: DiscussionFile,
    received: Tidied,
    report: Report,
    whose: Import,
    path: Path,
    started: float,
) -> None:
    publish.require_own(connection, settings)
    keys.require_own(connection, settings)
    secret = load_or_create_key(settings.pseudonym_key)
    keys.adopt(connection, secret)
    layout = opened.layout
    source_id = _source_id(connection, layout)
    report.import_id = _note_import(connection, source_id, report, whose, path)
    writer = Writer(connection, layout.part, source_id, report.import_id, secret)
    fresh = writer.write(received.rows)
    if layout.part == "discussions":
        _find_dimensions(connection, layout, fresh, report)
    writer.keep(fresh)
    waiting = join_threads(connection, source_id)
    _reject(connection, received, report)
    for fate, count in writer.fates.items():
        setattr(report, fate, count)
    report.repeated = dict(writer.repeated)
    report.emptied_cells = [_masked(one) for one in received.emptied][:_MOST_REPORTED]
    report.notes += _notes(layout, received.rows, waiting)
    report.seconds = round(time.monotonic() - started, 3)
    _complete_import(connection, report)
    store.note_change(connection, "import", set(), report.import_id)


def _find_dimensions(connection: sa.Connection, layout: Layout, rows: Sequence[Row], report: Report) -> None:
    """Topic by the category, place by the territory, else by what the text says."""
    topics, places = TopicResolver(connection, layout.platform.code), PlaceResolver(connection)
    for row in rows:
        day = row["created_on"] or date.today()  # noqa: DTZ011 labels hold for days; without one today's hold
        row["topic_id"] = topics.resolve(row["category"], "", day) if row["category"] else None
        found = places.resolve(row["place"], row["place"], "") if row["place"] else None
        if found is None or found.municipality_id is None:
            found = places.texts.of(f"{row['title']}. {row['body']}")
        row["place_id"], row["municipality_id"] = found.place_id, found.municipality_id
        if row["category"] and row["topic_id"] is None:
            report.unmapped_topics[row["category"]] = report.unmapped_topics.get(row["category"], 0) + 1
        if row["place"] and row["municipality_id"] is None:
            report.unknown_places[row["place"]] = report.unknown_places.get(row["place"], 0) + 1


def _notes(layout: Layout, rows: Sequence[Row], waiting: int) -> list[str]:
    made = []
    if layout.part == "discussions" and (bare := sum(not row["category"] for row in rows)):
        made.append(f"Без категории: {plural(bare, 'обсуждение', 'обсуждения', 'обсуждений')}; они загружены.")
    if waiting:
        words = plural(waiting, "комментарий ждёт", "комментария ждут", "комментариев ждут")
        made.append(f"{words} своего обсуждения: оно ещё не загружено.")
    return made


def _reject(connection: sa.Connection, received: Tidied, report: Report) -> None:
    report.rejected = len(received.rejections)
    report.rejections = [_masked(one) for one in received.rejections][:_MOST_REPORTED]
    first = bulk.next_id(connection, tables.rejected_rows)
    rows = [
        (first + at, report.import_id, one["sheet"], one["row"], one["column"], one["value"], one["reason"])
        for at, one in enumerate(report.rejections)
    ]
    columns = ("rejected_row_id", "import_id", "sheet", "row_number", "column_name", "value", "reason")
    bulk.insert(connection, tables.rejected_rows, columns, rows)


def _masked(told: dict[str, Any]) -> dict[str, Any]:
    return {**told, "value": mask(str(told["value"]))[:400]}


def _source_id(connection: sa.Connection, layout: Layout) -> int:
    platform = layout.platform
    return source_rows.source_id(connection, platform.code, platform.name, zone_of(platform.time_zone).key)


def _note_import(connection: sa.Connection, source_id: int, report: Report, whose: Import, path: Path) -> int:
    row: dict[str, Any] = {
        "import_id": bulk.next_id(connection, tables.imports),
        "source_id": source_id,
        "file_name": report.file[:400],
        "sha256": report.sha256,
        "size_bytes": path.stat().st_size,
        "started_at": store.utc_now(),
        "status": "committed",
        "is_demo": whose.is_demo,
        "unmapped": {},
        "seconds": 0.0,
        "loaded_by": whose.loaded_by,
        "understood_as": whose.choice if whose.choice is not None else sa.null(),
    } | dict.fromkeys(("rows_in", "loaded", "updated", "unchanged", "rejected"), 0)
    connection.execute(sa.insert(tables.imports).values(**row))
    return int(row["import_id"])


def _complete_import(connection: sa.Connection, report: Report) -> None:
    fates = {name: getattr(report, name) for name in ("loaded", "updated", "unchanged", "rejected")}
    assert report.rows_in == sum(fates.values()), f"rows_in {report.rows_in} is not the sum of {fates}"
    lists = {"topics": report.unmapped_topics, "places": report.unknown_places, "recipients": {}, "statuses": {}}
    i = tables.imports
    values = {"rows_in": report.rows_in, "seconds": report.seconds, "unmapped": lists} | fates
    connection.execute(sa.update(i).where(i.c.import_id == report.import_id).values(**values))
