"""A row of a file that says nothing new is known before it is read"""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

# A later migration that makes `records` anew (SQLite's batch mode) takes its trigger along with it and has to make it
# again.
_OF_SQLITE = (
    "CREATE TRIGGER records_changed AFTER UPDATE OF content_hash ON records BEGIN "
    "DELETE FROM row_fingerprints WHERE record_id = old.record_id; END",
)
_OF_POSTGRESQL = (
    "CREATE FUNCTION forget_row_fingerprint() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    "DELETE FROM row_fingerprints WHERE record_id = old.record_id; RETURN NULL; END $$",
    "CREATE TRIGGER records_changed AFTER UPDATE OF content_hash ON records "
    "FOR EACH ROW EXECUTE FUNCTION forget_row_fingerprint()",
)


def upgrade() -> None:
    """Forward: no row is known yet; the next import of each file makes it so."""
    op.create_table(
        "row_fingerprints",
        sa.Column("record_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column(
            "fingerprint", sa.BigInteger(), nullable=False, comment="of the cells, and of all by which they were read"
        ),
        sa.ForeignKeyConstraint(
            ["record_id"], ["records.record_id"], name=op.f("fk_row_fingerprints_record_id_records"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("record_id", name=op.f("pk_row_fingerprints")),
    )
    connection = op.get_bind()
    for statement in _OF_SQLITE if connection.dialect.name == "sqlite" else _OF_POSTGRESQL:
        connection.exec_driver_sql(statement)


def downgrade() -> None:
    """Back: every row is read."""
    connection = op.get_bind()
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("DROP TRIGGER records_changed")
    else:
        connection.exec_driver_sql("DROP TRIGGER records_changed ON records")
        connection.exec_driver_sql("DROP FUNCTION forget_row_fingerprint()")
    op.drop_table("row_fingerprints")
