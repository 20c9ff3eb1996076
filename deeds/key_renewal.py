"""A new key of the program in place of one that is lost for ever: what only the old one could read is given up."""

import sqlalchemy as sa

from access import installation, keys, store
from access.tables import sessions, users
from data.errors import SettingsError
from data.settings import Settings
from deeds.deed import upkeep


def renew(settings: Settings) -> int:
    """Make the key, drop second factors and sessions; how many factors there were. SettingsError while the key is
    there. The log goes on, but its rows signed by the lost key can never be checked again.
    """
    if keys.is_there(settings):
        raise SettingsError(f"Ключ программы на месте: «{settings.var / keys.FILE}». Новый делают вместо утерянного.")
    installation.forget_key(settings)
    store.create(settings, new_key=True)
    held = users.c.totp_secret.is_not(None)
    with store.reading(settings) as connection:
        count = int(connection.execute(sa.select(sa.func.count()).select_from(users).where(held)).scalar_one())
    told = {"second_factors": count}
    with upkeep("key_renewed", "key", keys.FILE, settings=settings, details=told, publishes=False):
        forgotten = sa.update(users).where(held).values(totp_secret=None, totp_last_step=None)
        with store.writing(settings) as connection:
            connection.execute(forgotten)
            connection.execute(sa.delete(sessions))
    return count
