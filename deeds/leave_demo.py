"""The demonstration is removed, by a person or by the command line: the right is asked, the log is written, it is done.

Its records, problems, files and snapshots go by way of `etl.leave_demo`; its logins go here.
"""

import sqlalchemy as sa

from access import demo_logins, person, store
from access.person import Person
from access.roles import Right
from access.tables import users
from data.errors import AccessError
from data.settings import Settings
from deeds.deed import upkeep
from etl import leave_demo as demonstration

NOTHING_HERE = "Демонстрации нет: убирать нечего."
STAYS = "Журнал действий, настоящие учётные записи, правила сроков, календарь и границы остаются."
NOT_YOURS = "Убрать демонстрацию может администратор или тот, кто загружает файлы всех каналов."


def may(who: Person | None) -> bool:
    """Whether a person may remove the demonstration: whoever keeps the accounts, or loads files of every channel."""
    if who is None:
        return False
    return who.may(Right.MANAGE_USERS) or (who.may(Right.IMPORT_FILES) and who.scope.is_everything)


def is_here(settings: Settings) -> bool:
    """Whether anything of the demonstration is left, a login included."""
    return demonstration.is_here(settings) or bool(_logins(settings)) or (settings.var / demo_logins.FILE).exists()


def leave(settings: Settings) -> str:
    """Remove the demonstration and say what is gone; a second time there is nothing to remove.

    The settings must be in force. Raises AccessError for a person who may not; the command line always may.
    """
    if person.current() is not None and not may(person.current()):
        raise AccessError(NOT_YOURS)
    if not is_here(settings):
        return NOTHING_HERE
    with upkeep("demo_left", "demo", settings=settings, publishes=False):  # what is left is published as it goes
        left = demonstration.leave(settings)
        with store.writing(settings) as connection:  # sessions go with them; rows of the log go on naming them
            count = int(connection.execute(sa.delete(users).where(users.c.is_demo)).rowcount)
        (settings.var / demo_logins.FILE).unlink(missing_ok=True)
    gone = f"записей {left.records}, срезов {left.snapshots}, демонстрационных входов {count}"
    return f"Демонстрация убрана: {gone}. {STAYS}"


def _logins(settings: Settings) -> list[str]:
    with store.reading(settings) as connection:
        return list(connection.execute(sa.select(users.c.login).where(users.c.is_demo)).scalars())
