"""What a person does with an own account: password, second factor, sessions."""

from contextlib import AbstractContextManager
from typing import Any

import sqlalchemy as sa

from access import attempts, clock, passwords, sessions, store, totp
from access.audit import Actor
from access.login import is_right
from access.person import Person
from access.sessions import NewSession, Visitor
from access.tables import users
from data.errors import AccessError
from data.settings import Settings
from deeds.deed import AccountChange, account_deed

_DEMO = "В демонстрационной учётной записи это не меняется: её пароль показан на странице входа."


def change_password(person: Person, old: str, new: str, visitor: Visitor, settings: Settings) -> NewSession:
    """A new password in place of the old one. Every session ends, and a new one is opened for this browser.

    Raises AccessError when the old password is wrong, the new one weak or the same.
    """
    if person.source != "local":
        raise AccessError("Пароль этой учётной записи хранит каталог организации: меняйте его там.")
    _check_password(person, old, visitor, settings)
    if new == old:
        raise AccessError("Новый пароль совпадает с прежним: придумайте другой.")
    passwords.require_strong(new, passwords.Owner(person.login, person.full_name))
    values = {
        "password_hash": passwords.hash_of(new),
        "password_changed_at": clock.now(),
        "must_change_password": False,
    }
    with _deed("password_changed", person, settings) as change:
        _update(change, person, values)
        sessions.end_all(change.connection, person.user_id)
        return sessions.open_session(change.connection, person.user_id, visitor, settings, needs_code=False)


def switch_totp_on(person: Person, sealed: str, code: str, settings: Settings) -> None:
    """Turn the second factor on, once a code of the new secret has shown that the phone has it."""
    if person.is_demo:
        raise AccessError(_DEMO)
    if person.has_totp:
        raise AccessError("Второй фактор уже включён. Чтобы сменить телефон, сначала выключите его.")
    secret = totp.unseal(sealed, person.user_id, settings)
    step = totp.accepted_step(secret, code, None)
    if step is None:
        raise AccessError("Код не подошёл. Проверьте время на телефоне и введите следующий код.")
    with _deed("totp_on", person, settings) as change:
        _update(change, person, {"totp_secret": totp.encrypt(secret, settings), "totp_last_step": step})
        sessions.end_all(change.connection, person.user_id, but=person.session)


def switch_totp_off(person: Person, password: str, visitor: Visitor, settings: Settings) -> None:
    """Turn the second factor off; the password is asked for, a session left open is not enough."""
    _check_password(person, password, visitor, settings)
    with _deed("totp_off", person, settings) as change:
        _update(change, person, {"totp_secret": None, "totp_last_step": None})


def end_session(person: Person, key: str, settings: Settings) -> None:
    """End one other session of the same person; a session of somebody else is not found."""
    own = {seen.key for seen in sessions.of_person(person.user_id, settings)} - {person.session}
    if key not in own:
        raise AccessError("Такого сеанса уже нет. Обновите страницу.")
    with _deed("sessions_ended", person, settings) as change:
        sessions.end(change.connection, key)
        change.details |= {"sessions": 1}


def end_other_sessions(person: Person, settings: Settings) -> int:
    """End all sessions of the person but this one; how many there were."""
    with _deed("sessions_ended", person, settings) as change:
        count = sessions.end_all(change.connection, person.user_id, but=person.session)
        change.details |= {"sessions": count}
    return count


def _check_password(person: Person, password: str, visitor: Visitor, settings: Settings) -> None:
    """Counted like a sign-in: a session left open must not be a place to guess at."""
    if person.is_demo:
        raise AccessError(_DEMO)
    attempt = attempts.begin(person.login, visitor.address, settings)
    with store.reading(settings) as connection:
        row = connection.execute(sa.select(users).where(users.c.user_id == person.user_id)).mappings().first()
    if not is_right(row, password, settings):
        raise AccessError("Текущий пароль неверен. Проверьте раскладку и Caps Lock.")
    attempts.forgive(attempt, settings)


def _update(change: AccountChange, person: Person, values: dict[str, Any]) -> None:
    change.connection.execute(sa.update(users).where(users.c.user_id == person.user_id).values(**values))


def _deed(action: str, person: Person, settings: Settings) -> AbstractContextManager[AccountChange]:
    """Everybody may do this with the own account."""
    return account_deed(None, action, person.login, settings, actor=Actor(person.login, person.roles))
