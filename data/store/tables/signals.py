"""Signals about answers that people have looked at and dismissed."""

from sqlalchemy import Column, ForeignKey, Integer, SmallInteger, String, Table, Text, UniqueConstraint

from data.store.tables.base import metadata
from data.store.tables.edits import version

signal_dismissals = Table(
    "signal_dismissals",
    metadata,
    Column("dismissal_id", Integer, primary_key=True),
    Column("signal", String(40), nullable=False, info={"label": "сигнал"}),
    Column("source_id", ForeignKey("sources.source_id"), nullable=False, info={"label": "источник"}),
    Column(
        "external_id",
        String(200),
        nullable=False,
        info={"label": "запись"},
        comment="the record may not be there, or come again",
    ),
    Column("question_no", SmallInteger, nullable=False, info={"label": "вопрос"}, comment="0: the record itself"),
    Column("reason", Text, nullable=False, info={"label": "причина"}),
    version(),
    UniqueConstraint("signal", "source_id", "external_id", "question_no"),
)
