"""The key of applicants' pseudonyms and its store belong together: without it, or with another, every applicant would
become a stranger without anybody noticing, so both are refused.
"""

import hashlib
import os
import secrets
import tempfile
from pathlib import Path

import sqlalchemy as sa

from data import store
from data.errors import SettingsError
from data.settings import Settings
from data.store import identity
from data.store.tables import records

_NAME = "pseudonym_key"
_BYTES = 32


def require_own(connection: sa.Connection, settings: Settings) -> None:
    """Raises SettingsError when the store holds pseudonyms and the file that made them is missing or another one."""
    path = settings.pseudonym_key
    if not _holds_pseudonyms(connection):
        return
    if not path.exists():
        raise SettingsError(missing(path, "заявители в хранилище записаны по нему"))
    known = identity.properties(connection).get(_NAME)
    if known and known != fingerprint(path.read_bytes()):
        raise SettingsError(
            f"Ключ псевдонимов «{path}» не от этого хранилища: заявители записаны по другому. Верните прежний из "
            "архива ключей (…-keys.zip)."
        )


def missing(path: Path, why: str) -> str:
    """What is said of a key that is not there. why: what was made with it."""
    return (
        f"Нет ключа псевдонимов: файл «{path}», а {why}. Верните его из архива ключей (…-keys.zip). Если он утерян "
        "навсегда: python -m data new-key — прежние заявители в новых загрузках не узнаются."
    )


def adopt_first(connection: sa.Connection, settings: Settings) -> None:
    """Write down the key of a store that has made no pseudonym yet: from now on its loss is noticed."""
    if not _holds_pseudonyms(connection) and settings.pseudonym_key.exists():
        adopt(connection, settings.pseudonym_key.read_bytes())


def adopt(connection: sa.Connection, key: bytes) -> None:
    """Write down by which key this store's pseudonyms are made."""
    if identity.properties(connection).get(_NAME) != fingerprint(key):
        identity.tell(connection, _NAME, fingerprint(key))


def renew(settings: Settings) -> None:
    """A new key in place of one that is lost for ever; SettingsError while the file is there."""
    path = settings.pseudonym_key
    if path.exists():
        raise SettingsError(f"Ключ псевдонимов на месте: «{path}». Новый делается только вместо утерянного.")
    with store.writing(settings) as connection:
        create(path)
        adopt(connection, path.read_bytes())


def create(path: Path) -> None:
    """A file of 32 random bytes, readable by its owner only; of two processes at once one makes it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=path.parent)  # mode 0600
    with os.fdopen(descriptor, "wb") as file:
        file.write(secrets.token_bytes(_BYTES))
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(name, path)  # fails when another process was first; its key wins
    except FileExistsError:
        pass
    finally:
        Path(name).unlink()


def fingerprint(key: bytes) -> str:
    """Tells one key from another without saying anything about it."""
    return hashlib.sha256(key).hexdigest()[:16]


def _holds_pseudonyms(connection: sa.Connection) -> bool:
    r = records.c
    found = (sa.select(r.record_id).where(key.is_not(None)).limit(1) for key in (r.applicant_key, r.address_key))
    return any(connection.execute(query).first() for query in found)
