"""Materials for the regional centre (ЦУР): which tables are asked for, and what was sent when to whom."""

from sqlalchemy import Boolean, Column, Date, DateTime, Integer, LargeBinary, String, Table, Text

from data.store.tables.base import metadata
from data.store.tables.edits import version

STEPS = {"week": "неделя", "month": "месяц", "quarter": "квартал"}

material_profiles = Table(
    "material_profiles",
    metadata,
    Column("profile_id", Integer, primary_key=True),
    Column("code", String(60), nullable=False, unique=True, info={"label": "код"}),
    Column("name", String(200), nullable=False, info={"label": "название"}),
    Column("step", String(10), nullable=False, info={"label": "период", "words": STEPS}),
    Column("asked", Text, nullable=False, info={"label": "таблицы"}, comment="JSON: title, metrics, by of each table"),
    version(),
)
"""Sets of tables that people of the installation have put together; those that come with the program are no rows."""

material_packages = Table(
    "material_packages",
    metadata,
    Column("package_id", Integer, primary_key=True),
    Column("code", String(20), nullable=False, unique=True, info={"label": "номер"}),
    Column("profile_code", String(60), nullable=False, info={"label": "набор"}),
    Column("profile_name", String(200), nullable=False, info={"label": "название набора"}),
    Column("period", String(10), nullable=False, info={"label": "период"}),
    Column("snapshot", String(40), nullable=False, info={"label": "срез"}),
    Column("content_hash", String(64), nullable=False, info={"label": "сумма содержания"}),
    Column("sent_on", Date, nullable=False, info={"label": "отправлено"}),
    Column("sent_to", String(200), nullable=False, info={"label": "кому"}),
    Column("sent_by", String(100), nullable=False, info={"label": "кто отправил"}),
    Column("note", Text, nullable=False, default="", info={"label": "пометка"}),
    Column("is_demo", Boolean, nullable=False, default=False, info={"label": "демонстрационные данные"}),
    version(),
)

material_files = Table(
    "material_files",
    metadata,
    Column("file_id", Integer, primary_key=True),
    Column("package_code", String(20), nullable=False, index=True, comment="of the package that it was sent with"),
    Column("name", String(200), nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("kept_at", DateTime, nullable=False),
)
"""The files as they were sent, byte for byte; never changed, whatever is said of their package later."""
