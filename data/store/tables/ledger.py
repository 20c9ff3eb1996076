"""What was received, what was refused, and which months have changed since a snapshot."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
)

from data.store.tables.base import metadata

imports = Table(
    "imports",
    metadata,
    Column("import_id", Integer, primary_key=True),
    Column("source_id", ForeignKey("sources.source_id"), nullable=False),
    Column("file_name", String(400), nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("size_bytes", BigInteger, nullable=False),
    Column("received_on", Date),
    Column("imported_on", Date, comment="no event after this local day was believed; missing: the day of started_at"),
    Column("started_at", DateTime, nullable=False),
    Column("status", String(20), nullable=False, comment="committed | undone"),
    Column("undone_at", DateTime),
    Column("is_demo", Boolean, nullable=False),
    Column("rows_in", Integer, nullable=False),
    Column("loaded", Integer, nullable=False),
    Column("updated", Integer, nullable=False),
    Column("unchanged", Integer, nullable=False),
    Column("rejected", Integer, nullable=False),
    Column("seconds", Float, nullable=False),
    Column("unmapped", JSON, nullable=False, comment="unmapped topics, unknown places and recipients with counts"),
    Column("loaded_by", String(100), comment="login; missing: the command line"),
    Column("topic_rules", String(16), comment="digest of what tells topics from texts; missing: not known"),
    Column("understood_as", JSON, comment="source, columns, mapping: what a person chose; missing: told by the file"),
)

rejected_rows = Table(
    "rejected_rows",
    metadata,
    Column("rejected_row_id", Integer, primary_key=True),
    Column("import_id", ForeignKey("imports.import_id"), nullable=False, index=True),
    Column("sheet", String(200)),
    Column("row_number", Integer, nullable=False, comment="as a person sees it in the file"),
    Column("column_name", String(400)),
    Column("value", Text, comment="masked"),
    Column("reason", Text, nullable=False),
)

changes = Table(
    "changes",
    metadata,
    Column("change_no", Integer, primary_key=True),
    Column("made_at", DateTime, nullable=False),
    Column("what", String(60), nullable=False, comment="seed | import | undo | edit"),
    Column("import_id", ForeignKey("imports.import_id")),
    Column("mark", String(16), comment="random: tells histories apart"),
    Column("records", JSON(none_as_null=True), comment="whose facts may differ; missing: only months are known"),
)

dirty_months = Table(
    "dirty_months",
    metadata,
    Column("received_month", Integer, primary_key=True, autoincrement=False),
    Column("change_no", ForeignKey("changes.change_no"), nullable=False),
    Index("ix_dirty_months_change_no", "change_no"),
)
