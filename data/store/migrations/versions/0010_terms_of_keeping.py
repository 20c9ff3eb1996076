"""Terms of keeping as rows, and records whose personal data were erased for good"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "keeping_terms",
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("years", sa.SmallInteger(), nullable=False),
        sa.Column("starts_from", sa.String(20), nullable=False, comment="closed: the last answer or closing"),
        sa.Column("legal_basis", sa.Text(), nullable=False),
        sa.Column("confidence", sa.String(1), nullable=False),
        sa.Column("note", sa.Text()),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_keeping_terms")),
    )
    op.create_table(
        "erased_records",
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("external_id", sa.String(200), nullable=False, comment="an import never brings its person back"),
        sa.Column("erased_at", sa.DateTime(), nullable=False),
        sa.Column("erased_by", sa.String(100), nullable=False),
        sa.ForeignKeyConstraint(["source_id"], ["sources.source_id"], name=op.f("fk_erased_records_source_id_sources")),
        sa.PrimaryKeyConstraint("source_id", "external_id", name=op.f("pk_erased_records")),
    )


def downgrade() -> None:
    """Back."""
    op.drop_table("erased_records")
    op.drop_table("keeping_terms")
