"""Records that a person types: checked field by field, compared with those entered before, loaded as a file is.

A typed record becomes a workbook like the template and goes through `etl.load.load`, so that nothing can be checked,
masked or undone otherwise than in a received file. It is an import of its own: its number in the ledger is also the
number the program gives, and is never given again.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd
import sqlalchemy as sa

from data import store
from data.errors import InputError
from data.settings import Settings
from data.store import tables
from etl.desk import doubles, dry_run, jobs
from etl.desk.choices import Choices, choices
from etl.desk.job import Asker
from etl.sources import moments
from etl.sources.by_hand import CODE, OWN_NUMBER, SOURCE, identifier
from etl.sources.declaration import zone_of

MOST_QUESTIONS, LONGEST_TEXT = 5, 20_000
_TIME = re.compile(r"([01]?\d|2[0-3]):[0-5]\d")
_DAY = "Напишите день так: 30.11.2026."
_LISTED = {"topic": "темы", "place": "места", "recipient": "ответственного", "kind": "вида", "result": "итога"}
Flaws = dict[str, str]
"""Field → what is wrong with it, a sentence; of a question `<field>-<position>`."""


def _zone() -> ZoneInfo:
    """The district's: what is typed is local time."""
    return zone_of(SOURCE.time_zone)


@dataclass(frozen=True, repr=False)
class Question:
    """One question of a record, as typed; topic and recipient are names or ''."""

    text: str = ""
    topic: str = ""
    recipient: str = ""


@dataclass(frozen=True, repr=False)
class Entry:
    """A record as typed: texts, '' where nothing was. channel: a code; kind, place and result: names. Without `repr`:
    it holds personal data.
    """

    channel: str
    day: str
    questions: tuple[Question, ...]
    number: str = ""
    time: str = ""
    applicant: str = ""
    contact: str = ""
    address: str = ""
    place: str = ""
    kind: str = ""
    promised: str = ""
    answered: str = ""
    result: str = ""

    @property
    def received_at(self) -> str:
        """Day and time as one text."""
        return f"{self.day} {self.time}".strip()


@dataclass(frozen=True)
class EntryOutcome:
    """What has been entered: number of the import, number of the record, whether it replaced a former one."""

    import_id: int
    number: str
    is_update: bool


def today() -> datetime:
    """Now, by the clock of the district."""
    return datetime.now(_zone())


def flaws(entry: Entry, offered: Choices, now: datetime) -> Flaws:
    """What is wrong with a typed record; empty when nothing is."""
    found = {} if entry.channel in offered.channels else {"channel": "Выберите канал."}
    found |= _of_receipt(entry, now) | _of_days(entry, now) | _of_questions(entry)
    if len(entry.number) > 60:
        found["number"] = "Номер длиннее 60 знаков."
    return _of_names(entry, offered) | found


def _of_receipt(entry: Entry, now: datetime) -> Flaws:
    if entry.time and not _TIME.fullmatch(entry.time):
        return {"time": "Напишите время так: 10:15."}
    received = moment(entry.received_at)
    if received is None or received.year < 2000:
        return {"day": _DAY}
    if received.date() > now.date():
        return {"day": "Этот день ещё не наступил."}
    return {"time": "Это время ещё не наступило."} if received > now else {}


def _of_days(entry: Entry, now: datetime) -> Flaws:
    found, received = {}, moment(entry.day)
    for name, text in (("promised", entry.promised), ("answered", entry.answered)):
        day = moment(text)
        if text and day is None:
            found[name] = _DAY
        elif day and received and day.date() < received.date():
            found[name] = "Раньше дня поступления."
        elif day and name == "answered" and day > now:
            found[name] = "Этот день ещё не наступил."
    if entry.answered and not entry.result:
        found["result"] = "Ответ дан: выберите, с каким итогом."
    if entry.result and not entry.answered:
        found["answered"] = "Напишите, когда дан ответ."
    return found


def _of_questions(entry: Entry) -> Flaws:
    found = {}
    for i, question in enumerate(entry.questions):
        if not question.text:
            found[f"text-{i}"] = "Напишите, о чём обращение."
        elif len(question.text) > LONGEST_TEXT:
            found[f"text-{i}"] = "Текст длиннее 20 000 знаков. Сократите его."
    return found


def _of_names(entry: Entry, offered: Choices) -> Flaws:
    """Names that are in no list: here, unlike in a file, somebody can choose another one."""
    known = offered.lists()
    typed = {name: (name, getattr(entry, name)) for name in ("place", "kind", "result")}
    for i, question in enumerate(entry.questions):
        typed |= {f"{name}-{i}": (name, getattr(question, name)) for name in ("topic", "recipient")}
    return {
        at: f"Такого {_LISTED[name]} в справочнике нет. Выберите из списка или оставьте пустым."
        for at, (name, value) in typed.items()
        if value and value not in known[name]
    }


