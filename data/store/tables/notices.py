"""What the program calls people's attention to, and how the staff wants to be called.

Nothing of applicants: a notice names a kind, a screen and how many records there are; whom it concerns is told by roles
and limits, not by people. Notices are made by the program, so they have no history of edits; the log of actions has who
acknowledged what. Settings are edited by people.
"""

from sqlalchemy import JSON, Boolean, Column, Date, DateTime, Index, Integer, SmallInteger, String, Table

from data.store.tables.base import metadata
from data.store.tables.edits import version

FIRED, ACKNOWLEDGED, PASSED = "fired", "acknowledged", "passed"
STATES = {FIRED: "сработало", ACKNOWLEDGED: "подтверждено", PASSED: "прошло"}
EXPIRING, HOTSPOT, STALE, FAILED, NOTE = "expiring", "hotspot", "stale", "failed", "note"
KINDS = {
    EXPIRING: "Истекают сроки",
    HOTSPOT: "Новая проблемная точка",
    STALE: "Источник устарел",
    FAILED: "Загрузка не удалась",
    NOTE: "Записка ждёт решения",
}

notices = Table(
    "notices",
    metadata,
    Column("notice_id", Integer, primary_key=True),
    Column("audience", String(200), nullable=False, comment="roles and limits: data.decisions.notices.audience"),
    Column("kind", String(20), nullable=False),
    Column("subject", String(120), nullable=False, comment="what of the kind; one of an audience is open at a time"),
    Column("label", String(300), nullable=False),
    Column("href", String(1000), nullable=False, comment="the screen or the records that it speaks of"),
    Column("marks", JSON, nullable=False, comment="all it has fired for: numbers of records, or one mark of the state"),
    Column("records", Integer, comment="when it fired last; missing: it is not about records"),
    Column("state", String(12), nullable=False),
    Column("since", DateTime, nullable=False),
    Column("fired_at", DateTime, nullable=False, comment="last"),
    Column("acknowledged_at", DateTime),
    Column("acknowledged_by", String(100), comment="login"),
    Column("until", DateTime, comment="missing: it has not passed"),
    Index("ix_notices_audience_state", "audience", "state"),
)

notice_revisions = Table(
    "notice_revisions",
    metadata,
    Column("revision_id", Integer, primary_key=True, comment="there is one: what was looked at last"),
    Column("snapshot", Integer, nullable=False),
    Column("day", Date, nullable=False),
    Column("made_at", DateTime, nullable=False),
)

notice_kinds = Table(
    "notice_kinds",
    metadata,
    Column("notice_kind_id", Integer, primary_key=True),
    Column("kind", String(20), nullable=False, unique=True, info={"label": "вид", "words": KINDS}),
    Column("is_on", Boolean, nullable=False, default=True, info={"label": "включён"}),
    Column("days", SmallInteger, nullable=False, default=0, info={"label": "рабочих дней"}, comment="of EXPIRING only"),
    version(),
)

quiet_hours = Table(
    "quiet_hours",
    metadata,
    Column("quiet_hours_id", Integer, primary_key=True, comment="there is one"),
    Column("starts", SmallInteger, nullable=False, info={"label": "тихо с, ч"}, comment="0–23, district time"),
    Column("ends", SmallInteger, nullable=False, info={"label": "тихо до, ч"}, comment="the same hour: never quiet"),
    Column("weekends", Boolean, nullable=False, default=False, info={"label": "тихо в выходные"}),
    version(),
)
