"""How people of the staff keep screens: the last filters of each screen, and views saved under a name."""

from sqlalchemy import Column, DateTime, Integer, String, Table, Text, UniqueConstraint

from data.store.tables.base import metadata
from data.store.tables.edits import version

OWN, OF_ROLE, OF_ALL = "own", "role", "all"
AUDIENCES = {OWN: "только мне", OF_ROLE: "роли", OF_ALL: "всем"}

last_filters = Table(
    "last_filters",
    metadata,
    Column("last_filters_id", Integer, primary_key=True),
    Column("login", String(64), nullable=False),
    Column("path", String(60), nullable=False),
    Column("query", Text, nullable=False, comment="as in the address of the screen; never words of a search"),
    Column("changed_at", DateTime, nullable=False),
    UniqueConstraint("login", "path"),
)

saved_views = Table(
    "saved_views",
    metadata,
    Column("saved_view_id", Integer, primary_key=True),
    Column("login", String(64), nullable=False, index=True, info={"label": "чей"}),
    Column("title", String(100), nullable=False, info={"label": "название"}, comment="nothing of people"),
    Column("path", String(60), nullable=False, info={"label": "экран"}),
    Column("query", Text, nullable=False, info={"label": "фильтры"}, comment="as in the address of the screen"),
    Column("audience", String(10), nullable=False, info={"label": "кому", "words": AUDIENCES}),
    Column("role", String(40), nullable=False, default="", info={"label": "роль"}, comment="of the audience «role»"),
    version(),
)
