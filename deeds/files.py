"""Received files: brought, understood, written, given up or undone by a person who may load them.

A file travels by two addresses of its own, because it is neither a click nor a page:

    POST /intake/file?name=…&again=…      the body is the file; the answer is {"job": key}
    GET  /export/rejected/<key>.xlsx      rows that were refused

No deed here publishes: the child process that writes or undoes a file publishes when it has done so.
"""

import io
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any

import flask
from flask import Blueprint, request

from access import person, scope
from access.person import Person
from access.roles import Right
from data.errors import FilterError, MCUError
from data.filters import parse
from deeds.deed import deed
from etl.desk import files
from etl.desk.header import fields, guess
from etl.desk.header import source_names as sources
from etl.desk.job import KEPT_HOURS, MOST_MEGABYTES, Asker, Choice, Field, Job, LedgerRow

__all__ = ["KEPT_HOURS", "MOST_MEGABYTES", "Choice", "Field", "Job", "LedgerRow", "fields", "guess", "sources"]

blueprint = Blueprint("intake", __name__)
_MOST_BYTES = MOST_MEGABYTES << 20
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _asker(who: Person) -> Asker:
    return Asker(who.login, scope.current(), who.is_demo)


def _here() -> Asker:
    """Who asks. Raises AccessError for whoever may not load files."""
    return _asker(person.require(Right.IMPORT_FILES))


def _deed(action: str, kind: str, about: object, **more: Any) -> AbstractContextManager[Person]:
    return deed(Right.IMPORT_FILES, action, kind, about, **more, publishes=False)


@blueprint.post("/intake/file")
def receive() -> tuple[flask.Response, int]:
    """Keep the file that is the body of this request and begin to read it."""
    request.max_content_length = _MOST_BYTES + 1
    name, again = request.args.get("name", ""), request.args.get("again", "")
    try:
        with _deed("file_received", "file", name[:200]) as who:
            if (request.content_length or 0) > _MOST_BYTES:
                return flask.jsonify(error=too_large()), 413
            number = int(again) if again.isdecimal() else None
            return flask.jsonify(job=files.receive(name, request.stream, _asker(who), again=number)), 200
    except MCUError as error:
        return flask.jsonify(error=str(error)), error.status


def too_large() -> str:
    """The sentence about a file above the limit."""
    return f"Файл больше {MOST_MEGABYTES} МБ. Выгрузите меньший период или загрузите его на сервере командой."


@blueprint.get("/export/rejected/<key>.xlsx")
def download_rejected(key: str) -> flask.Response:
    """The workbook of refused rows: personal data as received, so it is written down who took it."""
    name, content = files.rejected_file(key, _here())
    with _deed("export", "file", name, details={"title": "Отклонённые строки"}):
        return flask.send_file(io.BytesIO(content), mimetype=XLSX_TYPE, as_attachment=True, download_name=name)


def latest() -> str | None:
    """The newest job of the person that has not been given up."""
    return files.latest(_here())


def job_of(key: str) -> Job:
    """How far a job has come."""
    return files.job_of(key, _here())


def choice(
    told: Mapping[str, Any],
    columns: Mapping[str, Sequence[str]],
    formats: Mapping[str, str] | None = None,
    meanings: Mapping[str, Mapping[str, str]] | None = None,
) -> Choice:
    """What a person has filled in. told: source, day, code, channel, zone; columns: field → headers named so; formats:
    header → format of its dates; meanings: header → received value → what it means.

    Raises FilterError when two columns are named the same, or the day is none.
    """
    twice = [titles for titles in columns.values() if len(titles) > 1]
    if twice:
        raise FilterError(f"Столбцы «{twice[0][0]}» и «{twice[0][1]}» названы одинаково. Оставьте один.")
    plain = {name: titles[0] for name, titles in columns.items()}
    code, channel, zone = (str(told.get(name) or "") for name in ("code", "channel", "zone"))
    return Choice(
        str(told["source"]),
        plain,
        parse({"from": told.get("day")}).date_from,
        code,
        channel,
        zone,
        formats={name: formats[title] for name, title in plain.items() if formats and title in formats},
        meanings={name: meanings[title] for name, title in plain.items() if meanings and title in meanings},
    )


def understand(key: str, choice: Choice) -> None:
    """Understand the file otherwise and try it again."""
    details = {"columns": choice.to_dict().get("columns", {})}
    with _deed("mapping_chosen", "file", job_of(key).name, details=details) as who:
        files.choose(key, choice, _asker(who))


def forget(key: str) -> None:
    """Forget the remembered choice and recognise the file again."""
    with _deed("mapping_chosen", "file", job_of(key).name, reason="забыто") as who:
        files.forget(key, _asker(who))


def retry(key: str) -> None:
    """Try again what was cut short."""
    with _deed("file_retried", "file", job_of(key).name) as who:
        files.retry(key, _asker(who))


def renumber(key: str) -> None:
    """Try the file as one that numbers anew."""
    with _deed("mapping_chosen", "file", job_of(key).name, reason="новая нумерация") as who:
        files.renumber(key, _asker(who))


def commit(key: str) -> None:
    """Write what was tried."""
    job = job_of(key)
    counts = {
        name: job.plan.get(name) for name in ("source_name", "rows_in", "loaded", "updated", "rejected", "sha256")
    }
    with _deed("import", "file", job.name, details=counts) as who:
        files.commit(key, _asker(who))


def drop(key: str) -> None:
    """Give a job up; of one that has ended only the card goes, which the log has nothing to say of."""
    job = job_of(key)
    if job.stage == "done":
        files.drop(key, _here())
        return
    with _deed("file_dropped", "file", job.name) as who:
        files.drop(key, _asker(who))


def undo(import_id: int) -> str:
    """Begin to undo an import; the key of the job."""
    with _deed("undo", "import", import_id, details={"file": import_of(import_id).file_name}) as who:
        return files.undo(import_id, _asker(who))


def ledger() -> list[LedgerRow]:
    """Imports, the newest first."""
    return files.ledger(_here())


def import_of(import_id: int) -> LedgerRow:
    """One import the person may undo or repeat. Raises AccessError for another."""
    return files.import_of(import_id, _here())


def reasons(import_id: int) -> list[dict[str, Any]]:
    """Rejected rows of an import."""
    return files.reasons(import_id, _here())
