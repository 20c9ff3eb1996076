"""The row of a source in the store, made when its first file comes."""

import sqlalchemy as sa

from data.store import bulk, tables
from etl.sources.opening import SourceFile


def source_id(connection: sa.Connection, opened: SourceFile) -> int:
    """The number of a file's source; a source nobody knows yet is written down."""
    s = tables.sources
    found = connection.execute(sa.select(s.c.source_id).where(s.c.code == opened.source_code)).scalar()
    if found is None:
        found = bulk.next_id(connection, s)
        row = {
            "source_id": found,
            "code": opened.source_code,
            "name": opened.source_name,
            "time_zone": opened.time_zone,
        }
        connection.execute(sa.insert(s).values(**row))
    return int(found)


def has_records(connection: sa.Connection, source_id: int) -> bool:
    """Whether a file of the source has brought anything yet."""
    r = tables.records.c
    return connection.execute(sa.select(r.record_id).where(r.source_id == source_id).limit(1)).first() is not None
