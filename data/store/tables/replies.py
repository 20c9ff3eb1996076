"""What the replies say, read from their texts by `etl.structure.replies`; the texts themselves stay where they are."""

from sqlalchemy import Column, ForeignKey, SmallInteger, String, Table

from data.store.tables.base import metadata

reply_readings = Table(
    "reply_readings",
    metadata,
    Column("question_id", ForeignKey("questions.question_id", ondelete="CASCADE"), primary_key=True),
    Column("signals", SmallInteger, nullable=False, comment="a bit each (data.store.reply_signals)"),
    Column("questions_asked", SmallInteger, nullable=False, comment="questions and requests of the letter"),
    Column("unanswered", SmallInteger, nullable=False, comment="of them, those that no sentence of the reply matches"),
    Column(
        "hint",
        SmallInteger,
        nullable=False,
        comment="0..90: completeness as the text hints at it, without the repeat that only time shows",
    ),
    Column(
        "duplicate_key",
        String(32),
        index=True,
        comment="hash of the reply without names, dates, numbers; missing: too short to be told from others",
    ),
    Column("rules_version", SmallInteger, nullable=False, comment="of the rules that have read it"),
    comment="one row per question with the text of a reply",
)
