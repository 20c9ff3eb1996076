"""Events (авария, отключение, смена порядка): what happened where and when, so that a chart can say why it moved."""

from sqlalchemy import Boolean, Column, Date, ForeignKey, Integer, String, Table, Text

from data.store.tables.base import metadata
from data.store.tables.edits import version

KINDS = {
    "accident": "авария",
    "outage": "отключение",
    "repair": "ремонт",
    "flood": "паводок, пожар, непогода",
    "rules": "смена порядка",
    "campaign": "рассылка, встреча, кампания",
    "source": "сбой или смена учёта",
    "other": "другое",
}

events = Table(
    "events",
    metadata,
    Column("event_id", Integer, primary_key=True),
    Column("code", String(20), nullable=False, unique=True, info={"label": "номер"}),
    Column("kind", String(20), nullable=False, info={"label": "вид", "words": KINDS}),
    Column("title", String(200), nullable=False, info={"label": "событие"}, comment="nothing of people"),
    Column("topic_id", ForeignKey("topics.topic_id"), info={"label": "тематика"}, comment="or a group; missing: any"),
    Column("municipality_id", ForeignKey("municipalities.municipality_id"), info={"label": "поселение"}),
    Column("place_id", ForeignKey("places.place_id"), info={"label": "населённый пункт"}),
    Column("started_on", Date, nullable=False, info={"label": "начало"}),
    Column("ended_on", Date, info={"label": "конец"}, comment="inclusive; missing: goes on"),
    Column("leaves_norm", Boolean, nullable=False, default=False, info={"label": "не учитывать в норме"}),
    Column("document", Text, nullable=False, default="", info={"label": "документ"}),
    version(),
)
