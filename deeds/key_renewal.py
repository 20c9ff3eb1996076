"""A new key of the program in place of one that is lost for ever: what only the old one could read is given up."""

import sqlalchemy as sa

from access import audit, keys, store
from access.tables import sessions, users
from data.errors import SettingsError
from data.settings import Settings


def renew(settings: Settings) -> int:
    """Make the key, drop second factors and sessions; how many factors there were. SettingsError while the key is
    there. The log goes on, but its rows signed by the lost key can never be checked again.
    """
    if keys.is_there(settings):
        raise SettingsError(f"Ключ программы на месте: «{settings.var / keys.FILE}». Новый делают вместо утерянного.")
    store.create(settings, new_key=True)
    with audit.recording(settings) as journal:
        held = sa.update(users).where(users.c.totp_secret.is_not(None)).values(totp_secret=None, totp_last_step=None)
        count = journal.connection.execute(held).rowcount
        journal.connection.execute(sa.delete(sessions))
        journal.note("key_renewed", "key", keys.FILE, details={"second_factors": count})
    return count
