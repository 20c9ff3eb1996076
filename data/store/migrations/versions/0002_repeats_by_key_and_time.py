"""Repeats are looked up by applicant or address within a span of time: the two keys are indexed with the receipt"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_KEYS = ("applicant_key", "address_key")


def upgrade() -> None:
    """Forward."""
    for key in _KEYS:
        op.create_index(f"ix_records_{key}_received_at", "records", [key, "received_at", "is_spam"])
        op.drop_index(f"ix_records_{key}", "records")


def downgrade() -> None:
    """Back."""
    for key in _KEYS:
        op.create_index(f"ix_records_{key}", "records", [key])
        op.drop_index(f"ix_records_{key}_received_at", "records")
