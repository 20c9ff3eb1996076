"""Contacts of an applicant, shown on request: for a stated reason, recorded before they are read."""

from dataclasses import dataclass

import sqlalchemy as sa

from access import audit
from access.audit import Actor
from access.person import Person
from data import settings as settings_of
from data import store
from data.errors import AccessError
from data.filters import Filters
from data.metrics import register
from data.settings import Settings
from data.store.tables import identities

SHORTEST_REASON = 10
_FEWEST_LETTERS = 4  # «аааааааааа» is not a reason


@dataclass(frozen=True, repr=False)
class Contacts:
    """Who wrote and how to answer; missing fields are «нет данных». Its `repr` names the record only, for the logs."""

    record_id: int
    applicant_name: str | None = None
    contact: str | None = None
    profile_url: str | None = None
    post_url: str | None = None
    address: str | None = None
    house: str | None = None
    social_category: str | None = None

    def __repr__(self) -> str:
        """The record's number, nothing of the person."""
        return f"Contacts(record_id={self.record_id})"


def show(record_id: int, reason: str, person: Person, settings: Settings) -> Contacts:
    """Contacts of one record, for a person who has a grant with contacts that covers it.

    The row of the log is committed first; when it can't be, nothing is read. Raises AccessError for a reason shorter
    than 10 characters and for a record that isn't covered or doesn't exist: the two are not told apart.
    """
    reason = " ".join(reason.split())
    if len(reason) < SHORTEST_REASON or len({c for c in reason.lower() if c.isalpha()}) < _FEWEST_LETTERS:
        raise AccessError(f"Напишите причину словами, не короче {SHORTEST_REASON} знаков: она останется в журнале.")
    who = Actor(person.login, person.roles)
    if not _is_covered(record_id, person, settings):
        audit.note("contacts_refused", "record", record_id, reason=reason, actor=who, settings=settings)
        raise AccessError(f"Контакты записи № {record_id} вам не открыты. Попытка занесена в журнал.")
    audit.note("contacts_shown", "record", record_id, reason=reason, actor=who, settings=settings)
    with store.reading(settings) as connection:
        query = sa.select(identities).where(identities.c.record_id == record_id)
        row = connection.execute(query).mappings().first()
    return Contacts(**row) if row else Contacts(record_id)


def _is_covered(record_id: int, person: Person, settings: Settings) -> bool:
    with settings_of.use(settings):
        try:
            register.card(record_id, Filters(), person.scope.at_least("contacts"))
        except AccessError:
            return False
    return True
