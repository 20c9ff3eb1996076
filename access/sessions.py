"""Sessions, kept on the server: a cookie holds a random token, the store holds its hash.

A session dies when nobody uses it, when its lifetime is over, at sign-out, and whenever the password, the roles, the
limits or the account itself change: its row is gone, so a copied cookie opens nothing.
"""

import hashlib
import logging
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from access import clock, store
from access.person import Person
from access.roles import LIMIT_KINDS, Limits
from access.tables import sessions, user_limits, user_roles, users
from data.errors import StoreError
from data.settings import Settings

_TOUCHED_EVERY = timedelta(minutes=1)
_CODE_WAITS = timedelta(minutes=5)
_log = logging.getLogger(__name__)

# Asked at every request, so written down once: putting a statement together takes longer than answering it.
_DEAD = (
    (sessions.c.last_seen_at > sa.bindparam("latest_use"))  # of a clock that ran ahead: it would never end
    | (sessions.c.last_seen_at < sa.bindparam("earliest_use"))
    | (sessions.c.created_at < sa.bindparam("earliest"))
    | (sessions.c.stage == "code") & (sessions.c.created_at < sa.bindparam("earliest_code"))
)
_LIVING = (
    sa.select(sessions, users)
    .join_from(sessions, users)
    .where(
        sessions.c.session_hash == sa.bindparam("key"),
        sessions.c.stage == sa.bindparam("stage"),
        users.c.is_active,
        ~_DEAD,
    )
)
_ROLES = sa.select(user_roles.c.role).where(user_roles.c.user_id == sa.bindparam("of"))
_LIMITS = (
    sa.select(user_limits.c.kind, user_limits.c.code)
    .where(user_limits.c.user_id == sa.bindparam("of"))
    .order_by(user_limits.c.code)
)


@dataclass(frozen=True)
class Visitor:
    """Where a request comes from: address of the client and what its browser calls itself."""

    address: str
    user_agent: str = ""


@dataclass(frozen=True)
class NewSession:
    """A new session. token: goes into the cookie and nowhere else; csrf: goes with every change."""

    token: str
    csrf: str
    needs_code: bool

    def __repr__(self) -> str:
        """Without the secrets."""
        return f"NewSession(needs_code={self.needs_code})"


@dataclass(frozen=True)
class SessionSummary:
    """One session in a person's own list. key: hash of its token."""

    key: str
    created_at: datetime
    last_seen_at: datetime
    address: str
    user_agent: str


def open_session(
    connection: sa.Connection, user_id: int, visitor: Visitor, settings: Settings, *, needs_code: bool
) -> NewSession:
    """A session with a fresh token, whatever token the browser had before; dead sessions of everybody are removed."""
    made = NewSession(secrets.token_urlsafe(32), secrets.token_urlsafe(32), needs_code)
    moment = clock.now()
    connection.execute(sa.delete(sessions).where(_DEAD), _ends(moment, settings))
    connection.execute(
        sa.insert(sessions).values(
            session_hash=hash_of(made.token),
            user_id=user_id,
            stage="code" if needs_code else "full",
            csrf_token=made.csrf,
            created_at=moment,
            last_seen_at=moment,
            address=visitor.address[:60],
            user_agent=visitor.user_agent[:200].replace("\x00", ""),
        )
    )
    return made


def hash_of(token: str) -> str:
    """What the store knows a token by."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def _ends(moment: datetime, settings: Settings) -> dict[str, datetime]:
    """The moments that `_DEAD` compares with."""
    allowed = settings.access
    return {
        "latest_use": moment + allowed.idle,
        "earliest_use": moment - allowed.idle,
        "earliest": moment - allowed.lifetime,
        "earliest_code": moment - _CODE_WAITS,
    }


def resolve(token: str, settings: Settings, *, stage: str = "full") -> Person | None:
    """The person of a living session; None for any other token. Raises StoreError when the store doesn't answer.

    stage: «code» finds a session that still waits for its second factor, which opens nothing else.
    """
    if not token or len(token) > 200:
        return None
    key, moment = hash_of(token), clock.now()
    with store.reading(settings) as connection:
        told = {"key": key, "stage": stage} | _ends(moment, settings)
        row = connection.execute(_LIVING, told).mappings().first()
        found = person_of(connection, row) if row else None
    if row is not None and moment - row["last_seen_at"] >= _TOUCHED_EVERY:
        _touch(key, moment, settings)
    return found


def person_of(connection: sa.Connection, row: sa.RowMapping) -> Person:
    """The person of a row of users, with the session when the row has one too."""
    user_id = row["user_id"]
    roles = connection.execute(_ROLES, {"of": user_id}).scalars()
    return Person(
        user_id=user_id,
        login=row["login"],
        full_name=row["full_name"],
        position=row["position"],
        roles=tuple(sorted(roles)),
        limits=limits_of(connection, user_id),
        is_demo=row["is_demo"],
        must_change_password=row["must_change_password"],
        has_totp=row["totp_secret"] is not None,
        source=row["source"],
        csrf=row.get("csrf_token", ""),
        session=row.get("session_hash", ""),
    )


def limits_of(connection: sa.Connection, user_id: int) -> Limits:
    """Limits of a person; a kind without rows is no limit."""
    codes: dict[str, list[str]] = {}
    for kind, code in connection.execute(_LIMITS, {"of": user_id}):
        codes.setdefault(LIMIT_KINDS[kind], []).append(code)
    return Limits(**{name: tuple(found) for name, found in codes.items()})


def _touch(key: str, moment: datetime, settings: Settings) -> None:
    """Note the use of a session. On a full disk people may go on reading, and only sign in again the sooner."""
    try:
        with store.writing(settings) as connection:
            connection.execute(sa.update(sessions).where(sessions.c.session_hash == key).values(last_seen_at=moment))
    except StoreError:
        _log.warning("the use of a session was not noted: the store of accounts takes no changes")


def end(connection: sa.Connection, key: str) -> int:
    """End one session by its hash; how many there were."""
    return connection.execute(sa.delete(sessions).where(sessions.c.session_hash == key)).rowcount


def end_all(connection: sa.Connection, user_id: int, *, but: str = "") -> int:
    """End all sessions of a person, but the one with this hash; how many there were."""
    which = (sessions.c.user_id == user_id) & (sessions.c.session_hash != but)
    return connection.execute(sa.delete(sessions).where(which)).rowcount


def of_person(user_id: int, settings: Settings) -> tuple[SessionSummary, ...]:
    """Living sessions of a person, the latest used first."""
    s = sessions.c
    query = sa.select(s.session_hash, s.created_at, s.last_seen_at, s.address, s.user_agent)
    query = query.where(s.user_id == user_id, s.stage == "full", ~_DEAD).order_by(s.last_seen_at.desc())
    with store.reading(settings) as connection:
        return tuple(SessionSummary(*row) for row in connection.execute(query, _ends(clock.now(), settings)))
