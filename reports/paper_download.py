"""Documents of a screen as files: DOCX to be edited, PDF to be kept.

/export/channel.docx?of=im&month=2026-10      a channel over a week, a month or a quarter
/export/channel.pdf?of=pos&quarter=2026-Q3
/export/sheets.zip?week=2026-W47              the sheets of all recipients that are open to the asker
/export/package.xlsx?profile=month&month=2026-10   materials for the regional centre, DOCX too
/export/roadmap.docx?id=ДК-2026-003           what people keep, by its number: poll and minutes too, PDF too
/export/sent?code=М-2026-001&name=…           a file of materials as it was sent
"""

from collections.abc import Callable, Mapping

from flask import Blueprint, Response, request

from access import person, scope
from access.roles import Right
from data.decisions.materials import read
from data.errors import AccessError, FilterError
from data.filters import parse
from data.settings import current
from reports import channel, materials, papers, weekly
from reports.asked_file import XLSX_TYPE, answered, attachment, streamed
from reports.channel.span import STEPS
from reports.documents import docx, pdf
from reports.documents.blocks import Document

blueprint = Blueprint("paper_downloads", __name__)
DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TYPES = {"docx": DOCX_TYPE, "pdf": "application/pdf"}
ZIP_TYPE = "application/zip"
_RENDER: Mapping[str, Callable[[Document, str], bytes]] = {"docx": docx.render, "pdf": pdf.render}


@blueprint.get("/export/channel.<kind>")
@answered
def channel_report(kind: str) -> Response:
    """The report of a channel as the asker may see it."""
    person.require(Right.EXPORT)
    span = _span()
    of = channel.open_report(request.args.get("of", ""), span, parse(request.args.to_dict()).snapshot, scope.current())
    return document(channel.report(of), channel.file_name(of), kind)


def _span() -> channel.Span:
    told = [(step, request.args[step]) for step in STEPS if request.args.get(step)]
    if len(told) != 1:
        raise FilterError("Назовите одну неделю, один месяц или один квартал. Откройте документ кнопкой на экране.")
    return channel.Span.parse(*told[0])


@blueprint.get("/export/package.<kind>")
@answered
def package(kind: str) -> Response:
    """Materials as they would be sent now, by whoever may send them."""
    person.require(Right.SEND_MATERIALS)
    if kind not in ("docx", "xlsx"):
        raise FilterError(f"Вида файла «{kind[:20]}» нет. Есть: docx, xlsx.")
    profile = read.profile(current(), request.args.get("profile", ""))
    made = materials.open_package(profile, _span(), None, scope.current())
    name = f"{made.name}.{kind}"
    return attachment(made.files()[name], name, DOCX_TYPE if kind == "docx" else XLSX_TYPE)


@blueprint.get(f"/export/<any({', '.join(papers.KINDS)}):what>.<kind>")
@answered
def kept(what: str, kind: str) -> Response:
    """A roadmap, a poll or a meeting as a document, if it is open to the asker."""
    person.require(Right.EXPORT)
    name, made = papers.document(what, request.args.get("id", ""), None, scope.current(), current())
    return document(made, name, kind)


@blueprint.get("/export/sent")
@answered
def sent() -> Response:
    """A file of materials, the bytes that were sent."""
    person.require(Right.SEND_MATERIALS)
    file = read.kept(current(), request.args.get("code", ""), request.args.get("name", ""))
    kind = XLSX_TYPE if file.name.endswith(".xlsx") else DOCX_TYPE
    return attachment(file.content, f"{request.args['code']} {file.name}", kind)


def document(made: Document, name: str, kind: str) -> Response:
    """A document as an attachment of its kind, written down before it leaves."""
    if kind not in TYPES:
        raise FilterError(f"Вида файла «{kind[:20]}» нет. Есть: {', '.join(TYPES)}.")
    return attachment(_RENDER[kind](made, current().public_url), f"{name}.{kind}", TYPES[kind])


@blueprint.get("/export/sheets.zip")
@answered
def sheets() -> Response:
    """The sheets of the recipients that are open to the asker, each sent as soon as it is made."""
    person.require(Right.EXPORT)
    asker = scope.current()
    if asker.hides_small_cells:
        raise AccessError("Вам открыты сводные показатели, а листы получателей составляют записи.")
    of = weekly.open_week(request.args.get("week") or None, None, asker, current())
    codes = weekly.sheets.codes(of)
    if not codes:
        raise FilterError(f"За неделю {of.week.words} открытых вам записей нет: листы составлять не о чем.")
    return streamed(weekly.sheets.archive(of, codes, current().public_url), f"листы-{of.week.code}.zip", ZIP_TYPE)
