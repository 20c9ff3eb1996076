"""Topics that the classifier in force would give to questions which an earlier one has read.

Rows are those that differ. Each names the rules it was compared with: of a question that has been read anew since it
says nothing, and it holds again when that is undone.
"""

from sqlalchemy import Column, ForeignKey, SmallInteger, String, Table

from data.store.tables.base import metadata

topic_rereadings = Table(
    "topic_rereadings",
    metadata,
    Column("record_id", ForeignKey("records.record_id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("question_no", SmallInteger, primary_key=True, autoincrement=False),
    Column("given_by", String(16), nullable=False, comment="imports.topic_rules by which the question was read"),
    Column("given_topic_id", ForeignKey("topics.topic_id"), comment="missing: those rules were not sure"),
    Column("topic_id", ForeignKey("topics.topic_id"), comment="missing: the rules in force are not sure"),
    Column("ruling_id", SmallInteger, nullable=False, comment="the same of equal pairs of topics"),
)
