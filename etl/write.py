"""Records written to the store: new ones in bulk, changed ones with their former self kept for undo."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
import sqlalchemy as sa

from data.decisions import corrections
from data.store import bulk, erasing
from data.store.search import index
from data.store.tables import identities, import_changes, question_originals, questions, records
from data.store.tables import reply_readings as readings
from etl import reply_readings, source_rows
from etl.earlier_reading import EarlierReading
from etl.former_selves import former_selves
from etl.identity import SPLIT, FileNumbers
from etl.known_rows import RowMemory
from etl.renumbering import RenumberingCheck
from etl.sources.known_rows import KnownRows
from etl.stored_records import StoredRecord, StoredRecords
from etl.structure.canonical import Columns, Letter
from etl.structure.chunk import Chunk, StructuredRows
from etl.structure.record import Structurer
from etl.touched import Touched

_AT_ONCE = 2_000
"""Letters written together: the next ones may still be read by other processes."""


class Writer:
    """Writes the records of one import and remembers which months they touch."""

    def __init__(self, connection: sa.Connection, structurer: Structurer, source_id: int, import_id: int) -> None:
        self._connection, self._structurer = connection, structurer
        self._source_id, self._import_id = source_id, import_id
        self._next_record = bulk.next_id(connection, records)
        self._next_question = bulk.next_id(connection, questions)
        self._next_change = bulk.next_id(connection, import_changes)
        self._corrected = set(corrections.known_of(connection, source_id))
        self._erased = erasing.known_of(connection, source_id)
        self._numbers, self._written = FileNumbers(), set[str]()
        self._is_first = not source_rows.has_records(connection, source_id)
        self.repeated: Counter[str] = Counter()
        """Fate → rows whose record an earlier row of the file has brought already."""
        earlier = EarlierReading(structurer.own_zone, structurer.channels)
        self.completed = 0
        """Rows without news, of which more is read than an earlier release has read."""
        self._known = StoredRecords(connection, source_id, earlier, self._erased)
        self._renewed = RenumberingCheck(structurer.zone)
        self._known_words: set[str] = set()
        self._rows, self._refreshes = RowMemory(connection, self._erased), False
        self.touched = Touched(connection, import_id)

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
                if chunk.letters[i].external_id in self._written and fate in ("updated", "unchanged"):
                    self.repeated[fate] += chunk.letters[i].rows
            self._written.update(self._numbers.repeated(list(seen)))  # another one never comes again
            todo = later
        return fates

    def _distinct(self, chunk: Chunk, chosen: list[int]) -> list[str]:
        letters = [chunk.letters[i] for i in chosen]
        known = self._known.of(chunk.columns, letters)
        fates = [_fate(letter, known) for letter in letters]
        pairs = _pairs(letters, known)
        moved = [(letter, one) for letter, one in pairs if letter.external_id != one.external_id]
        self._renumber(moved)
        self._insert(chunk, [letter for letter, fate in zip(letters, fates, strict=True) if fate == "loaded"])
        changed = [letter for letter, fate in zip(letters, fates, strict=True) if fate == "updated"]
        # What this file itself has brought, or has changed already, says nothing of the numbers of the one before it.
        first = [one for letter, one in pairs if letter.external_id == one.external_id and not self._is_repeat(letter)]
        self._renewed.met(len(first))
        self._update(chunk, changed, [known[letter.external_id] for letter in changed])
        self._complete(chunk, [(letter, one) for letter, one in pairs if one.is_fuller])
        if self._refreshes:  # rows that were not known, though they say nothing new
            same = [(letter, one.record_id) for letter, one in pairs if one.is_same and not one.is_fuller]
            self._rows.keep(chunk, same)
        return fates

    def _complete(self, chunk: Chunk, pairs: list[tuple[Letter, StoredRecord]]) -> None:
        """Give records what is read of their rows by now; their file has said nothing new."""
        if not pairs:
            return
        ids = [one.record_id for _, one in pairs]
        selves = former_selves(self._connection, ids)
        before = {record_id: selves[record_id] for record_id in ids}
        self._keep(before)
        self._rewrite(chunk, [letter for letter, _ in pairs], before)
        self.completed += sum(letter.rows for letter, _ in pairs)

    def expect(self, numbers: FileNumbers) -> None:
        """Before anything is written: the numbers of the rows that were read."""
        self._numbers = numbers
        if self._is_first:
            self._known.only = numbers

    def pass_over(self, known: KnownRows) -> None:
        """Take into account the rows that were not read: each says what the store says."""
        once = len(np.unique(known.passed))
        self._renewed.met(once)
        if len(known.passed) > once:
            self.repeated["unchanged"] += len(known.passed) - once
        self._refreshes = known.has_looked

    def _is_repeat(self, letter: Letter) -> bool:
        """Whether an earlier row of the file has brought the record already."""
        return letter.external_id in self._written

    def _renumber(self, moved: list[tuple[Letter, StoredRecord]]) -> None:
        """Give records met under another number the number they have now."""
        if not moved:
            return
        self.touched.is_more = True
        self._keep(former_selves(self._connection, [one.record_id for _, one in moved]))
        now = [
            {"this": one.record_id, "number": letter.external_id, "hash": letter.content_hash} for letter, one in moved
        ]
        mine = records.c.record_id == sa.bindparam("this")
        values: dict[str, Any] = {"external_id": sa.bindparam("number"), "content_hash": sa.bindparam("hash")}
        self._connection.execute(sa.update(records).where(mine).values(**values), now)
        for letter, one in moved:
            if corrections.renumber(self._connection, self._source_id, one.external_id, letter.external_id):
                self._corrected.add(letter.external_id)

    def make_way(self, columns: Columns, letters: list[Letter]) -> None:
        """Before a new numbering is written: records that stand for other appeals under its numbers give them up."""
        self._known.gave_way = f"{SPLIT}до загрузки {self._import_id}"
        single = list({letter.external_id: letter for letter in letters}.values())
        known = self._known.of(columns, single)
        before = former_selves(self._connection, [one.record_id for one in known.values() if not one.is_same])
        firsts = {known[letter.external_id].record_id: letter.at[0] for letter in single if letter.external_id in known}
        self.touched.is_more = True
        gone = {i: told for i, told in before.items() if self._renewed.is_other(told, columns, firsts[i])}
        self._keep(gone)
        for record_id, told in gone.items():
            number = f"{told['record']['external_id']}{self._known.gave_way}"
            values = {"external_id": number, "content_hash": ""}
            self._connection.execute(sa.update(records).where(records.c.record_id == record_id).values(**values))
            self.touched.add(told["record"])
        self._known.forget()

    def _insert(self, chunk: Chunk, letters: list[Letter]) -> None:
        for part in bulk.parts(letters, _AT_ONCE):
            self._insert_some(chunk, part)

    def _insert_some(self, chunk: Chunk, letters: list[Letter]) -> None:
        self.touched.is_more = True
        made = self._structurer.rows_of(chunk, letters)
        ids = range(self._next_record, self._next_record + len(letters))
        self._next_record += len(letters)
        same: Columns = {"source_id": [self._source_id] * len(ids), "import_id": [self._import_id] * len(ids)}
        filled = {name: values for name, values in made.records.items() if values.count(None) < len(ids)}
        bulk.insert_columns(self._connection, records, {"record_id": list(ids)} | same | filled)
        self._rows.keep(chunk, zip(letters, ids, strict=True), are_new=True)
        self._insert_parts(made, ids)
        self._correct(letters, ids)
        self._index(made, letters, ids)

    def _correct(self, letters: list[Letter], ids: Sequence[int]) -> None:
        """What a person has said of a record stands, whatever its row says now; who was erased stays so."""
        if self._erased:
            numbered = zip(letters, ids, strict=True)
            erasing.strip(self._connection, [i for letter, i in numbered if letter.external_id in self._erased])
        said = zip(letters, ids, strict=True)
        chosen = [record for letter, record in said if letter.external_id in self._corrected]
        corrections.apply(self._connection, chosen)

    def _index(self, made: StructuredRows, letters: list[Letter], ids: Sequence[int]) -> None:
        """Words of the texts, by which the records are found; none of who was erased."""
        asked = zip(made.owners, made.questions["question_no"], made.words, strict=True)
        kept = (one for one in asked if letters[one[0]].external_id not in self._erased)
        index.add_words(self._connection, ((ids[owner], no, words) for owner, no, words in kept), self._known_words)

    def _insert_parts(self, made: StructuredRows, ids: Sequence[int]) -> None:
        """Questions, originals and identities of records whose rows are in place."""
        numbers = range(self._next_question, self._next_question + len(made.owners))
        self._next_question += len(made.owners)
        asked = zip(numbers, [ids[owner] for owner in made.owners], *made.questions.values(), strict=True)
        bulk.insert(self._connection, questions, ("question_id", "record_id", *made.questions), asked)
        originals = zip(numbers, *made.originals.values(), strict=True)
        bulk.insert(self._connection, question_originals, ("question_id", *made.originals), originals)
        reply_readings.write(self._connection, zip(numbers, made.replies, strict=True))
        months = (made.records["received_month"][owner] for owner in made.owners)
        told = ((one and one.duplicate_key, month) for one, month in zip(made.replies, months, strict=True))
        self.touched.add_replies((key, month) for key, month in told if key)
        known = (row for row in zip(ids, *made.identities.values(), strict=True) if any(row[1:]))
        bulk.insert(self._connection, identities, ("record_id", *made.identities), known)

    def _keep(self, before: dict[int, dict[str, Any]]) -> None:
        """Former selves of records, for undo."""
        first = self._next_change
        self._next_change += len(before)
        rows = [(first + i, self._import_id, *one) for i, one in enumerate(before.items())]
        columns = ("import_change_id", "import_id", "record_id", "before")
        bulk.insert(self._connection, import_changes, columns, rows)

    def _update(self, chunk: Chunk, letters: list[Letter], found: list[StoredRecord]) -> None:
        if not letters:
            return
        ids = [one.record_id for one in found]
        selves = former_selves(self._connection, ids)
        before = {record_id: selves[record_id] for record_id in ids}
        self._keep(before)
        for letter, one in zip(letters, found, strict=True):
            if letter.external_id == one.external_id and not self._is_repeat(letter):
                self._renewed.compare(before[one.record_id], chunk.columns, letter.at[0])
        self._rewrite(chunk, letters, before, updated_import_id=[self._import_id] * len(ids))

    def _rewrite(
        self, chunk: Chunk, letters: list[Letter], before: dict[int, dict[str, Any]], **more: list[Any]
    ) -> None:
        """Write known records anew, as their letters say. before: their former selves, in the order of the letters."""
        ids = list(before)
        self.touched.add_replies(reply_readings.earliest(self._connection, ids).items())
        remove_parts(self._connection, ids)
        made = self._structurer.rows_of(chunk, letters)
        values = made.records | {"this": ids} | more
        now = [dict(zip(values, row, strict=True)) for row in zip(*values.values(), strict=True)]
        self._connection.execute(sa.update(records).where(records.c.record_id == sa.bindparam("this")), now)
        self._rows.keep(chunk, zip(letters, ids, strict=True))
        self._insert_parts(made, ids)
        self._correct(letters, ids)
        self._index(made, letters, ids)
        for record in (*now, *(former["record"] for former in before.values())):
            self.touched.add(record)
        self.touched.changed.update(ids)

    def refuse_new_numbering(self) -> None:
        """Raises InputError when most numbers of the file have come to stand for other appeals."""
        self._renewed.refuse()

    def keep_numbers(self) -> None:
        """Numbers given here are never given again, even when the import is undone: old snapshots speak of them."""
        bulk.keep_used(self._connection, records.name, self._next_record - 1)


def _fate(letter: Letter, known: dict[str, StoredRecord]) -> str:
    """What becomes of a record, given what the store knows."""
    if letter.external_id not in known:
        return "loaded"
    return "unchanged" if known[letter.external_id].is_same else "updated"


def _pairs(letters: Sequence[Letter], known: dict[str, StoredRecord]) -> list[tuple[Letter, StoredRecord]]:
    return [(letter, known[letter.external_id]) for letter in letters if letter.external_id in known]


def remove_parts(connection: sa.Connection, record_ids: list[int]) -> None:
    """Delete questions, originals and identities of records; the records themselves stay."""
    for part in bulk.parts(record_ids):
        asked = sa.select(questions.c.question_id).where(questions.c.record_id.in_(part))
        connection.execute(sa.delete(question_originals).where(question_originals.c.question_id.in_(asked)))
        connection.execute(sa.delete(readings).where(readings.c.question_id.in_(asked)))
        connection.execute(sa.delete(questions).where(questions.c.record_id.in_(part)))
        connection.execute(sa.delete(identities).where(identities.c.record_id.in_(part)))
