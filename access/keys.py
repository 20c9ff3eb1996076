"""The secret of an installation, outside every database: one file of 32 random bytes, from which each use derives a key
of its own.

Whoever has a copy of the database without this file can neither forge a row of the log, nor read a second factor, nor
tell whose attempts were counted.
"""

from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from data.errors import SettingsError
from data.settings import Settings
from data.store import keys as file_keys

FILE = "access.key"
_BYTES = 32


def is_there(settings: Settings) -> bool:
    """Whether the installation has its key."""
    return (settings.var / FILE).exists()


def ensure(settings: Settings) -> None:
    """Make the file when there is none; of two processes at once one makes it and both use it."""
    path = settings.var / FILE
    if not path.exists():
        file_keys.create(path)


def require_there(settings: Settings) -> None:
    """Raises SettingsError when the key is missing though there are accounts or a log, which only it can read."""
    if not is_there(settings):
        raise SettingsError(
            f"Нет ключа программы: файл «{settings.var / FILE}», а учётные записи и журнал сделаны с ним. Верните "
            "его из архива ключей (…-keys.zip). Если он утерян навсегда: python -m access new-key — вторые факторы "
            "придётся настроить заново, прежний журнал будет не проверить."
        )


def fingerprint(settings: Settings) -> str:
    """Tells this key from another without saying anything about it."""
    return file_keys.fingerprint((settings.var / FILE).read_bytes())


def another(settings: Settings, why: str) -> str:
    """What is said of a key that is another installation's. why: how that is known."""
    return (
        f"Ключ программы «{settings.var / FILE}» не от этих учётных записей: {why}. Верните прежний из архива ключей "
        "(…-keys.zip)."
    )


def key_for(settings: Settings, purpose: str) -> bytes:
    """A 32-byte key for one purpose («audit», «totp», «attempts», «form»).

    Raises SettingsError when the file is missing, damaged or readable by others.
    """
    path = settings.var / FILE
    try:
        state = path.stat()
    except OSError as error:
        raise SettingsError(
            f"Нет ключа программы: файл {path}. Верните его из резервной копии; на новой установке выполните "
            "python -m access create-admin ЛОГИН."
        ) from error
    if state.st_mode & 0o077:
        raise SettingsError(f"Ключ программы могут прочитать посторонние: файл {path}. Выполните: chmod 600 {path}")
    return _derived(path, state.st_ctime_ns, state.st_ino, purpose)


@lru_cache(maxsize=32)
def _derived(path: Path, _changed: int, _inode: int, purpose: str) -> bytes:
    secret = path.read_bytes()
    if len(secret) != _BYTES:
        raise SettingsError(f"Ключ программы повреждён: файл {path}. Верните его из резервной копии.")
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=f"mcu {purpose}".encode()).derive(secret)
