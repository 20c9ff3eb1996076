"""What people of the demonstration have put on paper: a note that was issued, a draft with words of theirs, materials
that were sent, and what they are mailed.

All of it speaks of the published snapshot and is set on sheets by the program itself, which takes seconds: only the
first start and the command `python -m etl demo` do it, not whoever needs the records of the demonstration.
"""

from collections.abc import Callable
from datetime import date, timedelta

from data import store
from data.decisions.materials import read as sets
from data.decisions.materials import write as materials
from data.decisions.materials.write import Sent
from data.decisions.notes import write as notes
from data.decisions.notes.read import BESIDE, DRAFT, WITH_CENTRE_HEAD, WITH_CURATOR
from data.decisions.subscriptions import write as subscriptions
from data.decisions.subscriptions.write import Form
from data.errors import FilterError, RefusedReportError
from data.scope import EVERYTHING
from data.settings import Settings, use
from data.snapshots import latest
from reports import weekly
from reports.materials import open_package
from reports.weekly import Week, files
from reports.weekly.note import Marked
from reports.weekly.own_words import Own

CURATOR, HEAD_OF_CENTRE = "demo-kurator", "demo-rukovoditel"
_ISSUED_AFTER = timedelta(days=2)
"""From the Sunday of a week to the day its note is issued."""
_REMARK = "Спросить у электросетей срок ремонта линии до передачи куратору."
_WORDS = "Причину отключений и срок ремонта доложит отдел ЖКХ на совещании у куратора."
_FORMS = (
    Form("Записка недели", "/note", "", "weekly", 0, "any", "pdf"),
    Form("Сроки: что просрочено", "/deadlines", "period=12w", "workdays", 0, "overdue", "xlsx"),
)


def keep(settings: Settings) -> None:
    """Write all of it after the newest snapshot, nothing without one. What its records are too few or too old for is
    left out.
    """
    if latest(settings.snapshots) is None:
        return
    with use(settings):
        for write in (_subscribe, _issue, _draft, _send):
            _where_it_can(write, settings)


def _where_it_can(write: Callable[[Settings], None], settings: Settings) -> None:
    try:
        write(settings)
    except (FilterError, RefusedReportError):
        return  # no whole week or month in the records, a stale source: a person would not get the paper either


def _subscribe(settings: Settings) -> None:
    for form in _FORMS:
        subscriptions.add(settings, CURATOR, form, store.today(settings))


def _week(settings: Settings, back: int) -> weekly.Weekly:
    """A week so many before the last whole one."""
    last = weekly.open_week(None, None, EVERYTHING, settings)
    return last if not back else weekly.open_week(last.week.back(back).code, None, EVERYTHING, settings)


def _issue(settings: Settings) -> None:
    """The note of the week before the last one, with the words that were written into it."""
    of = _week(settings, 1)
    day = _day(of.week)
    signed = tuple(f"{who} (демонстрация), {day:%d.%m.%Y}" for who in ("Куратор МЦУ", "Руководитель МЦУ"))
    number = notes.next_number(settings, day)
    approvals = (f"Куратор МЦУ: {signed[0]}", f"Руководитель МЦУ: {signed[1]}")
    document = weekly.note(of, {"decisions": Own(_WORDS, is_instead=False)}, Marked(number, day, approvals))
    kept = files.kept(document, settings.public_url)
    code, told = of.week.code, {"number": number, "issued_on": day, "issued_by": signed[0]}
    told |= {"snapshot": of.stamp.address, "content": kept.content, "content_hash": kept.content_hash}
    notes.prepare(settings, HEAD_OF_CENTRE, code, of.stamp.address)
    notes.write(settings, HEAD_OF_CENTRE, code, "decisions", 0, BESIDE, _WORDS)
    notes.move(settings, HEAD_OF_CENTRE, code, 1, (DRAFT, WITH_CENTRE_HEAD), "передана руководителю МЦУ")
    move = (WITH_CENTRE_HEAD, WITH_CURATOR)
    notes.move(settings, HEAD_OF_CENTRE, code, 2, move, "согласована руководителем МЦУ", signed[1], kept.content_hash)
    notes.issue(settings, CURATOR, code, 3, WITH_CURATOR, told, kept.files)


def _day(week: Week) -> date:
    return week.last + _ISSUED_AFTER


def _draft(settings: Settings) -> None:
    """The note of the last whole week, begun and spoken of."""
    of = _week(settings, 0)
    notes.prepare(settings, HEAD_OF_CENTRE, of.week.code, of.stamp.address)
    notes.write(settings, HEAD_OF_CENTRE, of.week.code, "decisions", 0, BESIDE, _WORDS)
    notes.comment(settings, HEAD_OF_CENTRE, of.week.code, "hotspots", _REMARK)


def _send(settings: Settings) -> None:
    """The materials of the last whole month."""
    profile = sets.profile(settings, "month")
    made = open_package(profile, None, None, EVERYTHING)
    day = min(made.span.last + timedelta(days=3), store.today(settings))
    content = (profile, made.span.code, made.stamp.address, made.document().hash, made.stamp.is_demo)
    words = "Ежемесячные материалы; отправлены по закрытому каналу."
    materials.send(settings, CURATOR, Sent(*content, day, "Центр управления регионом", words, made.files()))
