"""Rating profiles: by what recipients are compared, with what weights, after which document; values by hand."""

from sqlalchemy import (
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

from data.store.tables.base import metadata
from data.store.tables.edits import version

DIRECTIONS = {"higher": "больше — лучше", "lower": "меньше — лучше", "": "показывается, в итог не входит"}

rating_profiles = Table(
    "rating_profiles",
    metadata,
    Column("profile_id", Integer, primary_key=True),
    Column("code", String(40), nullable=False, unique=True),
    Column("name", String(200), nullable=False, info={"label": "название"}),
    Column("valid_from", Date, info={"label": "действует с"}),
    Column("valid_to", Date, info={"label": "действует по"}),
    Column("source_document", Text, nullable=False, default="", info={"label": "документ"}),
    version(),
)
rating_indicators = Table(
    "rating_indicators",
    metadata,
    Column("indicator_id", Integer, primary_key=True),
    Column("profile_id", ForeignKey("rating_profiles.profile_id"), nullable=False, info={"label": "профиль"}),
    Column("number", SmallInteger, nullable=False, info={"label": "номер"}),
    Column("metric", String(60), nullable=False, default="", comment="id of the door's; empty: put in by hand"),
    Column("name", String(200), nullable=False, default="", info={"label": "показатель"}),
    Column("unit", String(40), nullable=False, default="", info={"label": "единица"}),
    Column("weight", Float, nullable=False, default=0.0, info={"label": "вес"}),
    Column("direction", String(10), nullable=False, default="", info={"label": "что лучше", "words": DIRECTIONS}),
    Column("target", Float, info={"label": "цель"}),
    version(),
    UniqueConstraint("profile_id", "number"),
)
profile_values = Table(
    "profile_values",
    metadata,
    Column("value_id", Integer, primary_key=True),
    Column("indicator_id", ForeignKey("rating_indicators.indicator_id"), nullable=False, info={"label": "показатель"}),
    Column("valid_from", Date, nullable=False, info={"label": "с"}, comment="the period that the value speaks of"),
    Column("valid_to", Date, nullable=False, info={"label": "по"}),
    Column("value", Float, nullable=False, info={"label": "значение"}),
    version(),
    UniqueConstraint("indicator_id", "valid_from", "valid_to"),
)
