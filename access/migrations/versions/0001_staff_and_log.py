"""Staff, sessions, attempts and the log of actions"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_SQLITE_GUARDS = {
    "access_audit_no_update": "BEFORE UPDATE ON access_audit BEGIN "
    "SELECT RAISE(ABORT, 'access_audit is append-only'); END",
    "access_audit_no_delete": "BEFORE DELETE ON access_audit BEGIN "
    "SELECT RAISE(ABORT, 'access_audit is append-only'); END",
    # INSERT OR REPLACE would delete without asking the trigger above.
    "access_audit_in_order": "BEFORE INSERT ON access_audit "
    "WHEN NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM access_audit) BEGIN "
    "SELECT RAISE(ABORT, 'access_audit is append-only'); END",
}
_POSTGRES_FUNCTION = """
CREATE FUNCTION access_audit_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'access_audit is append-only' USING ERRCODE = 'integrity_constraint_violation'; END $$
"""
_POSTGRES_GUARDS = {
    "access_audit_no_change": "BEFORE UPDATE OR DELETE ON access_audit FOR EACH ROW "
    "EXECUTE FUNCTION access_audit_refuse()",
    "access_audit_no_truncate": "BEFORE TRUNCATE ON access_audit FOR EACH STATEMENT "
    "EXECUTE FUNCTION access_audit_refuse()",
}


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "access_users",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("login", sa.String(length=64), nullable=False, comment="lower case"),
        sa.Column("full_name", sa.String(length=200), nullable=False),
        sa.Column("position", sa.String(length=200), nullable=False),
        sa.Column("source", sa.String(length=10), nullable=False, comment="local | ldap"),
        sa.Column("password_hash", sa.String(length=300), nullable=True, comment="argon2id; missing for ldap"),
        sa.Column("password_changed_at", sa.DateTime(), nullable=True),
        sa.Column("must_change_password", sa.Boolean(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("totp_secret", sa.Text(), nullable=True, comment="encrypted; missing: no second factor"),
        sa.Column(
            "totp_last_step",
            sa.Integer(),
            nullable=True,
            comment="30-second step of the last accepted code: no code works twice",
        ),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_access_users")),
        sa.UniqueConstraint("login", name=op.f("uq_access_users_login")),
    )
    op.create_table(
        "access_user_roles",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["access_users.user_id"],
            name=op.f("fk_access_user_roles_user_id_access_users"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("user_id", "role", name=op.f("pk_access_user_roles")),
    )
    op.create_table(
        "access_user_limits",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False, comment="channel | recipient | municipality"),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["access_users.user_id"],
            name=op.f("fk_access_user_limits_user_id_access_users"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("user_id", "kind", "code", name=op.f("pk_access_user_limits")),
    )
    op.create_table(
        "access_sessions",
        sa.Column(
            "session_hash",
            sa.String(length=64),
            nullable=False,
            comment="SHA-256 of the token; the token is in the cookie only",
        ),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(length=10), nullable=False, comment="code: waits for the second factor | full"),
        sa.Column("csrf_token", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(), nullable=False),
        sa.Column("address", sa.String(length=60), nullable=False),
        sa.Column("user_agent", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["access_users.user_id"],
            name=op.f("fk_access_sessions_user_id_access_users"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("session_hash", name=op.f("pk_access_sessions")),
    )
    op.create_index("ix_access_sessions_user_id", "access_sessions", ["user_id"])
    op.create_table(
        "access_attempts",
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("key_hash", sa.String(length=64), nullable=False, comment="HMAC of the account or the address"),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("attempt_id", name=op.f("pk_access_attempts")),
    )
    op.create_index("ix_access_attempts_key_hash", "access_attempts", ["key_hash", "at"])
    op.create_table(
        "access_audit",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("made_at", sa.String(length=32), nullable=False, comment="ISO 8601, UTC"),
        sa.Column("actor", sa.String(length=120), nullable=False),
        sa.Column("actor_roles", sa.String(length=300), nullable=False),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("object_kind", sa.String(length=40), nullable=False),
        sa.Column("object_id", sa.String(length=120), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("details", sa.Text(), nullable=False, comment="JSON; no personal data of applicants"),
        sa.Column("previous_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False, comment="HMAC-SHA256 of the row and previous_hash"),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_access_audit")),
        sa.UniqueConstraint("hash", name=op.f("uq_access_audit_hash")),
    )
    op.create_index("ix_access_audit_actor", "access_audit", ["actor"])
    op.create_index("ix_access_audit_action", "access_audit", ["action"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute(_POSTGRES_FUNCTION)
    for name, rule in _guards().items():
        op.execute(f"CREATE TRIGGER {name} {rule}")


def downgrade() -> None:
    """Back. The log goes with it: a copy of the database is the only one left."""
    for table in (
        "access_audit",
        "access_attempts",
        "access_sessions",
        "access_user_limits",
        "access_user_roles",
        "access_users",
    ):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION access_audit_refuse()")


def _guards() -> dict[str, str]:
    return _POSTGRES_GUARDS if op.get_bind().dialect.name == "postgresql" else _SQLITE_GUARDS
