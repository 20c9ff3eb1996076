"""Signals about answers that people have dismissed"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    kept = "the record may not be there, or come again"
    op.create_table(
        "signal_dismissals",
        sa.Column("dismissal_id", sa.Integer(), nullable=False),
        sa.Column("signal", sa.String(40), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("external_id", sa.String(200), nullable=False, comment=kept),
        sa.Column("question_no", sa.SmallInteger(), nullable=False, comment="0: the record itself"),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"], ["sources.source_id"], name=op.f("fk_signal_dismissals_source_id_sources")
        ),
        sa.PrimaryKeyConstraint("dismissal_id", name=op.f("pk_signal_dismissals")),
        sa.UniqueConstraint(
            "signal",
            "source_id",
            "external_id",
            "question_no",
            name=op.f("uq_signal_dismissals_signal_source_id_external_id_question_no"),
        ),
    )


def downgrade() -> None:
    """Back."""
    op.drop_table("signal_dismissals")
