"""The desk for received files as a person uses it: the right is asked, the log is written, then it is done.

A file travels by two addresses of its own, because it is neither a click nor a page:

    POST /intake/file?name=…&again=…      the body is the file; the answer is {"job": key}
    GET  /export/rejected/<key>.xlsx      rows that were refused
"""

import io
from collections.abc import Mapping, Sequence
from typing import Any

import flask
from flask import Blueprint, request

from access import audit, person, scope
from access.roles import Right
from data import intake
from data.errors import FilterError, MCUError
from data.filters import parse
from data.intake import Asker, Choice, Field, Job, LedgerRow

blueprint = Blueprint("intake", __name__)
_MOST_BYTES = intake.MOST_MEGABYTES << 20
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def asker() -> Asker:
    """Who is at the desk. Raises AccessError for whoever may not load files."""
    who = person.require(Right.IMPORT_FILES)
    return Asker(who.login, scope.current(), who.is_demo)


@blueprint.post("/intake/file")
def receive() -> tuple[flask.Response, int]:
    """Keep the file that is the body of this request and begin to read it."""
    request.max_content_length = _MOST_BYTES + 1
    name, again = request.args.get("name", ""), request.args.get("again", "")
    try:
        who = asker()
        audit.note("file_received", "file", name[:200])
        if (request.content_length or 0) > _MOST_BYTES:
            return flask.jsonify(error=too_large()), 413
        number = int(again) if again.isdecimal() else None
        return flask.jsonify(job=intake.current().receive(name, request.stream, who, again=number)), 200
    except MCUError as error:
        return flask.jsonify(error=str(error)), error.status


def too_large() -> str:
    """The sentence about a file above the limit."""
    return f"Файл больше {intake.MOST_MEGABYTES} МБ. Выгрузите меньший период или загрузите его на сервере командой."


@blueprint.get("/export/rejected/<key>.xlsx")
def rejected(key: str) -> flask.Response:
    """The workbook of refused rows: personal data as received, so it is written down who took it."""
    name, content = intake.current().rejected_file(key, asker())
    audit.note("export", "file", name, details={"title": "Отклонённые строки"})
    return flask.send_file(io.BytesIO(content), mimetype=XLSX_TYPE, as_attachment=True, download_name=name)


def latest() -> str | None:
    """The newest job of the person that has not been given up."""
    return intake.current().latest(asker())


def look(key: str) -> Job:
    """How far a job has come."""
    return intake.current().look(key, asker())


def choice(told: Mapping[str, Any], columns: Mapping[str, Sequence[str]]) -> Choice:
    """What a person has filled in. told: source, day, code, channel, zone; columns: field → headers named so.

    Raises FilterError when two columns are named the same, or the day is none.
    """
    twice = [titles for titles in columns.values() if len(titles) > 1]
    if twice:
        raise FilterError(f"Столбцы «{twice[0][0]}» и «{twice[0][1]}» названы одинаково. Оставьте один.")
    plain = {name: titles[0] for name, titles in columns.items()}
    code, channel, zone = (str(told.get(name) or "") for name in ("code", "channel", "zone"))
    return Choice(str(told["source"]), plain, parse({"from": told.get("day")}).date_from, code, channel, zone)


def choose(key: str, choice: Choice) -> None:
    """Understand the file otherwise and try it again."""
    who = asker()
    name = intake.current().look(key, who).name
    audit.note("mapping_chosen", "file", name, details={"columns": choice.to_dict()["columns"]})
    intake.current().choose(key, choice, who)


def forget(key: str) -> None:
    """Forget the remembered choice and recognise the file again."""
    who = asker()
    audit.note("mapping_chosen", "file", intake.current().look(key, who).name, reason="забыто")
    intake.current().forget(key, who)


def commit(key: str) -> None:
    """Write what was tried."""
    who = asker()
    job = intake.current().look(key, who)
    counts = {
        name: job.plan.get(name) for name in ("source_name", "rows_in", "loaded", "updated", "rejected", "sha256")
    }
    audit.note("import", "file", job.name, details=counts)
    intake.current().commit(key, who)


def drop(key: str) -> None:
    """Give a job up."""
    who = asker()
    job = intake.current().look(key, who)
    if job.stage != "done":
        audit.note("file_dropped", "file", job.name)
    intake.current().drop(key, who)


def undo(import_id: int) -> str:
    """Begin to undo an import; the key of the job."""
    who = asker()
    audit.note("undo", "import", import_id, details={"file": one(import_id).file_name})
    return intake.current().undo(import_id, who)


def ledger() -> list[LedgerRow]:
    """Imports, the newest first."""
    return intake.current().ledger(asker())


def one(import_id: int) -> LedgerRow:
    """One import the person may undo or repeat. Raises AccessError for another."""
    intake.current().reasons(import_id, asker(), most=1)
    return next(row for row in ledger() if row.import_id == import_id)


def reasons(import_id: int) -> list[dict[str, Any]]:
    """Rejected rows of an import."""
    return intake.current().reasons(import_id, asker())


def fields(source: str) -> list[Field]:
    """What columns of a source may be."""
    return intake.current().fields(source)


def sources() -> dict[str, str]:
    """Code → name of the sources a person may choose."""
    return intake.current().sources()


def guess(source: str, header: Any) -> dict[str, str]:
    """Field → header, by the names a source knows."""
    return intake.current().guess(source, header)
