"""Deadline rules as a person edits them: by a table of the same columns as data/reference, whole.

A change never rewrites the past. A version of a rule that has been in force stays as it was; it is ended by a date, and
a new version begins later than the last record received. Only versions that no record can have met may be altered
freely. `plan` says what would happen, `apply` does it in one transaction; the next publication counts anew.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from data import store
from data.errors import FilterError
from data.settings import Settings
from data.store import csv_text, reference_rows, tables
from data.store.tables import deadline_rules, records
from data.terms.counting import PAUSE

COLUMNS = (
    "rule_code", "channel_code", "law", "kind_code", "priority", "topic_group_code", "topic_code", "clock", "term",
    "unit", "starts_from", "non_working_last_day", "extended_by", "extension_limit_days", "file_term", "legal_basis",
    "confidence", "valid_from", "valid_to", "note",
)  # fmt: skip
UNITS = ("calendar_days", "working_days", "working_hours")
STARTS = ("received", "registered", "assigned", "interim_answer", "previous_step", "resolution_due")
MOVES = ("preceding", "following", "as_is")
EXTENDED_BY = ("", "extended_to", "promised")
LAWS = ("", "59fz", "message")
FILE_TERMS = ("", "earlier", "own")
"""How the term that a file names counts beside a rule: where the rule computes none, the earlier of both, before it."""
_ADDED_LATER = ("file_term",)
"""Columns that files written by older versions do not have."""
LONGEST = 20_000
ADDED, VERSION, ENDED, ALTERED, SAME = "added", "version", "ended", "altered", "same"
_KEYED = {"channel_code": "channel_id", "kind_code": "kind_id", "topic_group_code": "topic_group_id",
          "topic_code": "topic_id"}  # fmt: skip
Row = dict[str, str]


@dataclass(frozen=True)
class Change:
    """What happens to one version. kind: ADDED (a new rule), VERSION (of a known one), ENDED, ALTERED or SAME."""

    kind: str
    code: str
    valid_from: str
    row: Row


def versions(settings: Settings) -> list[Row]:
    """All versions of all rules, a row as in the file each; missing values are ''."""
    with store.reading(settings) as connection:
        return _rows(connection)


def names(settings: Settings) -> dict[str, str]:
    """Russian names of the channels, kinds and topics that rules may speak of, by code."""
    with store.reading(settings) as connection:
        asked = [sa.select(table.c.code, table.c.name) for table in (tables.topics, tables.kinds, tables.channels)]
        return {code: name for query in asked for code, name in connection.execute(query)}


def first_free_day(settings: Settings) -> date | None:
    """The first day a new version may begin on: after the last record received; None when there are no records."""
    with store.reading(settings) as connection:
        return _first_free(connection, settings)


def as_csv(rows: Iterable[Row]) -> str:
    """The table as a file: UTF-8 with commas, the columns of COLUMNS."""
    return csv_text.to_csv(rows, COLUMNS)


def from_csv(text: str) -> list[Row]:
    """Rows of a file; FilterError names a missing column."""
    needed = tuple(name for name in COLUMNS if name not in _ADDED_LATER)
    rows, missing = csv_text.rows_of(text, COLUMNS, needed)
    if missing:
        raise FilterError(f"В файле правил нет столбца «{missing[0]}». Выгрузите образец: python -m data rules export.")
    header = text.partition("\n")[0]
    return [{name: value for name, value in row.items() if name in needed or name in header} for row in rows]


def plan(settings: Settings, rows: list[Row]) -> list[Change]:
    """What `apply` would do, in the order of the file. Versions that the file does not name stay as they are.

    FilterError says which row is wrong, why, and what to write instead.
    """
    with store.reading(settings) as connection:
        return _plan(connection, settings, rows)


def apply(settings: Settings, rows: list[Row]) -> list[Change]:
    """Do what `plan` says, all or nothing; publish afterwards."""
    with store.writing(settings) as connection:
        changes = _plan(connection, settings, rows)
        ids = _ids(connection)
        for change in changes:
            _write(connection, change, ids)
        if any(change.kind != SAME for change in changes):
            store.note_change(connection, "rules", set())
        return changes


def new_version(settings: Settings, code: str, valid_from: date, values: Mapping[str, str]) -> list[Row]:
    """Rows for `apply`: the rule's last version with other values from a day on. FilterError for an unknown rule."""
    found = [row for row in versions(settings) if row["rule_code"] == code]
    if not found:
        raise FilterError(f"Правила «{code[:60]}» нет. Выберите его из списка.")
    last = max(found, key=lambda row: row["valid_from"])
    return [last | dict(values) | {"rule_code": code, "valid_from": valid_from.isoformat(), "valid_to": ""}]


