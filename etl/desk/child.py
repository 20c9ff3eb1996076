"""The child process of one job: `python -m etl.desk.child FOLDER`. It outlives the request that started it.

A job that is tried goes reading → trying → counting → ready (or «choice»: a person must say what the file is); one that
is committed or undone goes on to publishing → done. Whatever goes wrong ends in «failed» with a sentence.
"""

import logging
import shutil
import sys
import threading
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from data import publishing, settings, store
from data.errors import InputError, MCUError
from data.settings import Settings
from data.store import tables
from etl import proposals
from etl.desk import dry_run, jobs, turns
from etl.desk import header as head
from etl.desk.job import Asker, Choice, choice_of, scope_from_dict
from etl.import_run import FileChoice
from etl.load import Inspect, load
from etl.reading.cache import CachedReading
from etl.renumbering import RenumberedError
from etl.report import Report
from etl.sources.detection import NeedsChoiceError
from etl.sources.opening import open_file
from etl.undo import undo
from geo.errors import BoundaryError

_LOG = logging.getLogger("mcu.intake")
_SECONDS_BETWEEN_WORDS = 0.3


def main(folder: str) -> int:
    """Do what the job asks for; 0 when it could, 1 when its state says why not."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(name)s %(levelname)s %(message)s")
    job, chosen = jobs.Folder(Path(folder)), settings.load()
    with settings.use(chosen), job.lock():
        threading.Thread(target=job.end_when_asked, daemon=True).start()
        return _in_its_turn(job, chosen)


def _in_its_turn(job: jobs.Folder, chosen: Settings) -> int:
    with turns.turn(chosen, job), CachedReading(job.file, job.reading) as reading:
        return _run_to_exit_code(job, _Work(job, chosen, reading).run)


def _run_to_exit_code(job: jobs.Folder, run: Callable[[], None]) -> int:
    try:
        run()
    except (MCUError, BoundaryError) as error:
        job.write_answer("failed", message=_sentence(job, error), is_renumbered=isinstance(error, RenumberedError))
        return 1
    except Exception as error:  # noqa: BLE001  (the boundary of the process: logged without words, told in words)
        places = [f"{f.filename}:{f.lineno} {f.name}" for f in traceback.extract_tb(error.__traceback__)[-8:]]
        _LOG.error("job %s: %s at %s", job.key, type(error).__name__, " < ".join(reversed(places)))
        job.write_answer(
            "failed", message=f"Что-то пошло не так, ничего не записано. Сообщите администратору код {job.key}."
        )
        return 1
    return 0


def _sentence(job: jobs.Folder, error: Exception) -> str:
    """The sentence for a screen, with the person's own name of the file instead of the one on the disk."""
    message = error.on_screen if isinstance(error, InputError) else str(error)
    return message.replace(job.file.name, str(job.request().get("name", "")))


