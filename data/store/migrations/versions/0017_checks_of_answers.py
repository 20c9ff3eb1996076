"""Plans of which answers people read, and what they found"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_NAMES = ("answer_plans", "answer_plan_strata", "answer_plan_items", "answer_checks")


def upgrade() -> None:
    """Forward."""
    monday = "Monday of the week in which the answers were given"
    op.create_table(
        "answer_plans",
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("week_on", sa.Date(), nullable=False, comment=monday),
        sa.Column("seed", sa.BigInteger(), nullable=False, comment="of the draw: the same frame gives the same choice"),
        sa.Column("capacity", sa.Integer(), nullable=False, comment="answers asked for"),
        sa.Column("least", sa.SmallInteger(), nullable=False, comment="of each stratum"),
        *_author(),
        sa.PrimaryKeyConstraint("plan_id", name=op.f("pk_answer_plans")),
        sa.UniqueConstraint("week_on", name=op.f("uq_answer_plans_week_on")),
    )
    op.create_table(
        "answer_plan_strata",
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("stratum_no", sa.SmallInteger(), nullable=False),
        sa.Column("recipient_id", sa.Integer(), nullable=True, comment="missing: the answers of nobody known"),
        sa.Column("answers", sa.Integer(), nullable=False, comment="in the frame when the plan was drawn"),
        sa.Column("planned", sa.Integer(), nullable=False, comment="planned / answers: the probability of inclusion"),
        _goes_with("answer_plan_strata", "plan_id", "answer_plans"),
        sa.ForeignKeyConstraint(
            ["recipient_id"],
            ["recipients.recipient_id"],
            name=op.f("fk_answer_plan_strata_recipient_id_recipients"),
        ),
        sa.PrimaryKeyConstraint("plan_id", "stratum_no", name=op.f("pk_answer_plan_strata")),
    )
    _make_items()
    _make_checks()


def _make_items() -> None:
    op.create_table(
        "answer_plan_items",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("stratum_no", sa.SmallInteger(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("question_no", sa.SmallInteger(), nullable=False),
        sa.Column("is_double", sa.Boolean(), nullable=False, comment="to be read by two people"),
        sa.ForeignKeyConstraint(
            ["plan_id", "stratum_no"],
            ["answer_plan_strata.plan_id", "answer_plan_strata.stratum_no"],
            name=op.f("fk_answer_plan_items_plan_id_answer_plan_strata"),
            ondelete="CASCADE",
        ),
        _goes_with("answer_plan_items", "record_id", "records"),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_answer_plan_items")),
        sa.UniqueConstraint(
            "plan_id", "record_id", "question_no", name=op.f("uq_answer_plan_items_plan_id_record_id_question_no")
        ),
    )
    op.create_index(op.f("ix_answer_plan_items_record_id"), "answer_plan_items", ["record_id"])


def _make_checks() -> None:
    op.create_table(
        "answer_checks",
        sa.Column("check_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True, comment="missing: outside a plan"),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("question_no", sa.SmallInteger(), nullable=False),
        sa.Column("reading", sa.SmallInteger(), nullable=False, comment="1 the first reader, 2 the second"),
        sa.Column("outcome", sa.String(12), nullable=False, comment="solved | explained | unsolved"),
        sa.Column("is_complete", sa.Boolean(), nullable=False, comment="every question of the letter is answered"),
        sa.Column(
            "is_definite", sa.Boolean(), nullable=False, comment="a date and a responsible body or person are named"
        ),
        sa.Column("has_proof", sa.Boolean(), nullable=False),
        *_author(),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        _goes_with("answer_checks", "item_id", "answer_plan_items"),
        _goes_with("answer_checks", "record_id", "records"),
        sa.PrimaryKeyConstraint("check_id", name=op.f("pk_answer_checks")),
        sa.UniqueConstraint("item_id", "reading", name=op.f("uq_answer_checks_item_id_reading")),
    )
    op.create_index(op.f("ix_answer_checks_record_id"), "answer_checks", ["record_id"])


def _author() -> list[sa.Column[object]]:
    return [sa.Column("made_at", sa.DateTime(), nullable=False), sa.Column("made_by", sa.String(100), nullable=False)]


def _goes_with(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{target}")
    key = {"records": "record_id"}.get(target, column)
    return sa.ForeignKeyConstraint([column], [f"{target}.{key}"], name=name, ondelete="CASCADE")


def downgrade() -> None:
    """Back: what people have read is forgotten."""
    for name in reversed(_NAMES):
        op.drop_table(name)
