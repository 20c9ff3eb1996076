"""Addresses for letters, subscriptions and what became of every letter"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "mail_addresses",
        sa.Column("mail_address_id", sa.Integer(), nullable=False),
        sa.Column("login", sa.String(64), nullable=False, comment="of a person of the staff"),
        sa.Column("address", sa.String(254), nullable=False),
        _version(),
        sa.PrimaryKeyConstraint("mail_address_id", name=op.f("pk_mail_addresses")),
        sa.UniqueConstraint("login", name=op.f("uq_mail_addresses_login")),
    )
    _subscriptions()
    _deliveries()


def _subscriptions() -> None:
    op.create_table(
        "subscriptions",
        sa.Column("subscription_id", sa.Integer(), nullable=False),
        sa.Column("login", sa.String(64), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("path", sa.String(60), nullable=False),
        sa.Column("query", sa.Text(), nullable=False, comment="as in the address of the screen"),
        sa.Column("schedule", sa.String(20), nullable=False),
        sa.Column("weekday", sa.SmallInteger(), nullable=False, comment="0 is Monday"),
        sa.Column("condition", sa.String(20), nullable=False),
        sa.Column("format", sa.String(10), nullable=False),
        sa.Column("since", sa.Date(), nullable=False, comment="local; nothing is due before it"),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        _version(),
        sa.PrimaryKeyConstraint("subscription_id", name=op.f("pk_subscriptions")),
    )
    op.create_index(op.f("ix_subscriptions_login"), "subscriptions", ["login"])


def _deliveries() -> None:
    op.create_table(
        "deliveries",
        sa.Column("delivery_id", sa.Integer(), nullable=False),
        sa.Column("subscription_id", sa.Integer(), nullable=False, comment="may be gone since"),
        sa.Column("login", sa.String(64), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("message_id", sa.String(200), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("tried_at", sa.DateTime(), nullable=False),
        sa.Column("next_at", sa.DateTime(), comment="missing: it is not tried again"),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("delivery_id", name=op.f("pk_deliveries")),
        sa.UniqueConstraint("subscription_id", "due_on", name=op.f("uq_deliveries_subscription_id_due_on")),
    )
    op.create_index("ix_deliveries_login", "deliveries", ["login"])


def _version() -> sa.Column[int]:
    return sa.Column("version", sa.Integer(), server_default="1", nullable=False)


def downgrade() -> None:
    """Back: addresses, subscriptions and the log of letters are lost."""
    for table in ("deliveries", "subscriptions", "mail_addresses"):
        op.drop_table(table)
