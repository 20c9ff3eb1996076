"""One file into the store: one transaction, every row accounted for, and undone as a whole.

The content hash of a record tells whether a repeated row says something new; a changed record keeps its former self in
`import_changes`, from which `undo` restores it to the letter.
"""

import hashlib
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from data import store
from data.errors import InputError
from data.settings import Settings
from data.snapshots import demonstration, publish
from data.store import bulk, keys, tables
from etl import source_rows
from etl.discussions import load as discussions
from etl.discussions.layouts import PLATFORMS
from etl.discussions.load import Import
from etl.discussions.reading import is_one
from etl.identity import ReadFile
from etl.reading.cache import CachedReading
from etl.reading.limits import Limits
from etl.report import Report
from etl.sources.frame import Tidy
from etl.sources.import_day import ImportDay
from etl.sources.opening import SourceFile, open_file
from etl.sources.registry import BY_CODE
from etl.structure import canonical
from etl.structure.people.masking import load_or_create_key, mask
from etl.structure.record import Chunk, Structurer
from etl.structure.texts import asked_of_frame
from etl.text_workers import TextWorkers
from etl.write import Writer
from words.format import number

Progress = Callable[[int, int | None], None]
Inspect = Callable[[sa.Connection, Report], None]
"""Looks at the store as the import has left it, inside its transaction."""
_COMPLETED = (
    "Строк {}: сказано то же, что при прежней загрузке, но программа читает теперь больше. Записи дополнены и "
    "считаются «без изменений»."
)
_MOST_REPORTED = 10_000
"""Rejections listed one by one in the report file; all of them are counted and kept in the store."""


@dataclass(frozen=True)
class FileChoice:
    """How a person has understood a file, and who that is.

    file_name: as the person calls it; missing means the name on the disk. columns: as `open_file` takes them; choice:
    as it is kept in the ledger, so that the file can be loaded the same way again.
    """

    loaded_by: str | None = None
    file_name: str | None = None
    columns: Mapping[str, str] | None = None
    choice: dict[str, Any] | None = None


def _nobody(_done: int, _total: int | None) -> None:
    """Nobody wants to see the progress."""


class _DryRunError(Exception):
    """Rolls a trial run back; never leaves this module."""


def load(
    path: Path,
    settings: Settings,
    *,
    source: str = "auto",
    mapping: Path | None = None,
    received_on: date | None = None,
    imported_on: date | None = None,
    renumbered: bool = False,
    dry_run: bool = False,
    is_demo: bool = False,
    progress: Progress | None = None,
    understood: FileChoice | None = None,
    inspect: Inspect | None = None,
    reading: CachedReading | None = None,
    limits: Limits | None = None,
) -> Report:
    """Load a received file and say what became of each row. A real file is never loaded beside demonstration data, nor
    the other way. source: a code, of a platform of public discussions too; then nothing is a record.

    imported_on: events behind this day are not believed; today by default. renumbered: its numbers may stand for other
    appeals than in the store. reading: of this file, where it has been looked at before. Raises InputError or
    MappingError and then writes nothing; the same when `inspect` raises.
    """
    choice = understood or FileChoice()
    trial: dict[str, Any] = {"dry_run": dry_run, "progress": progress, "inspect": inspect}
    whose = Import(choice.loaded_by, choice.file_name, is_demo, choice.choice)
    given: dict[str, Any] = {"digest": sha256_of(path), "imported_on": imported_on, "about": whose}
    if source in PLATFORMS:
        return discussions.load(path, settings, source, **given, **trial)
    started = time.monotonic()
    day = ImportDay(imported_on or store.today(settings), settings.time_zone)
    chosen: dict[str, Any] = {"received_on": received_on, "columns": choice.columns, "limits": limits}
    try:
        opened = open_file(path, source=source, mapping=mapping, import_day=day, reading=reading, **chosen)
    except InputError:
        if source != "auto" or mapping is not None or not is_one(path, limits):
            raise
        return discussions.load(path, settings, source, **given, **trial)
    report = Report(opened.source_code, choice.file_name or path.name, given["digest"], is_dry_run=dry_run)
    report.notes = opened.notes
    try:
        with (
            opened,
            store.writing(settings) as connection,
        ):  # reading ends with the import
            demonstration.require_alike(settings, connection, is_demo=opened.is_demo)
            run = _Run(
                connection, settings, opened, report, path, received_on, is_demo or opened.is_demo, choice, renumbered
            )
            # A trial does all that an import does and is then rolled back: what it promises is what would happen.
            run.all_chunks(progress)
            report.seconds = round(time.monotonic() - started, 3)
            run.finish()
            if inspect:
                inspect(connection, report)
            if dry_run:
                raise _DryRunError
    except _DryRunError:
        report.import_id = None
    return report


