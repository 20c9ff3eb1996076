"""Signing in and out. One sentence answers every wrong login or password, whichever of them is wrong."""

from typing import Any

import sqlalchemy as sa

from access import attempts, audit, demo_logins, passwords, sessions, store, totp
from access.attempts import TooManyAttemptsError
from access.audit import Actor
from access.person import Person
from access.sessions import NewSession, Visitor
from access.tables import user_roles, users
from data.errors import AccessError
from data.settings import Settings

WRONG = "Логин или пароль неверны. Проверьте раскладку и Caps Lock."
WRONG_CODE = "Код неверен или уже использован. Дождитесь следующего кода в приложении."

__all__ = ["WRONG", "WRONG_CODE", "TooManyAttemptsError", "confirm_code", "is_right", "sign_in", "sign_out"]


def sign_in(login: str, password: str, visitor: Visitor, settings: Settings) -> NewSession:
    """A new session for the right login and password; with a second factor on, it first waits for the code.

    Raises AccessError (one sentence for all reasons) or TooManyAttemptsError, before anything was checked.
    """
    login = passwords.normal_form(login).strip().lower()[:200]
    attempt = attempts.begin(login, visitor.address, settings)
    row = _active(login, settings)
    if not is_right(row, password, settings):
        _note_failure(row, visitor, settings)
        raise AccessError(WRONG)
    assert row is not None
    if row["is_demo"] and not demo_logins.is_demonstration(settings):
        raise AccessError(WRONG)
    needs_code = row["totp_secret"] is not None
    with audit.recording(settings) as journal:
        _renew_hash(journal.connection, row, password)
        opened = sessions.open_session(journal.connection, row["user_id"], visitor, settings, needs_code=needs_code)
        if not needs_code:
            journal.note("sign_in", "user", login, details={"address": visitor.address}, actor=_actor(journal, row))
    (attempts.forgive_address if needs_code else attempts.forgive)(attempt, settings)
    return opened


def confirm_code(token: str, code: str, visitor: Visitor, settings: Settings) -> NewSession:
    """The second step: a full session in place of the one that waited. Raises AccessError, TooManyAttemptsError."""
    waiting = sessions.resolve(token, settings, stage="code")
    if waiting is None:
        raise AccessError("Время на ввод кода вышло. Войдите ещё раз.")
    attempt = attempts.begin(waiting.login, visitor.address, settings)
    with audit.recording(settings) as journal:
        row = journal.connection.execute(sa.select(users).where(users.c.user_id == waiting.user_id)).mappings().one()
        step = _accepted(row, code, settings)
        if step is None:
            journal.note("sign_in_failed", "user", row["login"], details=_where(visitor), actor=Actor("вход"))
        else:
            used = sa.update(users).where(users.c.user_id == row["user_id"]).values(totp_last_step=step)
            journal.connection.execute(used)
            sessions.end(journal.connection, waiting.session)
            opened = sessions.open_session(journal.connection, row["user_id"], visitor, settings, needs_code=False)
            journal.note("sign_in", "user", row["login"], details=_where(visitor), actor=_actor(journal, row))
    if step is None:
        raise AccessError(WRONG_CODE)
    attempts.forgive(attempt, settings)
    return opened


def sign_out(person: Person, settings: Settings) -> None:
    """End the session; its cookie opens nothing any more, wherever it was copied to."""
    with audit.recording(settings) as journal:
        sessions.end(journal.connection, person.session)
        journal.note("sign_out", "user", person.login, actor=Actor(person.login, person.roles))


def _active(login: str, settings: Settings) -> sa.RowMapping | None:
    with store.reading(settings) as connection:
        query = sa.select(users).where(users.c.login == login, users.c.is_active)
        return connection.execute(query).mappings().first()


def is_right(row: sa.RowMapping | None, password: str, settings: Settings) -> bool:
    """Whether a password is that of a row of users, by its hash or by the directory; without a row the work is done
    all the same.
    """
    if row is not None and row["source"] == "ldap":
        # Imported here: most installations have no directory, and start lighter without its library.
        from access import directory

        found = settings.access.directory
        return found is not None and directory.matches(row["login"], password, found)
    return passwords.matches(password, row["password_hash"] if row else None)


def _accepted(row: sa.RowMapping, code: str, settings: Settings) -> int | None:
    if row["totp_secret"] is None:
        return None
    return totp.accepted_step(totp.decrypt(row["totp_secret"], settings), code, row["totp_last_step"])


def _renew_hash(connection: sa.Connection, row: sa.RowMapping, password: str) -> None:
    """The one moment the password is known: a hash made with weaker parameters is made again."""
    if row["password_hash"] and passwords.is_outdated(row["password_hash"]):
        renewed = sa.update(users).where(users.c.user_id == row["user_id"])
        connection.execute(renewed.values(password_hash=passwords.hash_of(password)))


def _note_failure(row: sa.RowMapping | None, visitor: Visitor, settings: Settings) -> None:
    """A login nobody has is not written down: people type passwords into that field."""
    name = row["login"] if row else "неизвестный логин"
    with audit.recording(settings) as journal:
        journal.note("sign_in_failed", "user", name, details=_where(visitor), actor=Actor("вход"))


def _where(visitor: Visitor) -> dict[str, Any]:
    return {"address": visitor.address}


def _actor(journal: audit.Journal, row: sa.RowMapping) -> Actor:
    query = sa.select(user_roles.c.role).where(user_roles.c.user_id == row["user_id"]).order_by(user_roles.c.role)
    return Actor(row["login"], tuple(journal.connection.execute(query).scalars()))
