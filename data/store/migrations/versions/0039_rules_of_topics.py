"""An import says by which rules topics were told from texts, and what other rules would say is kept"""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward: of the imports there are the rules are not known."""
    op.add_column(
        "imports",
        sa.Column(
            "topic_rules", sa.String(length=16), comment="digest of what tells topics from texts; missing: not known"
        ),
    )
    op.create_table(
        "topic_rereadings",
        sa.Column("record_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("question_no", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column(
            "given_by",
            sa.String(length=16),
            nullable=False,
            comment="imports.topic_rules by which the question was read",
        ),
        sa.Column("given_topic_id", sa.Integer(), nullable=True, comment="missing: those rules were not sure"),
        sa.Column("topic_id", sa.Integer(), nullable=True, comment="missing: the rules in force are not sure"),
        sa.Column("ruling_id", sa.SmallInteger(), nullable=False, comment="the same of equal pairs of topics"),
        sa.ForeignKeyConstraint(
            ["record_id"], ["records.record_id"], name=op.f("fk_topic_rereadings_record_id_records"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["given_topic_id"], ["topics.topic_id"], name=op.f("fk_topic_rereadings_given_topic_id_topics")
        ),
        sa.ForeignKeyConstraint(["topic_id"], ["topics.topic_id"], name=op.f("fk_topic_rereadings_topic_id_topics")),
        sa.PrimaryKeyConstraint("record_id", "question_no", name=op.f("pk_topic_rereadings")),
    )


def downgrade() -> None:
    """Back: nobody knows by which rules topics were told."""
    op.drop_table("topic_rereadings")
    with op.batch_alter_table("imports") as batch:
        batch.drop_column("topic_rules")
