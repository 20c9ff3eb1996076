"""Topics are edited by people: a row knows how often, when it holds and who follows it"""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

_SUCCESSOR = "fk_topics_successor_id_topics"
_ADDED = ("version", "successor_id", "valid_to", "valid_from")


def upgrade() -> None:
    """Forward: nobody has edited a topic yet, every one holds for ever."""
    with op.batch_alter_table("topics") as topics:
        topics.add_column(sa.Column("valid_from", sa.Date()))
        topics.add_column(sa.Column("valid_to", sa.Date()))
        topics.add_column(sa.Column("successor_id", sa.Integer()))
        topics.add_column(sa.Column("version", sa.Integer(), server_default="1", nullable=False))
        topics.create_foreign_key(_SUCCESSOR, "topics", ["successor_id"], ["topic_id"])


def downgrade() -> None:
    """Back: what was edited stays as it is, ends and successors are lost."""
    with op.batch_alter_table("topics") as topics:
        topics.drop_constraint(_SUCCESSOR, type_="foreignkey")
        for name in _ADDED:
            topics.drop_column(name)
