"""The accounts behind the demonstration logins (`access.demo_logins`): made by the program itself at its start, and
written in the log like anybody's accounts.
"""

import json
import os
import secrets

import sqlalchemy as sa

from access import passwords, sessions, store
from access.audit import Actor
from access.demo_logins import FILE, LOGINS, is_demonstration, passwords_of
from access.roles import NO_LIMITS, ROLES, Limits
from access.tables import users
from data import store as appeals
from data.settings import Settings
from data.store.tables import questions, recipients
from deeds import accounts
from deeds.deed import account_deed

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that look alike: people copy them from a screen
_PROGRAM = Actor("программа")


def ensure(settings: Settings) -> None:
    """On demonstration data, make the accounts that are missing and give them passwords the file knows; elsewhere do
    nothing. Safe to repeat. The tables must have been created.
    """
    if not is_demonstration(settings):
        return
    known = passwords_of(settings)
    with store.reading(settings) as connection:
        made = set(connection.execute(sa.select(users.c.login).where(users.c.is_demo, users.c.is_active)).scalars())
    if set(LOGINS.values()) <= made and set(LOGINS.values()) <= set(known):
        return
    passed = {login: known.get(login) or _password() for login in LOGINS.values()}
    _write(settings, {login: passed[login] for role, login in LOGINS.items() if _make(settings, role, passed[login])})


def _make(settings: Settings, role: str, password: str) -> bool:
    """The account of a role with this password; False when a real account bears the name, which is left alone."""
    login = LOGINS[role]
    with store.reading(settings) as connection:
        row = connection.execute(sa.select(users).where(users.c.login == login)).mappings().first()
    if row is None:
        limits = Limits(recipients=(_busiest_recipient(settings),)) if role == "recipient" else NO_LIMITS
        name = f"{ROLES[role].label} (демонстрация)"
        accounts.create(
            settings, login, name, [role], password=password, limits=limits, must_change=False, is_demo=True
        )
        return True
    if not row["is_demo"]:
        return False
    with account_deed(None, "password_set", login, settings, actor=_PROGRAM) as change:
        values = {"password_hash": passwords.hash_of(password), "is_active": True, "totp_secret": None}
        change.connection.execute(sa.update(users).where(users.c.login == login).values(**values))
        sessions.end_all(change.connection, row["user_id"])
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


def _write(settings: Settings, known: dict[str, str]) -> None:
    draft = settings.var / f".{FILE}.draft"
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        json.dump(known, file, ensure_ascii=False, indent=1)
    draft.replace(settings.var / FILE)
