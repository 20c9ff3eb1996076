"""Whether store, folder, accounts and both keys are one installation: what every command asks that writes, and the
start of the program.
"""

from contextlib import suppress

import sqlalchemy as sa

from access import chain, keys, store
from access.tables import audit, users
from data import store as appeals
from data.errors import SettingsError, StoreError
from data.settings import Settings
from data.snapshots import installation
from data.store import identity, ours
from data.store import keys as file_keys

_NAME = "access_key"


def require(settings: Settings, *, checks_log: bool = False) -> None:
    """Raises ForeignStoreError, ForeignSnapshotError or SettingsError; writes nothing.

    checks_log: the caller goes through the log itself, and says more of one that the key does not fit.
    """
    installation.require_own_store(settings)
    if store.is_there(settings):
        _require_own_keys(settings, checks_log=checks_log)
    installation.require_own_keys(settings)


def _require_own_keys(settings: Settings, *, checks_log: bool) -> None:
    with store.reading(settings) as connection:
        if not any(connection.execute(sa.select(table).limit(1)).first() for table in (users, audit)):
            return
    keys.require_there(settings)
    if not settings.pseudonym_key.exists():
        raise SettingsError(file_keys.missing(settings.pseudonym_key, "сделан вместе с учётными записями"))
    known = _told(settings)
    if known and known != keys.fingerprint(settings):
        raise SettingsError(keys.another(settings, "хранилище помнит другой"))
    if not known and not checks_log:
        chain.require_own_key(settings)


def _told(settings: Settings) -> str:
    if not ours.holds_store(settings):
        return ""
    with appeals.reading(settings) as connection:
        return identity.properties(connection).get(_NAME, "")


def name_keys(settings: Settings) -> None:
    """Let the store say which keys are its own, once `require` has passed and the accounts are made. A first name may
    wait for the next time while a long import holds the store; one that replaces another may not.
    """
    if not ours.holds_store(settings):
        return
    told, own = _told(settings), keys.fingerprint(settings)
    if told == own:
        return
    with suppress(*[] if told else [StoreError]), appeals.writing(settings, waits=bool(told)) as connection:
        identity.tell(connection, _NAME, own)
        file_keys.adopt_first(connection, settings)


def forget_key(settings: Settings) -> None:
    """Before the key is replaced: the store names none until the new one is there."""
    if _told(settings):
        with appeals.writing(settings) as connection:
            identity.tell(connection, _NAME, "")
