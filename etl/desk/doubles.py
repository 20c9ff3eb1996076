"""Records entered by hand before that may be the one a person is entering now. What is told names no applicant."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from data.store import tables
from data.store.reference import label_key
from etl.sources.by_hand import CODE

_DAYS_OF_TEXT, _DAYS_OF_PERSON = 14, 1
"""Days to both sides within which the same text, and the same applicant, may mean the same record."""
_MOST = 3


@dataclass(frozen=True)
class EarlierRecord:
    """A record entered before. why: what it has in common with the new one."""

    record_id: int
    number: str
    channel: str
    received_at: datetime
    why: str = ""


def by_number(connection: sa.Connection, external_id: str) -> EarlierRecord | None:
    """The record with this number."""
    row = connection.execute(_records().where(tables.records.c.external_id == external_id)).first()
    return EarlierRecord(*row) if row else None


def similar(
    connection: sa.Connection,
    received: datetime,
    texts: Sequence[str],
    applicant: str,
    contact: str,
    open_to: Collection[str] | None,
) -> list[EarlierRecord]:
    """Records with the same text within two weeks, or from the same applicant within a day; of open channels only."""
    q, o, i, r = tables.questions, tables.question_originals.c, tables.identities, tables.records.c
    at = received.astimezone(UTC).replace(tzinfo=None)
    first, last = at - timedelta(days=_DAYS_OF_TEXT), at + timedelta(days=_DAYS_OF_TEXT)
    query = _records(o.text, i.c.applicant_name, i.c.contact).where(r.received_at.between(first, last))
    query = query.outerjoin(q, q.c.record_id == r.record_id)
    query = query.outerjoin(tables.question_originals, o.question_id == q.c.question_id)
    query = query.outerjoin(i, i.c.record_id == r.record_id)
    if open_to is not None:
        query = query.where(tables.channels.c.code.in_(open_to))
    said, who = {label_key(text) for text in texts}, {label_key(one) for one in (applicant, contact) if one}
    found: dict[int, EarlierRecord] = {}
    for record_id, number, channel, moment, text, name, reach in connection.execute(
        query.order_by(r.received_at.desc())
    ):
        near = abs(moment - at) <= timedelta(days=_DAYS_OF_PERSON)
        why = _why(label_key(text or "") in said, near and bool(who & {label_key(one) for one in (name, reach) if one}))
        if why:
            found.setdefault(record_id, EarlierRecord(record_id, number, channel, moment, why))
    return list(found.values())[:_MOST]


def _why(is_text: bool, is_person: bool) -> str:
    if is_text:
        return "тот же текст"
    return "тот же заявитель" if is_person else ""


def _records(*more: Any) -> sa.Select[Any]:
    r, c, s = tables.records.c, tables.channels, tables.sources
    query = sa.select(r.record_id, r.external_id, sa.func.coalesce(c.c.name, ""), r.received_at, *more)
    joined = query.select_from(tables.records).join(s, s.c.source_id == r.source_id)
    return joined.outerjoin(c, c.c.channel_id == r.channel_id).where(s.c.code == CODE)


def replacement_sentence(known: EarlierRecord, zone: ZoneInfo) -> str:
    """What writing under a known number does."""
    return f"Номер {known.number} уже внесён ({_when(known, zone)}). Если записать, эта запись заменит прежнюю."


def sentence(known: EarlierRecord, zone: ZoneInfo) -> str:
    """Which record is alike, and why."""
    return f"Похоже, уже внесено: № {known.number}, {known.channel}, {_when(known, zone)} — {known.why}."


def _when(known: EarlierRecord, zone: ZoneInfo) -> str:
    return f"{known.received_at.replace(tzinfo=UTC).astimezone(zone):%d.%m.%Y}"
