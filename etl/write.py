"""Records written to the store: new ones in bulk, changed ones with their former self kept for undo."""

from collections.abc import Iterable, Sequence
from operator import itemgetter
from typing import Any

import sqlalchemy as sa

from data import bulk
from data.tables import identities, import_changes, question_originals, questions, records
from etl.structure.canonical import Letter
from etl.structure.record import IDENTITY, ORIGINAL, QUESTION, RECORD, Chunk, Made, Structurer

_TOUCHED = ("received_month", "applicant_key", "address_key")
_touched_of_row = itemgetter(*(RECORD.index(name) for name in _TOUCHED))
_touched_of_record = itemgetter(*_TOUCHED)
_Known = dict[str, tuple[int, str]]
"""External id → record id and content hash."""


class Writer:
    """Writes the records of one import and remembers which months they touch."""

    def __init__(self, connection: sa.Connection, structurer: Structurer, source_id: int, import_id: int) -> None:
        self._connection, self._structurer = connection, structurer
        self._source_id, self._import_id = source_id, import_id
        self._next_record = bulk.next_id(connection, records)
        self._next_question = bulk.next_id(connection, questions)
        self._next_change = bulk.next_id(connection, import_changes)
        self._months: set[int] = set()
        self._keys: dict[str, set[str]] = {"applicant_key": set(), "address_key": set()}

    def write(self, chunk: Chunk) -> list[str]:
        """Write the records of a chunk in order and return the fate of each: loaded, updated or unchanged.

        A record that comes again inside one file is compared with what was written before it.
        """
        fates = [""] * len(chunk.letters)
        todo = list(range(len(fates)))
        while todo:
            round_now: list[int] = []
            later: list[int] = []
            seen: set[str] = set()
            for i in todo:
                external_id = chunk.letters[i].external_id
                (later if external_id in seen else round_now).append(i)
                seen.add(external_id)
            for i, fate in zip(round_now, self._distinct(chunk, round_now), strict=True):
                fates[i] = fate
            todo = later
        return fates

    def _distinct(self, chunk: Chunk, chosen: list[int]) -> list[str]:
        letters = [chunk.letters[i] for i in chosen]
        known = self._known([letter.external_id for letter in letters])
        fates = [_fate(letter, known) for letter in letters]
        self._insert(chunk, [letter for letter, fate in zip(letters, fates, strict=True) if fate == "loaded"])
        changed = [letter for letter, fate in zip(letters, fates, strict=True) if fate == "updated"]
        self._update(chunk, changed, [known[letter.external_id][0] for letter in changed])
        return fates

    def _known(self, external_ids: list[str]) -> _Known:
        found: _Known = {}
        r = records.c
        for part in bulk.parts(external_ids):
            query = sa.select(r.external_id, r.record_id, r.content_hash).where(
                r.source_id == self._source_id, r.external_id.in_(part)
            )
            found |= {row[0]: (row[1], row[2]) for row in self._connection.execute(query)}
        return found

    def _insert(self, chunk: Chunk, letters: list[Letter]) -> None:
        if not letters:
            return
        made = self._structurer.made(chunk, letters)
        ids = range(self._next_record, self._next_record + len(letters))
        self._next_record += len(letters)
        columns = ("record_id", "source_id", "import_id", *RECORD)
        rows = ((i, self._source_id, self._import_id, *row) for i, row in zip(ids, made.records, strict=True))
        bulk.insert(self._connection, records, columns, rows)
        self._insert_parts(made, ids)
        self._touch(map(_touched_of_row, made.records))

    def _insert_parts(self, made: Made, ids: Sequence[int]) -> None:
        """Questions, originals and identities of records whose rows are in place."""
        first = self._next_question
        self._next_question += len(made.questions)
        asked = ((first + i, ids[owner], *made.questions[i]) for i, owner in enumerate(made.owners))
        originals = ((first + i, *row) for i, row in enumerate(made.originals))
        known = ((i, *row) for i, row in zip(ids, made.identities, strict=True) if row)
        bulk.insert(self._connection, questions, ("question_id", "record_id", *QUESTION), asked)
        bulk.insert(self._connection, question_originals, ("question_id", *ORIGINAL), originals)
        bulk.insert(self._connection, identities, ("record_id", *IDENTITY), known)

    def _update(self, chunk: Chunk, letters: list[Letter], ids: list[int]) -> None:
        if not letters:
            return
        before = former_selves(self._connection, ids)
        first = self._next_change
        self._next_change += len(before)
        rows = [(first + i, self._import_id, *one) for i, one in enumerate(before.items())]
        columns = ("import_change_id", "import_id", "record_id", "before")
        bulk.insert(self._connection, import_changes, columns, rows)
        remove_parts(self._connection, ids)
        made = self._structurer.made(chunk, letters)
        own = {"updated_import_id": self._import_id}
        values = [
            {"this": i} | own | dict(zip(RECORD, row, strict=True)) for i, row in zip(ids, made.records, strict=True)
        ]
        self._connection.execute(sa.update(records).where(records.c.record_id == sa.bindparam("this")), values)
        self._insert_parts(made, ids)
        self._touch(_touched_of_record(former["record"]) for former in before.values())
        self._touch(map(_touched_of_row, made.records))

    def _touch(self, touched: Iterable[tuple[int, str | None, str | None]]) -> None:
        """Remember months and keys of records before and after this import."""
        for month, applicant, address in touched:
            self._months.add(month)
            if applicant:
                self._keys["applicant_key"].add(applicant)
            if address:
                self._keys["address_key"].add(address)

    def touched_months(self) -> set[int]:
        """Months of the written records, and of all records of the same applicants and addresses: their repeats may
        change.
        """
        return self._months | months_of_keys(self._connection, self._keys)


