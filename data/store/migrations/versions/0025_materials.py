"""Materials for the regional centre: sets of tables, what was sent, and the files as they were sent"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward: three tables without rows."""
    _profiles()
    _packages()
    op.create_table(
        "material_files",
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("package_code", sa.String(20), nullable=False, comment="of the package that it was sent with"),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("kept_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("file_id", name=op.f("pk_material_files")),
    )
    op.create_index(op.f("ix_material_files_package_code"), "material_files", ["package_code"])


def _profiles() -> None:
    op.create_table(
        "material_profiles",
        sa.Column("profile_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(60), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("step", sa.String(10), nullable=False),
        sa.Column("asked", sa.Text(), nullable=False, comment="JSON: title, metrics, by of each table"),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.PrimaryKeyConstraint("profile_id", name=op.f("pk_material_profiles")),
        sa.UniqueConstraint("code", name=op.f("uq_material_profiles_code")),
    )


def _packages() -> None:
    op.create_table(
        "material_packages",
        sa.Column("package_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(20), nullable=False),
        sa.Column("profile_code", sa.String(60), nullable=False),
        sa.Column("profile_name", sa.String(200), nullable=False),
        sa.Column("period", sa.String(10), nullable=False),
        sa.Column("snapshot", sa.String(40), nullable=False),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column("sent_to", sa.String(200), nullable=False),
        sa.Column("sent_by", sa.String(100), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.PrimaryKeyConstraint("package_id", name=op.f("pk_material_packages")),
        sa.UniqueConstraint("code", name=op.f("uq_material_packages_code")),
    )


def downgrade() -> None:
    """Back: what was sent is no longer known."""
    for name in ("material_files", "material_packages", "material_profiles"):
        op.drop_table(name)
