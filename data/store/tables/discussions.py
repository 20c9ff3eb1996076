"""Public discussions: proposals, debates, polls and hearings of other platforms with their comments. No authors.

A kind of its own: no metric of records knows them. A comment may come before what it is about; then it waits.
"""

from sqlalchemy import (
    JSON,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from data.store.tables.base import metadata
from data.store.tables.edits import version

PLATFORMS = ("decidim", "consul", "portal_hearings")
"""Codes of the sources that bring discussions and never a record."""
KINDS = {
    "proposal": "предложение",
    "debate": "обсуждение",
    "poll": "голосование",
    "hearing": "слушания",
    "meeting": "встреча",
    "project": "проект",
    "result": "итог",
    "post": "запись",
    "initiative": "инициатива",
}
"""What is discussed, as people call it."""


def _of_imports() -> list[Column]:
    return [
        Column("content_hash", String(32), nullable=False),
        Column("import_id", ForeignKey("imports.import_id"), nullable=False, index=True),
        Column("updated_import_id", ForeignKey("imports.import_id")),
    ]


discussions = Table(
    "discussions",
    metadata,
    Column("discussion_id", Integer, primary_key=True),
    Column("source_id", ForeignKey("sources.source_id"), nullable=False),
    Column("kind", String(20), nullable=False, comment="proposal | debate | poll | hearing | …"),
    Column("number", String(100), nullable=False, comment="as its platform numbers it"),
    Column("title", String(400), nullable=False, comment="masked"),
    Column("body", Text, nullable=False, comment="masked"),
    Column("category", String(400), nullable=False, comment="as received; '' is none"),
    Column("topic_id", ForeignKey("topics.topic_id"), comment="by the category; missing: not known"),
    Column("place", String(400), nullable=False, comment="as received; '' is none"),
    Column("place_id", ForeignKey("places.place_id")),
    Column("municipality_id", ForeignKey("municipalities.municipality_id")),
    Column("status", String(100), nullable=False, comment="as received"),
    Column("created_on", Date, comment="local day"),
    Column("ended_on", Date, comment="of polls and hearings"),
    Column("supports", Integer, comment="missing: the file does not say"),
    Column("opposes", Integer),
    Column("participants", Integer),
    Column("comments", Integer, comment="as the platform counts them, loaded or not"),
    *_of_imports(),
    UniqueConstraint("source_id", "kind", "number"),
)

discussion_comments = Table(
    "discussion_comments",
    metadata,
    Column("discussion_comment_id", Integer, primary_key=True),
    Column("source_id", ForeignKey("sources.source_id"), nullable=False),
    Column("number", String(100), nullable=False),
    Column("parent_kind", String(20), nullable=False, comment="comment, or a kind of discussions"),
    Column("parent_number", String(100), nullable=False),
    Column("root_kind", String(20), nullable=False, comment="what the thread is about, where the file says it"),
    Column("root_number", String(100), nullable=False),
    Column("discussion_id", ForeignKey("discussions.discussion_id"), index=True, comment="missing: waits for it"),
    Column("depth", SmallInteger, nullable=False, comment="0: of the discussion itself"),
    Column("alignment", SmallInteger, comment="1 for, 0 neutral, -1 against; missing: the file does not say"),
    Column("body", Text, nullable=False, comment="masked"),
    Column("written_on", Date, comment="local day"),
    Column("supports", Integer),
    Column("opposes", Integer),
    *_of_imports(),
    UniqueConstraint("source_id", "number"),
)

discussion_changes = Table(
    "discussion_changes",
    metadata,
    Column("discussion_change_id", Integer, primary_key=True),
    Column("import_id", ForeignKey("imports.import_id"), nullable=False, index=True),
    Column("table_name", String(60), nullable=False),
    Column("row_key", Integer, nullable=False),
    Column("before", JSON, nullable=False, comment="the row as it was before the import"),
    Index("ix_discussion_changes_table_name_row_key", "table_name", "row_key"),
)

discussion_categories = Table(
    "discussion_categories",
    metadata,
    Column("discussion_category_id", Integer, primary_key=True),
    Column("source_id", ForeignKey("sources.source_id"), nullable=False, info={"label": "источник"}),
    Column("name", String(400), nullable=False, info={"label": "категория"}),
    Column("topic_id", ForeignKey("topics.topic_id"), nullable=False, info={"label": "тематика"}),
    version(),
    UniqueConstraint("source_id", "name"),
)
