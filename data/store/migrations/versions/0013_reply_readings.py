"""What the replies say"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward: the replies that are there are read by the import's own command, `python -m etl read-answers`."""
    op.create_table(
        "reply_readings",
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("signals", sa.SmallInteger(), nullable=False, comment="a bit each (data.store.reply_signals)"),
        sa.Column("questions_asked", sa.SmallInteger(), nullable=False, comment="questions and requests of the letter"),
        sa.Column(
            "unanswered",
            sa.SmallInteger(),
            nullable=False,
            comment="of them, those that no sentence of the reply matches",
        ),
        sa.Column(
            "hint",
            sa.SmallInteger(),
            nullable=False,
            comment="0..90: completeness as the text hints at it, without the repeat that only time shows",
        ),
        sa.Column(
            "duplicate_key",
            sa.String(32),
            nullable=True,
            comment="hash of the reply without names, dates, numbers; missing: too short to be told from others",
        ),
        sa.Column("rules_version", sa.SmallInteger(), nullable=False, comment="of the rules that have read it"),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["questions.question_id"],
            name=op.f("fk_reply_readings_question_id_questions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("question_id", name=op.f("pk_reply_readings")),
        comment="one row per question with the text of a reply",
    )
    op.create_index(op.f("ix_reply_readings_duplicate_key"), "reply_readings", ["duplicate_key"])


def downgrade() -> None:
    """Back: nobody knows what the replies say."""
    op.drop_table("reply_readings")
