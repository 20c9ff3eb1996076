"""What people have decided: how the columns of a file are understood, and what one record really is about."""

from sqlalchemy import (
    JSON,
    Column,
    DateTime,
    ForeignKey,
    Integer,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from data.store.tables.base import metadata

header_mappings = Table(
    "header_mappings",
    metadata,
    Column("header_mapping_id", Integer, primary_key=True),
    Column("header_key", String(40), nullable=False, unique=True, comment="hash of the set of header cells"),
    Column("understood_as", JSON, nullable=False, comment="as `imports.understood_as`"),
    Column("saved_at", DateTime, nullable=False),
    Column("saved_by", String(100), nullable=False),
)

corrections = Table(
    "corrections",
    metadata,
    Column("correction_id", Integer, primary_key=True),
    Column("source_id", ForeignKey("sources.source_id"), nullable=False),
    Column("external_id", String(200), nullable=False, comment="the record may not be there, or come again"),
    Column("question_no", SmallInteger, nullable=False, comment="0: the record itself"),
    Column("field", String(20), nullable=False, comment="topic | place | recipient"),
    Column("target_id", Integer, nullable=False),
    Column("reason", Text, nullable=False),
    Column("made_at", DateTime, nullable=False),
    Column("made_by", String(100), nullable=False),
    UniqueConstraint("source_id", "external_id", "question_no", "field"),
)
