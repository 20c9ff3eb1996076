"""The records that a signal names, within what the asker may open; dismissed ones apart."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

import pandas as pd
import sqlalchemy as sa

from data import store
from data.decisions.signals import complaint, dismissals, mass_closing
from data.decisions.signals.declared import ALL, COMPLAINT, IM_UNFINISHED, LAST_DAY, Signal
from data.errors import AccessError
from data.filters import Filters
from data.metrics import fact_rows, sql
from data.metrics.reader import Snapshot, open_snapshot
from data.metrics.text_condition import of_texts
from data.scope import EVERYTHING, Scope
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
_GONE = "dismissed "
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
        if not snapshot.tells(column):
            what = "ответов" if column == "reply_signals" else "сведений о передачах"
            return f"Нет данных: в загруженных файлах нет {what}."
    return ""


def found(
    signal: Signal, filters: Filters, scope: Scope, settings: Settings, part: tuple[int, int] | None = None
) -> pd.DataFrame:
    """What a signal names in the period, one row per record (or question), the newest first, dismissed ones left out.

    Columns: record_id, question_no, recipient_id (float, NaN: nobody), day (date of the signal) and the facts it was
    told by: received, resolved, due, followed, promised (dates or None), transfers, reply_signals. part: how many rows
    to pass over and how many to give. Raises AccessError for who may open no records.
    """
    _require_records(scope)
    if unknown(signal, filters):
        return _dated(pd.DataFrame(columns=[*_COLUMNS, "signal_day"]))
    asked = _Asked(filters, scope, settings)
    if signal in _BY_FACTS:
        return _dated(asked.rows(signal, part))
    rows = _LONGER[signal](asked, signal)
    return _dated(rows if part is None else rows.iloc[part[0] : part[0] + part[1]])


@dataclass(frozen=True)
class Tally:
    """How many rows a signal names in the period: standing, as `found` has them, and those that people dismissed."""

    standing: int
    dismissed: int = 0


def counts(filters: Filters, scope: Scope, settings: Settings, signals: Sequence[Signal] = ALL) -> dict[str, int]:
    """How many rows `found` has for each signal of which something is known, by its code."""
    return {code: one.standing for code, one in tallies(filters, scope, settings, signals).items()}


def tallies(filters: Filters, scope: Scope, settings: Settings, signals: Sequence[Signal] = ALL) -> dict[str, Tally]:
    """The same with the dismissed ones beside."""
    _require_records(scope)
    asked, known = _Asked(filters, scope, settings), [one for one in signals if not unknown(one, filters)]
    facts = [one for one in known if one in _BY_FACTS]
    wanted = {one.code: asked.wanted(one) for one in facts}
    gone = {_GONE + one.code: asked.wanted(one).left_out() for one in facts if asked.gone(one)}
    made = fact_rows.counts(asked.snapshot, filters, asked.scope, wanted | gone)
    told = {one.code: Tally(made[one.code], made.get(_GONE + one.code, 0)) for one in facts}
    return told | {one.code: _tally(asked, one) for one in known if one not in _BY_FACTS}


def stands(signal: Signal, key: dismissals.Key, filters: Filters, scope: Scope, settings: Settings) -> bool:
    """Whether a signal names a record (and its question, where it speaks of one), of whatever day and dismissed or not.
    filters: of them only the snapshot and the day of the report are asked. Raises AccessError as `found` does.
    """
    _require_records(scope)
    if unknown(signal, filters):
        return False
    seen = {name: getattr(filters, name) for name in ("as_of", "snapshot", "snapshot_hash")}
    asked = _Asked(Filters(period="all", **seen), scope, settings, leaves=False, record=key[0])
    rows = asked.rows(signal) if signal in _BY_FACTS else _LONGER[signal](asked, signal)
    return any(not signal.per_question or int(number) == key[1] for number in rows["question_no"])


def make_ready(settings: Settings) -> None:
    """Put together the rows that signals of the newest snapshot are looked for in, before anybody asks: of ten million
    facts it takes seconds.
    """
    asked = _Asked(Filters(), EVERYTHING, settings)
    asked.snapshot.part(asked.any_signal)


def _tally(asked: "_Asked", signal: Signal) -> Tally:
    gone = asked.gone(signal)
    if signal is LAST_DAY and not gone:
        return Tally(sum(count for _, count in _unusual(asked)))
    rows = _LONGER[signal](replace(asked, leaves=False), signal)
    dismissed = sum((record, number if signal.per_question else 0) in gone for record, number in _keys(rows))
    return Tally(len(rows) - dismissed, dismissed)


def _require_records(scope: Scope) -> None:
    if not scope.may_open_records:
        raise AccessError("Сигналы об ответах вам не открыты: доступны только сводные показатели.")


@dataclass
class _Asked:
    """One asking. leaves: whether dismissed rows are left out; record: the only one that is asked for."""

    filters: Filters
    scope: Scope
    settings: Settings
    leaves: bool = True
    record: int | None = None

    def __post_init__(self) -> None:
        self.snapshot = open_snapshot(self.filters.snapshot, self.filters.snapshot_hash)
        self.scope = self.scope.at_least("records")
        first, last = self.filters.span(self.as_of)
        self.since = None if first is None else day_number(first)
        self.until = day_number(last or self.as_of)

    @property
    def as_of(self) -> date:
        return self.filters.as_of or self.snapshot.manifest.as_of

    def gone(self, signal: Signal) -> frozenset[dismissals.Key]:
        return self._dismissed.get(signal.code, frozenset())

    @cached_property
    def _dismissed(self) -> dict[str, frozenset[dismissals.Key]]:
        return dismissals.dismissed(self.settings)

    @cached_property
    def any_signal(self) -> str:
        """What every row that facts alone, or most of them, tell a signal of meets on the snapshot's own day."""
        as_of = str(day_number(self.snapshot.manifest.as_of))
        conditions = (_with_ids(one.condition, self.snapshot) for one in ALL if one is not COMPLAINT)
        return " OR ".join(f"({one})" for one in conditions).replace("$as_of", as_of)

    def wanted(self, signal: Signal, within: fact_rows.Within | None = None, more: str = "") -> fact_rows.Wanted:
        condition = _with_ids(signal.condition, self.snapshot) + more
        days = within or (self.since, self.until)
        gone = self.gone(signal) if self.leaves else ()
        among = "" if signal is COMPLAINT else self.any_signal  # that condition leaves hardly a row out
        return fact_rows.Wanted(condition, signal.day, days, signal.per_question, gone, among)

    def rows(self, signal: Signal, part: tuple[int, int] | None = None, more: str = "") -> pd.DataFrame:
        own = "" if self.record is None else f" AND record_id = {self.record}"
        wanted = self.wanted(signal, more=more + own)
        return fact_rows.rows(self.snapshot, self.filters, self.scope, wanted, _COLUMNS, part)


