"""Roadmaps: causes, measures, check points"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    _roadmaps()
    _part(
        "roadmap_causes",
        "cause_id",
        sa.Column("parent_id", sa.Integer(), comment="missing: a cause of the problem itself"),
        sa.Column("name", sa.String(400), nullable=False),
        _refers("roadmap_causes", "parent_id", "roadmap_causes", "cause_id"),
    )
    op.create_index(op.f("ix_roadmap_causes_parent_id"), "roadmap_causes", ["parent_id"])
    _measures()
    _part(
        "roadmap_checks",
        "check_id",
        sa.Column("check_on", sa.Date(), nullable=False),
        sa.Column("name", sa.String(400), nullable=False),
        sa.Column("fact", sa.Text(), nullable=False),
        sa.Column("fact_on", sa.Date()),
    )


def _roadmaps() -> None:
    op.create_table(
        "roadmaps",
        sa.Column("roadmap_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(20), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("problem_id", sa.Integer()),
        sa.Column("topic_id", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.Integer()),
        sa.Column("municipality_id", sa.Integer(), comment="missing, and no place: the whole district"),
        sa.Column("stage", sa.String(10), nullable=False),
        sa.Column("starts_on", sa.Date(), comment="its week opens the time after"),
        sa.Column("target_kind", sa.String(10), nullable=False),
        sa.Column("target_value", sa.Float()),
        sa.Column("target_months", sa.SmallInteger()),
        sa.Column("target_fixed_on", sa.Date()),
        sa.Column("baseline", sa.Float(), comment="records a week, days, or per cent of repeats"),
        sa.Column("baseline_from", sa.Date()),
        sa.Column("baseline_to", sa.Date()),
        sa.Column("smallest", sa.Float(), comment="per cent; missing: none can be shown"),
        sa.Column("checkability", sa.String(20), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        _refers("roadmaps", "problem_id", "problems", ondelete="SET NULL"),
        _refers("roadmaps", "topic_id", "topics"),
        _refers("roadmaps", "place_id", "places"),
        _refers("roadmaps", "municipality_id", "municipalities"),
        sa.PrimaryKeyConstraint("roadmap_id", name=op.f("pk_roadmaps")),
        sa.UniqueConstraint("code", name=op.f("uq_roadmaps_code")),
    )
    op.create_index(op.f("ix_roadmaps_problem_id"), "roadmaps", ["problem_id"])


def _measures() -> None:
    _part(
        "roadmap_measures",
        "measure_id",
        sa.Column("cause_id", sa.Integer()),
        sa.Column("name", sa.String(400), nullable=False),
        sa.Column("recipient_id", sa.Integer()),
        sa.Column("post", sa.String(200), nullable=False),
        sa.Column("starts_on", sa.Date()),
        sa.Column("due_on", sa.Date()),
        sa.Column("resource", sa.String(200), nullable=False),
        sa.Column("document", sa.String(400), nullable=False),
        sa.Column("stage", sa.String(10), nullable=False),
        sa.Column("done_on", sa.Date()),
        _refers("roadmap_measures", "cause_id", "roadmap_causes"),
        _refers("roadmap_measures", "recipient_id", "recipients"),
    )
    for name in ("cause_id", "recipient_id"):
        op.create_index(op.f(f"ix_roadmap_measures_{name}"), "roadmap_measures", [name])


def _part(table: str, key: str, *own: sa.Column | sa.ForeignKeyConstraint) -> None:
    """A table of what belongs to a roadmap."""
    columns = [one for one in own if isinstance(one, sa.Column)]
    op.create_table(
        table,
        sa.Column(key, sa.Integer(), nullable=False),
        sa.Column("roadmap_id", sa.Integer(), nullable=False),
        sa.Column("no", sa.SmallInteger(), nullable=False),
        *columns,
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        _refers(table, "roadmap_id", "roadmaps"),
        *[one for one in own if not isinstance(one, sa.Column)],
        sa.PrimaryKeyConstraint(key, name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("roadmap_id", "no", name=op.f(f"uq_{table}_roadmap_id_no")),
    )


def _refers(
    table: str, column: str, other: str, key: str | None = None, ondelete: str | None = None
) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{other}")
    return sa.ForeignKeyConstraint([column], [f"{other}.{key or column}"], name=name, ondelete=ondelete)


def downgrade() -> None:
    """Back: roadmaps are lost."""
    for table in ("roadmap_checks", "roadmap_measures", "roadmap_causes", "roadmaps"):
        op.drop_table(table)
