"""Who loaded a file and how it was understood, remembered mappings of headers, corrections of single records"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.add_column("imports", sa.Column("loaded_by", sa.String(100), comment="login; missing: the command line"))
    understood = "source, columns, mapping: what a person chose; missing: told by the file"
    op.add_column("imports", sa.Column("understood_as", sa.JSON(), comment=understood))
    op.create_table(
        "header_mappings",
        sa.Column("header_mapping_id", sa.Integer(), nullable=False),
        sa.Column("header_key", sa.String(40), nullable=False, comment="hash of the set of header cells"),
        sa.Column("understood_as", sa.JSON(), nullable=False, comment="as `imports.understood_as`"),
        sa.Column("saved_at", sa.DateTime(), nullable=False),
        sa.Column("saved_by", sa.String(100), nullable=False),
        sa.PrimaryKeyConstraint("header_mapping_id", name=op.f("pk_header_mappings")),
        sa.UniqueConstraint("header_key", name=op.f("uq_header_mappings_header_key")),
    )
    op.create_table(
        "corrections",
        sa.Column("correction_id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column(
            "external_id", sa.String(200), nullable=False, comment="the record may not be there, or come again"
        ),
        sa.Column("question_no", sa.SmallInteger(), nullable=False, comment="0: the record itself"),
        sa.Column("field", sa.String(20), nullable=False, comment="topic | place | recipient"),
        sa.Column("target_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("made_by", sa.String(100), nullable=False),
        sa.ForeignKeyConstraint(["source_id"], ["sources.source_id"], name=op.f("fk_corrections_source_id_sources")),
        sa.PrimaryKeyConstraint("correction_id", name=op.f("pk_corrections")),
        sa.UniqueConstraint(
            "source_id", "external_id", "question_no", "field",
            name=op.f("uq_corrections_source_id_external_id_question_no_field"),
        ),
    )  # fmt: skip


def downgrade() -> None:
    """Back."""
    op.drop_table("corrections")
    op.drop_table("header_mappings")
    op.drop_column("imports", "understood_as")
    op.drop_column("imports", "loaded_by")