def _fate(letter: Letter, known: _Known) -> str:
    """What becomes of a record, given what the store knows."""
    if letter.external_id not in known:
        return "loaded"
    return "unchanged" if known[letter.external_id][1] == letter.content_hash else "updated"


def months_of_keys(connection: sa.Connection, keys: dict[str, set[str]]) -> set[int]:
    """Months of the records that share an applicant or an address."""
    months: set[int] = set()
    for name, values in keys.items():
        for part in bulk.parts(sorted(values)):
            query = sa.select(records.c.received_month).distinct().where(records.c[name].in_(part))
            months |= {month for (month,) in connection.execute(query)}
    return months


def former_selves(connection: sa.Connection, record_ids: list[int]) -> dict[int, dict[str, Any]]:
    """Records with their questions, originals and identity, as plain values that can be written back to the letter."""
    made: dict[int, dict[str, Any]] = {}
    for part in bulk.parts(record_ids):
        for row in connection.execute(sa.select(records).where(records.c.record_id.in_(part))).mappings():
            made[row["record_id"]] = {"record": dict(row), "questions": [], "originals": [], "identity": None}
        asked = sa.select(questions).where(questions.c.record_id.in_(part)).order_by(questions.c.question_id)
        owner = {}
        for row in connection.execute(asked).mappings():
            made[row["record_id"]]["questions"].append(dict(row))
            owner[row["question_id"]] = row["record_id"]
        texts = sa.select(question_originals).where(question_originals.c.question_id.in_(list(owner)))
        for row in connection.execute(texts).mappings():
            made[owner[row["question_id"]]]["originals"].append(dict(row))
        for row in connection.execute(sa.select(identities).where(identities.c.record_id.in_(part))).mappings():
            made[row["record_id"]]["identity"] = dict(row)
    return made


def remove_parts(connection: sa.Connection, record_ids: list[int]) -> None:
    """Delete questions, originals and identities of records; the records themselves stay."""
    for part in bulk.parts(record_ids):
        asked = sa.select(questions.c.question_id).where(questions.c.record_id.in_(part))
        connection.execute(sa.delete(question_originals).where(question_originals.c.question_id.in_(asked)))
        connection.execute(sa.delete(questions).where(questions.c.record_id.in_(part)))
        connection.execute(sa.delete(identities).where(identities.c.record_id.in_(part)))
