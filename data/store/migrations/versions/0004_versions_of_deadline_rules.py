"""A deadline rule has versions and says what may put its last day off; a recipient may keep hours of its own."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward. Rules of 59-ФЗ were put off by an extension of up to 30 days until now, so they say it."""
    with op.batch_alter_table("deadline_rules") as rules:
        put_off = "extended_to | promised: the date that may put the last day off"
        rules.add_column(sa.Column("extended_by", sa.String(length=20), comment=put_off))
        rules.add_column(sa.Column("extension_limit_days", sa.Integer(), comment="calendar days; missing: no limit"))
        rules.alter_column("code", existing_type=sa.String(length=100), comment="of the rule through all its versions")
        rules.drop_constraint("uq_deadline_rules_code", type_="unique")
        rules.create_unique_constraint("uq_deadline_rules_code_valid_from", ["code", "valid_from"])
    op.execute(
        "UPDATE deadline_rules SET extended_by = 'extended_to', extension_limit_days = 30 "
        "WHERE clock = 'resolution' AND law = '59fz'"
    )
    with op.batch_alter_table("recipients") as recipients:
        hours = "08:00-12:00 13:00-17:00; missing: the district's"
        recipients.add_column(sa.Column("working_time", sa.String(length=40), comment=hours))


def downgrade() -> None:
    """Back: only the newest version of each rule is kept."""
    op.execute(
        "DELETE FROM deadline_rules WHERE rule_id NOT IN (SELECT max(rule_id) FROM deadline_rules GROUP BY code)"
    )
    with op.batch_alter_table("recipients") as recipients:
        recipients.drop_column("working_time")
    with op.batch_alter_table("deadline_rules") as rules:
        rules.drop_constraint("uq_deadline_rules_code_valid_from", type_="unique")
        rules.create_unique_constraint("uq_deadline_rules_code", ["code"])
        rules.alter_column("code", existing_type=sa.String(length=100), comment=None)
        rules.drop_column("extension_limit_days")
        rules.drop_column("extended_by")
