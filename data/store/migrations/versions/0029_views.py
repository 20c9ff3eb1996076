"""The last filters of each screen and saved views"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "last_filters",
        sa.Column("last_filters_id", sa.Integer(), nullable=False),
        sa.Column("login", sa.String(64), nullable=False),
        sa.Column("path", sa.String(60), nullable=False),
        sa.Column(
            "query", sa.Text(), nullable=False, comment="as in the address of the screen; never words of a search"
        ),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("last_filters_id", name=op.f("pk_last_filters")),
        sa.UniqueConstraint("login", "path", name=op.f("uq_last_filters_login_path")),
    )
    op.create_table(
        "saved_views",
        sa.Column("saved_view_id", sa.Integer(), nullable=False),
        sa.Column("login", sa.String(64), nullable=False),
        sa.Column("title", sa.String(100), nullable=False, comment="nothing of people"),
        sa.Column("path", sa.String(60), nullable=False),
        sa.Column("query", sa.Text(), nullable=False, comment="as in the address of the screen"),
        sa.Column("audience", sa.String(10), nullable=False),
        sa.Column("role", sa.String(40), nullable=False, comment="of the audience «role»"),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.PrimaryKeyConstraint("saved_view_id", name=op.f("pk_saved_views")),
    )
    op.create_index(op.f("ix_saved_views_login"), "saved_views", ["login"])


def downgrade() -> None:
    """Back: saved views are lost."""
    op.drop_table("saved_views")
    op.drop_table("last_filters")
