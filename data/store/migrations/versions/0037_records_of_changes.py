"""A change says which records it has changed; names of topics are read from an index"""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward: of the changes there are only the months are known."""
    op.add_column(
        "changes",
        sa.Column(
            "records", sa.JSON(none_as_null=True), comment="whose facts may differ; missing: only months are known"
        ),
    )
    op.create_index("ix_questions_names", "questions", ["topic_method", "topic_raw", "topic_id", "topic_group_raw"])


def downgrade() -> None:
    """Back: months are written whole."""
    op.drop_index("ix_questions_names", "questions")
    with op.batch_alter_table("changes") as batch:
        batch.drop_column("records")
