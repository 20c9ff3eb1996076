"""Local days and recipients' hours as a person edits them. The federal calendar itself comes from `holidays`.

A local day — off, short or working by a decree of the republic or an order of the district — may be entered, altered or
taken back while it lies after the last event of any record: what people have been told does not move behind their back.
One that was forgotten is corrected on purpose only (`past=True`, the command line's --past). Hours of a recipient are
a fact about it, not a rule: a correction counts all its records anew, and `records_to_recount` says how many.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import holidays
import numpy as np
import sqlalchemy as sa

from data import store
from data.errors import FilterError, StoreError
from data.settings import Settings
from data.store import csv_text
from data.store.tables import calendar_overrides, questions, recipients, records
from data.terms.calendar import EPOCH, FIRST_DAY, LAST_DAY, WorkingTime, build, confirmed_until

COLUMNS = ("day", "kind", "hours", "note")
OFF, SHORT, WORKING, USUAL = "off", "short", "working", "usual"
KINDS = (OFF, SHORT, WORKING, USUAL)
"""USUAL takes a local day back: it is again what the federal calendar makes it."""
LONGEST_NOTE = 400
_EVENTS = ("received_at", "registered_at", "assigned_at", "first_reply_at", "answered_at", "closed_at")
Row = dict[str, str]


def local_days(settings: Settings) -> list[Row]:
    """Local days in their order: day (ISO), kind, hours ('' for the usual number), note."""
    table = calendar_overrides
    with store.reading(settings) as connection:
        found = connection.execute(sa.select(table).order_by(table.c.day)).mappings().all()
    return [{name: "" if row[name] is None else str(row[name]) for name in COLUMNS} for row in found]


def as_csv(rows: Iterable[Row]) -> str:
    """The table as a file: UTF-8 with commas, the columns of COLUMNS."""
    return csv_text.to_csv(rows, COLUMNS)


def from_csv(text: str) -> list[Row]:
    """Rows of a file; FilterError names a missing column."""
    rows, missing = csv_text.rows_of(text, COLUMNS, ("day", "kind"))
    if missing:
        raise FilterError(f"В файле местных дней нет столбца: {', '.join(missing)}. Нужны {', '.join(COLUMNS)}.")
    return rows


def plan(settings: Settings, rows: list[Row], *, past: bool = False) -> list[Row]:
    """Rows of `rows` that would change something, checked. Days the file does not name stay as they are.

    FilterError names the row, what is wrong with it and what to write instead.
    """
    known = {row["day"]: row for row in local_days(settings)}
    free = None if past else first_free_day(settings)
    named: set[str] = set()
    changed = []
    for number, row in enumerate(rows, start=2):
        where = f"Строка {number}, день «{row['day'][:20]}»"
        _check(row, where)
        if row["day"] in named:
            raise FilterError(f"{where}: день назван дважды. Оставьте одну строку.")
        named.add(row["day"])
        if row == known.get(row["day"]) or (row["kind"] == USUAL and row["day"] not in known):
            continue
        if free is not None and row["day"] < free.isoformat():
            raise FilterError(
                f"{where}: день уже прошёл для поступивших записей, названные людям сроки не меняются. Можно с "
                f"{free:%d.%m.%Y}; забытый день исправляет команда python -m data days import ФАЙЛ --past."
            )
        changed.append(row)
    return changed


def first_free_day(settings: Settings) -> date | None:
    """The day after the last event of any record: until then terms have run by the days as they were. None without
    records.
    """
    query = sa.select(*(sa.func.max(records.c[name]) for name in _EVENTS))
    with store.reading(settings) as connection:
        known = [moment for moment in connection.execute(query).one() if moment is not None]
    return store.local_day(max(known), settings) + timedelta(days=1) if known else None


def apply(settings: Settings, rows: list[Row], *, past: bool = False) -> list[Row]:
    """Do what `plan` says, all or nothing; publish afterwards."""
    changed = plan(settings, rows, past=past)
    table = calendar_overrides
    with store.writing(settings) as connection:
        for row in changed:
            day = date.fromisoformat(row["day"])
            connection.execute(sa.delete(table).where(table.c.day == day))
            if row["kind"] != USUAL:
                hours, note = int(row["hours"]) if row["hours"] else None, row["note"] or None
                connection.execute(sa.insert(table).values(day=day, kind=row["kind"], hours=hours, note=note))
        if changed:
            store.note_change(connection, "rules", set())
    return changed


def _check(row: Row, where: str) -> None:
    try:
        day = date.fromisoformat(row["day"])
        is_written_so = day.isoformat() == row["day"]
    except ValueError:
        is_written_so = False
    if not is_written_so or not FIRST_DAY <= (day - EPOCH).days <= LAST_DAY:
        raise FilterError(f"{where}: нужна дата вида 2026-12-31, от 2000 до 2058 года.")
    if row["kind"] not in KINDS:
        raise FilterError(f"{where}: kind = «{row['kind'][:20]}». Можно: {', '.join(KINDS)}.")
    if row["hours"] and (row["kind"] in (OFF, USUAL) or row["hours"] not in {str(n) for n in range(1, 13)}):
        raise FilterError(f"{where}: hours = «{row['hours'][:20]}». Целое от 1 до 12 и только для рабочего дня.")
    if len(row["note"]) > LONGEST_NOTE:
        raise FilterError(f"{where}: основание длиннее {LONGEST_NOTE} знаков. Сократите его.")


def hours(settings: Settings, *, everybody: bool = False) -> list[tuple[str, str, str]]:
    """Code, name and working time ('' for the usual) of the recipients that keep hours of their own, or of all."""
    r = recipients.c
    query = sa.select(r.code, r.name, r.working_time).order_by(r.name, r.code)
    asked = query if everybody else query.where(r.working_time.is_not(None))
    with store.reading(settings) as connection:
        return [(code, name, time or "") for code, name, time in connection.execute(asked)]


def records_to_recount(settings: Settings, code: str) -> int:
    """How many records a correction of this recipient's hours counts anew. FilterError for an unknown code."""
    with store.reading(settings) as connection:
        number = _recipient(connection, code)
        query = sa.select(sa.func.count(sa.distinct(questions.c.record_id))).where(questions.c.recipient_id == number)
        return int(connection.execute(query).scalar_one())


