"""Tables of the staff and of the log of actions. They lie apart from appeals and share no key with them.

Datetimes are naive UTC. In the log every value but the number is text: a value somebody has damaged is still read, and
then found by the chain.
"""

from sqlalchemy import DDL, Boolean, Column, DateTime, ForeignKey, Index, Integer, MetaData, String, Table, Text, event
from sqlalchemy import UniqueConstraint as Unique

from data.store.tables import metadata as of_the_store

metadata = MetaData(naming_convention=of_the_store.naming_convention)

users = Table(
    "access_users",
    metadata,
    Column("user_id", Integer, primary_key=True),
    Column("login", String(64), nullable=False, unique=True, comment="lower case"),
    Column("full_name", String(200), nullable=False),
    Column("position", String(200), nullable=False),
    Column("source", String(10), nullable=False, comment="local | ldap"),
    Column("password_hash", String(300), comment="argon2id; missing for ldap"),
    Column("password_changed_at", DateTime),
    Column("must_change_password", Boolean, nullable=False),
    Column("is_active", Boolean, nullable=False),
    Column("is_demo", Boolean, nullable=False),
    Column("totp_secret", Text, comment="encrypted; missing: no second factor"),
    Column("totp_last_step", Integer, comment="30-second step of the last accepted code: no code works twice"),
    Column("created_at", DateTime, nullable=False),
)

user_roles = Table(
    "access_user_roles",
    metadata,
    Column("user_id", ForeignKey("access_users.user_id", ondelete="CASCADE"), primary_key=True),
    Column("role", String(40), primary_key=True),
)

user_limits = Table(
    "access_user_limits",
    metadata,
    Column("user_id", ForeignKey("access_users.user_id", ondelete="CASCADE"), primary_key=True),
    Column("kind", String(20), primary_key=True, comment="channel | recipient | municipality"),
    Column("code", String(60), primary_key=True),
)

sessions = Table(
    "access_sessions",
    metadata,
    Column(
        "session_hash", String(64), primary_key=True, comment="SHA-256 of the token; the token is in the cookie only"
    ),
    Column("user_id", ForeignKey("access_users.user_id", ondelete="CASCADE"), nullable=False),
    Column("stage", String(10), nullable=False, comment="code: waits for the second factor | full"),
    Column("csrf_token", String(64), nullable=False),
    Column("created_at", DateTime, nullable=False),
    Column("last_seen_at", DateTime, nullable=False),
    Column("address", String(60), nullable=False),
    Column("user_agent", String(200), nullable=False),
    Index("ix_access_sessions_user_id", "user_id"),
)

attempts = Table(
    "access_attempts",
    metadata,
    Column("attempt_id", Integer, primary_key=True),
    Column("key_hash", String(64), nullable=False, comment="HMAC of the account or the address"),
    Column("at", DateTime, nullable=False),
    Index("ix_access_attempts_key_hash", "key_hash", "at"),
)

audit = Table(
    "access_audit",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("made_at", String(32), nullable=False, comment="ISO 8601, UTC"),
    Column("actor", String(120), nullable=False),
    Column("actor_roles", String(300), nullable=False),
    Column("action", String(40), nullable=False),
    Column("object_kind", String(40), nullable=False),
    Column("object_id", String(120), nullable=False),
    Column("reason", Text, nullable=False),
    Column("details", Text, nullable=False, comment="JSON; no personal data of applicants"),
    Column("previous_hash", String(64), nullable=False),
    Column("hash", String(64), nullable=False, comment="HMAC-SHA256 of the row and previous_hash"),
    Index("ix_access_audit_actor", "actor"),
    Index("ix_access_audit_action", "action"),
    Unique("hash"),
)

# The database itself refuses what the program never does with the log; written as the first revision writes it.
_REFUSED = "access_audit is append-only"
_ABORT = f"BEGIN SELECT RAISE(ABORT, '{_REFUSED}'); END"
_GUARDS = {
    "sqlite": (
        f"CREATE TRIGGER access_audit_no_update BEFORE UPDATE ON access_audit {_ABORT}",
        f"CREATE TRIGGER access_audit_no_delete BEFORE DELETE ON access_audit {_ABORT}",
        # INSERT OR REPLACE would delete without asking the trigger above.
        "CREATE TRIGGER access_audit_in_order BEFORE INSERT ON access_audit "  # noqa: S608  (nothing of theirs)
        f"WHEN NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM access_audit) {_ABORT}",
    ),
    "postgresql": (
        "\nCREATE FUNCTION access_audit_refuse() RETURNS trigger LANGUAGE plpgsql AS\n$$ BEGIN RAISE EXCEPTION "
        f"'{_REFUSED}' USING ERRCODE = 'integrity_constraint_violation'; END $$\n",
        "CREATE TRIGGER access_audit_no_change BEFORE UPDATE OR DELETE ON access_audit FOR EACH ROW "
        "EXECUTE FUNCTION access_audit_refuse()",
        "CREATE TRIGGER access_audit_no_truncate BEFORE TRUNCATE ON access_audit FOR EACH STATEMENT "
        "EXECUTE FUNCTION access_audit_refuse()",
    ),
}
for _engine, _statements in _GUARDS.items():
    for _statement in _statements:
        event.listen(audit, "after_create", DDL(_statement).execute_if(dialect=_engine))
