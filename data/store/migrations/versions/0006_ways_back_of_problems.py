"""Records taken into a made problem later, and those a decision took out of one: what taking back needs to know"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    decision = "of the decision: its records are taken back together"
    apart = "were a proposal of their own, not proposed to join"
    op.create_table(
        "problem_entries",
        sa.Column("entry_no", sa.Integer(), nullable=False, comment=decision),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("problem_id", sa.Integer(), nullable=False),
        sa.Column("stood_apart", sa.Boolean(), nullable=False, comment=apart),
        sa.Column("made_by", sa.String(100), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        *_goes_with("problem_entries"),
        sa.PrimaryKeyConstraint("entry_no", "record_id", name=op.f("pk_problem_entries")),
        comment="records taken into a made problem later",
    )
    op.create_table(
        "problem_exits",
        sa.Column("split_no", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("problem_id", sa.Integer(), nullable=False),
        *_goes_with("problem_exits"),
        sa.PrimaryKeyConstraint("split_no", "record_id", name=op.f("pk_problem_exits")),
        comment="records that a decision of problem_splits took out of a made problem",
    )
    for table in ("problem_entries", "problem_exits"):
        for column in ("record_id", "problem_id"):
            op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def _goes_with(table: str) -> list[sa.ForeignKeyConstraint]:
    """Rows leave with their record and with their problem."""
    targets = {"record_id": "records", "problem_id": "problems"}
    return [
        sa.ForeignKeyConstraint(
            [column], [f"{target}.{column}"], name=op.f(f"fk_{table}_{column}_{target}"), ondelete="CASCADE"
        )
        for column, target in targets.items()
    ]


def downgrade() -> None:
    """Back: who stands in which problem stays, the ways back are forgotten."""
    op.drop_table("problem_exits")
    op.drop_table("problem_entries")
