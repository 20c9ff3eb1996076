"""What became of every letter: a row per subscription and due day, so that one is never sent twice.

A letter is claimed before it is handed to the server and settled after it. Between the two lies the only moment that
nobody can look into: what a crash leaves claimed is called unclear and is not sent again by itself. So a letter comes
at most once, and whether it came is never guessed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from data import store
from data.decisions.subscriptions.read import Subscription
from data.errors import FilterError
from data.settings import Settings
from data.store import bulk
from data.store.tables import deliveries

CLAIMED, SENT, WAITING, REFUSED, FAILED, EMPTY, UNCLEAR = (
    "claimed", "sent", "waiting", "refused", "failed", "empty", "unclear",
)  # fmt: skip
STATES = {
    CLAIMED: "отправляется",
    SENT: "отправлено",
    WAITING: "будет повторено",
    REFUSED: "не составлено",
    FAILED: "не отправлено",
    EMPTY: "не о чем писать",
    UNCLEAR: "неизвестно, дошло ли",
}
DELAYS = tuple(timedelta(minutes=minutes) for minutes in (5, 15, 45, 135, 405))
"""After which time a try is repeated; after the last one it is given up."""
AWAITED = timedelta(minutes=45)
"""After which time it is looked again for what a letter waits for."""
ENDED = (REFUSED, FAILED, UNCLEAR)
"""Ends after which a person may have a letter sent again."""
LEFT_BEHIND = timedelta(minutes=15)
"""A letter claimed longer ago was left by a crash: no try takes as long."""


@dataclass(frozen=True)
class Outcome:
    """How a try ended. is_final: it is not tried again; of SENT, EMPTY and UNCLEAR it goes without saying. is_awaited:
    what it needs is not there yet; it is tried until the next letter is due.
    """

    state: str
    reason: str = ""
    is_final: bool = False
    is_awaited: bool = False


@dataclass(frozen=True)
class Delivery:
    """One letter. tried_at, next_at: naive UTC; next_at: missing where it is not tried again."""

    key: int
    subscription: int
    login: str
    title: str
    due_on: date
    state: str
    message_id: str
    attempts: int
    tried_at: datetime
    next_at: datetime | None
    reason: str


def log(settings: Settings, limit: int, login: str | None = None) -> list[Delivery]:
    """The newest letters of one person, or of all, the newest first."""
    d = deliveries.c
    query = sa.select(deliveries).order_by(d.tried_at.desc(), d.delivery_id.desc()).limit(limit)
    with store.reading(settings) as connection:
        return [Delivery(*row) for row in connection.execute(query if login is None else query.where(d.login == login))]


def is_waited_for(settings: Settings, one: Subscription, due_on: date, now: datetime) -> bool:
    """Whether a letter of this day is still to be made: it was never tried, or its time has come again."""
    with store.reading(settings) as connection:
        return _is_open(_row(connection, one.key, due_on), now)


def claim(settings: Settings, one: Subscription, due_on: date, message_id: str, now: datetime) -> int | None:
    """Take a letter in hand; its key, None where somebody else has. Writers take turns, so only one ever gets it."""
    with store.writing(settings) as connection:
        found = _row(connection, one.key, due_on)
        if not _is_open(found, now):
            return None
        told = {"state": CLAIMED, "message_id": message_id, "tried_at": now, "next_at": None, "reason": ""}
        if found is None:
            key = bulk.next_id(connection, deliveries)
            own = {"delivery_id": key, "subscription_id": one.key, "login": one.login, "title": one.title}
            connection.execute(sa.insert(deliveries).values(**own, **told, due_on=due_on, attempts=1))
            return key
        _update(connection, found.delivery_id, **told, attempts=found.attempts + 1)
        return int(found.delivery_id)


def settle(settings: Settings, key: int, outcome: Outcome, now: datetime) -> None:
    """Say how the try ended, and when the next one is: a refusal or a failure is tried again until `DELAYS` end, and
    without an end what is awaited.
    """
    with store.writing(settings) as connection:
        attempts = connection.execute(
            sa.select(deliveries.c.attempts).where(deliveries.c.delivery_id == key)
        ).scalar_one()
        again = outcome.state in (REFUSED, FAILED) and not outcome.is_final and attempts <= len(DELAYS)
        delay = AWAITED if outcome.is_awaited else DELAYS[min(attempts, len(DELAYS)) - 1]
        state, next_at = (WAITING, now + delay) if again or outcome.is_awaited else (outcome.state, None)
        _update(connection, key, state=state, reason=outcome.reason[:1000], next_at=next_at)


def left_behind(settings: Settings, now: datetime) -> list[int]:
    """Keys of the letters that a crash has left in hand."""
    d = deliveries.c
    query = sa.select(d.delivery_id).where(d.state == CLAIMED, d.tried_at <= now - LEFT_BEHIND)
    with store.reading(settings) as connection:
        return list(connection.execute(query).scalars())


def give_up(settings: Settings, keys: Sequence[int]) -> None:
    """Call letters unclear that are still in hand."""
    d = deliveries.c
    reason = "Отправка прервалась: письмо могло уйти, поэтому само оно не повторится."
    with store.writing(settings) as connection:
        left = sa.update(deliveries).where(d.delivery_id.in_(keys), d.state == CLAIMED)
        connection.execute(left.values(state=UNCLEAR, reason=reason))


def overtaken(settings: Settings, days: Mapping[int, date]) -> list[int]:
    """Keys of letters that wait though the next one of their subscription is due. days: subscription → its last day."""
    d = deliveries.c
    query = sa.select(d.delivery_id, d.subscription_id, d.due_on).where(d.state == WAITING)
    with store.reading(settings) as connection:
        rows = connection.execute(query).all()
    return [key for key, one, due_on in rows if one in days and due_on < days[one]]


def drop(settings: Settings, keys: Sequence[int]) -> None:
    """Let letters that wait be; the next ones say the same of newer data."""
    d = deliveries.c
    late = sa.update(deliveries).where(d.delivery_id.in_(keys), d.state == WAITING)
    with store.writing(settings) as connection:
        connection.execute(late.values(state=FAILED, next_at=None, reason=d.reason + " Пришёл срок следующего письма."))


def ask_again(settings: Settings, key: int, who: str, now: datetime) -> None:
    """Let a letter that has ended be made once more. FilterError where somebody else was quicker."""
    d = deliveries.c
    told = {"state": WAITING, "next_at": now, "reason": f"Отправить ещё раз просит {who}."}
    with store.writing(settings) as connection:
        ended = sa.update(deliveries).where(d.delivery_id == key, d.state.in_(ENDED))
        if not connection.execute(ended.values(**told)).rowcount:
            raise FilterError("Это письмо уже отправляется. Обновите страницу.")


def _is_open(found: Any, now: datetime) -> bool:
    return found is None or (found.state == WAITING and found.next_at is not None and found.next_at <= now)


def _row(connection: sa.Connection, subscription: int, due_on: date) -> Any:
    d = deliveries.c
    return connection.execute(
        sa.select(deliveries).where(d.subscription_id == subscription, d.due_on == due_on)
    ).first()


def _update(connection: sa.Connection, key: int, **values: Any) -> None:
    connection.execute(sa.update(deliveries).where(deliveries.c.delivery_id == key).values(**values))
