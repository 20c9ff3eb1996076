"""How people sign in at this installation: times of a session, the proxy in front, the directory of an organisation.

Read from the environment, like `data.settings`; where things lie (store, keys) those settings say.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import timedelta

from data.errors import SettingsError


@dataclass(frozen=True)
class Directory:
    """An LDAP directory that checks passwords.

    bind_template: what `{login}` is bound as, «uid={login},ou=people,dc=askiz,dc=ru» or «{login}@askiz.local»; empty
    when a person is searched for first, under `search_base` by `search_filter`, bound as `reader` with its password.
    ca_file: certificate authorities to trust; empty means those of the system.
    """

    url: str
    bind_template: str = ""
    search_base: str = ""
    search_filter: str = "(uid={login})"
    reader: str = ""
    reader_password: str = ""
    ca_file: str = ""


@dataclass(frozen=True)
class AccessSettings:
    """Rules of signing in.

    idle: a session nobody uses dies after it; lifetime: any session dies after it.
    is_https: the program stands behind TLS, so cookies are sent over it only.
    trusted_proxies: how many proxies in front may name the client's address; 0 means nobody is believed.
    """

    idle: timedelta = timedelta(minutes=60)
    lifetime: timedelta = timedelta(hours=12)
    is_https: bool = False
    trusted_proxies: int = 0
    directory: Directory | None = None


def load() -> AccessSettings:
    """Settings from `MCU_IDLE_MINUTES`, `MCU_SESSION_HOURS`, `MCU_HTTPS`, `MCU_TRUSTED_PROXY` and `MCU_LDAP_…`.

    Raises SettingsError naming the variable that makes no sense.
    """
    return AccessSettings(
        idle=timedelta(minutes=_whole("MCU_IDLE_MINUTES", 60, 1, 24 * 60)),
        lifetime=timedelta(hours=_whole("MCU_SESSION_HOURS", 12, 1, 24 * 7)),
        is_https=os.environ.get("MCU_HTTPS", "") == "1",
        trusted_proxies=_whole("MCU_TRUSTED_PROXY", 0, 0, 5),
        directory=_directory(),
    )


def _whole(name: str, default: int, least: int, most: int) -> int:
    text = os.environ.get(name, "").strip() or str(default)
    if not (text.isascii() and text.isdigit() and least <= int(text) <= most):
        raise SettingsError(f"Переменная {name}: «{text[:40]}» — нужно целое число от {least} до {most}.")
    return int(text)


def _directory() -> Directory | None:
    url = os.environ.get("MCU_LDAP_URL", "").strip()
    if not url:
        return None
    made = Directory(
        url=url,
        bind_template=os.environ.get("MCU_LDAP_BIND_TEMPLATE", ""),
        search_base=os.environ.get("MCU_LDAP_SEARCH_BASE", ""),
        search_filter=os.environ.get("MCU_LDAP_SEARCH_FILTER", "(uid={login})"),
        reader=os.environ.get("MCU_LDAP_READER", ""),
        reader_password=_secret("MCU_LDAP_READER_PASSWORD_FILE"),
        ca_file=os.environ.get("MCU_LDAP_CA_FILE", ""),
    )
    if "{login}" not in made.bind_template and not (made.search_base and "{login}" in made.search_filter):
        raise SettingsError(
            "Каталог MCU_LDAP_URL задан, а как в нём найти человека — нет. Задайте MCU_LDAP_BIND_TEMPLATE "
            "(например uid={login},ou=people,dc=example,dc=ru) или MCU_LDAP_SEARCH_BASE."
        )
    return made


def _secret(name: str) -> str:
    path = os.environ.get(name, "")
    if not path:
        return ""
    try:
        with open(path, encoding="utf-8") as file:  # noqa: PTH123 the path comes from the environment as it is
            return file.readline().rstrip("\r\n")
    except OSError as error:
        raise SettingsError(f"Переменная {name}: файл не прочитан ({type(error).__name__}). Проверьте путь.") from error


_current: ContextVar[AccessSettings | None] = ContextVar("mcu_access_settings", default=None)


def current() -> AccessSettings:
    """The settings in force here; outside `use`, those of the environment."""
    return _current.get() or load()


@contextmanager
def use(settings: AccessSettings) -> Iterator[AccessSettings]:
    """Put settings in force for this context (a request, a test)."""
    token = _current.set(settings)
    try:
        yield settings
    finally:
        _current.reset(token)