@dataclass
class _Work:
    """One job while it is done."""

    job: jobs.Folder
    settings: Settings
    reading: CachedReading

    def __post_init__(self) -> None:
        told = self.job.request()
        self._told = told
        self._asker = Asker(told["login"], scope_from_dict(told["scope"]), bool(told["is_demo"]))
        self._said = 0.0
        self._header: tuple[str, ...] = ()
        self._columns: dict[str, str] = {}

    def run(self) -> None:
        """The step that is asked for."""
        {"try": self.attempt, "commit": self.commit, "undo": self.undo}[self._told["what"]]()

    def attempt(self) -> None:
        """Understand the file, load it in a transaction that is rolled back, and keep the plan."""
        self.job.write_answer("reading", plan={}, result={}, is_renumbered=False)
        shutil.rmtree(self.job.path / "draft", ignore_errors=True)  # of a trial that was put off
        choice = self._understood()
        if choice is None:
            return
        publishing.publish(self.settings)  # «before» must hold what is committed already
        with store.reading(self.settings) as connection:
            change_no = _change_no(connection)
        plan: dict[str, Any] = {"change_no": change_no}
        self.job.write_answer("trying")
        report = self._load(choice, dry_run=True, inspect=lambda c, r: plan.update(self._plan(c, r)))
        self._write_rejected(report)
        shutil.rmtree(self.job.path / "draft", ignore_errors=True)
        self.job.write_answer("ready", plan=plan, was_counted=bool(self._told.get("was_counted")))

    def _understood(self) -> Choice | None:
        """The choice in force; None when a person must choose, which the state then says."""
        asked = choice_of(self._told.get("choice"), _day(self._told.get("received_on")))
        rows = head.first_rows(self.reading.book())
        try:
            opened_as, header, columns, by = self._opened(asked, rows)
        except NeedsChoiceError as error:
            header = head.likely_header(rows)
            known = asked.to_dict() if asked else {}
            self._tell_head(rows, header, known, by="")
            self.job.write_answer("choice", message=_sentence(self.job, error))
            return None
        self._header, self._columns = header, columns
        shown = opened_as.to_dict() | {"columns": columns}
        titled = header or tuple(f"столбец {i + 1}" for i in range(max((len(r) for _, r in rows), default=0)))
        self._tell_head(rows, titled, shown, by=by)
        return opened_as

    def _opened(
        self, asked: Choice | None, rows: list[tuple[int, list[str]]]
    ) -> tuple[Choice, tuple[str, ...], dict[str, str], str]:
        """The choice, the header, the columns, and who chose: as asked, else as remembered, else as recognised."""
        if asked is None and not self._told.get("again"):
            likely = self._remembered(head.key_of(head.likely_header(rows)))
            if likely is not None:
                return (likely[0], *self._look(likely[0]), likely[1])
        if asked is not None:
            return (asked, *self._look(asked), self._told.get("chosen_by", ""))
        found = Choice("auto")
        source, header, columns = self._recognised(found)
        recognised = Choice(source, columns)
        kept = self._remembered(head.key_of(header))
        if kept is not None:
            return (kept[0], *self._look(kept[0]), kept[1])
        return recognised, header, columns, ""

    def _remembered(self, key: str | None) -> tuple[Choice, str] | None:
        with store.reading(self.settings) as connection:
            return head.saved_choice(connection, key)

    def _recognised(self, choice: Choice) -> tuple[str, tuple[str, ...], dict[str, str]]:
        with open_file(self.job.file, received_on=choice.received_on, reading=self.reading) as opened:
            return opened.source_code, opened.header, opened.columns

    def _look(self, choice: Choice) -> tuple[tuple[str, ...], dict[str, str]]:
        options = self._options(choice)
        with open_file(self.job.file, **options, columns=_columns_of(choice), reading=self.reading) as opened:
            return opened.header, opened.columns

    def _options(self, choice: Choice) -> dict[str, Any]:
        if choice.source == head.MAPPING:
            mapping = head.mapping_file(self.job.path / "mapping.yml", choice)
            return {"source": head.MAPPING, "mapping": mapping, "received_on": choice.received_on}
        return {"source": choice.source, "received_on": choice.received_on}

    def _tell_head(self, rows: Any, header: tuple[str, ...], choice: dict[str, Any], *, by: str) -> None:
        told = {
            "header": [title.strip() or f"столбец {i + 1}" for i, title in enumerate(header)],
            "samples": head.samples(rows, header),
            "readings": head.column_readings(rows, header),
            "choice": choice,
            "by": by,
            "received_on": self._told.get("received_on"),
        }
        self.job.write_answer("reading", head=told)

    def _load(self, choice: Choice, *, dry_run: bool, inspect: Inspect) -> Report:
        understood = FileChoice(
            loaded_by=self._asker.login,
            file_name=self._told["name"],
            columns=_columns_of(choice),
            choice=choice.to_dict() | ({"received_on": str(choice.received_on)} if choice.received_on else {}),
        )
        return load(
            self.job.file,
            self.settings,
            **self._options(choice),
            renumbered=bool(self._told.get("renumbered")),
            dry_run=dry_run,
            is_demo=self._asker.is_demo,
            progress=partial(self._say, "trying" if dry_run else "committing"),
            understood=understood,
            inspect=inspect,
            reading=self.reading,
        )

    def _plan(self, connection: sa.Connection, report: Report) -> dict[str, Any]:
        dry_run.require_channels(connection, report, self._asker)
        self.job.write_answer("counting")
        draft = self.job.path / "draft"
        return dry_run.plan(connection, report, self.settings, self._asker, draft, partial(self._say, "counting"))

    def _say(self, stage: str, done: int, total: int | None) -> None:
        if time.monotonic() - self._said > _SECONDS_BETWEEN_WORDS:
            self.job.write_answer(stage, done=done, total=total)
            self._said = time.monotonic()

    def _write_rejected(self, report: Report) -> None:
        self.job.rejected.unlink(missing_ok=True)
        if report.rejections:
            from etl.desk import rejected_rows  # openpyxl: dear to import, and most files have nothing to refuse

            refused = report.rejections
            book = self.reading.book()
            rejected_rows.write(self.job.rejected, book, self._header, self._columns, report.source, refused)

    def commit(self) -> None:
        """Write what was tried; a plan that another import has overtaken is tried anew instead."""
        planned = self.job.state().get("plan", {})
        with store.reading(self.settings) as connection:
            overtaken = _change_no(connection) != planned.get("change_no")
        if overtaken:
            self._told["was_counted"] = True
            self.attempt()
            return
        self.job.write_answer("committing")
        choice = self._understood()
        assert choice is not None, "the file was understood when it was tried"
        self.job.write_answer("committing")
        report = self._load(choice, dry_run=False, inspect=lambda c, r: dry_run.require_channels(c, r, self._asker))
        self._published(dry_run.fates(report) | {"import_id": report.import_id, "sentence": report.sentence()})

    def undo(self) -> None:
        """Undo one import."""
        self.job.write_answer("undoing")
        sentence = undo(self.settings, int(self._told["import_id"]))
        self._published({"import_id": int(self._told["import_id"]), "sentence": sentence})

    def _published(self, result: dict[str, Any]) -> None:
        self.job.write_answer("publishing", result=result)
        self.job.drop_file()
        proposals.refresh(self.settings)
        manifest = publishing.publish(self.settings, progress=partial(self._say, "publishing"))
        self.job.write_answer("done", result=result | {"snapshot": manifest.number})


def _columns_of(choice: Choice) -> dict[str, str] | None:
    """What `open_file` is told of columns: nothing where a mapping file says it, or nobody has chosen."""
    return None if choice.source == head.MAPPING else dict(choice.columns) or None


def _change_no(connection: sa.Connection) -> int:
    return int(connection.execute(sa.select(sa.func.max(tables.changes.c.change_no))).scalar() or 0)


def _day(text: Any) -> date | None:
    return date.fromisoformat(str(text)) if text else None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
