"""The row of a source in the store, made when its first file comes."""

import sqlalchemy as sa

from data.store import bulk, tables


def source_id(connection: sa.Connection, code: str, name: str, time_zone: str) -> int:
    """The number of a source; one nobody knows yet is written down with its name and the name of its zone."""
    s = tables.sources
    found = connection.execute(sa.select(s.c.source_id).where(s.c.code == code)).scalar()
    if found is None:
        found = bulk.next_id(connection, s)
        row = {"source_id": found, "code": code, "name": name, "time_zone": time_zone}
        connection.execute(sa.insert(s).values(**row))
    return int(found)


def has_records(connection: sa.Connection, source_id: int) -> bool:
    """Whether a file of the source has brought anything yet."""
    r = tables.records.c
    return connection.execute(sa.select(r.record_id).where(r.source_id == source_id).limit(1)).first() is not None
