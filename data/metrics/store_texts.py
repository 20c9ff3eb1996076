"""What the store says of the records of a snapshot: their numbers at the source, their masked texts. Identity is never
read here.
"""

from typing import Any

import pandas as pd
import sqlalchemy as sa

from data import store
from data.metrics.reader import Snapshot
from data.settings import Settings
from data.snapshots import ownership
from data.store import bulk
from data.store.tables import questions, records
from data.terms.calendar import EPOCH

_LONGEST = 240
"""Letters of an excerpt."""


def excerpt(text: str) -> str:
    """The beginning of a text, up to a whole word."""
    return text if len(text) <= _LONGEST else text[:_LONGEST].rsplit(" ", 1)[0] + "…"


def numbers_of(settings: Settings, snapshot: Snapshot, raw: pd.DataFrame) -> list[tuple[str] | None]:
    """For each row the number in its source, missing where the store's record of that number is not the one the
    snapshot speaks of: gone since, or another one after a restore.
    """
    found: dict[int, tuple[Any, ...]] = {}
    r = records.c
    with store.reading(settings) as connection:
        ownership.require_own(connection, snapshot.manifest)
        for part in bulk.parts(sorted({int(i) for i in raw["record_id"]})):
            query = sa.select(r.record_id, r.source_id, r.received_at, r.external_id).where(r.record_id.in_(part))
            found |= {row[0]: tuple(row[1:]) for row in connection.execute(query)}
    made: list[tuple[str] | None] = []
    for record_id, source_id, day in zip(raw["record_id"], raw["source_id"], raw["received_day"], strict=True):
        own = found.get(int(record_id))
        told = own and (own[0], (store.local_day(own[1], settings) - EPOCH).days)
        made.append((own[2],) if own and told == (int(source_id), int(day)) else None)
    return made


def texts(settings: Settings, record_ids: list[int]) -> dict[tuple[int, int], str]:
    """(record, question) → masked text."""
    q, made = questions.c, dict[tuple[int, int], str]()
    with store.reading(settings) as connection:
        for part in bulk.parts(record_ids):
            query = sa.select(q.record_id, q.question_no, q.text).where(q.record_id.in_(part))
            made |= {(record_id, number): text or "" for record_id, number, text in connection.execute(query)}
    return made


def question_rows(settings: Settings, record_ids: list[int]) -> list[dict[str, Any]]:
    """record_id, question_no, text and answer of all questions of records."""
    q, made = questions.c, []
    with store.reading(settings) as connection:
        for part in bulk.parts(record_ids):
            query = sa.select(q.record_id, q.question_no, q.text, q.answer).where(q.record_id.in_(part))
            made += [dict(row) for row in connection.execute(query).mappings()]
    return made
