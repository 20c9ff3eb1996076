"""A store has an identity, its changes have marks, and numbers once given are remembered"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward. Numbers of records that have left before are known from what their imports changed."""
    op.create_table(
        "installation",
        sa.Column("name", sa.String(40), nullable=False, comment="store_id | generation | pseudonym_key"),
        sa.Column("value", sa.String(64), nullable=False, comment="pseudonym_key: the first 16 digits of its SHA-256"),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_installation")),
    )
    highest = "the highest number ever given, whatever has been removed since"
    op.create_table(
        "used_numbers",
        sa.Column("name", sa.String(60), nullable=False, comment="a table, or snapshots"),
        sa.Column("last", sa.Integer(), nullable=False, comment=highest),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_used_numbers")),
    )
    op.execute(
        "INSERT INTO used_numbers (name, last) SELECT 'records', last FROM (SELECT max(record_id) AS last FROM "
        "(SELECT record_id FROM records UNION ALL SELECT record_id FROM import_changes) AS known) AS found "
        "WHERE last IS NOT NULL"
    )
    op.add_column("changes", sa.Column("mark", sa.String(16), comment="random: tells histories apart"))


def downgrade() -> None:
    """Back: the store is known by nothing but its address again."""
    op.drop_column("changes", "mark")
    op.drop_table("used_numbers")
    op.drop_table("installation")
