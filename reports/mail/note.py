"""The weekly note as a letter: the file that was issued, byte for byte, to whom the whole district is open.

A draft never goes: until the note is issued its letter waits. The note of a week without records is issued and not
mailed.
"""

from datetime import date

from data.decisions.notes import read
from data.decisions.notes.read import Issue
from data.decisions.subscriptions.deliveries import EMPTY, REFUSED, Outcome
from data.decisions.subscriptions.read import FORMATS, NOTE, Subscription
from data.errors import RefusedReportError
from data.settings import Settings
from deeds.deliveries import Reader
from reports.documents.blocks import Heading, Paragraph, text_of
from reports.documents.canonical import blocks_of
from reports.mail.report import CLOSING, Report
from reports.weekly import drafts
from reports.weekly.note import TITLE
from reports.weekly.sections import TITLES
from reports.weekly.week import Week, Weekly
from words import format


def report(settings: Settings, one: Subscription, reader: Reader, due: date) -> Report | Outcome:
    """The note of the last whole week before a day, or why it does not go. RefusedReportError for who may not see it,
    StoreError where what is kept of it is damaged.
    """
    if not (reader.scope.sees_everything and reader.scope.may_open_records):
        raise RefusedReportError("Записка построена по всем данным района, а подписчику открыта их часть.")
    week = Week.last_whole(due)
    note = read.one(settings, week.code)
    if note is None or note.issue is None:
        waits = f"Записка за {week.words} ещё не выпущена: письмо уйдёт, когда её выпустят."
        return Outcome(REFUSED, waits, is_awaited=True)
    if reason := _nothing(one, drafts.of_address(week.code, note.snapshot, reader.scope, settings)):
        return Outcome(EMPTY, reason)
    name = f"записка-{note.issue.number}.{one.format}"
    return Report(name, read.kept(settings, note, one.format), _words(one, week, note.issue, settings))


def _nothing(one: Subscription, of: Weekly) -> str:
    """Why there is nothing to write of; empty where there is."""
    told, before = of.ask(["records", "overdue_now"]), of.week.back(1)
    if not told["records"]:
        return "За неделю не поступило ни одной записи: записка выпущена, но не рассылается."
    if one.condition == "overdue" and not told["overdue_now"]:
        return "Просроченных записей на конец недели нет."
    earlier = of.ask(["records"], of.filters(before.first, before.last))["records"] or 0
    if one.condition == "growth" and told["records"] <= earlier:
        return f"Записей не больше, чем неделей раньше: {told['records']} и {earlier}."
    return ""


def _words(one: Subscription, week: Week, issue: Issue, settings: Settings) -> str:
    """The letter: which note, its main thing, where it can be checked."""
    place = f"\n{settings.public_url}{NOTE}?week={week.code}" if settings.public_url else ""
    lines = [
        f"{TITLE} № {issue.number} от {format.day(issue.issued_on)} за неделю {week.words}.",
        *_minute(issue.content),
        f"Файл {FORMATS[one.format]} приложен — тот же, что сохранён при выпуске.{place}",
        *CLOSING,
    ]
    return "\n".join(lines).replace(format.NBSP, " ")


def _minute(content: str) -> list[str]:
    """The sentences of the first section."""
    told: list[str] = []
    section = ""
    for block in blocks_of(content):
        if isinstance(block, Heading):
            section = block.text
        elif isinstance(block, Paragraph) and section == TITLES["minute"]:
            told.append(text_of(block.runs))
    return told
