"""Words of sources are edited by people: a row knows how often"""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

_TABLES = ("topic_labels", "recipient_labels", "place_labels")


def upgrade() -> None:
    """Forward: nobody has edited a row yet."""
    for table in _TABLES:
        op.add_column(table, sa.Column("version", sa.Integer(), server_default="1", nullable=False))


def downgrade() -> None:
    """Back: what was edited stays as it is."""
    for table in _TABLES:
        with op.batch_alter_table(table) as batch:
            batch.drop_column("version")
