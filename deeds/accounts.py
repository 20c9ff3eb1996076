"""Staff accounts: everything an administrator does with them, from the command line and from the screen alike.

A change and its row of the log are one transaction (`deeds.deed.account_deed`). Accounts are switched off, never
removed: the log goes on naming them. A change of what a person may see ends the person's sessions.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa

from access import attempts, clock, passwords, person, sessions
from access.people import SOURCES
from access.roles import LIMIT_KINDS, NO_LIMITS, Limits, Right, require_roles
from access.tables import user_limits, user_roles, users
from data import store as appeals
from data.errors import AccessError, UnknownLoginError
from data.settings import Settings
from data.store.tables import channels, municipalities, recipients
from deeds.deed import AccountChange, account_deed

_LOGIN = re.compile(r"[a-zа-яё0-9][a-zа-яё0-9._-]{1,62}[a-zа-яё0-9]")
_CODES = {"channels": channels.c.code, "recipients": recipients.c.code, "municipalities": municipalities.c.oktmo}
_OF_LIMITS = {"channels": "Канала", "recipients": "Получателя", "municipalities": "Муниципалитета"}


def create(
    settings: Settings,
    login: str,
    full_name: str,
    roles: Iterable[str],
    *,
    password: str | None,
    position: str = "",
    limits: Limits = NO_LIMITS,
    source: str = "local",
    must_change: bool = True,
    is_demo: bool = False,
) -> int:
    """A new account; its user_id. password: None only with source «ldap», where the directory checks it.

    must_change: the password was chosen by somebody else, so the person is asked for another at the first sign-in.
    An account made by a demonstration administrator is a demonstration account. Raises AccessError.
    """
    login, full_name = _login(login), _required(full_name, "Имя сотрудника")
    chosen = require_roles(roles)
    _require_codes(settings, limits)
    _require_source(source, password)
    made_hash = None
    if password is not None:
        passwords.require_strong(password, passwords.Owner(login, full_name))
        made_hash = passwords.hash_of(password)
    with account_deed(Right.MANAGE_USERS, "user_created", login, settings) as change:
        row: dict[str, Any] = {
            "login": login, "full_name": full_name, "position": position.strip()[:200], "source": source,
            "password_hash": made_hash, "password_changed_at": clock.now() if made_hash else None,
            "must_change_password": must_change and made_hash is not None, "is_active": True,
            "is_demo": is_demo or _is_demo_actor(), "created_at": clock.now(),
        }  # fmt: skip
        if _row(change.connection, login) is not None:
            raise AccessError(f"Логин «{login}» уже занят. Выберите другой.")
        user_id = int(change.connection.execute(sa.insert(users).values(**row).returning(users.c.user_id)).scalar_one())
        _write_roles(change.connection, user_id, chosen)
        _write_limits(change.connection, user_id, limits)
        change.details |= {"roles": chosen, "source": source, **_limit_details(limits)}
    return user_id


def set_roles(settings: Settings, login: str, roles: Iterable[str]) -> None:
    """Replace the roles; the person's sessions end. Raises AccessError when nobody would be left to administer."""
    chosen = require_roles(roles)
    with _changing("roles_set", settings, login) as (change, row):
        before = _roles(change.connection, row["user_id"])
        _write_roles(change.connection, row["user_id"], chosen)
        if "administrator" in before:
            _require_administrator(change.connection, row["is_demo"])
        sessions.end_all(change.connection, row["user_id"])
        change.details |= {"before": before, "after": chosen}


def set_limits(settings: Settings, login: str, limits: Limits) -> None:
    """Replace the limits; the person's sessions end."""
    _require_codes(settings, limits)
    with _changing("limits_set", settings, login) as (change, row):
        before = sessions.limits_of(change.connection, row["user_id"])
        _write_limits(change.connection, row["user_id"], limits)
        sessions.end_all(change.connection, row["user_id"])
        change.details |= {"before": _limit_details(before), "after": _limit_details(limits)}


def set_details(settings: Settings, login: str, full_name: str, position: str) -> None:
    """Correct the name and the position."""
    with _changing("user_changed", settings, login) as (change, row):
        values = {"full_name": _required(full_name, "Имя сотрудника"), "position": position.strip()[:200]}
        _update(change, row, **values)
        change.details |= values


def set_password(settings: Settings, login: str, password: str, *, must_change: bool = True) -> None:
    """Give a new password; the person's sessions end and another password is asked for at the next sign-in."""
    with _changing("password_set", settings, login) as (change, row):
        _require_source(row["source"], password)
        passwords.require_strong(password, passwords.Owner(row["login"], row["full_name"]))
        new = {"password_hash": passwords.hash_of(password), "password_changed_at": clock.now()}
        _update(change, row, must_change_password=must_change, **new)
        sessions.end_all(change.connection, row["user_id"])


def deactivate(settings: Settings, login: str) -> None:
    """Switch an account off: it can't sign in, its sessions end. Raises AccessError for the last administrator."""
    with _changing("user_deactivated", settings, login) as (change, row):
        _update(change, row, is_active=False)
        if "administrator" in _roles(change.connection, row["user_id"]):
            _require_administrator(change.connection, row["is_demo"])
        sessions.end_all(change.connection, row["user_id"])


