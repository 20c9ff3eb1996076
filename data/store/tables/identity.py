"""Identity, apart from the question. Nothing here reaches a snapshot, a log, an export or a screen without a right."""

from sqlalchemy import JSON, Column, DateTime, ForeignKey, Index, Integer, SmallInteger, String, Table, Text

from data.store.tables.base import metadata

identities = Table(
    "identities",
    metadata,
    Column("record_id", ForeignKey("records.record_id", ondelete="CASCADE"), primary_key=True),
    Column("applicant_name", String(400)),
    Column("contact", String(400)),
    Column("profile_url", Text),
    Column("post_url", Text),
    Column("house", String(200)),
    Column("address", Text),
    Column("social_category", String(400)),
)

question_originals = Table(
    "question_originals",
    metadata,
    Column("question_id", ForeignKey("questions.question_id", ondelete="CASCADE"), primary_key=True),
    Column("text", Text, comment="as received, not masked"),
    Column("answer", Text),
)

import_changes = Table(
    "import_changes",
    metadata,
    Column("import_change_id", Integer, primary_key=True),
    Column("import_id", ForeignKey("imports.import_id"), nullable=False),
    Column("record_id", Integer, nullable=False, comment="no foreign key: the record may be gone by then"),
    Column("before", JSON, nullable=False, comment="the record with its questions and identity as they were"),
    Index("ix_import_changes_import_id", "import_id"),
    Index("ix_import_changes_record_id", "record_id"),
)

keeping_terms = Table(
    "keeping_terms",
    metadata,
    Column("code", String(40), primary_key=True),
    Column("name", String(200), nullable=False),
    Column("years", SmallInteger, nullable=False),
    Column("starts_from", String(20), nullable=False, comment="closed: the last answer or closing"),
    Column("legal_basis", Text, nullable=False),
    Column("confidence", String(1), nullable=False),
    Column("note", Text),
)

erased_records = Table(
    "erased_records",
    metadata,
    Column("source_id", ForeignKey("sources.source_id"), primary_key=True),
    Column("external_id", String(200), primary_key=True, comment="an import never brings its person back"),
    Column("erased_at", DateTime, nullable=False),
    Column("erased_by", String(100), nullable=False),
)
