"""Polls of residents, their results, decisions and follow-up"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "polls",
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(20), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), comment="missing: the whole district"),
        sa.Column("problem_id", sa.Integer(), comment="of problems; it may be split later"),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("options", sa.Text(), nullable=False, comment="one a line"),
        sa.Column("most_options", sa.SmallInteger(), comment="of kind several"),
        sa.Column("scale_top", sa.SmallInteger(), comment="of kind scale: marks 1…top"),
        sa.Column("design", sa.String(20), nullable=False),
        sa.Column("age_from", sa.SmallInteger()),
        sa.Column("starts_on", sa.Date()),
        sa.Column("ends_on", sa.Date()),
        sa.Column("link", sa.String(300), nullable=False),
        sa.Column("residents", sa.Integer(), comment="missing: all of the territory"),
        sa.Column("planned_answers", sa.Integer()),
        sa.Column("option_now", sa.String(200), nullable=False),
        sa.Column("option_other", sa.String(200), nullable=False),
        sa.Column("months", sa.Float()),
        sa.Column("threshold", sa.Float(), comment="0–1"),
        sa.Column("prior_for", sa.Float(), comment="first Beta parameter"),
        sa.Column("prior_against", sa.Float(), comment="second Beta parameter"),
        sa.Column("delay_months", sa.Float()),
        sa.Column("work", sa.Float()),
        sa.Column("called", sa.Float(), comment="0–1; missing: nobody has stated it"),
        sa.Column("called_for_other", sa.Float(), comment="0–1"),
        sa.Column("participants", sa.Integer(), comment="missing: no results yet"),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("decided_on", sa.Date()),
        sa.Column("carried_out", sa.String(10), nullable=False),
        sa.Column("carried_on", sa.Date()),
        sa.Column("follow_up_on", sa.Date()),
        sa.Column("follow_up", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["topic_id"], ["topics.topic_id"], name=op.f("fk_polls_topic_id_topics")),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipalities.municipality_id"],
            name=op.f("fk_polls_municipality_id_municipalities"),
        ),
        sa.PrimaryKeyConstraint("poll_id", name=op.f("pk_polls")),
        sa.UniqueConstraint("code", name=op.f("uq_polls_code")),
    )
    op.create_index(op.f("ix_polls_topic_id"), "polls", ["topic_id"])
    op.create_index(op.f("ix_polls_problem_id"), "polls", ["problem_id"])
    op.create_table(
        "poll_results",
        sa.Column("poll_result_id", sa.Integer(), nullable=False),
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.Integer(), comment="missing: not told by place"),
        sa.Column(
            "answer_no",
            sa.SmallInteger(),
            comment="from 1: of the options, of the marks, of the themes of own words; missing: people who took part",
        ),
        sa.Column("answer", sa.String(300), nullable=False),
        sa.Column("votes", sa.Integer(), nullable=False, comment="points of kind order"),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["poll_id"], ["polls.poll_id"], name=op.f("fk_poll_results_poll_id_polls")),
        sa.ForeignKeyConstraint(["place_id"], ["places.place_id"], name=op.f("fk_poll_results_place_id_places")),
        sa.PrimaryKeyConstraint("poll_result_id", name=op.f("pk_poll_results")),
    )
    op.create_index(op.f("ix_poll_results_poll_id"), "poll_results", ["poll_id"])


def downgrade() -> None:
    """Back: what residents were asked is lost."""
    op.drop_table("poll_results")
    op.drop_table("polls")
