"""A chunk of the rows of a sheet made canonical: those that bring something new are read by their source."""

from dataclasses import dataclass, replace

import pandas as pd

from etl.reading.table import RawRow
from etl.sources import mapped_table
from etl.sources.columns import complete
from etl.sources.declaration import Source
from etl.sources.detection import SheetLayout
from etl.sources.frame import Context, Tidy
from etl.sources.known_rows import Fingerprints, KnownRows
from etl.sources.mapping_file import Mapping
from etl.sources.registry import BY_CODE
from etl.sources.rows import beyond, frame_of

_SAMPLE = 500


@dataclass(frozen=True)
class ChunkReader:
    """Reads the chunks of one sheet. known: rows that the import passes over."""

    found: SheetLayout
    context: Context
    mapping: Mapping | None
    known: KnownRows

    def tidy(self, part: list[RawRow]) -> Tidy:
        """Canonical rows of a chunk, and the rows that have more cells than the table has columns."""
        over = dict(beyond(part, self.found.header))
        made = self._unless_known([row for row in part if row[0] not in over])
        where = {"sheet": self.context.sheet, "column": "за последним столбцом", "reason": "ячеек больше, чем столбцов"}
        refused = [where | {"row": number, "value": value} for number, value in over.items()]
        return replace(made, rejections=made.rejections + refused, rows_in=made.rows_in + len(refused))

    def rows_to_hold(self, rows: list[RawRow]) -> int:
        """How many last rows of a chunk must wait for the next one."""
        if self.mapping:
            return 0
        return self._source.held(frame_of(rows[-_SAMPLE:], self.found.columns, frozenset()))

    def _unless_known(self, rows: list[RawRow]) -> Tidy:
        told = self._fingerprints(rows)
        day = self.context.import_day
        known = self.known.among(told, day.day if day else None)
        made = self._read([row for row in rows if row[0] not in known])
        if known and made.is_by_company:
            known, made = set(), self._read(rows)
        self.known.passed.extend(told[number] for number in known)
        return replace(made, rows_in=made.rows_in + len(known), fingerprints=_clear(told, made), known=len(known))

    def _read(self, rows: list[RawRow]) -> Tidy:
        if not rows:
            return Tidy(complete(pd.DataFrame(index=pd.RangeIndex(0))), [], 0)
        raw = frame_of(rows, self.found.columns, mapped_table.LONG if self.mapping else self._source.long)
        return (
            mapped_table.tidy(raw, self.context, self.mapping) if self.mapping else self._source.tidy(raw, self.context)
        )

    def _fingerprints(self, rows: list[RawRow]) -> Fingerprints:
        """Of rows that are read by themselves; in other sources, or where rows are counted, each depends on others."""
        stand_alone = "external_id" in self.found.columns if self.mapping else self._source.stand_alone
        if not stand_alone or self.found.counters or self.found.was_counted:
            return {}
        by = self.context
        read_by = (by.source_code, by.zone.key, by.headers, by.is_1904, by.received_on, self.mapping)
        return self.known.fingerprints(rows, self.found.columns, read_by)

    @property
    def _source(self) -> Source:
        return BY_CODE[self.context.source_code]


def _clear(told: Fingerprints, made: Tidy) -> Fingerprints:
    """Fingerprints of the rows of which there is nothing to say, whatever stands beside them."""
    if not told:
        return told
    remarked = {one["row"] for one in (*made.emptied, *made.future)}
    read = made.frame["row_number"][~made.frame["is_receipt_assumed"]].tolist()
    return {number: told[number] for number in read if number not in remarked}
