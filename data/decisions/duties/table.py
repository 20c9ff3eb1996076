"""Duties as one table that people edit in a spreadsheet and bring back: what was exported changes nothing.

A row whose code is known changes that duty, a row with a new code adds one; so does a row without a code, unless that
very duty is there already: a file that comes again adds nothing twice. Duties that the file does not name stay. All of
it is one group of edits, taken back at once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from data.decisions.duties.read import Duty
from data.decisions.duties.write import Form, plain, put
from data.decisions.edits import Editor, editing
from data.errors import FilterError
from data.settings import Settings
from data.store import csv_text

HEADINGS = {
    "duty_code": "Код обязанности",
    "recipient_code": "Код получателя",
    "recipient": "Получатель (для чтения)",
    "name": "Обязанность",
    "topic_codes": "Коды тематик",
    "topics": "Тематики (для чтения)",
    "document": "Документ",
    "valid_from": "Действует с",
    "valid_to": "Действует по",
    "confidence": "Достоверность",
}
"""Column → its heading. The columns «для чтения» repeat the codes in words and are not read."""
_NEEDED = ("recipient_code", "name", "topic_codes")
_SEPARATOR = "; "
ADDED, CHANGED, SAME = "added", "changed", "same"
Row = Mapping[str, str]


@dataclass(frozen=True)
class Outcome:
    """How many duties a table added, changed and left."""

    added: int
    changed: int
    same: int


def rows(found: Sequence[Duty]) -> list[dict[str, str]]:
    """Duties as rows of texts, missing ones ''."""
    return [
        {
            "duty_code": one.code,
            "recipient_code": one.recipient.code,
            "recipient": one.recipient.name,
            "name": one.name,
            "topic_codes": _SEPARATOR.join(topic.code for topic in one.topics),
            "topics": _SEPARATOR.join(topic.name for topic in one.topics),
            "document": one.document,
            "valid_from": one.valid_from.isoformat() if one.valid_from else "",
            "valid_to": one.valid_to.isoformat() if one.valid_to else "",
            "confidence": one.confidence,
        }
        for one in found
    ]


def as_csv(found: Sequence[Duty]) -> str:
    """The table as a file: UTF-8 with commas, Russian headings."""
    named = [{HEADINGS[name]: value for name, value in row.items()} for row in rows(found)]
    return csv_text.to_csv(named, list(HEADINGS.values()))


def from_cells(cells: Sequence[Sequence[str]]) -> list[dict[str, str]]:
    """Rows of a received table, the first of which is the header; a blank row stays, so that lines can be named.
    FilterError names a column that is missing.
    """
    header = [cell.strip() for cell in cells[0]] if cells else []
    places = {name: _place(header, name) for name in HEADINGS}
    if lost := [HEADINGS[name] for name in _NEEDED if places[name] is None]:
        raise FilterError(f"В файле обязанностей нет столбца «{lost[0]}». Возьмите за образец выгрузку с экрана.")
    found = []
    for row in cells[1:]:
        values = {name: row[at].strip() if at is not None and at < len(row) else "" for name, at in places.items()}
        found.append(values)
    return found


def _place(header: Sequence[str], name: str) -> int | None:
    return next((at for at, cell in enumerate(header) if cell in (name, HEADINGS[name])), None)


def apply(settings: Settings, who: str, told: Sequence[Row], known: Mapping[str, Duty], reason: str = "") -> Outcome:
    """Do what a table says, all or nothing. known: the duties that the person sees, by code."""
    with editing(settings, who, reason) as editor:
        return _apply(editor, told, known)


def _apply(editor: Editor, told: Sequence[Row], known: Mapping[str, Duty]) -> Outcome:
    counts = {ADDED: 0, CHANGED: 0, SAME: 0}
    named: set[str] = set()
    there = {_in_order(form_of(one)) for one in known.values()}
    for number, row in ((line, one) for line, one in enumerate(told, start=2) if any(one.values())):
        code = row["duty_code"]
        if code in named and code:
            raise FilterError(f"Строка {number}: код «{code[:60]}» назван дважды. Оставьте одну строку.")
        named.add(code)
        counts[_apply_row(editor, row, known.get(code), number, there)] += 1
    return Outcome(counts[ADDED], counts[CHANGED], counts[SAME])


def _apply_row(editor: Editor, row: Row, before: Duty | None, number: int, there: set[Form]) -> str:
    """there: the duties that are kept already, this row's among them when it is done."""
    try:
        told = form(row)
        kept = {_in_order(form_of(before))} if before else set() if row["duty_code"] else there
        if _in_order(told) in kept:
            return SAME
        there.add(_in_order(told))
        put(editor, row["duty_code"], before.version if before else 0, told)
    except FilterError as error:
        raise FilterError(f"Строка {number}. {error}") from None
    return ADDED if before is None else CHANGED


def form_of(duty: Duty) -> Form:
    """A duty as a person would have typed it."""
    codes = tuple(one.code for one in duty.topics)
    return Form(duty.recipient.code, duty.name, codes, duty.document, duty.valid_from, duty.valid_to, duty.confidence)


def _in_order(one: Form) -> Form:
    return replace(one, topics=tuple(sorted(one.topics)))


def form(row: Row) -> Form:
    """What a row says of a duty. FilterError for what is not a date."""
    parts = (part.strip() for part in row["topic_codes"].replace(",", ";").split(";"))
    since, until = (day(row[name], HEADINGS[name]) for name in ("valid_from", "valid_to"))
    document = plain(row["document"])
    confidence = row["confidence"].upper() or ("H" if document else "L")  # nothing is sure of a duty that names none
    topics = tuple(dict.fromkeys(filter(None, parts)))
    return Form(row["recipient_code"], plain(row["name"]), topics, document, since, until, confidence)


def day(text: str, heading: str) -> date | None:
    """A day as a person or a spreadsheet writes it; '' is missing. FilterError names the column of what is no day."""
    if not text:
        return None
    for pattern in ("%Y-%m-%d", "%d.%m.%Y", "%Y-%m-%d %H:%M:%S"):
        try:
            return datetime.strptime(text, pattern).date()  # noqa: DTZ007 a day has no zone
        except ValueError:
            continue
    raise FilterError(f"«{heading}»: «{text[:40]}» — не дата. Дата пишется так: 31.12.2026.")
