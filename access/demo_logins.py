"""Demonstration logins: one per role, on demonstration data only. They are shown on the login page, so they must open
nothing once a real export has been loaded. They are made by `deeds.demo_logins`.
"""

import json
from dataclasses import dataclass

import sqlalchemy as sa

from access import store
from access.roles import ROLES
from access.tables import users
from data.settings import Settings
from data.snapshots import demonstration

FILE = "demo_logins.json"
LOGINS = {
    "head": "demo-glava",
    "curator": "demo-kurator",
    "centre_head": "demo-rukovoditel",
    "incident_officer": "demo-incident",
    "pos_officer": "demo-pos",
    "recipient": "demo-poluchatel",
    "auditor": "demo-auditor",
    "administrator": "demo-admin",
}
"""Role → its demonstration login."""


@dataclass(frozen=True)
class DemoLogin:
    """One demonstration login as the login page shows it."""

    login: str
    password: str
    role: str
    about: str


def is_demonstration(settings: Settings) -> bool:
    """Whether everything that can be read is demonstration: imports of the store and every snapshot. Nothing is not.

    Never where the settings keep the demonstration away (`MCU_DEMO=0`): nobody signs in there with a shown password.
    """
    return settings.shows_demo and demonstration.inventory(settings).is_demonstration


def why_never(settings: Settings) -> str | None:
    """Why no demonstration may begin here, in a sentence: beside the reasons of the data, somebody real may sign in."""
    with store.reading(settings) as connection:
        is_owned = connection.execute(sa.select(users.c.user_id).where(users.c.is_demo.is_(False))).first() is not None
    if is_owned:
        return (
            "Здесь есть настоящие учётные записи: демонстрация для них не загружается. Укажите другую папку в MCU_VAR."
        )
    return demonstration.why_never(settings)


def visible_logins(settings: Settings) -> tuple[DemoLogin, ...]:
    """What the login page may show: nothing unless the data are demonstration data, and may be shown."""
    if not is_demonstration(settings):
        return ()
    known = passwords_of(settings)
    return tuple(
        DemoLogin(login, known[login], ROLES[role].label, ROLES[role].about)
        for role, login in LOGINS.items()
        if login in known
    )


def passwords_of(settings: Settings) -> dict[str, str]:
    """Login → password of the demonstration accounts; nothing where the file is missing or damaged."""
    try:
        found = json.loads((settings.var / FILE).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return {str(k): str(v) for k, v in found.items()} if isinstance(found, dict) else {}
