"""Names of places, municipalities and recipients in the cases of a sentence"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

_CASES = ("genitive", "dative", "prepositional")
_TABLES = (("municipalities", _CASES), ("places", _CASES), ("recipients", _CASES[:2]))


def upgrade() -> None:
    """Forward: the reference lists fill them in (data.store.seed)."""
    for table, cases in _TABLES:
        for case in cases:
            op.add_column(table, sa.Column(case, sa.String(400)))


def downgrade() -> None:
    """Back: sentences keep nominatives."""
    for table, cases in reversed(_TABLES):
        with op.batch_alter_table(table) as batch:
            for case in reversed(cases):
                batch.drop_column(case)
