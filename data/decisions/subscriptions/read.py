"""Subscriptions and the addresses that the administrator has named."""

from dataclasses import dataclass, fields
from datetime import date

import sqlalchemy as sa

from data import store
from data.settings import Settings
from data.store.tables import mail_addresses, subscriptions
from data.store.tables.subscriptions import (
    ALL_FORMATS,
    CONDITIONS,
    FORMATS,
    LETTER,
    NOTE,
    NOTE_FORMATS,
    NOTICES,
    PATHS,
    SCHEDULES,
    WEEKDAYS,
)

__all__ = [
    "ALL_FORMATS", "CONDITIONS", "FORMATS", "LETTER", "NOTE", "NOTE_FORMATS", "NOTICES", "PATHS", "SCHEDULES",
    "WEEKDAYS", "Address", "Subscription", "addresses", "listed",
]  # fmt: skip


@dataclass(frozen=True)
class Subscription:
    """One report that somebody is mailed. query: filters as in the address of the screen `path`; since: local day;
    weekday: 0 is Monday, of a weekly one only.
    """

    key: int
    version: int
    login: str
    title: str
    path: str
    query: str
    schedule: str
    weekday: int
    condition: str
    format: str
    since: date
    is_active: bool


@dataclass(frozen=True)
class Address:
    """Where letters to a person of the staff go."""

    key: int
    version: int
    login: str
    address: str


def listed(settings: Settings, login: str | None = None) -> list[Subscription]:
    """Subscriptions of one person, or of all, the oldest first."""
    s = subscriptions.c
    query = sa.select(subscriptions).order_by(s.subscription_id)
    with store.reading(settings) as connection:
        rows = connection.execute(query if login is None else query.where(s.login == login)).mappings()
        return [Subscription(row["subscription_id"], **{name: row[name] for name in _NAMED}) for row in rows]


_NAMED = tuple(field.name for field in fields(Subscription) if field.name != "key")


def addresses(settings: Settings) -> dict[str, Address]:
    """Login → address."""
    a = mail_addresses.c
    query = sa.select(a.mail_address_id, a.version, a.login, a.address).order_by(a.login)
    with store.reading(settings) as connection:
        return {row.login: Address(*row) for row in connection.execute(query)}
