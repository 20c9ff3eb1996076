"""One import while it runs: its file read to the end, its rows structured, written and counted."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from data import store
from data.settings import Settings
from data.snapshots import publish
from data.store import bulk, indexes, keys, tables
from etl import known_rows, source_rows
from etl.identity import ReadFile
from etl.report import Report
from etl.sources.frame import Tidy
from etl.sources.opening import SourceFile
from etl.sources.registry import BY_CODE
from etl.structure import canonical
from etl.structure.chunk import Chunk
from etl.structure.people.masking import load_or_create_key, mask
from etl.structure.record import Structurer
from etl.structure.texts import asked_of_frame
from etl.text_workers import TextWorkers
from etl.write import Writer
from words.format import number

Progress = Callable[[int, int | None], None]
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


class MetAgainError(Exception):
    """A record of which one row was passed over stands in another one as well: all have to be read."""


@dataclass
class ImportRun:
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
    reads_all: bool = False

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
        self._begin_knowing(source_id, self.report.import_id)

    def _begin_knowing(self, source_id: int, import_id: int) -> None:
        """Rows that say what the store says are passed over, unless numbers may have come to mean other appeals."""
        basis = known_rows.basis(self.connection, self.settings, self.opened.source_code)
        ask = None if self.reads_all or self.renumbered else partial(known_rows.stored, self.connection, source_id)
        self.opened.known.begin(basis, ask, known_rows.latest_day(self.connection, source_id, import_id))
        self._are_met = partial(known_rows.are_met, self.connection, source_id)

    def all_chunks(self, progress: Progress | None) -> None:
        """Read the file to its end, tell its appeals apart, then structure and write them; a half of the way each."""
        say, rows = progress or _nobody, self.opened.rows_total_hint or 0
        with (
            ReadFile() as read,
            TextWorkers(self.structurer.reader, self.settings.processes) as workers,
            indexes.written_last(self.connection, rows=rows),
        ):
            self.structurer.texts = workers.read
            if self.is_first:  # of a source with records, most rows bring nothing new
                workers.expect(rows)
            for tidy in self.opened.chunks:
                read.add(tidy)
                if self.is_first:
                    workers.ahead(asked_of_frame(tidy.frame))
                say(read.rows_in // 2, self.opened.rows_total_hint)
            self._pass_over(read)
            by_channel = self.opened.source_code in BY_CODE and BY_CODE[self.opened.source_code].restarts
            if self.renumbered:
                self._make_way(read.chunks(by_channel=by_channel))
            for tidy in read.chunks(by_channel=by_channel):
                self._write_one(tidy, workers)
                say((read.rows_in + self.report.rows_in) // 2, read.rows_in)
        if not self.renumbered:
            self.writer.refuse_new_numbering()

    def _pass_over(self, read: ReadFile) -> None:
        known = self.opened.known
        if known.passed and self._are_met(read.numbers(), known.passed):
            raise MetAgainError
        self.writer.pass_over(known)
        self.writer.expect(read.digests())

    def _make_way(self, chunks: Iterator[Tidy]) -> None:
        for tidy in chunks:
            columns = canonical.plain(tidy.frame)
            self.writer.make_way(columns, canonical.letters(columns))

    def _write_one(self, tidy: Tidy, workers: TextWorkers) -> None:
        self.report.rows_in += tidy.rows_in
        self.report.unchanged += tidy.known
        self._reject(tidy.rejections)
        kept = map(_masked, tidy.emptied)
        self.report.emptied_cells += list(kept)[: _MOST_REPORTED - len(self.report.emptied_cells)]
        self.report.future_dates += [_masked(one) for one in tidy.future]
        if len(tidy.frame) or not tidy.known:
            texts = workers.of_next(len(tidy.frame))
            self._write(self.structurer.read(tidy.frame, texts, tidy.fingerprints))

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
            "topic_rules": self.structurer.topic_rules,
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
        touched = self.writer.touched
        store.note_change(self.connection, "import", touched.months(), report.import_id, touched.ids())


def _masked(told: dict[str, Any]) -> dict[str, Any]:
    """A rejection, an emptied cell or a date that is not believed, as it may be shown and kept."""
    return {**told, "value": mask(str(told["value"]))[:400] if told["value"] is not None else None}


def _by_count(counts: dict[str, int]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
