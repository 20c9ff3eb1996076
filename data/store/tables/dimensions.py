"""What records are described by. Every row keeps its code for ever; a reform adds rows with validity dates and
successors.
"""

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    Integer,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from data.store.tables.base import cases, metadata, validity
from data.store.tables.edits import version

COMPETENCES = {
    "own": "район",
    "settlement": "поселение",
    "republic": "республика",
    "federal": "федеральные органы",
    "utility": "ресурсная организация",
}
"""Whose duty a topic is."""
RECIPIENT_KINDS = {
    "district_department": "орган района",
    "settlement": "поселение",
    "institution": "учреждение",
    "utility": "ресурсная организация",
    "republic": "орган республики или федерации",
}
MUNICIPALITY_KINDS = ("городское поселение", "сельское поселение", "муниципальный округ", "территориальный отдел")
PLACE_KINDS = (
    *("город", "посёлок городского типа", "рабочий посёлок", "курортный посёлок", "дачный посёлок", "посёлок", "село"),
    *("деревня", "хутор", "станица", "слобода", "аал", "аул", "улус", "арбан", "местечко", "выселок", "починок"),
    *("заимка", "кордон", "посёлок при станции", "станция", "железнодорожная станция", "разъезд"),
    *("железнодорожный разъезд", "казарма", "железнодорожная казарма", "железнодорожная будка", "населённый пункт"),
)
"""Kinds as a district's tables write them, in the nominative."""

sources = Table(
    "sources",
    metadata,
    Column("source_id", Integer, primary_key=True),
    Column("code", String(60), nullable=False, unique=True),
    Column("name", String(200), nullable=False),
    Column("time_zone", String(60), nullable=False, comment="zone of the times written in this source's files"),
)

channels = Table(
    "channels",
    metadata,
    Column("channel_id", Integer, primary_key=True),
    Column("code", String(60), nullable=False, unique=True),
    Column("name", String(200), nullable=False),
    Column("short_name", String(60), nullable=False),
    Column("law", String(20), nullable=False, comment="59fz: appeal; message: outside 59-ФЗ"),
    Column("sort_order", Integer, nullable=False, default=0),
)

channel_laws = Table(
    "channel_laws",
    metadata,
    Column("channel_law_id", Integer, primary_key=True),
    Column("channel_id", ForeignKey("channels.channel_id"), nullable=False, index=True),
    Column("law", String(20), nullable=False, comment="59fz | message: of what came through the channel in these days"),
    *validity(),
    Column("legal_basis", Text, nullable=False),
    Column("confidence", String(1), nullable=False),
    Column("note", Text),
)

kinds = Table(
    "kinds",
    metadata,
    Column("kind_id", Integer, primary_key=True),
    Column("code", String(60), nullable=False, unique=True),
    Column("name", String(200), nullable=False),
)

statuses = Table(
    "statuses",
    metadata,
    Column("status_id", Integer, primary_key=True),
    Column("code", String(60), nullable=False, unique=True),
    Column("name", String(200), nullable=False),
    Column("is_open", Boolean, nullable=False),
    Column("is_final", Boolean, nullable=False),
    Column("sort_order", Integer, nullable=False, default=0),
)

municipalities = Table(
    "municipalities",
    metadata,
    Column("municipality_id", Integer, primary_key=True),
    Column("oktmo", String(8), nullable=False, unique=True),
    Column("name", String(200), nullable=False),
    Column("kind", String(100), nullable=False),
    Column("centre", String(200)),
    Column("population", Integer, comment="sum of its places, reference figure of about 2020–2021"),
    *validity(),
    Column("successor_id", ForeignKey("municipalities.municipality_id")),
    *cases("genitive", "dative", "prepositional"),
)

places = Table(
    "places",
    metadata,
    Column("place_id", Integer, primary_key=True),
    Column("oktmo", String(11), nullable=False, unique=True),
    Column("name", String(200), nullable=False, info={"label": "название"}),
    Column("kind", String(100), nullable=False, info={"label": "вид"}),
    Column(
        "municipality_id",
        ForeignKey("municipalities.municipality_id"),
        nullable=False,
        index=True,
        info={"label": "поселение"},
    ),
    Column("is_centre", Boolean, nullable=False, info={"label": "центр поселения"}),
    Column("latitude", Float, nullable=False, info={"label": "широта"}),
    Column("longitude", Float, nullable=False, info={"label": "долгота"}),
    Column("population", Integer, info={"label": "население"}),
    Column("population_as_of", String(200), info={"label": "население на"}),
    Column("postal_code", String(6), info={"label": "индекс"}),
    Column("note", Text),
    *validity(),
    Column("successor_id", ForeignKey("places.place_id"), info={"label": "преемник"}),
    *cases("genitive", "dative", "prepositional"),
    version(),
)

