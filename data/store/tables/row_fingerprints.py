"""Fingerprints of the rows of files that records were last read from: a row met again says nothing new.

Everything here may be lost: such rows are read once more. A record whose content becomes another loses its
fingerprint by the database's own trigger, whoever changes it; one that leaves takes it along.
"""

import sqlalchemy as sa
from sqlalchemy import BigInteger, Column, ForeignKey, Table

from data.store.tables.base import metadata

row_fingerprints = Table(
    "row_fingerprints",
    metadata,
    Column("record_id", ForeignKey("records.record_id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("fingerprint", BigInteger, nullable=False, comment="of the cells, and of all by which they were read"),
)

OF_SQLITE = (
    "CREATE TRIGGER records_changed AFTER UPDATE OF content_hash ON records BEGIN "
    "DELETE FROM row_fingerprints WHERE record_id = old.record_id; END",
)
OF_POSTGRESQL = (
    "CREATE FUNCTION forget_row_fingerprint() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    "DELETE FROM row_fingerprints WHERE record_id = old.record_id; RETURN NULL; END $$",
    "CREATE TRIGGER records_changed AFTER UPDATE OF content_hash ON records "
    "FOR EACH ROW EXECUTE FUNCTION forget_row_fingerprint()",
)
for _dialect, _statements in (("sqlite", OF_SQLITE), ("postgresql", OF_POSTGRESQL)):
    for _statement in _statements:
        sa.event.listen(metadata, "after_create", sa.DDL(_statement).execute_if(dialect=_dialect))
