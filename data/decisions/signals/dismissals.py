"""Signals that a person has looked at and dismissed, with the reason; kept by the record's number in its source, so
that a later import of the same row does not bring the signal back.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from data import store
from data.decisions import edits, flaws, reasons
from data.decisions.edits import Editor
from data.decisions.signals.declared import BY_CODE
from data.errors import AccessError, FilterError
from data.scope import Scope
from data.settings import Settings
from data.store.tables import edits as log
from data.store.tables import questions, records, signal_dismissals

Key = tuple[int, int]
"""Record and question; question 0 where a signal speaks of the whole record."""
_D = signal_dismissals.c


@dataclass(frozen=True)
class Dismissal:
    """One dismissed signal of a record that is there. number: of the record in its source; at: naive UTC."""

    key: int
    version: int
    signal: str
    record_id: int
    question_no: int
    number: str
    reason: str
    who: str
    at: datetime


def dismissed(settings: Settings) -> dict[str, frozenset[Key]]:
    """By signal the records and questions whose signal was dismissed."""
    found: dict[str, set[Key]] = {}
    with store.reading(settings) as connection:
        query = sa.select(_D.signal, records.c.record_id, _D.question_no).select_from(_with_records())
        for signal, record, question in connection.execute(query):
            found.setdefault(signal, set()).add((record, question))
    return {signal: frozenset(keys) for signal, keys in found.items()}


def dismiss(settings: Settings, scope: Scope, who: str, signal: str, keys: Iterable[Key], reason: str) -> int:
    """Dismiss a signal of some records as one group of edits; how many were not yet.

    Raises AccessError when one of the records is not open to the asker, FilterError without a reason.
    """
    why = (reason or "").strip()
    if signal not in BY_CODE:
        raise FilterError("Такого сигнала нет. Обновите страницу.")
    if not reasons.says_something(why):
        raise FilterError("Напишите, почему сигнал отклонён, хотя бы в двух словах: причина останется в истории.")
    with edits.editing(settings, who, why) as editor:
        return sum(_dismiss(editor, scope, signal, key, why[:500]) for key in keys)


def restore(settings: Settings, scope: Scope, who: str, key: int) -> str:
    """Take a dismissal back: the signal is there again; its code. FilterError when there is no such dismissal."""
    with edits.editing(settings, who) as editor:
        found = edits.row(editor.connection, signal_dismissals, key)
        if found is None:
            raise FilterError("Такого отклонения уже нет. Обновите страницу.")
        same = (records.c.source_id == found["source_id"]) & (records.c.external_id == found["external_id"])
        _require_open(editor.connection, scope, same)
        editor.remove(signal_dismissals, key, found["version"])
        return str(found["signal"])


def listed(settings: Settings, scope: Scope, limit: int = 50) -> Sequence[Dismissal]:
    """The newest dismissals of records that are open to the asker."""
    made = sa.select(log.c.made_by, log.c.made_at, log.c.row_key).where(
        log.c.table_name == signal_dismissals.name, log.c.before.is_(None)
    )
    last = made.order_by(log.c.edit_no.desc()).limit(limit * 4).subquery()
    query = (
        sa.select(
            _D.dismissal_id, _D.version, _D.signal, records.c.record_id, _D.question_no, _D.external_id, _D.reason,
            last.c.made_by, last.c.made_at,
        )
        .select_from(_with_records().join(last, last.c.row_key == _D.dismissal_id))
        .where(sa.exists().where(questions.c.record_id == records.c.record_id, flaws.within(scope)))
        .order_by(last.c.made_at.desc(), _D.dismissal_id.desc())
        .limit(limit)
    )  # fmt: skip
    with store.reading(settings) as connection:
        return [Dismissal(*row) for row in connection.execute(query)]


def require_open(settings: Settings, scope: Scope, record_id: int) -> None:
    """AccessError for a record that is not there or not open to the asker."""
    with store.reading(settings) as connection:
        _require_open(connection, scope, records.c.record_id == record_id)


def _dismiss(editor: Editor, scope: Scope, signal: str, key: Key, reason: str) -> bool:
    record_id, number = key
    found = _require_open(editor.connection, scope, records.c.record_id == record_id)
    values = {"signal": signal, "source_id": found.source_id, "external_id": found.external_id}
    values["question_no"] = number if BY_CODE[signal].per_question else 0
    same = sa.and_(*[_D[name] == value for name, value in values.items()])
    if editor.connection.execute(sa.select(_D.dismissal_id).where(same)).first():
        return False
    editor.insert(signal_dismissals, values | {"reason": reason})
    return True


def _require_open(connection: sa.Connection, scope: Scope, condition: sa.ColumnElement[bool]) -> sa.Row:
    query = sa.select(records.c.source_id, records.c.external_id).select_from(flaws.questions_with_records())
    found = connection.execute(query.where(condition, flaws.within(scope)).limit(1)).first()
    if found is None:
        raise AccessError("Записи нет или она вам не открыта.")
    return found


def _with_records() -> sa.Join:
    same = (records.c.source_id == _D.source_id) & (records.c.external_id == _D.external_id)
    return signal_dismissals.join(records, same)
