"""Orders (поручения): what an official is to do by a day, where that came from, and what has come of it."""

from sqlalchemy import Boolean, Column, Date, ForeignKey, Integer, String, Table, Text

from data.store.tables.base import metadata
from data.store.tables.edits import version

HAND, MEETING, RECOMMENDATION = "hand", "meeting", "recommendation"
SOURCES = {HAND: "вручную", MEETING: "совещание", RECOMMENDATION: "рекомендация"}
"""Where an order came from; `source_id` is a meeting's or a recommendation decision's key."""

orders = Table(
    "orders",
    metadata,
    Column("order_id", Integer, primary_key=True),
    Column("code", String(20), nullable=False, unique=True, info={"label": "номер"}),
    Column("text", Text, nullable=False, info={"label": "поручение"}),
    Column(
        "recipient_id", ForeignKey("recipients.recipient_id"), nullable=False, index=True, info={"label": "получатель"}
    ),
    Column("official", String(200), nullable=False, default="", info={"label": "должность"}, comment="a post, no name"),
    Column("given_on", Date, nullable=False, info={"label": "дано"}),
    Column("due_on", Date, nullable=False, info={"label": "срок"}),
    Column("done_on", Date, info={"label": "исполнено"}),
    Column("result", Text, nullable=False, default="", info={"label": "результат"}),
    Column("is_withdrawn", Boolean, nullable=False, default=False, info={"label": "снято с контроля"}),
    Column("topic_id", ForeignKey("topics.topic_id"), info={"label": "тематика"}),
    Column("problem_id", Integer, index=True, info={"label": "проблема"}, comment="a problem may go before its orders"),
    Column("source_kind", String(20), nullable=False, default=HAND, info={"label": "откуда", "words": SOURCES}),
    Column("source_id", Integer, info={"label": "номер источника"}),
    Column("item_id", Integer, info={"label": "вопрос повестки"}, comment="of the meeting's agenda"),
    version(),
)