def _plan(connection: sa.Connection, settings: Settings, rows: list[Row]) -> list[Change]:
    known = {(row["rule_code"], row["valid_from"]): row for row in _rows(connection)}
    ids, free = _ids(connection), _first_free(connection, settings)
    named: set[tuple[str, str]] = set()
    changes: list[Change] = []
    for number, told in enumerate(rows, start=2):
        row = _whole(told, known)
        where = f"Строка {number}, правило «{row['rule_code'][:60]}»"
        _check(row, ids, where)
        key = (row["rule_code"], row["valid_from"])
        if key in named:
            raise FilterError(f"{where}: версия с {row['valid_from'] or 'начала'} названа дважды. Оставьте одну.")
        named.add(key)
        changes += _of(row, known, free, where)
    return _with_ends(changes, known, named, free)


def _whole(row: Row, known: Mapping[tuple[str, str], Row]) -> Row:
    """A row of an older file says nothing of the columns added later: they stay as they are."""
    before = known.get((row["rule_code"], row["valid_from"]), {})
    made = {name: before.get(name, "") for name in _ADDED_LATER} | row
    return made | {"term": "0"} if made["clock"] == PAUSE and not made["term"] else made


def _of(row: Row, known: Mapping[tuple[str, str], Row], free: date | None, where: str) -> list[Change]:
    code, since = row["rule_code"], row["valid_from"]
    before = known.get((code, since))
    if before is None:
        is_known = any(code == other for other, _ in known)
        _refuse_past(since, free, where)
        return [Change(VERSION if is_known else ADDED, code, since, row)]
    if before == row:
        return [Change(SAME, code, since, row)]
    if free is None or (since and since >= free.isoformat()):  # no record can have met it
        return [Change(ALTERED, code, since, row)]
    if {k: v for k, v in before.items() if k not in ("valid_to", "note")} == {
        k: v for k, v in row.items() if k not in ("valid_to", "note")
    }:
        _refuse_past(_day_after(row["valid_to"]) if row["valid_to"] else "", free, f"{where}, конец действия")
        return [Change(ENDED, code, since, row)]
    raise FilterError(
        f"{where}: эта версия уже действовала, прошлое не переписывается. Оставьте её строку прежней и добавьте новую "
        f"строку с тем же rule_code и valid_from не раньше {free:%Y-%m-%d}."
    )


def _with_ends(
    changes: list[Change], known: Mapping[tuple[str, str], Row], named: set[tuple[str, str]], free: date | None
) -> list[Change]:
    """A version that is followed by a new one ends the day before it."""
    made = list(changes)
    for change in changes:
        if change.kind not in (VERSION, ALTERED):
            continue
        before = [row for (code, since), row in known.items() if code == change.code and since < change.valid_from]
        last = max(before, key=lambda row: row["valid_from"], default=None)
        if last is None or (last["valid_to"] and last["valid_to"] < change.valid_from):
            continue
        end = (date.fromisoformat(change.valid_from) - timedelta(days=1)).isoformat()
        made = [one for one in made if (one.code, one.valid_from) != (last["rule_code"], last["valid_from"])]
        made.append(Change(ENDED, last["rule_code"], last["valid_from"], last | {"valid_to": end}))
    return made


def _refuse_past(since: str, free: date | None, where: str) -> None:
    if free is None or since >= free.isoformat():
        return
    raise FilterError(
        f"{where}: начало действия {since or 'не указано'} — раньше, чем можно. Записи поступали по "
        f"{free - timedelta(days=1):%d.%m.%Y}, а прошлое не переписывается: укажите дату не раньше {free:%Y-%m-%d}."
    )


def _day_after(text: str) -> str:
    return (date.fromisoformat(text) + timedelta(days=1)).isoformat()