def _with_ids(condition: str, snapshot: Snapshot) -> str:
    """The condition with ids written in; what a snapshot has no member for matches nothing."""
    statuses, channels = snapshot.by_code("status"), snapshot.by_code("channel")
    named = {"$solved": "closed_solved", "$reopened": "reopened"}
    ids = {name: str(statuses[code].id) if code in statuses else "0" for name, code in named.items()}
    ids["$im"] = ", ".join(str(one.id) for code, one in channels.items() if code.startswith("im_")) or "0"
    for name, value in ids.items():
        condition = condition.replace(name, value)
    return condition


def _unusual(asked: _Asked) -> list[tuple[tuple[int, int], int]]:
    """(recipient, day) within the period with unusually many closings, and how many there are.

    Closings on the last day are looked at half a year around the period, dismissed or not: the habit of each recipient
    is told by them.
    """
    around = mass_closing.HABIT_DAYS
    from_day = 0 if asked.since is None else asked.since - around
    wanted = replace(asked.wanted(LAST_DAY, (from_day, asked.until + around)), without=())
    closings = fact_rows.counts_by_day(asked.snapshot, asked.filters, asked.scope, wanted)
    if not closings:
        return []
    days = [day for _, day in closings]
    span = max(days) - max(from_day, min(days)) + 1
    first = 0 if asked.since is None else asked.since
    return [
        (key, closings[key])
        for key in mass_closing.unusual(closings, max(span, around))
        if first <= key[1] <= asked.until
    ]


def _last_day(asked: _Asked, signal: Signal) -> pd.DataFrame:
    keys = [f"({recipient}, {day})" for (recipient, day), _ in _unusual(asked)]
    if not keys:
        return pd.DataFrame(columns=[*_COLUMNS, "signal_day"])
    return asked.rows(signal, more=f" AND (recipient_id, {signal.day}) IN ({', '.join(keys)})")


def _complaints(asked: _Asked, signal: Signal) -> pd.DataFrame:
    """Letters that hold one of the words, and complain of whoever has got them."""
    asked.scope = of_texts(asked.scope)
    held = [sql.found_of(asked.snapshot, replace(asked.filters, text=word), asked.scope, None) for word in signal.words]
    said = [f"({one.condition})" for one in held if one.count]
    if not said:
        return pd.DataFrame(columns=[*_COLUMNS, "signal_day"])
    rows = asked.rows(signal, more=f" AND ({' OR '.join(said)})")
    if rows.empty:
        return rows
    with store.reading(asked.settings) as connection:
        texts, names = _texts(connection, [int(one) for one in rows["record_id"]]), _names(connection)
    told = zip(_keys(rows), rows["recipient_id"].astype(int), strict=True)
    complains = [complaint.complains_of(texts.get(key, ("", ""))[0] or "", names.get(whose, ())) for key, whose in told]
    return rows[complains]


def _unfinished(asked: _Asked, signal: Signal) -> pd.DataFrame:
    rows = asked.rows(signal)
    if rows.empty:
        return rows
    with store.reading(asked.settings) as connection:
        texts = _texts(connection, [int(one) for one in rows["record_id"]])
    return rows[[_BETWEEN_REPLIES not in (texts.get(key, ("", ""))[1] or "") for key in _keys(rows)]]


_LONGER: Mapping[Signal, Callable[[_Asked, Signal], pd.DataFrame]] = {
    LAST_DAY: _last_day, COMPLAINT: _complaints, IM_UNFINISHED: _unfinished,
}  # fmt: skip
"""Signals that facts alone don't tell."""
_BY_FACTS = frozenset(ALL) - _LONGER.keys()


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
