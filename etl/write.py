"""Records written to the store: new ones in bulk, changed ones with their former self kept for undo."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from data import bulk
from data.tables import identities, import_changes, question_originals, questions, records
from etl.structure.record import Made

_RECORD = tuple(c.name for c in records.columns)
_QUESTION = tuple(c.name for c in questions.columns)
_ORIGINAL = tuple(c.name for c in question_originals.columns)
_IDENTITY = tuple(c.name for c in identities.columns)


class Writer:
    """Writes the records of one import and remembers which months they touch."""

    def __init__(self, connection: sa.Connection, source_id: int, import_id: int) -> None:
        self._connection, self._source_id, self._import_id = connection, source_id, import_id
        self._next_record = bulk.next_id(connection, records)
        self._next_question = bulk.next_id(connection, questions)
        self._next_change = bulk.next_id(connection, import_changes)
        self._months: set[int] = set()
        self._keys: dict[str, set[str]] = {"applicant_key": set(), "address_key": set()}

    def write(self, made: Sequence[Made]) -> list[str]:
        """Write records in order and return the fate of each: loaded, updated or unchanged.

        A record that comes again inside one file is compared with what was written before it.
        """
        fates = [""] * len(made)
        todo = list(range(len(made)))
        while todo:
            round_now: list[int] = []
            later: list[int] = []
            seen: set[str] = set()
            for i in todo:
                (later if made[i].external_id in seen else round_now).append(i)
                seen.add(made[i].external_id)
            for i, fate in zip(round_now, self._distinct([made[i] for i in round_now]), strict=True):
                fates[i] = fate
            todo = later
        return fates

    def _distinct(self, made: list[Made]) -> list[str]:
        known = self._known([m.external_id for m in made])
        new = [m for m in made if m.external_id not in known]
        changed = [m for m in made if m.external_id in known and known[m.external_id][1] != m.content_hash]
        self._insert(new)
        self._update(changed, {m.external_id: known[m.external_id][0] for m in changed})
        names = {id(m): "loaded" for m in new} | {id(m): "updated" for m in changed}
        return [names.get(id(m), "unchanged") for m in made]

    def _known(self, external_ids: list[str]) -> dict[str, tuple[int, str]]:
        found: dict[str, tuple[int, str]] = {}
        r = records.c
        for part in bulk.parts(external_ids):
            query = sa.select(r.external_id, r.record_id, r.content_hash).where(
                r.source_id == self._source_id, r.external_id.in_(part)
            )
            found |= {row[0]: (row[1], row[2]) for row in self._connection.execute(query)}
        return found

    def _insert(self, made: list[Made]) -> None:
        own = {"source_id": self._source_id, "import_id": self._import_id, "updated_import_id": None}
        ids = range(self._next_record, self._next_record + len(made))
        self._next_record += len(made)
        rows = (
            tuple((m.record | own | {"record_id": i, "content_hash": m.content_hash})[name] for name in _RECORD)
            for i, m in zip(ids, made, strict=True)
        )
        bulk.insert(self._connection, records, _RECORD, rows)
        self._insert_parts(list(zip(ids, made, strict=True)))
        for m in made:
            self._touch(m.record)

    def _insert_parts(self, numbered: list[tuple[int, Made]]) -> None:
        """Questions, originals and identities of records whose rows are in place."""
        question_rows, original_rows, identity_rows = [], [], []
        for record_id, m in numbered:
            for question, original in zip(m.questions, m.originals, strict=True):
                ids = {"question_id": self._next_question, "record_id": record_id}
                self._next_question += 1
                question_rows.append(tuple((question | ids)[name] for name in _QUESTION))
                original_rows.append((ids["question_id"], original["text"], original["answer"]))
            if m.identity:
                identity_rows.append(tuple((m.identity | {"record_id": record_id})[name] for name in _IDENTITY))
        bulk.insert(self._connection, questions, _QUESTION, question_rows)
        bulk.insert(self._connection, question_originals, _ORIGINAL, original_rows)
        bulk.insert(self._connection, identities, _IDENTITY, identity_rows)

    def _update(self, made: list[Made], ids: dict[str, int]) -> None:
        if not made:
            return
        before = former_selves(self._connection, list(ids.values()))
        rows = []
        for record_id, self_before in before.items():
            rows.append((self._next_change, self._import_id, record_id, self_before))
            self._next_change += 1
            self._touch(self_before["record"])
        columns = ("import_change_id", "import_id", "record_id", "before")
        bulk.insert(self._connection, import_changes, columns, rows)
        remove_parts(self._connection, list(ids.values()))
        for m in made:
            values = m.record | {"content_hash": m.content_hash, "updated_import_id": self._import_id}
            here = records.c.record_id == ids[m.external_id]
            self._connection.execute(sa.update(records).where(here).values(**values))
            self._touch(m.record)
        self._insert_parts([(ids[m.external_id], m) for m in made])

    def _touch(self, record: dict[str, Any]) -> None:
        self._months.add(record["received_month"])
        for name, keys in self._keys.items():
            if record[name]:
                keys.add(record[name])

    def touched_months(self) -> set[int]:
        """Months of the written records, and of all records of the same applicants and addresses: their repeats may
        change.
        """
        return self._months | months_of_keys(self._connection, self._keys)


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
