"""What people did to rows of state, edit by edit: only ever added to, so that anything can be seen and taken back."""

from sqlalchemy import JSON, Column, DateTime, ForeignKey, Index, Integer, String, Table, Text

from data.store.tables.base import metadata

edits = Table(
    "edits",
    metadata,
    Column("edit_no", Integer, primary_key=True),
    Column("group_no", Integer, nullable=False, index=True, comment="of rows saved together: they are undone together"),
    Column("table_name", String(60), nullable=False),
    Column("row_key", Integer, nullable=False),
    Column("version", Integer, nullable=False, comment="of the row after the edit; a removal counts as one"),
    Column("before", JSON(none_as_null=True), comment="missing: the row was added"),
    Column("after", JSON(none_as_null=True), comment="missing: the row was removed"),
    Column("made_at", DateTime, nullable=False),
    Column("made_by", String(100), nullable=False),
    Column("reason", Text, nullable=False, default=""),
    Column("undoes", ForeignKey("edits.edit_no"), comment="the edit that this one takes back"),
    Index("ix_edits_table_name_row_key", "table_name", "row_key"),
)


def version() -> Column:
    """The column that every table edited through `data.decisions.edits` has; rows that nobody has edited are at 1."""
    return Column("version", Integer, nullable=False, default=1, server_default="1")
