"""How people sign in at this installation, read from the environment: times of a session, the proxy in front, the
directory of an organisation. What is read becomes a part of the settings in force (`data.settings.Settings.access`).
"""

import os
from datetime import timedelta

from data.errors import WrongSettingError
from data.settings import AccessSettings, Directory


def load() -> AccessSettings:
    """Settings from `MCU_IDLE_MINUTES`, `MCU_SESSION_HOURS`, `MCU_HTTPS`, `MCU_TRUSTED_PROXY` and `MCU_LDAP_…`.

    Raises WrongSettingError naming the variable that makes no sense.
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
        raise WrongSettingError(f"Переменная {name}: «{text[:40]}» — нужно целое число от {least} до {most}.")
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
        raise WrongSettingError(
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
        raise WrongSettingError(
            f"Переменная {name}: файл не прочитан ({type(error).__name__}). Проверьте путь."
        ) from error