def activate(settings: Settings, login: str) -> None:
    """Switch an account on again."""
    with _changing("user_activated", settings, login) as (change, row):
        _update(change, row, is_active=True)


def reset_totp(settings: Settings, login: str) -> None:
    """Take the second factor off, when its device is lost; the person's sessions end."""
    with _changing("totp_reset", settings, login) as (change, row):
        _update(change, row, totp_secret=None, totp_last_step=None)
        sessions.end_all(change.connection, row["user_id"])


def forgive(settings: Settings, login: str) -> int:
    """Forget the failed sign-ins of an account, so that nobody has to wait; how many there were."""
    with _changing("attempts_forgiven", settings, login) as (change, row):
        count = attempts.forget(change.connection, row["login"], settings)
        change.details |= {"attempts": count}
    return count


def end_sessions(settings: Settings, login: str) -> int:
    """End all sessions of a person; how many there were."""
    with _changing("sessions_ended", settings, login) as (change, row):
        count = sessions.end_all(change.connection, row["user_id"])
        change.details |= {"sessions": count}
    return count


@contextmanager
def _changing(action: str, settings: Settings, login: str) -> Iterator[tuple[AccountChange, sa.RowMapping]]:
    """A deed on an account that is there, and its row."""
    login = passwords.normal_form(login).strip().lower()
    with account_deed(Right.MANAGE_USERS, action, login, settings) as change:
        row = _row(change.connection, login)
        if row is None:
            raise UnknownLoginError(f"Пользователя «{login[:64]}» нет. Список: python -m access list.")
        if _is_demo_actor() and not row["is_demo"]:
            raise AccessError("Из демонстрационной учётной записи нельзя менять настоящие.")
        yield change, row


def _is_demo_actor() -> bool:
    found = person.current()
    return found is not None and found.is_demo


def _row(connection: sa.Connection, login: str) -> sa.RowMapping | None:
    return connection.execute(sa.select(users).where(users.c.login == login)).mappings().first()


def _update(change: AccountChange, row: sa.RowMapping, **values: Any) -> None:
    change.connection.execute(sa.update(users).where(users.c.user_id == row["user_id"]).values(**values))


def _roles(connection: sa.Connection, user_id: int) -> tuple[str, ...]:
    return require_roles(
        connection.execute(sa.select(user_roles.c.role).where(user_roles.c.user_id == user_id)).scalars()
    )


def _write_roles(connection: sa.Connection, user_id: int, roles: Sequence[str]) -> None:
    connection.execute(sa.delete(user_roles).where(user_roles.c.user_id == user_id))
    if roles:
        connection.execute(sa.insert(user_roles), [{"user_id": user_id, "role": role} for role in roles])


def _write_limits(connection: sa.Connection, user_id: int, limits: Limits) -> None:
    connection.execute(sa.delete(user_limits).where(user_limits.c.user_id == user_id))
    rows = [
        {"user_id": user_id, "kind": kind, "code": code}
        for kind, name in LIMIT_KINDS.items()
        for code in sorted(set(getattr(limits, name) or ()))
    ]
    if rows:
        connection.execute(sa.insert(user_limits), rows)


def _require_administrator(connection: sa.Connection, is_demo: bool) -> None:
    """Somebody active must still administer; a demonstration account doesn't count for real ones."""
    query = sa.select(sa.func.count()).select_from(users.join(user_roles))
    query = query.where(users.c.is_active, users.c.is_demo == is_demo, user_roles.c.role == "administrator")
    if not connection.execute(query).scalar():
        raise AccessError("Это последний действующий администратор. Сначала назначьте другого.")


def _require_codes(settings: Settings, limits: Limits) -> None:
    """A limit by a code nobody knows would silently open nothing."""
    for name, column in _CODES.items():
        asked = getattr(limits, name)
        if asked is None:
            continue
        if not asked:
            raise AccessError("Пустой список ограничения закрыл бы всё: уберите ограничение или назовите коды.")
        with appeals.reading(settings) as connection:
            found = set(connection.execute(sa.select(column).where(column.in_(asked))).scalars())
        unknown = sorted(set(asked) - found)
        if unknown:
            raise AccessError(f"{_OF_LIMITS[name]} с кодом «{unknown[0][:60]}» нет в справочнике.")


def _require_source(source: str, password: str | None) -> None:
    if source not in SOURCES:
        raise AccessError(f"Откуда учётная запись: {' или '.join(SOURCES)}, а не «{source[:40]}».")
    if (password is None) != (source == "ldap"):
        raise AccessError(
            "Пароль этого пользователя хранит каталог организации: меняйте его там."
            if source == "ldap"
            else "Нужен пароль."
        )


def _login(text: str) -> str:
    login = passwords.normal_form(text).strip().lower()
    if not _LOGIN.fullmatch(login):
        raise AccessError("Логин — от 3 до 64 букв, цифр, точек и дефисов, с буквы или цифры в начале и в конце.")
    return login


def _required(text: str, what: str) -> str:
    if not text.strip():
        raise AccessError(f"{what}: заполните.")
    return text.strip()[:200]


def _limit_details(limits: Limits) -> Mapping[str, list[str]]:
    return {name: list(codes) for name in LIMIT_KINDS.values() if (codes := getattr(limits, name)) is not None}
