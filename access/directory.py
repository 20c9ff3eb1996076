"""Passwords checked by an LDAP directory of the organisation, when one is set up.

The directory says only whether the password is right: who may sign in, and as what, is decided by accounts here.
"""

import ssl
from typing import Literal
from urllib.parse import urlsplit

import ldap3
from ldap3.core.exceptions import LDAPException, LDAPInvalidFilterError
from ldap3.utils.conv import escape_filter_chars
from ldap3.utils.dn import escape_rdn

from access import passwords
from data.errors import AccessError, WrongSettingError
from data.settings import Directory

_SECONDS = 5
_Strategy = Literal["SYNC", "MOCK_SYNC"]
_LOCAL = ("localhost", "127.0.0.1", "::1")


def matches(login: str, password: str, directory: Directory, strategy: _Strategy = "SYNC") -> bool:
    """Whether the directory takes this password for this login.

    False also when the login is not there or not there once. Raises AccessError when the directory doesn't answer and
    SettingsError when it would have to be asked in the clear. strategy: tests give ldap3's imitation.
    """
    if not password or "\x00" in password:  # an empty password is an anonymous bind, which every directory accepts
        return False
    try:
        name = _name(login, directory, strategy)
        return name is not None and _binds(name, password, directory, strategy)
    except LDAPInvalidFilterError as error:
        raise WrongSettingError("Фильтр MCU_LDAP_SEARCH_FILTER не разобран. Пример: (uid={login}).") from error
    except (LDAPException, OSError) as error:
        raise AccessError(
            f"Каталог организации не отвечает ({type(error).__name__}). Повторите позже или сообщите администратору."
        ) from error


def _name(login: str, directory: Directory, strategy: _Strategy) -> str | None:
    """What to bind as; None when the search doesn't find exactly one person."""
    if directory.bind_template:
        is_distinguished = "=" in directory.bind_template
        return directory.bind_template.replace("{login}", escape_rdn(login) if is_distinguished else login)
    connection = _connected(directory.reader or None, directory.reader_password or None, directory, strategy)
    try:
        if not connection.bind():
            raise AccessError("Каталог организации не принял учётную запись для поиска. Сообщите администратору.")
        wanted = directory.search_filter.replace("{login}", escape_filter_chars(login))
        connection.search(directory.search_base, wanted, attributes=ldap3.NO_ATTRIBUTES, size_limit=2)
        found = [
            entry for entry in connection.response or () if entry.get("type", "searchResEntry") == "searchResEntry"
        ]
        return str(found[0]["dn"]) if len(found) == 1 else None
    finally:
        connection.unbind()


def _binds(name: str, password: str, directory: Directory, strategy: _Strategy) -> bool:
    connection = _connected(name, password, directory, strategy)
    try:
        return bool(connection.bind())
    finally:
        connection.unbind()


def _connected(name: str | None, password: str | None, directory: Directory, strategy: _Strategy) -> ldap3.Connection:
    connection = ldap3.Connection(
        server_of(directory),
        user=name,
        # Bytes: a `str` would go through NFKC, which makes another password of «№», «½» and «…».
        password=passwords.normal_form(password).encode() if password else None,  # type: ignore[arg-type]
        client_strategy=strategy,
        authentication=ldap3.SIMPLE if name else ldap3.ANONYMOUS,
        receive_timeout=_SECONDS,
        auto_referrals=False,  # a password goes to the named server and to no other
        read_only=True,
    )
    if _needs_start_tls(directory) and not connection.start_tls():
        raise AccessError("Каталог организации не включил шифрование (StartTLS): пароль ему не отправлен.")
    return connection


def server_of(directory: Directory) -> ldap3.Server:
    """The server with the certificate check it must pass. Raises SettingsError for an address of another kind."""
    parts = urlsplit(directory.url)
    if parts.scheme not in ("ldap", "ldaps") or not parts.hostname:
        raise WrongSettingError(f"Адрес MCU_LDAP_URL «{directory.url[:80]}»: нужен ldaps://сервер или ldap://сервер.")
    tls = ldap3.Tls(validate=ssl.CERT_REQUIRED, ca_certs_file=directory.ca_file or None)
    return ldap3.Server(
        parts.hostname,
        port=parts.port or (636 if parts.scheme == "ldaps" else 389),
        use_ssl=parts.scheme == "ldaps",
        tls=tls,
        connect_timeout=_SECONDS,
        get_info=ldap3.NONE,
    )


def _needs_start_tls(directory: Directory) -> bool:
    parts = urlsplit(directory.url)
    return parts.scheme == "ldap" and parts.hostname not in _LOCAL
