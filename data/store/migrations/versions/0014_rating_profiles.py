"""Rating profiles: indicators, weights, documents, values put in by hand"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "rating_profiles",
        sa.Column("profile_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("valid_from", sa.Date()),
        sa.Column("valid_to", sa.Date()),
        sa.Column("source_document", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.PrimaryKeyConstraint("profile_id", name=op.f("pk_rating_profiles")),
        sa.UniqueConstraint("code", name=op.f("uq_rating_profiles_code")),
    )
    _indicators()
    _values()


def _indicators() -> None:
    op.create_table(
        "rating_indicators",
        sa.Column("indicator_id", sa.Integer(), nullable=False),
        sa.Column("profile_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.SmallInteger(), nullable=False),
        sa.Column("metric", sa.String(60), nullable=False, comment="id of the door's; empty: put in by hand"),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("unit", sa.String(40), nullable=False),
        sa.Column("weight", sa.Float(), nullable=False),
        sa.Column("direction", sa.String(10), nullable=False),
        sa.Column("target", sa.Float()),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(
            ["profile_id"], ["rating_profiles.profile_id"], name=op.f("fk_rating_indicators_profile_id_rating_profiles")
        ),
        sa.PrimaryKeyConstraint("indicator_id", name=op.f("pk_rating_indicators")),
        sa.UniqueConstraint("profile_id", "number", name=op.f("uq_rating_indicators_profile_id_number")),
    )


def _values() -> None:
    spoken = "the period that the value speaks of"
    op.create_table(
        "profile_values",
        sa.Column("value_id", sa.Integer(), nullable=False),
        sa.Column("indicator_id", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False, comment=spoken),
        sa.Column("valid_to", sa.Date(), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(
            ["indicator_id"],
            ["rating_indicators.indicator_id"],
            name=op.f("fk_profile_values_indicator_id_rating_indicators"),
        ),
        sa.PrimaryKeyConstraint("value_id", name=op.f("pk_profile_values")),
        sa.UniqueConstraint(
            "indicator_id", "valid_from", "valid_to", name=op.f("uq_profile_values_indicator_id_valid_from_valid_to")
        ),
    )


def downgrade() -> None:
    """Back: profiles and what was put in are lost."""
    for name in ("profile_values", "rating_indicators", "rating_profiles"):
        op.drop_table(name)
