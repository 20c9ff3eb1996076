"""Best practices: what has worked, here or elsewhere, by topic."""

from sqlalchemy import Boolean, Column, ForeignKey, Integer, String, Table, Text

from data.store.tables.base import metadata
from data.store.tables.edits import version

practices = Table(
    "practices",
    metadata,
    Column("practice_id", Integer, primary_key=True),
    Column("code", String(20), nullable=False, unique=True, info={"label": "номер"}),
    Column("title", String(300), nullable=False, info={"label": "название"}),
    Column(
        "topic_id",
        ForeignKey("topics.topic_id"),
        nullable=False,
        index=True,
        info={"label": "тематика"},
        comment="or a group: then all its topics",
    ),
    Column("situation", Text, nullable=False, default="", info={"label": "что было"}),
    Column("action", Text, nullable=False, info={"label": "что сделали"}),
    Column("result", Text, nullable=False, info={"label": "что вышло"}),
    Column("place", String(300), nullable=False, default="", info={"label": "где"}),
    Column("source", Text, nullable=False, default="", info={"label": "откуда известно"}),
    Column("is_own", Boolean, nullable=False, default=False, info={"label": "проверено здесь"}),
    Column("roadmap", String(20), nullable=False, default="", info={"label": "дорожная карта"}, comment="its code"),
    version(),
)
