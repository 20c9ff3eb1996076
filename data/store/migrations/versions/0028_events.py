"""Events: what happened where and when, and what leaves the norms"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0026"
branch_labels = None
depends_on = None


def _refers(own: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([own], [f"{other}.{own}"], name=op.f(f"fk_events_{own}_{other}"))


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "events",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(20), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("title", sa.String(200), nullable=False, comment="nothing of people"),
        sa.Column("topic_id", sa.Integer(), comment="or a group; missing: any"),
        sa.Column("municipality_id", sa.Integer()),
        sa.Column("place_id", sa.Integer()),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), comment="inclusive; missing: goes on"),
        sa.Column("leaves_norm", sa.Boolean(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        _refers("topic_id", "topics"),
        _refers("municipality_id", "municipalities"),
        _refers("place_id", "places"),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_events")),
        sa.UniqueConstraint("code", name=op.f("uq_events_code")),
    )


def downgrade() -> None:
    """Back: events are lost."""
    op.drop_table("events")
