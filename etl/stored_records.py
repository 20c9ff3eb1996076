"""What the store holds of the records of a file, also under a number they have had before.

A record is met by its number. Where a file numbers otherwise than an earlier one — a number instead of a count of rows,
a channel beside a number that two appeals share, a new numbering — it is met by what it says: the same moment of
receipt, the same author, the same text. It then takes the new number, and undoing the import gives the old one back.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from data.store import bulk
from data.store.tables import identities, question_originals, questions, records
from etl.earlier_reading import EarlierReading
from etl.former_selves import former_selves
from etl.identity import SPLIT, FileNumbers
from etl.structure.canonical import Columns, Letter, are_equal, digest_as, is_of_this_reading

_COUNT = re.compile(r"\d{1,6}(?: \(\d{4}\))?")
"""What a record was called while a column that counts rows was taken for its number."""
_LONGEST_COUNT = 13
_Row = tuple[int, str, str, str | None]
"""Record id, external id, content hash, dates of the future that were not believed."""
_Content = tuple[datetime, str | None, str | None]
"""Moment of receipt, author, text of the first question."""


@dataclass(frozen=True)
class StoredRecord:
    """A record of the store. external_id: as it is called there; is_same: the file says nothing new of it; is_fuller:
    neither does it, but more of what it says is read by now.
    """

    record_id: int
    external_id: str
    is_same: bool
    is_fuller: bool = False


class StoredRecords:
    """Records of one source."""

    def __init__(
        self,
        connection: sa.Connection,
        source_id: int,
        earlier: EarlierReading,
        erased: Collection[str],
    ) -> None:
        """erased: numbers of the records whose person is erased."""
        self._connection, self._source_id = connection, source_id
        self._earlier, self._erased = earlier, erased
        self._by_content: dict[_Content, list[_Row]] | None = None
        self.only: FileNumbers | None = None
        """Numbers besides which the source has no record: those of its first file; None where it had some before."""
        self.gave_way = ""
        """How numbers end that have given way to a new numbering, in which any number may mean any record."""

    def of(self, columns: Columns, letters: Sequence[Letter]) -> dict[str, StoredRecord]:
        """External id of a letter → its record, for those the store holds; letters have different external ids."""
        numbers = [one.external_id for one in letters]
        rows = self._by_number(self.only.repeated(numbers) if self.only else numbers)
        met = [(one, rows[one.external_id]) for one in letters if one.external_id in rows]
        left = [one for one in letters if one.external_id not in rows]
        met += self._otherwise(columns, left, set(rows))
        made = {one.external_id: _record_of(one, row, columns) for one, row in met}
        return made | self._fuller(columns, [(one, row) for one, row in met if not made[one.external_id].is_same])

    def _fuller(self, columns: Columns, met: list[tuple[Letter, _Row]]) -> dict[str, StoredRecord]:
        """Records whose rows say what was received of them, though another reading has made something else of it."""
        asked = [(one, row) for one, row in met if row[3] or not is_of_this_reading(row[2])]
        selves = former_selves(self._connection, [row[0] for _, row in asked])
        return {
            one.external_id: StoredRecord(row[0], row[1], is_same=True, is_fuller=True)
            for one, row in asked
            if self._earlier.says_the_same(selves[row[0]], columns, one, is_erased=row[1] in self._erased)
        }

    def _by_number(self, numbers: Sequence[str]) -> dict[str, _Row]:
        found: dict[str, _Row] = {}
        r = records.c
        for part in bulk.parts(numbers):
            query = sa.select(r.record_id, r.external_id, r.content_hash, r.future_dates)
            query = query.where(r.source_id == self._source_id, r.external_id.in_(part))
            found |= {row.external_id: (row[0], row[1], row[2], row[3]) for row in self._connection.execute(query)}
        return found

    def _otherwise(self, columns: Columns, letters: Sequence[Letter], met: set[str]) -> Iterator[tuple[Letter, _Row]]:
        """Letters that the store holds under another number. met: numbers of records that other letters are."""
        former = sorted({columns["former_id"][one.at[0]] for one in letters} - {"", None})
        rows = self._by_number(self.only.held(former) if self.only else former)
        met = met | {one.external_id for one in letters}
        merged = self._by_sender(columns, letters)
        if not letters or not (rows or merged or self._of_content()):
            return
        for one in letters:
            told = columns["former_id"][one.at[0]] or ""
            if told in rows and SPLIT not in one.external_id:
                candidates = [rows[told]]
            else:
                alike = self._alike(columns, one.at[0])
                candidates = [row for row in alike if row[1] not in met and self._may_be(one, row[1], columns)]
                candidates += [row for row in merged.get(one.external_id, ()) if row[1] not in met]
            if candidates:
                met.add(candidates[0][1])
                yield one, candidates[0]

    def _by_sender(self, columns: Columns, letters: Sequence[Letter]) -> dict[str, list[_Row]]:
        """For letters that share a number: the record under the bare number, of the same moment and author.

        An earlier release took them for one letter of several questions; the first of them is that record.
        """
        split = [one for one in letters if SPLIT in one.external_id]
        r = records.c
        found: dict[str, Any] = {}
        for part in bulk.parts(sorted({one.external_id.partition(SPLIT)[0] for one in split})):
            row = (r.record_id, r.external_id, r.content_hash, r.future_dates)
            query = sa.select(*row, r.received_at, identities.c.applicant_name)
            query = query.select_from(records.outerjoin(identities)).where(
                r.source_id == self._source_id, r.external_id.in_(part)
            )
            found |= {row[1]: row for row in self._connection.execute(query)}
        bare = {one.external_id: found.get(one.external_id.partition(SPLIT)[0]) for one in split}
        senders = {one.external_id: self._sender(columns, one.at[0]) for one in split}
        return {
            number: [(row[0], row[1], row[2], row[3])]
            for number, row in bare.items()
            if row is not None and (row[4], row[5]) == senders[number]
        }

    def _sender(self, columns: Columns, at: int) -> tuple[datetime, str | None]:
        """Moment of receipt and author of a row, as the store keeps them."""
        return columns["received_at"][at], (columns["applicant_name"][at] or "")[:400] or None

    def _may_be(self, letter: Letter, called: str, columns: Columns) -> bool:
        """Whether a record so called may be a letter that says the same."""
        if self.gave_way:
            return True
        if letter.external_id.partition(SPLIT)[0] == called.partition(SPLIT)[0]:
            return True
        return bool(columns["is_counted"][letter.at[0]]) and _COUNT.fullmatch(called) is not None

    def _alike(self, columns: Columns, at: int) -> list[_Row]:
        """Records that may have another number by now and say the same as a row."""
        return self._of_content().get((*self._sender(columns, at), columns["text"][at] or None), [])

    def _of_content(self) -> dict[_Content, list[_Row]]:
        if self._by_content is None:
            self._by_content = self._read()
        return self._by_content

    def _read(self) -> dict[_Content, list[_Row]]:
        r, q, o, i = records.c, questions.c, question_originals.c, identities.c
        source = records.join(questions, sa.and_(q.record_id == r.record_id, q.question_no == 1))
        source = source.join(question_originals, o.question_id == q.question_id)
        source = source.outerjoin(identities, i.record_id == r.record_id)
        short = sa.true() if self.gave_way else sa.func.length(r.external_id) <= _LONGEST_COUNT
        identity = (r.record_id, r.external_id, r.content_hash, r.future_dates)
        query = sa.select(*identity, r.received_at, i.applicant_name, o.text)
        query = query.select_from(source).where(
            r.source_id == self._source_id, sa.or_(short, r.external_id.contains(SPLIT, autoescape=True))
        )
        found: dict[_Content, list[_Row]] = {}
        for *row, received_at, author, text in self._connection.execute(query.order_by(r.record_id)):
            found.setdefault((received_at, author, text), []).append((row[0], row[1], row[2], row[3]))
        return found

    def forget(self) -> None:
        """Read the store anew: numbers have changed."""
        self._by_content = None


def _record_of(letter: Letter, row: _Row, columns: Columns) -> StoredRecord:
    """The row as a letter's record; under its old number the same words have another hash."""
    record_id, called, content_hash, _ = row
    own = letter.content_hash if called == letter.external_id else digest_as(columns, letter, called)
    return StoredRecord(record_id, called, are_equal(own, content_hash))
