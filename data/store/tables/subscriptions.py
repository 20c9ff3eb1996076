"""Mail: to whom letters may go, who has asked for which report, and what became of every letter."""

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    DateTime,
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

SCHEDULES = {"workdays": "по будням", "weekly": "раз в неделю", "monthly": "раз в месяц, первого числа"}
CONDITIONS = {
    "any": "всегда, если есть новые записи",
    "overdue": "если есть просроченные",
    "growth": "если записей больше, чем прежде",
}
PATHS = ("/", "/heat-map", "/deadlines", "/channels", "/recipients", "/satisfaction")
"""Screens that can be told in a letter: `answers.briefing` has the sentences of each."""
FORMATS = {"pdf": "PDF", "docx": "DOCX", "xlsx": "XLSX"}
NOTE, NOTE_FORMATS = "/note", ("pdf", "docx")
"""The weekly note is mailed as it was issued."""
NOTICES, LETTER = "/notices", "letter"
"""Notices are mailed as the letter itself: there is no file of them."""
ALL_FORMATS = {**FORMATS, LETTER: "письмо без файла"}
WEEKDAYS = ("понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье")

mail_addresses = Table(
    "mail_addresses",
    metadata,
    Column("mail_address_id", Integer, primary_key=True),
    Column(
        "login", String(64), nullable=False, unique=True, info={"label": "логин"}, comment="of a person of the staff"
    ),
    Column("address", String(254), nullable=False, info={"label": "адрес"}),
    version(),
)

subscriptions = Table(
    "subscriptions",
    metadata,
    Column("subscription_id", Integer, primary_key=True),
    Column("login", String(64), nullable=False, index=True, info={"label": "логин"}),
    Column("title", String(200), nullable=False, info={"label": "название"}),
    Column("path", String(60), nullable=False, info={"label": "экран"}),
    Column(
        "query", Text, nullable=False, default="", info={"label": "фильтры"}, comment="as in the address of the screen"
    ),
    Column("schedule", String(20), nullable=False, info={"label": "когда", "words": SCHEDULES}),
    Column("weekday", SmallInteger, nullable=False, default=0, info={"label": "день недели"}, comment="0 is Monday"),
    Column("condition", String(20), nullable=False, info={"label": "условие", "words": CONDITIONS}),
    Column("format", String(10), nullable=False, info={"label": "вид файла", "words": ALL_FORMATS}),
    Column("since", Date, nullable=False, info={"label": "с какого дня"}, comment="local; nothing is due before it"),
    Column("is_active", Boolean, nullable=False, default=True, info={"label": "действует"}),
    version(),
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("delivery_id", Integer, primary_key=True),
    Column("subscription_id", Integer, nullable=False, comment="may be gone since"),
    Column("login", String(64), nullable=False),
    Column("title", String(200), nullable=False),
    Column("due_on", Date, nullable=False),
    Column("state", String(20), nullable=False),
    Column("message_id", String(200), nullable=False, default=""),
    Column("attempts", Integer, nullable=False, default=0),
    Column("tried_at", DateTime, nullable=False),
    Column("next_at", DateTime, comment="missing: it is not tried again"),
    Column("reason", Text, nullable=False, default=""),
    UniqueConstraint("subscription_id", "due_on"),
    Index("ix_deliveries_login", "login"),
)
