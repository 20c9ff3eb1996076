"""Demonstration logins: one per role, on demonstration data only. They are shown on the login page, so they must open
nothing once a real export has been loaded. They are made by `deeds.demo_logins`.
"""

import json
from dataclasses import dataclass

import sqlalchemy as sa

from access.roles import ROLES
from data import store as appeals
from data.settings import Settings
from data.store.tables import imports

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
class Offered:
    """One demonstration login as the login page shows it."""

    login: str
    password: str
    role: str
    about: str


def is_demonstration(settings: Settings) -> bool:
    """Whether the store of appeals holds demonstration imports and no real ones. An empty store is not that."""
    i = imports.c
    query = sa.select(i.is_demo).where(i.status == "committed").distinct()
    with appeals.reading(settings) as connection:
        is_created = sa.inspect(connection).has_table(imports.name)
        return is_created and set(connection.execute(query).scalars()) == {True}


def offered(settings: Settings) -> tuple[Offered, ...]:
    """What the login page may show: nothing unless the data are demonstration data."""
    if not is_demonstration(settings):
        return ()
    known = passwords_of(settings)
    return tuple(
        Offered(login, known[login], ROLES[role].label, ROLES[role].about)
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