def moment(text: str) -> datetime | None:
    """A typed moment in the district's time, read as in a file; None when it is none."""
    found = moments.parse(pd.Series([text], dtype="str"), _zone())
    made = found.utc.iloc[0]
    return None if pd.isna(made) else made.tz_convert(_zone()).to_pydatetime()


def same_as(entry: Entry, asker: Asker, settings: Settings) -> list[str]:
    """Sentences about records entered before that may be this one. Raises InputError for a number of the program's own
    kind that it has not given.
    """
    received = moment(entry.received_at)
    assert received is not None, "checked before"
    with store.reading(settings) as connection:
        known = doubles.by_number(connection, _identifier(entry, received)) if entry.number else None
        if known is None and entry.number.startswith(OWN_NUMBER):
            raise InputError(f"Номера «{entry.number}» программа не давала. Оставьте номер пустым: она даст новый.")
        found = [doubles.replacement_sentence(known, _zone())] if known else []
        texts = [question.text for question in entry.questions]
        alike = doubles.similar(connection, received, texts, entry.applicant, entry.contact, dry_run.channels_of(asker))
    others = [one for one in alike if known is None or one.record_id != known.record_id]
    return found + [doubles.sentence(one, _zone()) for one in others]


def _identifier(entry: Entry, received: datetime) -> str:
    return identifier(entry.number, str(received.year), entry.channel)


def enter(entry: Entry, asker: Asker, settings: Settings) -> EntryOutcome:
    """Load a checked record. Raises InputError, and writes nothing, when the loader refuses it after all."""
    from etl import proposals  # the import of files: dear, and a web worker that enters nothing does without
    from etl.desk import template
    from etl.import_run import FileChoice
    from etl.load import load

    offered = choices(settings, asker)
    with jobs.typing(settings) as folder:
        number = entry.number or _next_number(settings)
        file = folder / "entry.received"
        template.write(file, _rows(entry, number, offered.channels[entry.channel]))
        choice = {"source": CODE, "typed": True}
        name = f"{SOURCE.name}: {offered.channels[entry.channel]}"
        understood = FileChoice(loaded_by=asker.login, file_name=name, choice=choice)
        report = load(
            file,
            settings,
            source=CODE,
            is_demo=asker.is_demo,
            understood=understood,
            inspect=lambda connection, report: _inspect(connection, report, asker),
        )
    proposals.refresh(settings)
    received = moment(entry.received_at)
    given = number if received is None else identifier(number, str(received.year), entry.channel)
    return EntryOutcome(int(report.import_id or 0), given, bool(report.updated))


def _inspect(connection: sa.Connection, report: Any, asker: Asker) -> None:
    dry_run.require_channels(connection, report, asker)
    if report.rejected:
        first = report.rejections[0]
        raise InputError(f"Запись не принята: {first['column']} — {first['reason']}. Исправьте и сохраните ещё раз.")


def _next_number(settings: Settings) -> str:
    """The number of the import that comes next: nobody else enters meanwhile, and imports are never removed."""
    with store.reading(settings) as connection:
        last = connection.execute(sa.select(sa.func.max(tables.imports.c.import_id))).scalar() or 0
    return f"{OWN_NUMBER}{last + 1}"


def _rows(entry: Entry, number: str, channel: str) -> list[Mapping[str, str]]:
    """A row of the template for each question."""
    same = {
        "channel": channel,
        "number": number,
        "received_at": entry.received_at,
        "applicant": entry.applicant,
        "contact": entry.contact,
        "address": entry.address,
        "place": entry.place,
        "kind": entry.kind,
        "promised_at": entry.promised,
        "answered_at": entry.answered,
        "result": entry.result,
    }
    return [same | {"text": one.text, "topic": one.topic, "recipient": one.recipient} for one in entry.questions]


def topic_suggestions(text: str, settings: Settings) -> tuple[list[str], bool]:
    """Names of the likeliest topics of a text, and whether the first is sure enough to be taken by itself."""
    from etl.structure.topics import model_files
    from etl.structure.topics.suggest import suggest

    found = suggest([text], model_files.newest(model_files.folder(settings.var))).answers
    with store.reading(settings) as connection:
        t = tables.topics.c
        rows = connection.execute(sa.select(t.code, t.name).where(t.group_id.is_not(None)))
        names = {code: str(name) for code, name in rows}
    return [names[code] for code in found.labels[0] if code in names], bool(found.is_sure[0])
