"""Functional duties: who answers for what, by which document"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward; the rows that come with the program are added when the store is opened for this version."""
    op.create_table(
        "duties",
        sa.Column("duty_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(100), nullable=False),
        sa.Column("recipient_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(400), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date()),
        sa.Column("valid_to", sa.Date()),
        sa.Column("confidence", sa.String(1), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(
            ["recipient_id"], ["recipients.recipient_id"], name=op.f("fk_duties_recipient_id_recipients")
        ),
        sa.PrimaryKeyConstraint("duty_id", name=op.f("pk_duties")),
        sa.UniqueConstraint("code", name=op.f("uq_duties_code")),
    )
    op.create_index(op.f("ix_duties_recipient_id"), "duties", ["recipient_id"])
    of_group = "a topic, or a group: then all its topics"
    op.create_table(
        "duty_topics",
        sa.Column("duty_topic_id", sa.Integer(), nullable=False),
        sa.Column("duty_id", sa.Integer(), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=False, comment=of_group),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["duty_id"], ["duties.duty_id"], name=op.f("fk_duty_topics_duty_id_duties")),
        sa.ForeignKeyConstraint(["topic_id"], ["topics.topic_id"], name=op.f("fk_duty_topics_topic_id_topics")),
        sa.PrimaryKeyConstraint("duty_topic_id", name=op.f("pk_duty_topics")),
        sa.UniqueConstraint("duty_id", "topic_id", name=op.f("uq_duty_topics_duty_id_topic_id")),
    )
    op.create_index(op.f("ix_duty_topics_topic_id"), "duty_topics", ["topic_id"])


def downgrade() -> None:
    """Back."""
    op.drop_table("duty_topics")
    op.drop_table("duties")