def set_hours(settings: Settings, code: str, text: str) -> None:
    """Give a recipient its own hours («08:00-12:00 13:00-17:00»), or the district's («»); publish afterwards."""
    if text:
        try:
            WorkingTime.parse(text)
        except StoreError as error:  # of what lies in the store; here a person has typed it
            raise FilterError(str(error)) from error
    with store.writing(settings) as connection:
        number = _recipient(connection, code)
        change = sa.update(recipients).where(recipients.c.recipient_id == number)
        connection.execute(change.values(working_time=text or None))
        store.note_change(connection, "rules", set())


def _recipient(connection: sa.Connection, code: str) -> Any:
    found = connection.execute(sa.select(recipients.c.recipient_id).where(recipients.c.code == code)).scalar()
    if found is None:
        raise FilterError(f"Ответственного с кодом «{code[:60]}» нет. Список: python -m data hours.")
    return found


@dataclass(frozen=True)
class Federal:
    """The calendar of the country between two days. runs: as `federal_exceptions`; short: days an hour shorter;
    confirmed_until: the last year whose transfers are decreed; known_until: the last one they are known for at all.
    """

    runs: list[tuple[date, date, bool]]
    short: list[date]
    confirmed_until: int
    known_until: int


def federal(first: date, last: date) -> Federal:
    """The calendar of the country between two days, and how far it can be relied on."""
    return Federal(federal_exceptions(first, last), short(first, last), confirmed_until(), transfers_known_until())


def federal_exceptions(first: date, last: date) -> list[tuple[date, date, bool]]:
    """Federal days that a week of five working days would not tell: first and last day of a run, and whether it works.

    A run of days off is whole: the weekends at its ends belong to it. Runs that begin before first or end after last
    are cut there.
    """
    days = np.arange((first - EPOCH).days, (last - EPOCH).days + 1)
    working, weekdays = build().is_working(days), (days + 3) % 7 < 5
    ends = np.flatnonzero(np.diff(working)) + 1
    runs = [(int(run[0]), int(run[-1])) for run in np.split(np.arange(len(days)), ends)]
    off = [(a, b, False) for a, b in runs if not working[a] and weekdays[a : b + 1].any()]
    on = [(int(i), int(i), True) for i in np.flatnonzero(working & ~weekdays)]
    return [(first + timedelta(days=a), first + timedelta(days=b), works) for a, b, works in sorted(off + on)]


def short(first: date, last: date) -> list[date]:
    """Federal days that are an hour shorter (ТК РФ, ст. 95)."""
    days = np.arange((first - EPOCH).days, (last - EPOCH).days + 1)
    length = build().length[days - FIRST_DAY]
    return [first + timedelta(days=int(i)) for i in np.flatnonzero((length > 0) & (length < WorkingTime().minutes))]


def transfers_known_until() -> int:
    """The last year whose transfers of days off are known, decreed (`calendar.confirmed_until`) or only drafted.

    In later years only holidays themselves are days off.
    """
    known = holidays.country_holidays("RU", years=range(2000, 2059), language="ru")
    moved_ones = [day for day, name in known.items() if "перенесено" in name]
    return max(day.year for day in [*moved_ones, *known.weekend_workdays])
