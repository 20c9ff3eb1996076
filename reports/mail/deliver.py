"""Every subscription that is due, once: the report is made first, and a letter begun only with a report in hand.

Fail closed: with a stale source, without its chart, of nobody's circle of data a report does not go; its owner reads
why in the program. What there is nothing to say in is not mailed.
"""

import hashlib
from collections.abc import Callable, Iterator
from datetime import date, datetime
from email.message import EmailMessage
from functools import partial
from urllib.parse import parse_qsl

from answers import briefing, notices, schedules
from answers.briefing import Asked
from data.decisions.subscriptions.deliveries import EMPTY, REFUSED, Outcome
from data.decisions.subscriptions.read import FORMATS, NOTE, NOTICES, Subscription
from data.errors import MCUError, RefusedReportError
from data.filters import parse
from data.metrics import answerable, stamp
from data.metrics.freshness import freshness
from data.settings import Mail, Settings
from deeds import deliveries
from deeds.deliveries import Reader
from reports.documents import docx, pdf
from reports.mail import digest, note, smtp
from reports.mail.digest import Order
from reports.mail.report import CLOSING, Report
from words import format

TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
Send = Callable[[Mail, EmailMessage], Outcome]


def run(
    settings: Settings, mail: Mail, today: date, now: datetime, send: Send = smtp.send
) -> Iterator[tuple[Subscription, Outcome]]:
    """One after another, with what came of each. today: local; now: naive UTC."""
    day = partial(schedules.due_on, today=today)
    deliveries.give_up_left_behind(settings, now, day)
    known = deliveries.readers(settings)
    for one, on in deliveries.due(settings, now, day):
        reader = known.get(one.login)
        if reader is None:
            continue  # nobody to mail to: switched off, without the right, or without an address
        if one.path == NOTICES and deliveries.is_quiet(settings, now):
            continue  # its time comes when the quiet hours end
        made = _called(settings, reader, now) if one.path == NOTICES else _made(settings, one, reader, on, today)
        work = _handing(mail, one, reader, made, now, send, on) if isinstance(made, Report) else partial(_as_told, made)
        outcome = deliveries.attempt(settings, one, on, message_id(mail, one, on), now, work)
        if outcome is not None:
            yield one, outcome


def message_id(mail: Mail, one: Subscription, due_on: date) -> str:
    """The same for every try of one letter, so that a server that knows it may drop the second."""
    told = hashlib.sha256(f"{one.key} {one.login} {due_on.isoformat()}".encode()).hexdigest()[:32]
    return f"<mcu-{told}@{mail.sender.rpartition('@')[2].rstrip('>')}>"


def _as_told(outcome: Outcome) -> Outcome:
    return outcome


def _called(settings: Settings, reader: Reader, now: datetime) -> Report | Outcome:
    """What waits for the reader's attention: the letter itself. A stale source keeps it back least of all."""
    try:
        text = notices.letter(deliveries.notices_of(settings, reader, now), now, settings.public_url)
    except MCUError as error:
        return Outcome(REFUSED, str(error))
    return Report("", b"", text) if text else Outcome(EMPTY, "Ничто не ждёт внимания.")


def _made(settings: Settings, one: Subscription, reader: Reader, due: date, today: date) -> Report | Outcome:
    """The report, or why it does not go."""
    try:
        if one.path == NOTE:
            return note.report(settings, one, reader, due)
        return _report(settings, one, reader, due, today)
    except MCUError as error:
        return Outcome(REFUSED, str(error))


def _report(settings: Settings, one: Subscription, reader: Reader, due: date, today: date) -> Report | Outcome:
    if not reader.scope.grants:
        raise RefusedReportError("Подписчику не открыты данные: отчёт составить не из чего.")
    filters = answerable(schedules.rolling(parse(dict(parse_qsl(one.query)))), reader.scope)
    asked = Asked(filters, reader.scope, stamp(filters))
    _require_fresh(asked, today)
    order = Order(one, asked, due)
    if reason := _nothing(order):
        return Outcome(EMPTY, reason)
    return Report(_file_name(order), _file(order, settings), _words(order, settings))


def _require_fresh(asked: Asked, today: date) -> None:
    stale = [one for one in freshness(asked.stamp.sources, today) if one.is_stale]
    if stale:
        named = "; ".join(f"{one.state.name} — данные по {format.day(one.state.last_day)}" for one in stale)
        raise RefusedReportError(f"Отчёт не составлен: источник устарел ({named}). Загрузите свежую выгрузку.")


def _nothing(order: Order) -> str:
    """Why there is nothing to write of; empty where there is."""
    new, before = digest.new_records(order)
    if not new:
        return "Новых записей с прошлого письма нет."
    if order.one.condition == "growth" and new <= before:
        return f"Записей не больше, чем прежде: {new} и {before}."
    if order.one.condition == "overdue" and not order.asked.row("overdue_now")["overdue_now"]:
        return "Просроченных записей нет."
    return ""


def _file(order: Order, settings: Settings) -> bytes:
    if order.one.format == "xlsx":
        return digest.workbook(order)
    render = pdf.render if order.one.format == "pdf" else docx.render
    return render(digest.document(order), settings.public_url)


def _file_name(order: Order) -> str:
    clean = "".join(" " if c in '\\/:*?"<>|' else c for c in order.one.title)
    return f"{' '.join(clean.split())} {order.asked.stamp.as_of.isoformat()}.{order.one.format}"


def _words(order: Order, settings: Settings) -> str:
    """The letter: its filters first, the sentences of the screen, where it comes from and how to stop it."""
    place = f"\n{settings.public_url}{order.href}" if settings.public_url else ""
    lines = [
        f"{briefing.title(order.one.path)}: {order.filters_in_words}.",
        *briefing.sentences(order.one.path, order.asked),
        briefing.basis(order.asked.stamp),
        f"Файл {FORMATS[order.one.format]} приложен.{place}",
        *CLOSING,
    ]
    return "\n".join(lines).replace(format.NBSP, " ")


def _handing(
    mail: Mail, one: Subscription, reader: Reader, made: Report, now: datetime, send: Send, due: date
) -> Callable[[], Outcome]:
    letter = smtp.letter(mail.sender, reader.address, one.title, made.text, message_id(mail, one, due), now)
    if made.name:
        smtp.attach(letter, made.name, made.content, TYPES[one.format])
    return partial(send, mail, letter)
