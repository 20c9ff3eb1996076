"""Personal data of one person erased for good (152-ФЗ, ст. 21), and what the terms of keeping say is due for it.

Counts stay: the record, its dates, topic, place and term are kept. What goes is the identity, the texts, the exact
address and the pseudonym, in the records, in the former selves that an undo would bring back, and in the free pages of
the store. An import that brings the row again does not bring the person back.
"""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from data import store
from data.errors import FilterError
from data.settings import Settings
from data.store import bulk
from data.store.search import index
from data.store.tables import (
    erased_records,
    identities,
    import_changes,
    keeping_terms,
    question_originals,
    questions,
    records,
    reply_readings,
    row_fingerprints,
    search_slips,
    search_texts,
    search_words,
)

_OF_ADDRESS = ("street", "postal_code", "place_raw", "municipality_raw", "latitude", "longitude")
_PSEUDONYM_LETTERS = 16
"""Bytes of a new pseudonym, which no name leads to."""


@dataclass(frozen=True)
class Due:
    """One term of keeping, and how many records are past it on a day."""

    code: str
    name: str
    years: int
    legal_basis: str
    records: int


def terms(settings: Settings, on: date) -> list[Due]:
    """Terms of keeping, each with the records whose personal data are still there and past it on this day."""
    with store.reading(settings) as connection:
        rows = connection.execute(sa.select(keeping_terms).order_by(keeping_terms.c.code)).all()
        return [Due(r.code, r.name, r.years, r.legal_basis, len(_past(connection, r, on))) for r in rows]


def past_terms(settings: Settings, on: date) -> list[int]:
    """Records with personal data that some term of keeping no longer covers on this day."""
    with store.reading(settings) as connection:
        rows = connection.execute(sa.select(keeping_terms)).all()
        return sorted({one for row in rows for one in _past(connection, row, on)})


def _past(connection: sa.Connection, term: Any, on: date) -> list[int]:
    """Closed records older than the term; an open record has no end to count from."""
    r = records.c
    ended = sa.func.coalesce(r.closed_at, r.answered_at)
    latest = datetime.combine(on.replace(year=on.year - term.years, day=min(on.day, 28)), time())
    query = sa.select(r.record_id).where(ended < latest)
    if term.code == "identities":
        query = query.where(r.record_id.in_(sa.select(identities.c.record_id)))
    else:
        query = query.where(r.record_id.in_(sa.select(questions.c.record_id).where(questions.c.text.is_not(None))))
    return list(connection.execute(query).scalars())


def of_same_person(connection: sa.Connection, record_id: int) -> list[int]:
    """The record and all others of the same known applicant. Raises FilterError when there is no such record."""
    r = records.c
    row = connection.execute(sa.select(r.applicant_key).where(r.record_id == record_id)).first()
    if row is None:
        raise FilterError(f"Записи № {record_id} в хранилище нет. Номер — на карточке записи.")
    if row.applicant_key is None:
        return [record_id]
    return list(connection.execute(sa.select(r.record_id).where(r.applicant_key == row.applicant_key)).scalars())


def erase(settings: Settings, record_ids: Sequence[int], by: str) -> int:
    """Erase the personal data of these records; how many they were. The reason is the caller's to write down."""
    with store.writing(settings) as connection:
        r = records.c
        months: set[int] = set()
        for part in bulk.parts(list(record_ids)):
            chosen = r.record_id.in_(part)
            months |= set(connection.execute(sa.select(r.received_month).where(chosen).distinct()).scalars())
            _remember(connection, connection.execute(sa.select(r.source_id, r.external_id).where(chosen)).all(), by)
        strip(connection, record_ids)
        index.purge(connection)
        store.note_change(connection, "erase", months)
    _forget_pages(settings)
    return len(record_ids)


def known_of(connection: sa.Connection, source_id: int) -> frozenset[str]:
    """Numbers of the records of a source whose person has been erased."""
    e = erased_records.c
    return frozenset(connection.execute(sa.select(e.external_id).where(e.source_id == source_id)).scalars())


