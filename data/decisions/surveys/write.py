"""A survey written down with all its answers as one group of edits, so that it is taken back as one."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import sqlalchemy as sa

from data import store
from data.decisions import edits
from data.decisions.edits import Editor
from data.decisions.surveys.table import Told
from data.errors import FilterError
from data.settings import Settings
from data.store import bulk, tables
from data.store.tables import places, recipients, records, sources, survey_answers, surveys, topics
from data.store.tables.surveys import KINDS

LONGEST_TITLE = 200
_EARLIEST = date(2000, 1, 1)
Received = Mapping[str, Mapping[int, date]]
"""Number of a record → its source → the day it was received."""
_LISTS = {
    "source": (sources, "источник"),
    "recipient": (recipients, "ответственный"),
    "topic": (topics, "тематика"),
    "place": (places, "населённый пункт"),
}


def add(settings: Settings, who: str, kind: str, title: str, told: Sequence[Told], *, again: bool = False) -> int:
    """Write down a survey; its key. Several answers of one record are kept as they are.

    again: whether the very answers of a survey that is there may be written down once more. FilterError for those, for
    an unknown kind or name, for an answer that says neither its record nor a recipient, topic or place, and for one of
    a day before its record was received; then nothing is written.
    """
    name = " ".join(title.split())
    if kind not in KINDS:
        raise FilterError("Выберите, что это: опрос, обзвон или тайный заявитель.")
    if not name or len(name) > LONGEST_TITLE:
        raise FilterError(f"Назовите опрос: от одного до {LONGEST_TITLE} знаков.")
    _check_days(told, store.today(settings))
    with edits.editing(settings, who, name) as editor:
        known = {field: _names(editor.connection, table) for field, (table, _) in _LISTS.items()}
        numbers = {one.number for one in told} | {_bare(one.number) for one in told}
        received = _received(editor.connection, settings, numbers - {""})
        rows = [_row(_as_known(one, received), known, received) for one in told]
        if not again:
            _refuse_known(editor.connection, kind, rows)
        key = editor.insert(surveys, {"kind": kind, "title": name})
        for row in rows:
            editor.insert(survey_answers, {"survey_id": key, **row})
        _note_records(editor, [row["external_id"] for row in rows])
    return key


def without_records(settings: Settings, told: Sequence[Told]) -> list[Told]:
    """Answers whose source and number no record of the store has: it may be loaded yet, or the number is wrong."""
    named = [one for one in told if one.number and one.source]
    with store.reading(settings) as connection:
        known = _names(connection, sources)
        received = _received(connection, settings, {name for one in named for name in (one.number, _bare(one.number))})
    return [
        one for one in named if known.get(_key(one.source)) not in received.get(_as_known(one, received).number, {})
    ]


def _refuse_known(connection: sa.Connection, kind: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """A file that comes again, or has grown since, says the same answers, however it is called or saved by now. Answers
    of no record may be alike by chance: they are known where all of an earlier survey, of two or more, are among them.
    """
    wanted, s, a = Counter(map(_answer, rows)), surveys.c, survey_answers.c
    query = sa.select(s.title, *survey_answers.c).join(survey_answers, a.survey_id == s.survey_id).where(s.kind == kind)
    earlier: dict[int, tuple[str, Counter[tuple[str, ...]]]] = {}
    for one in connection.execute(query.order_by(s.survey_id)).mappings():
        earlier.setdefault(one["survey_id"], (one["title"], Counter()))[1][_answer(dict(one))] += 1
    for title, found in earlier.values():
        same = found & wanted
        is_whole = same == found and same.total() > 1
        if known := same.total() if is_whole else sum(n for answer, n in same.items() if answer[0] != _NOTHING):
            raise FilterError(_known_words(title, known, len(rows)))


def _known_words(title: str, known: int, count: int) -> str:
    which = "Эти ответы" if known == count else f"{known} из {count} ответов"
    advice = "Чтобы внести их ещё раз" if known == count else "Оставьте в файле остальные; чтобы внести всё ещё раз"
    return f"{which} уже загружены: «{title}». {advice}, выберите «Внести, даже если уже есть»."


_NOTHING = str(None)
_SAID = ("external_id", "source_id", "recipient_id", "topic_id", "place_id", "answered_on", "value")


def _answer(row: Mapping[str, Any]) -> tuple[str, ...]:
    """What an answer says, to be compared with another."""
    return tuple(str(row[name]) for name in _SAID)


def _check_days(told: Sequence[Told], today: date) -> None:
    for one in told:
        if not _EARLIEST <= one.day <= today:
            words = "ещё не наступил" if one.day > today else "слишком давний"
            raise _of_line(one.line, f"день ответа {one.day:%d.%m.%Y} {words}. Исправьте его.")


def undo(settings: Settings, who: str, number: int) -> None:
    """Take back the edits that were written down together with this one."""
    with edits.editing(settings, who) as editor:
        named = _numbers(editor.connection, number)
        editor.undo(number)
        _note_records(editor, named)


def group_of(settings: Settings, survey: int) -> int:
    """Number of the edit that wrote a survey down. FilterError where there is none."""
    e = tables.edits.c
    query = sa.select(sa.func.max(e.edit_no)).where(e.table_name == surveys.name, e.row_key == survey)
    with store.reading(settings) as connection:
        found = connection.execute(query).scalar()
    if found is None:
        raise FilterError("Такого опроса уже нет. Обновите страницу.")
    return int(found)


def _received(connection: sa.Connection, settings: Settings, numbers: set[str]) -> Received:
    r = records.c
    found: dict[str, dict[int, date]] = {}
    for part in bulk.parts(sorted(numbers)):
        query = sa.select(r.external_id, r.source_id, r.received_at).where(r.external_id.in_(part))
        for number, source, at in connection.execute(query):
            found.setdefault(number, {})[source] = store.local_day(at, settings)
    return found


def _as_known(told: Told, received: Received) -> Told:
    """The same answer, its record named as sources do: people write «№ 7» of the record 7."""
    return told if told.number in received else replace(told, number=_bare(told.number))


def _bare(number: str) -> str:
    return number.removeprefix("№").strip()


def _row(told: Told, known: Mapping[str, Mapping[str, int]], received: Received) -> dict[str, Any]:
    try:
        ids = {f"{field}_id": _id(known[field], getattr(told, field), words) for field, (_, words) in _LISTS.items()}
        if told.number:
            of_number = received.get(told.number, {})
            source = ids["source_id"] or _only_source(of_number, told.number)
            ids["source_id"] = source
            _refuse_before(told.day, of_number.get(source))
        elif not any(ids[f"{field}_id"] for field in ("recipient", "topic", "place")):
            raise FilterError("ответ ни к чему не относится. Назовите запись, ответственного, тематику или место.")
        else:
            ids["source_id"] = None
    except FilterError as error:
        raise _of_line(told.line, str(error)) from None
    return {**ids, "external_id": told.number[:100] or None, "answered_on": told.day, "value": told.value}


def _of_line(line: int, text: str) -> FilterError:
    """A refusal that names the line of a file; of what was typed by hand it is a sentence."""
    return FilterError(f"Строка {line}: {text}" if line else text[:1].upper() + text[1:])


def _id(known: Mapping[str, int], text: str, words: str) -> int | None:
    if not text:
        return None
    if _key(text) not in known:
        raise FilterError(f"{words} «{text[:60]}»: в списке такого нет. Проверьте название или код.")
    return known[_key(text)]


def _refuse_before(day: date, received: date | None) -> None:
    """FilterError for an answer given before the record it speaks of was received."""
    if received is not None and day < received:
        raise FilterError(
            f"ответ {day:%d.%m.%Y} раньше самой записи, она поступила {received:%d.%m.%Y}. Исправьте день или номер."
        )


def _only_source(received: Mapping[int, date], number: str) -> int:
    """The source of the only record with this number. received: source → day of those that have it."""
    found = list(received)
    if len(found) != 1:
        none = (
            "записи с номером «{}» нет. Проверьте номер или уберите его и назовите ответственного, тематику или место."
        )
        several = "записей с номером «{}» несколько. Назовите источник записи."
        raise FilterError((several if found else none).format(number[:60]))
    return found[0]


def _names(connection: sa.Connection, table: sa.Table) -> dict[str, int]:
    """Code, short name and name of each member → its id; a name that several have is left out."""
    fields = [table.c[name] for name in ("code", "oktmo", "short_name", "name") if name in table.c]
    key = next(iter(table.primary_key.columns))
    found: dict[str, set[int]] = {}
    for row in connection.execute(sa.select(key, *fields)):
        for name in filter(None, row[1:]):
            found.setdefault(_key(name), set()).add(row[0])
    return {name: next(iter(ids)) for name, ids in found.items() if len(ids) == 1}


def _key(text: str) -> str:
    return " ".join(text.lower().replace("ё", "е").split())


def _numbers(connection: sa.Connection, number: int) -> list[str]:
    """Numbers of the records that answers of a group of edits name."""
    e = tables.edits.c
    group = sa.select(e.group_no).where(e.edit_no == number).scalar_subquery()
    query = sa.select(e.before, e.after).where(e.group_no == group, e.table_name == survey_answers.name)
    return [(row.after or row.before)["external_id"] for row in connection.execute(query)]


def _note_records(editor: Editor, numbers: Sequence[str | None]) -> None:
    """What counts as citizens' may have changed in the months of these records."""
    r = records.c
    named = sorted({one for one in numbers if one})
    months: set[int] = set()
    for part in bulk.parts(named):
        query = sa.select(r.received_month).where(r.external_id.in_(part)).distinct()
        months |= set(editor.connection.execute(query).scalars())
    if months:
        store.note_change(editor.connection, "edit", months)
