"""The records that a signal names, within what the asker may open; dismissed ones apart."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pandas as pd
import sqlalchemy as sa

from data import store
from data.decisions.signals import complaint, dismissals, mass_closing
from data.decisions.signals.declared import COMPLAINT, IM_UNFINISHED, LAST_DAY, Signal
from data.errors import AccessError
from data.filters import Filters
from data.metrics import fact_rows
from data.metrics.reader import Snapshot, open_snapshot
from data.scope import Scope
from data.settings import Settings
from data.snapshots.facts import day_number
from data.store import bulk
from data.store.reply_signals import SWITCHED_ON
from data.store.tables import questions, recipient_labels, recipients
from data.terms.calendar import EPOCH

_COLUMNS = (
    "record_id", "question_no", "recipient_id", "received_day", "resolved_day", "due_day", "followed_day",
    "promised_day", "transfers", "reply_signals",
)  # fmt: skip
_BETWEEN_REPLIES = "\n\n"
"""What parts the replies of one record (`etl.sources.incident_management`)."""


def unknown(signal: Signal, filters: Filters) -> str:
    """Why nothing is known of a signal; '' where it is."""
    if signal.bits and not set(signal.bits) & SWITCHED_ON:
        return "Сигнал выключен: на размеченных ответах он ошибался слишком часто."
    snapshot = open_snapshot(filters.snapshot, filters.snapshot_hash)
    if signal.reads & snapshot.lacks:
        return "Этот срез сделан раньше, чем программа стала хранить нужное."
    for column in sorted(signal.reads):
        if not fact_rows.is_told(snapshot, column):
            what = "ответов" if column == "reply_signals" else "сведений о передачах"
            return f"Нет данных: в загруженных файлах нет {what}."
    return ""


def found(signal: Signal, filters: Filters, scope: Scope, settings: Settings) -> pd.DataFrame:
    """What a signal names in the period, one row per record (or question), the newest first, dismissed ones left out.

    Columns: record_id, question_no, recipient_id (float, NaN: nobody), day (date of the signal) and the facts it was
    told by: received, resolved, due, followed, promised (dates or None), transfers, reply_signals. Raises AccessError
    for who may open no records.
    """
    rows = _found(signal, filters, scope, settings)
    return _dated(rows.sort_values(["signal_day", "record_id"], ascending=False))


def count(signal: Signal, filters: Filters, scope: Scope, settings: Settings) -> int:
    """How many rows `found` has."""
    return len(_found(signal, filters, scope, settings))


def _found(signal: Signal, filters: Filters, scope: Scope, settings: Settings) -> pd.DataFrame:
    if not scope.may_open_records:
        raise AccessError("Сигналы об ответах вам не открыты: доступны только сводные показатели.")
    scope = scope.at_least("records")
    if unknown(signal, filters):
        return pd.DataFrame(columns=[*_COLUMNS, "signal_day"])
    snapshot = open_snapshot(filters.snapshot, filters.snapshot_hash)
    rows = _rows(signal, snapshot, filters, scope)
    rows = _by_texts(signal, rows, settings) if len(rows) else rows
    gone = dismissals.dismissed(settings, signal.code)
    if not gone:
        return rows
    kept = [(one, number if signal.per_question else 0) not in gone for one, number in _keys(rows)]
    return rows[np.array(kept, dtype=bool)]


def _rows(signal: Signal, snapshot: Snapshot, filters: Filters, scope: Scope) -> pd.DataFrame:
    as_of = filters.as_of or snapshot.manifest.as_of
    first, last = filters.span(as_of)
    since, until = (None if day is None else day_number(day) for day in (first, last))
    if signal is LAST_DAY:
        return _last_day(signal, snapshot, filters, scope, (since, until or day_number(as_of)))
    within = (since, until or day_number(as_of))
    asked = [replace(filters, text=f"{filters.text} {word}".strip()) for word in signal.words] or [filters]
    parts = [_ask(signal, snapshot, one, scope, within) for one in asked]
    return pd.concat(parts, ignore_index=True).drop_duplicates(["record_id", "question_no"], ignore_index=True)


def _ask(
    signal: Signal, snapshot: Snapshot, filters: Filters, scope: Scope, within: tuple[int | None, int]
) -> pd.DataFrame:
    condition, day = _with_ids(signal.condition, snapshot), signal.day
    is_single = signal.per_question
    return fact_rows.rows(snapshot, filters, scope, condition, day, within, _COLUMNS, per_question=is_single)


def _with_ids(condition: str, snapshot: Snapshot) -> str:
    """The condition with ids written in; what a snapshot has no member for matches nothing."""
    statuses, channels = snapshot.by_code("status"), snapshot.by_code("channel")
    named = {"$solved": "closed_solved", "$reopened": "reopened"}
    ids = {name: str(statuses[code].id) if code in statuses else "0" for name, code in named.items()}
    ids["$im"] = ", ".join(str(one.id) for code, one in channels.items() if code.startswith("im_")) or "0"
    for name, value in ids.items():
        condition = condition.replace(name, value)
    return condition


def _last_day(
    signal: Signal, snapshot: Snapshot, filters: Filters, scope: Scope, within: tuple[int | None, int]
) -> pd.DataFrame:
    """Closings on the last day are looked at half a year around the period: the habit of each recipient is told by
    them.
    """
    around, (since, until) = mass_closing.HABIT_DAYS, within
    from_day = 0 if since is None else since - around
    rows = _ask(signal, snapshot, filters, scope, (from_day, until + around))
    if rows.empty:
        return rows
    span = int(rows["signal_day"].max()) - max(from_day, int(rows["signal_day"].min())) + 1
    keys = list(zip(rows["recipient_id"].astype(int), rows["signal_day"].astype(int), strict=True))
    unusual = mass_closing.unusual(keys, max(span, around))
    inside = rows["signal_day"].between(0 if since is None else since, until)
    is_unusual = pd.Series([key in unusual for key in keys], index=rows.index)
    return rows[inside & is_unusual].reset_index(drop=True)


def _by_texts(signal: Signal, rows: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    if signal not in (COMPLAINT, IM_UNFINISHED):
        return rows
    with store.reading(settings) as connection:
        texts = _texts(connection, [int(one) for one in rows["record_id"]])
        if signal is IM_UNFINISHED:
            kept = [_BETWEEN_REPLIES not in (texts.get(key, ("", ""))[1] or "") for key in _keys(rows)]
            return rows[kept].reset_index(drop=True)
        names = _names(connection)
    told = zip(_keys(rows), rows["recipient_id"].astype(int), strict=True)
    complains = [complaint.complains_of(texts.get(key, ("", ""))[0] or "", names.get(whose, ())) for key, whose in told]
    return rows[complains].reset_index(drop=True)


def _texts(connection: sa.Connection, record_ids: list[int]) -> dict[tuple[int, int], tuple[str, str]]:
    """(record, question) → masked letter and reply."""
    q = questions.c
    made: dict[tuple[int, int], tuple[str, str]] = {}
    for part in bulk.parts(record_ids):
        query = sa.select(q.record_id, q.question_no, q.text, q.answer).where(q.record_id.in_(part))
        made |= {(row[0], row[1]): (row[2], row[3]) for row in connection.execute(query)}
    return made


def _names(connection: sa.Connection) -> dict[int, frozenset[tuple[str, ...]]]:
    """Recipient → its names and labels as stems."""
    r, labels = recipients.c, recipient_labels.c
    made: dict[int, set[tuple[str, ...]]] = {}
    for query in (
        sa.select(r.recipient_id, r.name),
        sa.select(r.recipient_id, r.short_name),
        sa.select(labels.recipient_id, labels.label),
    ):
        for recipient, name in connection.execute(query):
            made.setdefault(recipient, set()).add(complaint.stems(name))
    return {recipient: frozenset(names) for recipient, names in made.items()}


def _keys(rows: pd.DataFrame) -> list[tuple[int, int]]:
    return [(int(one), int(number)) for one, number in zip(rows["record_id"], rows["question_no"], strict=True)]


def _dated(rows: pd.DataFrame) -> pd.DataFrame:
    made = rows.rename(columns={"signal_day": "day_day"}).reset_index(drop=True)
    for name in ("day", "received", "resolved", "due", "followed", "promised"):
        made[name] = pd.Series([_date(day) for day in made.pop(f"{name}_day")], index=made.index, dtype=object)
    return made


def _date(day: float) -> date | None:
    return None if pd.isna(day) else EPOCH + timedelta(days=int(day))