def _check(row: Row, ids: Mapping[str, Mapping[str, int]], where: str) -> None:
    """Every value is one that the engine knows."""
    if not row["rule_code"]:
        raise FilterError(f"{where}: нет кода правила. Придумайте короткий код латиницей.")
    allowed = {"unit": UNITS, "starts_from": STARTS, "non_working_last_day": MOVES, "extended_by": EXTENDED_BY,
               "law": LAWS, "file_term": FILE_TERMS, "confidence": ("H", "M", "L")}  # fmt: skip
    for name, values in allowed.items():
        if row[name] not in values:
            raise FilterError(
                f"{where}: {name} = «{row[name][:40]}». Можно: {', '.join(v or '(пусто)' for v in values)}."
            )
    for name in ("clock", "legal_basis"):
        if not row[name]:
            raise FilterError(f"{where}: не заполнен столбец {name}. Без него правило нельзя объяснить.")
    if row["clock"] == PAUSE:
        _check_pause(row, where)
    else:
        _check_number(row, "term", where, is_needed=True)
    _check_number(row, "extension_limit_days", where, is_needed=False)
    for name in _KEYED:
        if row[name] and row[name] not in ids[name]:
            raise FilterError(f"{where}: {name} = «{row[name][:60]}» нет в справочнике программы.")
    _check_days(row, where)


def _check_pause(row: Row, where: str) -> None:
    """A pause is a span of days: both ends are named, and there is no term."""
    if row["term"] not in ("", "0"):
        raise FilterError(f"{where}: у паузы нет срока, уберите term = «{row['term'][:20]}»; её дни называют даты.")
    if not (row["valid_from"] and row["valid_to"]):
        raise FilterError(f"{where}: у паузы нужны оба дня, valid_from и valid_to: эти дни в срок не идут.")


def _check_number(row: Row, name: str, where: str, *, is_needed: bool) -> None:
    text = row[name]
    if not text and not is_needed:
        return
    if not (text.isascii() and text.isdigit() and len(text) < 7 and 1 <= int(text) <= LONGEST):
        raise FilterError(f"{where}: {name} = «{text[:40]}». Нужно целое число от 1 до {LONGEST}.")


def _check_days(row: Row, where: str) -> None:
    for name in ("valid_from", "valid_to"):
        try:
            if row[name] and date.fromisoformat(row[name]).isoformat() != row[name]:
                raise ValueError(row[name])
        except ValueError:
            raise FilterError(f"{where}: {name} = «{row[name][:40]}». Дата пишется так: 2026-12-01.") from None
    if row["valid_from"] and row["valid_to"] and row["valid_to"] < row["valid_from"]:
        raise FilterError(f"{where}: конец действия раньше начала. Поменяйте даты местами.")


def _rows(connection: sa.Connection) -> list[Row]:
    named = {column: {v: k for k, v in found.items()} for column, found in _ids(connection).items()}
    rule = deadline_rules.c
    query = sa.select(deadline_rules).order_by(rule.code, rule.valid_from.is_not(None), rule.valid_from)
    made = []
    for found in connection.execute(query).mappings():
        row = {name: "" if found.get(name) is None else str(found[name]) for name in COLUMNS if name in found}
        row["rule_code"] = found["code"]
        row |= {name: named[name].get(found[key], "") for name, key in _KEYED.items()}
        made.append({name: row[name] for name in COLUMNS})
    return made


def _ids(connection: sa.Connection) -> dict[str, dict[str, int]]:
    topics = reference_rows.ids(connection, tables.topics)
    return {
        "channel_code": reference_rows.ids(connection, tables.channels),
        "kind_code": reference_rows.ids(connection, tables.kinds),
        "topic_group_code": topics,
        "topic_code": topics,
    }


def _first_free(connection: sa.Connection, settings: Settings) -> date | None:
    last = connection.execute(sa.select(sa.func.max(records.c.received_at))).scalar()
    return None if last is None else store.local_day(last, settings) + timedelta(days=1)


def _write(connection: sa.Connection, change: Change, ids: Mapping[str, Mapping[str, int]]) -> None:
    if change.kind == SAME:
        return
    row = change.row
    values: dict[str, Any] = {name: row[name] or None for name in COLUMNS if name not in (*_KEYED, "rule_code")}
    values |= {key: ids[name].get(row[name]) for name, key in _KEYED.items()}
    values |= {"term": int(row["term"] or 0), "priority": row["priority"] or None}
    values["extension_limit_days"] = int(row["extension_limit_days"]) if row["extension_limit_days"] else None
    values |= {name: date.fromisoformat(row[name]) if row[name] else None for name in ("valid_from", "valid_to")}
    if change.kind in (ADDED, VERSION):
        connection.execute(sa.insert(deadline_rules).values(code=change.code, **values))
        return
    since = deadline_rules.c.valid_from
    same = since.is_(None) if not change.valid_from else since == date.fromisoformat(change.valid_from)
    connection.execute(sa.update(deadline_rules).where(deadline_rules.c.code == change.code, same).values(**values))
