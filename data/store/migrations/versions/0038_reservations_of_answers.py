"""A reader of answers has one open, so that another is given a different one"""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward: nobody has an answer open."""
    op.create_table(
        "answer_reservations",
        sa.Column("reader", sa.String(length=100), nullable=False, comment="login; nobody reads two answers at once"),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("until", sa.DateTime(), nullable=False, comment="UTC; then it may be read by another"),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["answer_plan_items.item_id"],
            name=op.f("fk_answer_reservations_item_id_answer_plan_items"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("reader", name=op.f("pk_answer_reservations")),
    )
    op.create_index(op.f("ix_answer_reservations_item_id"), "answer_reservations", ["item_id"])


def downgrade() -> None:
    """Back: two readers may have the same answer open."""
    op.drop_index(op.f("ix_answer_reservations_item_id"), "answer_reservations")
    op.drop_table("answer_reservations")
