"""Contacts of an applicant, shown to a person who says why; the log has it before they are read."""

from dataclasses import dataclass

import sqlalchemy as sa

from access import person
from access.person import Person
from data import store
from data.errors import AccessError
from data.filters import Filters
from data.metrics import register
from data.settings import current
from data.store.tables import identities
from deeds.deed import deed

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


def show_contacts(record_id: int, reason: str) -> Contacts:
    """Contacts of one record, for a person who has a grant with contacts that covers it.

    The row of the log is committed first; when it can't be, nothing is read. Raises AccessError for a reason shorter
    than 10 characters and for a record that isn't covered or doesn't exist: the two are not told apart.
    """
    reason = reason_of(reason)
    if not _is_covered(record_id, person.signed_in()):
        with deed(None, "contacts_refused", "record", record_id, reason=reason, publishes=False):
            raise AccessError(f"Контакты записи № {record_id} вам не открыты. Попытка занесена в журнал.")
    with deed(None, "contacts_shown", "record", record_id, reason=reason, publishes=False):
        return _read(record_id)


def reason_of(said: str) -> str:
    """A reason as the log keeps it. Raises AccessError for one that is not in words."""
    reason = " ".join(said.split())
    if len(reason) < SHORTEST_REASON or len({c for c in reason.lower() if c.isalpha()}) < _FEWEST_LETTERS:
        raise AccessError(f"Напишите причину словами, не короче {SHORTEST_REASON} знаков: она останется в журнале.")
    return reason


def _is_covered(record_id: int, who: Person) -> bool:
    try:
        card = register.card(record_id, Filters(), who.scope.at_least("contacts"))
    except AccessError:
        return False
    return bool(card["external_id"])  # missing: the store's record is not the one that was looked at


def _read(record_id: int) -> Contacts:
    with store.reading(current()) as connection:
        query = sa.select(identities).where(identities.c.record_id == record_id)
        row = connection.execute(query).mappings().first()
    return Contacts(**row) if row else Contacts(record_id)
