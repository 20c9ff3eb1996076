"""Statuses that people map, the day an import believes in, dates later than that, receipts told by registration"""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from data.store import status_words

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward. Statuses that every source knows by now are told to the records that waited under them."""
    op.create_table(
        "status_labels",
        sa.Column("status_label_id", sa.Integer(), nullable=False),
        sa.Column("source_code", sa.String(60), nullable=False),
        sa.Column("label", sa.String(400), nullable=False),
        sa.Column("status_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["status_id"], ["statuses.status_id"], name=op.f("fk_status_labels_status_id_statuses")
        ),
        sa.PrimaryKeyConstraint("status_label_id", name=op.f("pk_status_labels")),
        comment="what a person has said a status of a source means",
    )
    believed = "no event after this local day was believed; missing: the day of started_at"
    op.add_column("imports", sa.Column("imported_on", sa.Date(), comment=believed))
    assumed = "the export tells no receipt: the day of registration stands for it"
    flag = sa.Column("is_receipt_assumed", sa.Boolean(), nullable=False, server_default=sa.false(), comment=assumed)
    op.add_column("records", flag)
    later = "moments later than the day of the import, not believed: name=day"
    op.add_column("records", sa.Column("future_dates", sa.String(400), comment=later))
    reasons = sa.table("rejected_rows", sa.column("reason"))
    flag = "нет даты поступления; добавьте её или укажите --received-on"
    plain = "нет даты поступления: добавьте её или укажите одну на весь файл"
    op.execute(sa.update(reasons).where(reasons.c.reason == flag).values(reason=plain))
    months = status_words.settle(op.get_bind())
    if months:
        _mark(months)


def _mark(months: set[int]) -> None:
    """The next publication writes these months anew."""
    connection = op.get_bind()
    changes = sa.table("changes", sa.column("change_no"), sa.column("made_at"), sa.column("what"))
    dirty = sa.table("dirty_months", sa.column("received_month"), sa.column("change_no"))
    row = {"made_at": datetime.now(UTC).replace(tzinfo=None), "what": "edit"}
    change_no = connection.execute(sa.insert(changes).values(**row).returning(changes.c.change_no)).scalar_one()
    connection.execute(sa.delete(dirty).where(dirty.c.received_month.in_(sorted(months))))
    connection.execute(sa.insert(dirty), [{"received_month": one, "change_no": change_no} for one in sorted(months)])


def downgrade() -> None:
    """Back: statuses already told stay."""
    op.drop_column("records", "future_dates")
    op.drop_column("records", "is_receipt_assumed")
    op.drop_column("imports", "imported_on")
    op.drop_table("status_labels")
