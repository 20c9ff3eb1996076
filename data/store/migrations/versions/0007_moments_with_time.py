"""Moments know whether they have a time, channels have dated laws, rules say how a file's own term counts.

Shipped rows are replaced only where nobody has edited them.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_BACK = "Перенос с нерабочего дня на предшествующий рабочий — настройка (достоверность L)"
_AS_IS = (
    "Последний день не переносится и не бывает раньше поступления; «following» — на следующий рабочий — настройка (L)"
)
_RENAMED = {
    "site": ("Сайт администрации", "Сайт: с идентификацией"),
    "prosecutor": ("Прокуратура", "Прокуратура: переслано обращение"),
}


def upgrade() -> None:
    """Forward."""
    timed = "moments with a time of day, a bit each (data.store.time_flags); missing: not known"
    observes = "the export tells receipt and registration; missing: by its source"
    op.add_column("records", sa.Column("timed", sa.SmallInteger(), comment=timed))
    op.add_column("records", sa.Column("observes_registration", sa.Boolean(), comment=observes))
    file_term = "earlier | own: how the term a file names counts beside the rule"
    op.add_column("deadline_rules", sa.Column("file_term", sa.String(20), comment=file_term))
    _create_laws()
    op.execute(
        "UPDATE deadline_rules SET file_term = 'earlier' WHERE clock = 'resolution' AND channel_id IN "
        "(SELECT channel_id FROM channels WHERE code = 'pos_message')"
    )
    _move_registration()
    for code, (before, after) in _RENAMED.items():
        renamed = sa.text("UPDATE channels SET name = :after WHERE code = :code AND name = :before")
        op.execute(renamed.bindparams(code=code, before=before, after=after))


def _create_laws() -> None:
    op.create_table(
        "channel_laws",
        sa.Column("channel_law_id", sa.Integer(), nullable=False),
        sa.Column("channel_id", sa.Integer(), nullable=False),
        sa.Column(
            "law",
            sa.String(20),
            nullable=False,
            comment="59fz | message: of what came through the channel in these days",
        ),
        sa.Column("valid_from", sa.Date()),
        sa.Column("valid_to", sa.Date()),
        sa.Column("legal_basis", sa.Text(), nullable=False),
        sa.Column("confidence", sa.String(1), nullable=False),
        sa.Column("note", sa.Text()),
        sa.ForeignKeyConstraint(
            ["channel_id"], ["channels.channel_id"], name=op.f("fk_channel_laws_channel_id_channels")
        ),
        sa.PrimaryKeyConstraint("channel_law_id", name=op.f("pk_channel_laws")),
    )
    op.create_index(op.f("ix_channel_laws_channel_id"), "channel_laws", ["channel_id"])


def _move_registration() -> None:
    """The shipped row, word for word and the only version of its rule, says what the new one says."""
    op.execute(
        sa.text(
            "UPDATE deadline_rules SET non_working_last_day = 'as_is', note = :now "
            "WHERE code = 'law59_registration' AND law = '59fz' AND clock = 'registration' AND term = 3 "
            "AND unit = 'calendar_days' AND starts_from = 'received' AND non_working_last_day = 'preceding' "
            "AND legal_basis = '59-ФЗ, ст. 8 ч. 2' AND confidence = 'H' AND note = :before AND valid_from IS NULL "
            "AND valid_to IS NULL AND channel_id IS NULL AND kind_id IS NULL AND topic_id IS NULL "
            "AND topic_group_id IS NULL AND priority IS NULL "
            "AND (SELECT count(*) FROM deadline_rules AS other WHERE other.code = 'law59_registration') = 1"
        ).bindparams(now=_AS_IS, before=_BACK)
    )


def downgrade() -> None:
    """Back. What the rules and the channels say stays as it is: it is true in the older schema, too."""
    op.drop_table("channel_laws")
    with op.batch_alter_table("deadline_rules") as rules:
        rules.drop_column("file_term")
    with op.batch_alter_table("records") as records:
        records.drop_column("observes_registration")
        records.drop_column("timed")
