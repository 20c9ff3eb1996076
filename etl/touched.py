"""What an import has touched beside what it has written: its months, and its records where it has only changed some."""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from data.store import bulk, touched
from data.store.tables import records
from etl import reply_readings


class Touched:
    """Remembers the records of one import as they were and as they are."""

    def __init__(self, connection: sa.Connection, import_id: int) -> None:
        self._connection, self._import_id = connection, import_id
        self._months: set[int] = set()
        self._keys: dict[str, set[str]] = {"applicant_key": set(), "address_key": set()}
        self.changed: set[int] = set()
        self._replies: dict[str, int] = {}
        """Duplicate key of a written or changed reply → the earliest month of its records."""
        self.is_more = False
        """Records have come, or have got other numbers: what differs by it is not told by those that have changed."""

    def add(self, record: dict[str, Any]) -> None:
        """A changed record, as it was or as it is."""
        self._months.add(record["received_month"])
        for name, keys in self._keys.items():
            if record[name]:
                keys.add(record[name])

    def add_replies(self, replies: Iterable[tuple[str, int]]) -> None:
        """Duplicate keys of replies, each with the month of a record that has it."""
        reply_readings.join(self._replies, replies)

    def months(self) -> set[int]:
        """Months of the written records, and of all records of the same applicants and addresses: their repeats may
        change; and of later ones with the same replies.
        """
        return (
            self._months
            | months_of_keys(self._connection, self._keys)
            | months_of_import(self._connection, self._import_id)
            | reply_readings.months_behind(self._connection, self._replies)
        )

    def ids(self) -> set[int] | None:
        """All records whose facts may differ; None where the import has done more than change some."""
        if self.is_more or len(self.changed) > touched.MOST_NAMED:
            return None
        shared = touched.sharing(self._connection, self._keys)
        return self.changed | shared | reply_readings.records_with(self._connection, self._replies)


def months_of_keys(connection: sa.Connection, keys: dict[str, set[str]]) -> set[int]:
    """Months of the records that share an applicant or an address."""
    months: set[int] = set()
    for name, values in keys.items():
        for part in bulk.parts(sorted(values)):
            query = sa.select(records.c.received_month).distinct().where(records.c[name].in_(part))
            months |= {month for (month,) in connection.execute(query)}
    return months


def months_of_import(connection: sa.Connection, import_id: int) -> set[int]:
    """Months of the records an import has loaded, and of all that share an applicant or an address with them."""
    mine = records.alias()
    loaded = sa.select(records.c.received_month).where(records.c.import_id == import_id)
    months = set(connection.execute(loaded.distinct()).scalars())
    for name in ("applicant_key", "address_key"):
        keys = sa.select(mine.c[name]).where(mine.c.import_id == import_id, mine.c[name].is_not(None))
        shared = sa.select(records.c.received_month).distinct().where(records.c[name].in_(keys))
        months |= set(connection.execute(shared).scalars())
    return months