def strip(connection: sa.Connection, record_ids: Iterable[int]) -> None:
    """Take everything personal out of records and of what an undo would bring back."""
    ids = list(record_ids)
    keys = {name: _new_keys(connection, name, ids) for name in ("applicant_key", "address_key")}
    for part in bulk.parts(ids):
        of_record = questions.c.record_id.in_(part)
        asked = sa.select(questions.c.question_id).where(of_record)
        connection.execute(sa.delete(identities).where(identities.c.record_id.in_(part)))
        connection.execute(sa.delete(row_fingerprints).where(row_fingerprints.c.record_id.in_(part)))
        connection.execute(sa.delete(question_originals).where(question_originals.c.question_id.in_(asked)))
        connection.execute(sa.update(questions).where(of_record).values(text=None, answer=None))
        read = sa.update(reply_readings).where(reply_readings.c.question_id.in_(asked))
        connection.execute(read.values(duplicate_key=None))
        nothing = dict.fromkeys(_OF_ADDRESS)
        connection.execute(sa.update(records).where(records.c.record_id.in_(part)).values(**nothing))
        former = sa.select(import_changes).where(import_changes.c.record_id.in_(part))
        for row in connection.execute(former).all():
            this = import_changes.c.import_change_id == row.import_change_id
            connection.execute(sa.update(import_changes).where(this).values(before=_stripped(row.before, keys)))
    for name, renamed in keys.items():
        for old, new in renamed.items():
            here = sa.and_(records.c[name] == old, records.c.record_id.in_(ids))
            connection.execute(sa.update(records).where(here).values({name: new}))


def _new_keys(connection: sa.Connection, name: str, ids: list[int]) -> dict[str, str]:
    """Old pseudonym → a new one nobody can make again: records of one person still belong together."""
    column = records.c[name]
    found: set[str] = set()
    for part in bulk.parts(ids):
        held = sa.select(column).where(records.c.record_id.in_(part), column.is_not(None)).distinct()
        found |= set(connection.execute(held).scalars())
    if name == "address_key":  # an address that others have written from too is nobody's own
        for old in sorted(found):
            others = sa.select(records.c.record_id).where(column == old, records.c.record_id.not_in(ids))
            if connection.execute(others.limit(1)).first() is not None:
                found.discard(old)
    return {old: secrets.token_hex(_PSEUDONYM_LETTERS) for old in sorted(found)}


def _stripped(before: dict[str, Any], keys: dict[str, dict[str, str]]) -> dict[str, Any]:
    """A former self without the person."""
    record = before["record"] | dict.fromkeys(_OF_ADDRESS)
    for name, renamed in keys.items():
        record[name] = renamed.get(record[name], record[name])
    asked = [question | {"text": None, "answer": None} for question in before["questions"]]
    return {"record": record, "questions": asked, "originals": [], "identity": None}


def _remember(connection: sa.Connection, rows: Sequence[Any], by: str) -> None:
    e = erased_records.c
    for source_id, external_id in rows:
        this = sa.and_(e.source_id == source_id, e.external_id == external_id)
        connection.execute(sa.delete(erased_records).where(this))
        values = {"source_id": source_id, "external_id": external_id, "erased_at": store.utc_now(), "erased_by": by}
        connection.execute(sa.insert(erased_records).values(**values))


def _forget_pages(settings: Settings) -> None:
    """Rewrite the store without the pages in which the rows have stood, now and before earlier updates."""
    engine = store.engine(settings.store_url)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if connection.dialect.name == "postgresql":
            own = (records, questions, question_originals, identities, import_changes, row_fingerprints)
            for table in (*own, search_texts, search_words, search_slips):
                connection.exec_driver_sql(f'VACUUM FULL "{table.name}"')
            return
        driver: Any = connection.connection.driver_connection
        driver.execute("VACUUM")
        driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def copies(settings: Settings) -> list[Path]:
    """Backups in the folder of the installation: they hold the person as before, and are erased by removing them."""
    folder = settings.var / "backups"
    return sorted(path for path in folder.glob("*.zip")) if folder.is_dir() else []
