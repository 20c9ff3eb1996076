"""Which store this is, and the numbers it has given out: what files outside the database are held against."""

from sqlalchemy import Column, Integer, String, Table

from data.store.tables.base import metadata

installation = Table(
    "installation",
    metadata,
    Column("name", String(40), primary_key=True, comment="store_id | generation | pseudonym_key"),
    Column("value", String(64), nullable=False, comment="pseudonym_key: the first 16 digits of its SHA-256"),
)

used_numbers = Table(
    "used_numbers",
    metadata,
    Column("name", String(60), primary_key=True, comment="a table, or snapshots"),
    Column("last", Integer, nullable=False, comment="the highest number ever given, whatever has been removed since"),
)
