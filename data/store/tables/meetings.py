"""Meetings (совещания) of the Head or the curator: an agenda in its order, the minutes item by item."""

from sqlalchemy import Column, Date, ForeignKey, Integer, String, Table, Text

from data.store.tables.base import metadata
from data.store.tables.edits import version

PLANNED, AGREED, HELD = "planned", "agreed", "held"
STATES = {PLANNED: "дата предложена", AGREED: "дата согласована", HELD: "проведено"}
CHAIRS = {"head": "у Главы района", "curator": "у куратора"}
HAND = "hand"
KINDS = {
    HAND: "внесено вручную",
    "order": "поручения",
    "overdue": "просрочено",
    "hotspot": "проблемная точка",
    "refusals": "отказы",
    "effect": "эффект дорожной карты",
    "poll": "опрос окончен",
    "recommendation": "рекомендации",
}
"""Why an item stands on an agenda."""

meetings = Table(
    "meetings",
    metadata,
    Column("meeting_id", Integer, primary_key=True),
    Column("code", String(20), nullable=False, unique=True, info={"label": "номер"}),
    Column("title", String(300), nullable=False, info={"label": "название"}),
    Column("chair", String(20), nullable=False, info={"label": "у кого", "words": CHAIRS}),
    Column("held_on", Date, nullable=False, info={"label": "дата"}),
    Column("starts_at", String(5), nullable=False, default="", info={"label": "время"}, comment="HH:MM, local"),
    Column("place", String(300), nullable=False, default="", info={"label": "место"}),
    Column("attendees", Text, nullable=False, default="", info={"label": "участники"}, comment="posts and bodies"),
    Column("state", String(20), nullable=False, default=PLANNED, info={"label": "состояние", "words": STATES}),
    Column("conclusion", Text, nullable=False, default="", info={"label": "итог"}),
    version(),
)

meeting_items = Table(
    "meeting_items",
    metadata,
    Column("item_id", Integer, primary_key=True),
    Column("meeting_id", ForeignKey("meetings.meeting_id"), nullable=False, index=True, info={"label": "совещание"}),
    Column("position", Integer, nullable=False, info={"label": "место в повестке"}),
    Column("kind", String(20), nullable=False, default=HAND, info={"label": "почему", "words": KINDS}),
    Column(
        "key",
        String(200),
        nullable=False,
        default="",
        info={"label": "признак"},
        comment="of what was proposed: it is not proposed twice",
    ),
    Column("subject", Text, nullable=False, info={"label": "вопрос"}),
    Column("reason", Text, nullable=False, default="", info={"label": "числа"}),
    Column(
        "link",
        Text,
        nullable=False,
        default="",
        info={"label": "адрес чисел"},
        comment="address that shows the numbers",
    ),
    Column("speaker", String(200), nullable=False, default="", info={"label": "докладывает"}, comment="a post"),
    Column("decision", Text, nullable=False, default="", info={"label": "решили"}),
    version(),
)