recipients = Table(
    "recipients",
    metadata,
    Column("recipient_id", Integer, primary_key=True),
    Column("code", String(100), nullable=False, unique=True),
    Column("name", String(400), nullable=False, info={"label": "название"}),
    Column("short_name", String(200), nullable=False, info={"label": "краткое название"}),
    Column("kind", String(60), nullable=False, info={"label": "вид"}),
    Column(
        "working_time",
        String(40),
        comment="08:00-12:00 13:00-17:00; missing: the district's",
        info={"kept_apart": True},
    ),
    Column("municipality_id", ForeignKey("municipalities.municipality_id"), info={"label": "поселение"}),
    Column("parent_id", ForeignKey("recipients.recipient_id"), info={"label": "кому подчинён"}),
    *validity(),
    Column("successor_id", ForeignKey("recipients.recipient_id"), info={"label": "преемник"}),
    *cases("genitive", "dative"),
    version(),
)

topics = Table(
    "topics",
    metadata,
    Column("topic_id", Integer, primary_key=True),
    Column("code", String(100), nullable=False, unique=True),
    Column(
        "group_id",
        ForeignKey("topics.topic_id"),
        index=True,
        info={"label": "группа"},
        comment="missing for a level-1 group",
    ),
    Column("name", String(200), nullable=False, info={"label": "название"}),
    Column("competence", String(20), info={"label": "чьё полномочие", "words": COMPETENCES}),
    Column("is_sensitive", Boolean, nullable=False, default=False, info={"label": "чувствительная"}),
    Column("is_pollable", Boolean, nullable=False, default=False, info={"label": "можно спросить в опросе"}),
    Column("default_recipient_id", ForeignKey("recipients.recipient_id"), info={"label": "отвечает по умолчанию"}),
    Column("sort_order", Integer, nullable=False, default=0, info={"label": "порядок"}),
    *validity(),
    Column("successor_id", ForeignKey("topics.topic_id"), info={"label": "преемник"}),
    version(),
)

topic_labels = Table(
    "topic_labels",
    metadata,
    Column("topic_label_id", Integer, primary_key=True),
    Column("source_code", String(60), info={"label": "источник"}, comment="missing: any source"),
    Column("group_label", String(400), info={"label": "группа в выгрузке"}),
    Column("label", String(400), nullable=False, index=True, info={"label": "слово"}),
    Column("topic_id", ForeignKey("topics.topic_id"), nullable=False, info={"label": "тематика"}),
    Column("weight", Float, nullable=False, default=1.0, info={"label": "вес"}),
    *validity(),
    version(),
)

status_labels = Table(
    "status_labels",
    metadata,
    Column("status_label_id", Integer, primary_key=True),
    Column("source_code", String(60), nullable=False),
    Column("label", String(400), nullable=False),
    Column("status_id", ForeignKey("statuses.status_id"), nullable=False),
    comment="what a person has said a status of a source means",
)

recipient_labels = Table(
    "recipient_labels",
    metadata,
    Column("recipient_label_id", Integer, primary_key=True),
    Column("source_code", String(60), info={"label": "источник"}),
    Column("label", String(400), nullable=False, index=True, info={"label": "слово"}),
    Column("recipient_id", ForeignKey("recipients.recipient_id"), nullable=False, info={"label": "получатель"}),
    version(),
)

place_labels = Table(
    "place_labels",
    metadata,
    Column("place_label_id", Integer, primary_key=True),
    Column("label", String(400), nullable=False, index=True, info={"label": "слово"}),
    Column("place_id", ForeignKey("places.place_id"), nullable=False, info={"label": "населённый пункт"}),
    version(),
)

municipality_labels = Table(
    "municipality_labels",
    metadata,
    Column("municipality_label_id", Integer, primary_key=True),
    Column("label", String(400), nullable=False, index=True),
    Column("municipality_id", ForeignKey("municipalities.municipality_id"), nullable=False),
)

deadline_rules = Table(
    "deadline_rules",
    metadata,
    Column("rule_id", Integer, primary_key=True),
    Column("code", String(100), nullable=False, comment="of the rule through all its versions"),
    Column("channel_id", ForeignKey("channels.channel_id"), comment="missing: any channel"),
    Column("law", String(20), comment="missing: any law"),
    Column("kind_id", ForeignKey("kinds.kind_id")),
    Column("priority", String(20)),
    Column("topic_group_id", ForeignKey("topics.topic_id")),
    Column("topic_id", ForeignKey("topics.topic_id")),
    Column("clock", String(30), nullable=False),
    Column("term", Integer, nullable=False),
    Column("unit", String(20), nullable=False, comment="calendar_days | working_days | working_hours"),
    Column("starts_from", String(30), nullable=False, comment="received | registered | assigned | interim_answer"),
    Column("non_working_last_day", String(20), nullable=False, comment="preceding | following | as_is"),
    Column("extended_by", String(20), comment="extended_to | promised: the date that may put the last day off"),
    Column("extension_limit_days", Integer, comment="calendar days; missing: no limit"),
    Column("file_term", String(20), comment="earlier | own: how the term a file names counts beside the rule"),
    Column("legal_basis", Text, nullable=False),
    Column("confidence", String(1), nullable=False),
    *validity(),
    Column("note", Text),
    UniqueConstraint("code", "valid_from"),
)

calendar_overrides = Table(
    "calendar_overrides",
    metadata,
    Column("day", Date, primary_key=True),
    Column("kind", String(20), nullable=False, comment="working | off | short"),
    Column("hours", SmallInteger),
    Column("note", Text),
)
