"""Public discussions: proposals, polls and hearings of other platforms with their comments"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def _number(name: str, comment: str | None = None) -> sa.Column:
    return sa.Column(name, sa.Integer(), comment=comment)


def _text(name: str, longest: int, comment: str | None = None) -> sa.Column:
    return sa.Column(name, sa.String(longest), nullable=False, comment=comment)


def _of_imports(table: str) -> list[sa.schema.SchemaItem]:
    return [
        _text("content_hash", 32),
        sa.Column("import_id", sa.Integer(), nullable=False),
        _number("updated_import_id"),
        *[
            sa.ForeignKeyConstraint([own], ["imports.import_id"], name=op.f(f"fk_{table}_{own}_imports"))
            for own in ("import_id", "updated_import_id")
        ],
    ]


def _refers(table: str, own: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([own], [f"{other}.{own}"], name=op.f(f"fk_{table}_{own}_{other}"))


def upgrade() -> None:
    """Forward."""
    _add_discussions()
    _add_comments()
    _add_changes()
    _add_categories()


def _add_discussions() -> None:
    name = "discussions"
    op.create_table(
        name,
        sa.Column("discussion_id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        _text("kind", 20, "proposal | debate | poll | hearing | …"),
        _text("number", 100, "as its platform numbers it"),
        _text("title", 400, "masked"),
        sa.Column("body", sa.Text(), nullable=False, comment="masked"),
        _text("category", 400, "as received; '' is none"),
        _number("topic_id", "by the category; missing: not known"),
        _text("place", 400, "as received; '' is none"),
        _number("place_id"),
        _number("municipality_id"),
        _text("status", 100, "as received"),
        sa.Column("created_on", sa.Date(), comment="local day"),
        sa.Column("ended_on", sa.Date(), comment="of polls and hearings"),
        _number("supports", "missing: the file does not say"),
        _number("opposes"),
        _number("participants"),
        _number("comments", "as the platform counts them, loaded or not"),
        *_of_imports(name),
        _refers(name, "source_id", "sources"),
        _refers(name, "topic_id", "topics"),
        _refers(name, "place_id", "places"),
        _refers(name, "municipality_id", "municipalities"),
        sa.PrimaryKeyConstraint("discussion_id", name=op.f("pk_discussions")),
        sa.UniqueConstraint("source_id", "kind", "number", name=op.f("uq_discussions_source_id_kind_number")),
    )
    op.create_index(op.f("ix_discussions_import_id"), name, ["import_id"])


def _add_comments() -> None:
    name = "discussion_comments"
    op.create_table(
        name,
        sa.Column("discussion_comment_id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        _text("number", 100),
        _text("parent_kind", 20, "comment, or a kind of discussions"),
        _text("parent_number", 100),
        _text("root_kind", 20, "what the thread is about, where the file says it"),
        _text("root_number", 100),
        _number("discussion_id", "missing: waits for it"),
        sa.Column("depth", sa.SmallInteger(), nullable=False, comment="0: of the discussion itself"),
        sa.Column(
            "alignment", sa.SmallInteger(), comment="1 for, 0 neutral, -1 against; missing: the file does not say"
        ),
        sa.Column("body", sa.Text(), nullable=False, comment="masked"),
        sa.Column("written_on", sa.Date(), comment="local day"),
        _number("supports"),
        _number("opposes"),
        *_of_imports(name),
        _refers(name, "source_id", "sources"),
        _refers(name, "discussion_id", "discussions"),
        sa.PrimaryKeyConstraint("discussion_comment_id", name=op.f("pk_discussion_comments")),
        sa.UniqueConstraint("source_id", "number", name=op.f("uq_discussion_comments_source_id_number")),
    )
    for column in ("import_id", "discussion_id"):
        op.create_index(op.f(f"ix_discussion_comments_{column}"), name, [column])


def _add_changes() -> None:
    name = "discussion_changes"
    op.create_table(
        name,
        sa.Column("discussion_change_id", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        _text("table_name", 60),
        sa.Column("row_key", sa.Integer(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False, comment="the row as it was before the import"),
        _refers(name, "import_id", "imports"),
        sa.PrimaryKeyConstraint("discussion_change_id", name=op.f("pk_discussion_changes")),
    )
    op.create_index(op.f("ix_discussion_changes_import_id"), name, ["import_id"])
    op.create_index("ix_discussion_changes_table_name_row_key", name, ["table_name", "row_key"])


def _add_categories() -> None:
    name = "discussion_categories"
    op.create_table(
        name,
        sa.Column("discussion_category_id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        _text("name", 400),
        sa.Column("topic_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        _refers(name, "source_id", "sources"),
        _refers(name, "topic_id", "topics"),
        sa.PrimaryKeyConstraint("discussion_category_id", name=op.f("pk_discussion_categories")),
        sa.UniqueConstraint("source_id", "name", name=op.f("uq_discussion_categories_source_id_name")),
    )


def downgrade() -> None:
    """Back: public discussions are lost; their files can be loaded again."""
    for name in ("discussion_categories", "discussion_changes", "discussion_comments", "discussions"):
        op.drop_table(name)
