"""Appeals and messages, their questions and problems. No name, contact, house or original text lives here."""

from sqlalchemy import (
    Boolean,
    Column,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
)

from data.store.tables.base import metadata

records = Table(
    "records",
    metadata,
    Column("record_id", Integer, primary_key=True),
    Column("source_id", ForeignKey("sources.source_id"), nullable=False),
    Column("external_id", String(200), nullable=False),
    Column("channel_id", ForeignKey("channels.channel_id")),
    Column("kind_id", ForeignKey("kinds.kind_id")),
    Column("kind_raw", String(400)),
    Column("priority", String(20), nullable=False, default=""),
    Column("received_at", DateTime, nullable=False),
    Column("registered_at", DateTime),
    Column("assigned_at", DateTime),
    Column("first_reply_at", DateTime),
    Column("answered_at", DateTime),
    Column("closed_at", DateTime),
    Column("promised_at", DateTime),
    Column("extended_to_at", DateTime),
    Column("file_due_at", DateTime, comment="the due date the export itself names; kept beside the computed one"),
    Column("has_time", Boolean, nullable=False, comment="received_at has a time of day, not only a date"),
    Column(
        "timed",
        SmallInteger,
        comment="moments with a time of day, a bit each (data.store.time_flags); missing: not known",
    ),
    Column("observes_first_reply", Boolean, nullable=False, comment="the export can tell when it was replied to"),
    Column("observes_answer", Boolean, nullable=False, comment="the export can tell when it was answered or closed"),
    Column(
        "observes_registration", Boolean, comment="the export tells receipt and registration; missing: by its source"
    ),
    Column("status_id", ForeignKey("statuses.status_id")),
    Column("status_raw", String(400)),
    Column("municipality_id", ForeignKey("municipalities.municipality_id")),
    Column("place_id", ForeignKey("places.place_id")),
    Column("place_status", String(20), nullable=False, comment="found | municipality | ambiguous | none | outside"),
    Column("municipality_raw", String(400)),
    Column("place_raw", String(400)),
    Column("postal_code", String(12)),
    Column("street", String(400)),
    Column("latitude", Float),
    Column("longitude", Float),
    Column("rating", SmallInteger),
    Column("is_repeat", Boolean, nullable=False),
    Column("is_collective", Boolean, nullable=False),
    Column("transfers", SmallInteger),
    Column("is_spam", Boolean, nullable=False),
    Column("is_date_conflict", Boolean, nullable=False, comment="answered or closed before received"),
    Column(
        "is_receipt_assumed",
        Boolean,
        nullable=False,
        server_default=false(),
        comment="the export tells no receipt: the day of registration stands for it",
    ),
    Column("future_dates", String(400), comment="moments later than the day of the import, not believed: name=day"),
    Column("applicant_key", String(32), comment="HMAC pseudonym; the key is outside the database"),
    Column("address_key", String(32), comment="HMAC of place, street and house"),
    Column("content_hash", String(40), nullable=False, comment="of the received values: equal means unchanged"),
    Column("received_month", Integer, nullable=False, comment="local month of receipt, year*100+month"),
    Column("import_id", ForeignKey("imports.import_id"), nullable=False),
    Column("updated_import_id", ForeignKey("imports.import_id")),
    UniqueConstraint("source_id", "external_id"),
    Index("ix_records_received_month", "received_month"),
    # Repeats are found without opening a row: whose, when, and whether it counts.
    Index("ix_records_applicant_key_received_at", "applicant_key", "received_at", "is_spam"),
    Index("ix_records_address_key_received_at", "address_key", "received_at", "is_spam"),
    Index("ix_records_import_id", "import_id"),
)

# A number is looked up by its beginning; SQLite does that by the constraint above.
Index("ix_records_external_id", records.c.external_id, postgresql_ops={"external_id": "text_pattern_ops"}).ddl_if(
    dialect="postgresql"
)

questions = Table(
    "questions",
    metadata,
    Column("question_id", Integer, primary_key=True),
    Column("record_id", ForeignKey("records.record_id", ondelete="CASCADE"), nullable=False),
    Column("question_no", SmallInteger, nullable=False, comment="1..n inside the record"),
    Column("topic_id", ForeignKey("topics.topic_id")),
    Column("topic_group_raw", String(400)),
    Column("topic_raw", String(400)),
    Column("topic_method", String(20), comment="label | rule | model | person; missing while unmapped"),
    Column("recipient_id", ForeignKey("recipients.recipient_id")),
    Column("recipient_raw", String(400)),
    Column("text", Text, comment="masked"),
    Column("answer", Text, comment="masked"),
    UniqueConstraint("record_id", "question_no"),
    # Which topics a name has led to is read without opening a row.
    Index("ix_questions_names", "topic_method", "topic_raw", "topic_id", "topic_group_raw"),
)

problems = Table(
    "problems",
    metadata,
    Column("problem_id", Integer, primary_key=True),
    Column("title", String(400), nullable=False),
    Column("topic_id", ForeignKey("topics.topic_id")),
    Column("place_id", ForeignKey("places.place_id")),
    Column("municipality_id", ForeignKey("municipalities.municipality_id")),
    Column("opened_at", DateTime, nullable=False),
    Column("closed_at", DateTime),
    Column("made_by", String(100), comment="login of who put the records together"),
    Column("made_at", DateTime),
)

record_problems = Table(
    "record_problems",
    metadata,
    Column("record_id", ForeignKey("records.record_id", ondelete="CASCADE"), primary_key=True),
    Column("problem_id", ForeignKey("problems.problem_id"), nullable=False, index=True),
)

problem_proposals = Table(
    "problem_proposals",
    metadata,
    Column("record_id", ForeignKey("records.record_id", ondelete="CASCADE"), primary_key=True),
    Column(
        "leader_id",
        ForeignKey("records.record_id", ondelete="CASCADE"),
        nullable=False,
        index=True,
        comment="the earliest record of the proposal, or one of the problem that the record is proposed to join",
    ),
)

problem_splits = Table(
    "problem_splits",
    metadata,
    Column("split_no", Integer, primary_key=True, comment="of the decision: its pairs are taken back together"),
    Column("record_id", ForeignKey("records.record_id", ondelete="CASCADE"), primary_key=True),
    Column("other_id", ForeignKey("records.record_id", ondelete="CASCADE"), primary_key=True, index=True),
    Column("made_by", String(100), nullable=False),
    Column("made_at", DateTime, nullable=False),
    Index("ix_problem_splits_record_id", "record_id"),
)

problem_entries = Table(
    "problem_entries",
    metadata,
    Column("entry_no", Integer, primary_key=True, comment="of the decision: its records are taken back together"),
    Column("record_id", ForeignKey("records.record_id", ondelete="CASCADE"), primary_key=True, index=True),
    Column("problem_id", ForeignKey("problems.problem_id", ondelete="CASCADE"), nullable=False, index=True),
    Column("stood_apart", Boolean, nullable=False, comment="were a proposal of their own, not proposed to join"),
    Column("made_by", String(100), nullable=False),
    Column("made_at", DateTime, nullable=False),
    comment="records taken into a made problem later",
)

problem_exits = Table(
    "problem_exits",
    metadata,
    Column("split_no", Integer, primary_key=True),
    Column("record_id", ForeignKey("records.record_id", ondelete="CASCADE"), primary_key=True, index=True),
    Column("problem_id", ForeignKey("problems.problem_id", ondelete="CASCADE"), nullable=False, index=True),
    comment="records that a decision of problem_splits took out of a made problem",
)
