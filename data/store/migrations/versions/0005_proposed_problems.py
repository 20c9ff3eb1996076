"""Proposals of problems, pairs that people have told apart, and who put records together"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.add_column("problems", sa.Column("made_by", sa.String(100), comment="login of who put the records together"))
    op.add_column("problems", sa.Column("made_at", sa.DateTime()))
    leader = "the earliest record of the proposal, or one of the problem that the record is proposed to join"
    op.create_table(
        "problem_proposals",
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("leader_id", sa.Integer(), nullable=False, comment=leader),
        _to_record("problem_proposals", "record_id"),
        _to_record("problem_proposals", "leader_id"),
        sa.PrimaryKeyConstraint("record_id", name=op.f("pk_problem_proposals")),
    )
    op.create_index(op.f("ix_problem_proposals_leader_id"), "problem_proposals", ["leader_id"])
    decision = "of the decision: its pairs are taken back together"
    op.create_table(
        "problem_splits",
        sa.Column("split_no", sa.Integer(), nullable=False, comment=decision),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.String(100), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        _to_record("problem_splits", "record_id"),
        _to_record("problem_splits", "other_id"),
        sa.PrimaryKeyConstraint("split_no", "record_id", "other_id", name=op.f("pk_problem_splits")),
    )
    op.create_index(op.f("ix_problem_splits_record_id"), "problem_splits", ["record_id"])
    op.create_index(op.f("ix_problem_splits_other_id"), "problem_splits", ["other_id"])


def _to_record(table: str, column: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_records")
    return sa.ForeignKeyConstraint([column], ["records.record_id"], name=name, ondelete="CASCADE")


def downgrade() -> None:
    """Back: what people have told apart is forgotten, what they have put together stays."""
    op.drop_table("problem_splits")
    op.drop_table("problem_proposals")
    op.drop_column("problems", "made_at")
    op.drop_column("problems", "made_by")
