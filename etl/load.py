"""One file into the store: one transaction, every row accounted for, and undone as a whole.

The content hash of a record tells whether a repeated row says something new; a changed record keeps its former self in
`import_changes`, from which `undo` restores it to the letter.
"""

import hashlib
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from data import store
from data.errors import InputError
from data.settings import Settings
from data.snapshots import demonstration
from etl import topic_rereadings
from etl.discussions import load as discussions
from etl.discussions.layouts import PLATFORMS
from etl.discussions.load import Import
from etl.discussions.reading import is_one
from etl.import_run import FileChoice, ImportRun, MetAgainError, Progress
from etl.reading.cache import CachedReading
from etl.reading.limits import Limits
from etl.report import Report
from etl.sources.import_day import ImportDay
from etl.sources.opening import SourceFile, open_file

Inspect = Callable[[sa.Connection, Report], None]
"""Looks at the store as the import has left it, inside its transaction."""


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
    day = ImportDay(imported_on or store.today(settings), settings.time_zone)
    chosen: dict[str, Any] = {"received_on": received_on, "columns": choice.columns, "limits": limits}
    open_it = partial(open_file, path, source=source, mapping=mapping, import_day=day, reading=reading, **chosen)
    try:
        opened = open_it()
    except InputError:
        if source != "auto" or mapping is not None or not is_one(path, limits):
            raise
        return discussions.load(path, settings, source, **given, **trial)
    about = (path, settings, received_on, is_demo, choice, given["digest"])
    load_it: Callable[..., Report] = partial(_load, *about, renumbered=renumbered, **trial)
    try:
        return load_it(opened)
    except MetAgainError:
        return load_it(open_it(), reads_all=True)


def _load(
    path: Path,
    settings: Settings,
    received_on: date | None,
    is_demo: bool,
    choice: FileChoice,
    digest: str,
    opened: SourceFile,
    *,
    renumbered: bool,
    dry_run: bool,
    progress: Progress | None,
    inspect: Inspect | None,
    reads_all: bool = False,
) -> Report:
    """Load a file of records. reads_all: no row is passed over for being known."""
    started = time.monotonic()
    report = Report(opened.source_code, choice.file_name or path.name, digest, is_dry_run=dry_run)
    report.notes = opened.notes
    try:
        with (
            opened,
            store.writing(settings) as connection,
        ):  # reading ends with the import
            demonstration.require_alike(settings, connection, is_demo=opened.is_demo)
            run = ImportRun(
                connection, settings, opened, report, path, received_on, is_demo or opened.is_demo, choice, renumbered,
                reads_all,
            )  # fmt: skip
            # A trial does all that an import does and is then rolled back: what it promises is what would happen.
            run.all_chunks(progress)
            report.seconds = round(time.monotonic() - started, 3)
            run.finish()
            if inspect:
                inspect(connection, report)
            if dry_run:
                raise _DryRunError
            topic_rereadings.renew(connection, run.structurer, int(report.import_id or 0))
    except _DryRunError:
        report.import_id = None
    return report


def sha256_of(path: Path) -> str:
    """The digest by which the ledger knows a file."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()