@dataclass
class _Run:
    """One import while it runs."""

    connection: sa.Connection
    settings: Settings
    opened: SourceFile
    report: Report
    path: Path
    received_on: date | None
    is_demo: bool
    understood: FileChoice
    renumbered: bool = False

    def __post_init__(self) -> None:
        publish.require_own(self.connection, self.settings)  # nothing is loaded beside another store's snapshots
        keys.require_own(self.connection, self.settings)
        key = load_or_create_key(self.settings.pseudonym_key)
        keys.adopt(self.connection, key)
        file = self.opened
        source_id = source_rows.source_id(self.connection, file.source_code, file.source_name, file.time_zone)
        self.structurer = Structurer(
            self.connection,
            self.opened.source_code,
            self.settings.time_zone,
            ZoneInfo(self.opened.time_zone),
            key,
            self.settings.geo,
            self.settings.var,
        )
        self.is_first = not source_rows.has_records(self.connection, source_id)
        self.report.import_id = self._note_import(source_id)
        self.writer = Writer(self.connection, self.structurer, source_id, self.report.import_id)

    def all_chunks(self, progress: Progress | None) -> None:
        """Read the file to its end, tell its appeals apart, then structure and write them; a half of the way each."""
        say = progress or _nobody
        with ReadFile() as read, TextWorkers(self.structurer.reader, self.settings.processes) as workers:
            self.structurer.texts = workers.read
            for tidy in self.opened.chunks:
                read.add(tidy)
                if self.is_first:  # of a source with records, most rows bring nothing new
                    workers.ahead(asked_of_frame(tidy.frame))
                say(read.rows_in // 2, self.opened.rows_total_hint)
            by_channel = self.opened.source_code in BY_CODE and BY_CODE[self.opened.source_code].restarts
            if self.renumbered:
                self._make_way(read.chunks(by_channel=by_channel))
            for tidy in read.chunks(by_channel=by_channel):
                self._write_one(tidy, workers)
                say((read.rows_in + self.report.rows_in) // 2, read.rows_in)
        if not self.renumbered:
            self.writer.refuse_new_numbering()

    def _make_way(self, chunks: Iterator[Tidy]) -> None:
        for tidy in chunks:
            columns = canonical.plain(tidy.frame)
            self.writer.make_way(columns, canonical.letters(columns))

    def _write_one(self, tidy: Tidy, workers: TextWorkers) -> None:
        self.report.rows_in += tidy.rows_in
        self._reject(tidy.rejections)
        kept = map(_masked, tidy.emptied)
        self.report.emptied_cells += list(kept)[: _MOST_REPORTED - len(self.report.emptied_cells)]
        self.report.future_dates += [_masked(one) for one in tidy.future]
        self._write(self.structurer.read(tidy.frame, workers.of_next(len(tidy.frame))))

    def _write(self, chunk: Chunk) -> None:
        rows: Counter[str] = Counter()
        for letter, fate in zip(chunk.letters, self.writer.write(chunk), strict=True):
            rows[fate] += letter.rows
        for fate, count in rows.items():
            setattr(self.report, fate, getattr(self.report, fate) + count)

    def _reject(self, rejections: list[dict[str, Any]]) -> None:
        """Rows that were refused: counted once each, listed with every reason."""
        self.report.rejected += len({(r["sheet"], r["row"]) for r in rejections})
        kept = [_masked(r) for r in rejections]
        self.report.rejections += kept[: _MOST_REPORTED - len(self.report.rejections)]
        columns = ("import_id", "sheet", "row_number", "column_name", "value", "reason")
        rows = [(self.report.import_id, r["sheet"], r["row"], r["column"], r["value"], r["reason"]) for r in kept]
        first = bulk.next_id(self.connection, tables.rejected_rows)
        numbered = [(first + i, *row) for i, row in enumerate(rows)]
        bulk.insert(self.connection, tables.rejected_rows, ("rejected_row_id", *columns), numbered)

    def _note_import(self, source_id: int) -> int:
        row: dict[str, Any] = {
            "import_id": bulk.next_id(self.connection, tables.imports),
            "source_id": source_id,
            "file_name": self.report.file[:400],
            "sha256": self.report.sha256,
            "size_bytes": self.path.stat().st_size,
            "received_on": self.received_on,
            "imported_on": self.opened.import_day and self.opened.import_day.day,
            "started_at": store.utc_now(),
            "status": "committed",
            "is_demo": self.is_demo,
            "unmapped": {},
            "seconds": 0.0,
            "loaded_by": self.understood.loaded_by,
            "understood_as": self.understood.choice if self.understood.choice is not None else sa.null(),
        } | dict.fromkeys(("rows_in", "loaded", "updated", "unchanged", "rejected"), 0)
        self.connection.execute(sa.insert(tables.imports).values(**row))
        return int(row["import_id"])

    def finish(self) -> None:
        """Check the sum, complete the ledger and mark the touched months."""
        report, unmapped = self.report, self.structurer.unmapped
        fates = {name: getattr(report, name) for name in ("loaded", "updated", "unchanged", "rejected")}
        assert report.rows_in == sum(fates.values()), f"rows_in {report.rows_in} is not the sum of {fates}"
        report.unmapped_topics = _by_count(unmapped.topics)
        report.unknown_places = _by_count(unmapped.places)
        report.unknown_recipients = _by_count(unmapped.recipients)
        report.repeated = dict(self.writer.repeated)
        report.unknown_statuses = _by_count(unmapped.statuses)
        lists = {
            "topics": report.unmapped_topics,
            "places": report.unknown_places,
            "recipients": report.unknown_recipients,
            "statuses": report.unknown_statuses,
        }
        i = tables.imports
        values = {"rows_in": report.rows_in, "seconds": report.seconds, "unmapped": lists} | fates
        self.connection.execute(sa.update(i).where(i.c.import_id == report.import_id).values(**values))
        report.completed = self.writer.completed
        if report.completed:
            report.notes.append(_COMPLETED.format(number(report.completed)))
        self.writer.keep_numbers()
        store.note_change(self.connection, "import", self.writer.touched_months(), report.import_id)


def _masked(told: dict[str, Any]) -> dict[str, Any]:
    """A rejection, an emptied cell or a date that is not believed, as it may be shown and kept."""
    return {**told, "value": mask(str(told["value"]))[:400] if told["value"] is not None else None}


def _by_count(counts: dict[str, int]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def sha256_of(path: Path) -> str:
    """The digest by which the ledger knows a file."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()
