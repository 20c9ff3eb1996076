"""Notices of the program, what was looked at last, and how people want to be called"""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "notices",
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column(
            "audience", sa.String(200), nullable=False, comment="roles and limits: data.decisions.notices.audience"
        ),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column(
            "subject", sa.String(120), nullable=False, comment="what of the kind; one of an audience is open at a time"
        ),
        sa.Column("label", sa.String(300), nullable=False),
        sa.Column("href", sa.String(1000), nullable=False, comment="the screen or the records that it speaks of"),
        sa.Column(
            "marks",
            sa.JSON(),
            nullable=False,
            comment="all it has fired for: numbers of records, or one mark of the state",
        ),
        sa.Column("records", sa.Integer(), comment="when it fired last; missing: it is not about records"),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("since", sa.DateTime(), nullable=False),
        sa.Column("fired_at", sa.DateTime(), nullable=False, comment="last"),
        sa.Column("acknowledged_at", sa.DateTime()),
        sa.Column("acknowledged_by", sa.String(100), comment="login"),
        sa.Column("until", sa.DateTime(), comment="missing: it has not passed"),
        sa.PrimaryKeyConstraint("notice_id", name=op.f("pk_notices")),
    )
    op.create_index("ix_notices_audience_state", "notices", ["audience", "state"])
    op.create_table(
        "notice_revisions",
        sa.Column("revision_id", sa.Integer(), nullable=False, comment="there is one: what was looked at last"),
        sa.Column("snapshot", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("revision_id", name=op.f("pk_notice_revisions")),
    )
    op.create_table(
        "notice_kinds",
        sa.Column("notice_kind_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.Column("days", sa.SmallInteger(), nullable=False, comment="of EXPIRING only"),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.PrimaryKeyConstraint("notice_kind_id", name=op.f("pk_notice_kinds")),
        sa.UniqueConstraint("kind", name=op.f("uq_notice_kinds_kind")),
    )
    op.create_table(
        "quiet_hours",
        sa.Column("quiet_hours_id", sa.Integer(), nullable=False, comment="there is one"),
        sa.Column("starts", sa.SmallInteger(), nullable=False, comment="0–23, district time"),
        sa.Column("ends", sa.SmallInteger(), nullable=False, comment="the same hour: never quiet"),
        sa.Column("weekends", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.PrimaryKeyConstraint("quiet_hours_id", name=op.f("pk_quiet_hours")),
    )


def downgrade() -> None:
    """Back: notices and their settings are lost."""
    for name in ("quiet_hours", "notice_kinds", "notice_revisions"):
        op.drop_table(name)
    op.drop_index("ix_notices_audience_state", table_name="notices")
    op.drop_table("notices")
