"""What people did to rows of state, edit by edit"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    of_row = "of the row after the edit; a removal counts as one"
    together = "of rows saved together: they are undone together"
    op.create_table(
        "edits",
        sa.Column("edit_no", sa.Integer(), nullable=False),
        sa.Column("group_no", sa.Integer(), nullable=False, comment=together),
        sa.Column("table_name", sa.String(60), nullable=False),
        sa.Column("row_key", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False, comment=of_row),
        sa.Column("before", sa.JSON(), comment="missing: the row was added"),
        sa.Column("after", sa.JSON(), comment="missing: the row was removed"),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("made_by", sa.String(100), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("undoes", sa.Integer(), comment="the edit that this one takes back"),
        sa.ForeignKeyConstraint(["undoes"], ["edits.edit_no"], name=op.f("fk_edits_undoes_edits")),
        sa.PrimaryKeyConstraint("edit_no", name=op.f("pk_edits")),
    )
    op.create_index(op.f("ix_edits_group_no"), "edits", ["group_no"])
    op.create_index("ix_edits_table_name_row_key", "edits", ["table_name", "row_key"])


def downgrade() -> None:
    """Back: nothing can be undone any more."""
    op.drop_table("edits")
