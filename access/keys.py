"""The secret of an installation, outside every database: one file of 32 random bytes, from which each use derives a key
of its own.

Whoever has a copy of the database without this file can neither forge a row of the log, nor read a second factor, nor
tell whose attempts were counted.
"""

import os
import secrets
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from data.errors import SettingsError
from data.settings import Settings

FILE = "access.key"
_BYTES = 32


def ensure(settings: Settings) -> None:
    """Make the file when there is none; of two processes at once one makes it and both use it."""
    path = settings.var / FILE
    if path.exists():
        return
    settings.var.mkdir(parents=True, exist_ok=True)
    draft = settings.var / f".{FILE}.{secrets.token_hex(8)}"
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(secrets.token_bytes(_BYTES))
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)  # refuses an existing file, and nobody ever sees half a key
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def derived(settings: Settings, purpose: str) -> bytes:
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
    return _derived(path, state.st_mtime_ns, state.st_ino, purpose)


@lru_cache(maxsize=32)
def _derived(path: Path, _changed: int, _inode: int, purpose: str) -> bytes:
    secret = path.read_bytes()
    if len(secret) != _BYTES:
        raise SettingsError(f"Ключ программы повреждён: файл {path}. Верните его из резервной копии.")
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=f"mcu {purpose}".encode()).derive(secret)
