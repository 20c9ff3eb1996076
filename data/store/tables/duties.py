"""Functional duties (функциональные обязанности): who answers for what, by which document, since when."""

from sqlalchemy import Column, ForeignKey, Integer, String, Table, Text, UniqueConstraint

from data.store.tables.base import metadata, validity
from data.store.tables.edits import version

_valid_from, _valid_to = validity()
_valid_from.info["label"], _valid_to.info["label"] = "действует с", "действует по"

duties = Table(
    "duties",
    metadata,
    Column("duty_id", Integer, primary_key=True),
    Column("code", String(100), nullable=False, unique=True, info={"label": "код"}),
    Column(
        "recipient_id",
        ForeignKey("recipients.recipient_id"),
        nullable=False,
        index=True,
        info={"label": "получатель"},
    ),
    Column("name", String(400), nullable=False, info={"label": "обязанность"}),
    Column("document", Text, nullable=False, default="", info={"label": "документ"}),
    _valid_from,
    _valid_to,
    Column(
        "confidence",
        String(1),
        nullable=False,
        default="H",
        info={"label": "достоверность", "words": {"H": "по документу", "M": "косвенно", "L": "проверьте"}},
    ),
    version(),
)

duty_topics = Table(
    "duty_topics",
    metadata,
    Column("duty_topic_id", Integer, primary_key=True),
    Column("duty_id", ForeignKey("duties.duty_id"), nullable=False, info={"label": "обязанность"}),
    Column(
        "topic_id",
        ForeignKey("topics.topic_id"),
        nullable=False,
        index=True,
        info={"label": "тематика"},
        comment="a topic, or a group: then all its topics",
    ),
    version(),
    UniqueConstraint("duty_id", "topic_id"),
)
