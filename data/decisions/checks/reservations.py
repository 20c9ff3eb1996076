"""Which answers of the plans are open before whom: two readers are not given the same answer that one is to read, nor
one that two are to read while there is another. Everything here may be lost: the store refuses a reading too many.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa

from data import store
from data.store.tables import answer_reservations

QUEUE = 5232038
"""Of writers: whoever opens an answer doesn't wait for whoever loads a file."""
HELD = timedelta(minutes=30)
"""An answer left open for longer goes to another reader. Reading takes a minute, with a search in СЭД some more."""
_R = answer_reservations.c


@dataclass(frozen=True)
class Waiting:
    """An answer that a reader may read. room: readings that it still lacks; held: how many others have it open;
    is_mine: whether this reader has.
    """

    item_id: int
    room: int
    held: int
    is_mine: bool


def others(reader: str, item: sa.ColumnElement[int]) -> sa.ScalarSelect[int]:
    """How many other readers have an item open, as a part of a query."""
    now = store.utc_now()
    held = sa.select(sa.func.count()).where(_R.item_id == item, _R.reader != reader, _R.until > now)
    return held.scalar_subquery()


def mine(reader: str, item: sa.ColumnElement[int]) -> sa.ScalarSelect[int]:
    """1 where the reader has an item open, else 0, as a part of a query."""
    own = sa.select(sa.func.count()).where(_R.item_id == item, _R.reader == reader, _R.until > store.utc_now())
    return own.scalar_subquery()


def chosen(waiting: Sequence[Waiting]) -> int | None:
    """The answer to open: the reader's own, else the first that fewest have open; None where others have them all."""
    free = [one for one in waiting if one.is_mine or one.held < one.room]
    best = min(free, key=lambda one: (not one.is_mine, one.held), default=None)
    return None if best is None else best.item_id


def hold(connection: sa.Connection, reader: str, item_id: int) -> None:
    """Note that a reader has an item open, and no other one any more."""
    release(connection, reader)
    row = {"reader": reader[:100], "item_id": item_id, "until": store.utc_now() + HELD}
    connection.execute(sa.insert(answer_reservations).values(row))


def release(connection: sa.Connection, reader: str) -> None:
    """Note that a reader has nothing open."""
    connection.execute(sa.delete(answer_reservations).where(_R.reader == reader[:100]))
