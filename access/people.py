"""Staff accounts as lists show them; what is done with them is `deeds.accounts`."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from access import sessions, store
from access.roles import Limits, require_roles
from access.tables import users
from data.settings import Settings

SOURCES = ("local", "ldap")
"""Where the password of an account is kept: here, or in the directory of the organisation."""


@dataclass(frozen=True)
class User:
    """One account as a list of users shows it. last_seen_at: of a living session; missing when there is none."""

    user_id: int
    login: str
    full_name: str
    position: str
    source: str
    is_active: bool
    is_demo: bool
    must_change_password: bool
    has_totp: bool
    roles: tuple[str, ...]
    limits: Limits
    created_at: datetime
    last_seen_at: datetime | None


def everyone(settings: Settings) -> tuple[User, ...]:
    """All accounts by login."""
    last = sa.select(sa.func.max(sessions.sessions.c.last_seen_at)).where(
        sessions.sessions.c.user_id == users.c.user_id
    )
    query = sa.select(users, last.scalar_subquery().label("last_seen_at")).order_by(users.c.login)
    with store.reading(settings) as connection:
        return tuple(_user(connection, row) for row in connection.execute(query).mappings().all())


def _user(connection: sa.Connection, row: sa.RowMapping) -> User:
    found = sessions.person_of(connection, row)
    return User(
        **{name: row[name] for name in ("user_id", "login", "full_name", "position", "source", "is_active", "is_demo")},
        must_change_password=found.must_change_password,
        has_totp=found.has_totp,
        roles=require_roles(found.roles),
        limits=found.limits,
        created_at=row["created_at"],
        last_seen_at=row["last_seen_at"],
    )
