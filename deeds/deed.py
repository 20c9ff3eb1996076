"""The one way to do something: who may not is refused, the log is written, then it is done, then numbers follow.

`deed` writes its row of the log before the block begins: the change lives in another database, or on the disk, or is a
look at something, and an act without its row must not be possible. A row whose act then failed stays: it was tried.
`account_deed` keeps the row and the change together, because the accounts live beside the log.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from access import audit, person
from access.audit import Actor
from access.person import Person
from access.roles import Right
from data import publishing
from data.settings import Settings, current
from data.snapshots import publish
from etl.desk.typed_texts import without_people


@contextmanager
def deed(
    right: Right | None,
    action: str,
    kind: str = "",
    id: object = "",
    *,
    reason: str = "",
    details: Mapping[str, Any] | None = None,
    publishes: bool,
) -> Iterator[Person]:
    """Let the person in force do what the block does, once the log of actions has it.

    right: None for what everybody signed in may do within an own circle of data. action: one of
    `access.actions.ACTIONS`; kind, id: of what is acted on; details: plain values, nothing of applicants.
    reason: as typed; the log keeps it without anybody's name or telephone.
    publishes: whether the block changes what numbers are counted from, so that a snapshot must follow.
    Raises AccessError for who may not and StoreError when the row can't be written; the block then doesn't begin.
    """
    who = person.signed_in() if right is None else person.require(right)
    if publishes:
        publish.require_one_installation(current())  # or it would be done, and then not be published
    audit.note(action, kind, id, reason=without_people(reason), details=details)
    yield who
    if publishes:
        publishing.publish(current())


@dataclass
class AccountChange:
    """A change of an account while it is made. details: what its row of the log will say, filled in by the block."""

    connection: sa.Connection
    details: dict[str, Any] = field(default_factory=dict)


@contextmanager
def account_deed(
    right: Right | None, action: str, login: str, settings: Settings, *, actor: Actor | None = None
) -> Iterator[AccountChange]:
    """One transaction of a change of the account `login` and of its row in the log: both are kept, or neither.

    right: None for an own account. actor: who acts; missing means the person in force, else the command line: whoever
    may run it on this machine may administer. Publishes nothing: no number is counted from accounts.
    """
    if right is not None and person.current() is not None:
        person.require(right)
    with audit.recording(settings) as journal:
        change = AccountChange(journal.connection)
        yield change
        journal.note(action, "user", login, details=change.details, actor=actor)


@contextmanager
def upkeep(
    action: str,
    kind: str = "",
    id: object = "",
    *,
    settings: Settings,
    reason: str = "",
    details: Mapping[str, Any] | None = None,
    publishes: bool,
) -> Iterator[Actor]:
    """Upkeep of the installation by a person or the command line: whoever may run it on this machine may administer.

    The caller has asked the person in force, if there is one, for the right. The row comes first, as in `deed`.
    """
    if publishes:
        publish.require_one_installation(settings)
    with audit.recording(settings) as journal:
        journal.note(action, kind, id, reason=without_people(reason), details=details)
    yield audit.present()
    if publishes:
        publishing.publish(settings)
