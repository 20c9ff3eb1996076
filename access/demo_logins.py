"""Demonstration logins: one per role, on demonstration data only. They are shown on the login page, so they must open
nothing once a real export has been loaded.
"""

import json
import os
import secrets
from dataclasses import dataclass

import sqlalchemy as sa

from access import audit, passwords, people, sessions, store
from access.audit import Actor
from access.roles import NO_LIMITS, ROLES, Limits
from access.tables import users
from data import store as appeals
from data.settings import Settings
from data.store.tables import imports, questions, recipients

FILE = "demo_logins.json"
LOGINS = {
    "head": "demo-glava",
    "curator": "demo-kurator",
    "centre_head": "demo-rukovoditel",
    "incident_officer": "demo-incident",
    "pos_officer": "demo-pos",
    "recipient": "demo-poluchatel",
    "auditor": "demo-auditor",
    "administrator": "demo-admin",
}
"""Role → its demonstration login."""
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that look alike: people copy them from a screen
_PROGRAM = Actor("программа")


@dataclass(frozen=True)
class Offered:
    """One demonstration login as the login page shows it."""

    login: str
    password: str
    role: str
    about: str


def is_demonstration(settings: Settings) -> bool:
    """Whether the store of appeals holds demonstration imports and no real ones. An empty store is not that."""
    i = imports.c
    query = sa.select(i.is_demo).where(i.status == "committed").distinct()
    with appeals.reading(settings) as connection:
        is_created = sa.inspect(connection).has_table(imports.name)
        return is_created and set(connection.execute(query).scalars()) == {True}


def ensure(settings: Settings) -> None:
    """On demonstration data, make the accounts that are missing and give them passwords the file knows; elsewhere do
    nothing. Safe to repeat. The tables must have been created.
    """
    if not is_demonstration(settings):
        return
    known = _read(settings)
    with store.reading(settings) as connection:
        made = set(connection.execute(sa.select(users.c.login).where(users.c.is_demo, users.c.is_active)).scalars())
    if set(LOGINS.values()) <= made and set(LOGINS.values()) <= set(known):
        return
    passed = {login: known.get(login) or _password() for login in LOGINS.values()}
    _write(settings, {login: passed[login] for role, login in LOGINS.items() if _make(settings, role, passed[login])})


def offered(settings: Settings) -> tuple[Offered, ...]:
    """What the login page may show: nothing unless the data are demonstration data."""
    if not is_demonstration(settings):
        return ()
    known = _read(settings)
    return tuple(
        Offered(login, known[login], ROLES[role].label, ROLES[role].about)
        for role, login in LOGINS.items()
        if login in known
    )


def _make(settings: Settings, role: str, password: str) -> bool:
    """The account of a role with this password; False when a real account bears the name, which is left alone."""
    login = LOGINS[role]
    with store.reading(settings) as connection:
        row = connection.execute(sa.select(users).where(users.c.login == login)).mappings().first()
    if row is None:
        limits = Limits(recipients=(_busiest_recipient(settings),)) if role == "recipient" else NO_LIMITS
        name = f"{ROLES[role].label} (демонстрация)"
        people.create(settings, login, name, [role], password=password, limits=limits, must_change=False, is_demo=True)
        return True
    if not row["is_demo"]:
        return False
    with audit.recording(settings) as journal:
        values = {"password_hash": passwords.hashed(password), "is_active": True, "totp_secret": None}
        journal.connection.execute(sa.update(users).where(users.c.login == login).values(**values))
        sessions.end_all(journal.connection, row["user_id"])
        journal.note("password_set", "user", login, actor=_PROGRAM)
    return True


def _busiest_recipient(settings: Settings) -> str:
    """The body with most questions, so that its login has something to show."""
    count = sa.func.count(questions.c.question_id)
    query = sa.select(recipients.c.code).join_from(recipients, questions, isouter=True)
    query = query.group_by(recipients.c.code).order_by(count.desc(), recipients.c.code).limit(1)
    with appeals.reading(settings) as connection:
        return str(connection.execute(query).scalar_one())


def _password() -> str:
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(5)) for _ in range(3))


def _read(settings: Settings) -> dict[str, str]:
    try:
        found = json.loads((settings.var / FILE).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return {str(k): str(v) for k, v in found.items()} if isinstance(found, dict) else {}


def _write(settings: Settings, known: dict[str, str]) -> None:
    draft = settings.var / f".{FILE}.draft"
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        json.dump(known, file, ensure_ascii=False, indent=1)
    draft.replace(settings.var / FILE)
