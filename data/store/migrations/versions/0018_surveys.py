"""Surveys of applicants, call-backs and control questions"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_REFERRED = {"survey_id": "surveys", "source_id": "sources", "recipient_id": "recipients", "topic_id": "topics",
             "place_id": "places"}  # fmt: skip


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "surveys",
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.PrimaryKeyConstraint("survey_id", name=op.f("pk_surveys")),
    )
    op.create_table(
        "survey_answers",
        sa.Column("survey_answer_id", sa.Integer(), nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer()),
        sa.Column("external_id", sa.String(100), comment="of a record, loaded or yet to come"),
        sa.Column("recipient_id", sa.Integer()),
        sa.Column("topic_id", sa.Integer()),
        sa.Column("place_id", sa.Integer()),
        sa.Column("answered_on", sa.Date(), nullable=False),
        sa.Column("value", sa.SmallInteger(), nullable=False, comment="1–5"),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        *[
            sa.ForeignKeyConstraint([own], [f"{table}.{own}"], name=op.f(f"fk_survey_answers_{own}_{table}"))
            for own, table in _REFERRED.items()
        ],
        sa.PrimaryKeyConstraint("survey_answer_id", name=op.f("pk_survey_answers")),
    )
    op.create_index(op.f("ix_survey_answers_survey_id"), "survey_answers", ["survey_id"])
    op.create_index("ix_survey_answers_source_id_external_id", "survey_answers", ["source_id", "external_id"])


def downgrade() -> None:
    """Back: what applicants answered is lost, and control questions count as citizens' again."""
    op.drop_table("survey_answers")
    op.drop_table("surveys")
