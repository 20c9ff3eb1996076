"""Orders as they are in the store, as far as they are open to the asker."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from data import store
from data.scope import Scope
from data.settings import Settings
from data.store.tables import meetings, municipalities, orders, recipients, topics
from data.store.tables.orders import MEETING, SOURCES

DONE, WITHDRAWN, OVERDUE, OPEN = "done", "withdrawn", "overdue", "open"
STATES = {OVERDUE: "просрочено", OPEN: "в работе", DONE: "исполнено", WITHDRAWN: "снято с контроля"}
"""What an order may be, the most urgent first."""


@dataclass(frozen=True)
class Order:
    """One order. recipient, topic: codes, '' without a topic; source: code of its meeting, '' where it has none."""

    key: int
    version: int
    code: str
    text: str
    recipient: str
    recipient_name: str
    municipality: str
    official: str
    given_on: date
    due_on: date
    done_on: date | None
    result: str
    is_withdrawn: bool
    topic: str
    topic_name: str
    problem_id: int | None
    source_kind: str
    source_id: int | None
    item_id: int | None
    source: str

    @property
    def origin(self) -> str:
        """Where it came from, in words: the number of its meeting, «рекомендация», «вручную»."""
        return self.source or SOURCES[self.source_kind]

    def state(self, day: date) -> str:
        """One of STATES as seen on a day; what was done late is done."""
        if self.is_withdrawn:
            return WITHDRAWN
        if self.done_on is not None:
            return DONE
        return OVERDUE if self.due_on < day else OPEN

    def days_late(self, day: date) -> int:
        """Days past the term, of an order done late too; 0 in time and for what was withdrawn."""
        end = self.done_on or day
        return 0 if self.is_withdrawn else max(0, (end - self.due_on).days)


@dataclass(frozen=True)
class Totals:
    """How many orders there are of each of STATES, for who sees sums only; done_late: of those done."""

    counts: dict[str, int]
    done_late: int


def listed(settings: Settings, scope: Scope) -> list[Order]:
    """Orders that are open to the asker, by term and number. None for who may see totals only."""
    if scope.hides_small_cells:
        return []
    return [one for one in everything(settings) if is_open(scope, one.recipient, one.municipality)]


def totals(settings: Settings, scope: Scope, day: date) -> Totals:
    """Sums over the orders of the asker's circle on a day; of all of them for who sees nothing but totals."""
    found = [one for one in everything(settings) if is_open(scope, one.recipient, one.municipality)]
    states = [one.state(day) for one in found]
    late = sum(1 for one in found if one.done_on and one.days_late(day))
    return Totals({name: states.count(name) for name in STATES}, late)


def is_open(scope: Scope, recipient: str, municipality: str) -> bool:
    """Whether a paper addressed to a recipient is open: its body and its municipality lie within one grant.

    municipality: 8-digit ОКТМО of a recipient that answers in one only; '' of one that answers in the whole district,
    which is closed to who may see a municipality alone.
    """
    return any(
        (grant.recipients is None or recipient in grant.recipients)
        and (grant.municipalities is None or municipality in grant.municipalities)
        for grant in scope.grants
    )


def everything(settings: Settings) -> list[Order]:
    """All orders, by term and number: for what is counted or printed, never shown without `is_open`."""
    with store.reading(settings) as connection:
        return of(connection)


def of(connection: sa.Connection, condition: sa.ColumnElement[bool] | None = None) -> list[Order]:
    """Orders inside an open connection."""
    o, r, t, m = orders.c, recipients.c, topics.c, municipalities.c
    is_meeting = sa.and_(o.source_kind == MEETING, meetings.c.meeting_id == o.source_id)
    joined = (
        orders.join(recipients, r.recipient_id == o.recipient_id)
        .outerjoin(municipalities, m.municipality_id == r.municipality_id)
        .outerjoin(topics, t.topic_id == o.topic_id)
        .outerjoin(meetings, is_meeting)
    )
    columns = (
        o.order_id, o.version, o.code, o.text, r.code, r.short_name, m.oktmo, o.official, o.given_on, o.due_on,
        o.done_on, o.result, o.is_withdrawn, t.code, t.name, o.problem_id, o.source_kind, o.source_id, o.item_id,
        meetings.c.code,
    )  # fmt: skip
    named = [column.label(f"c{number}") for number, column in enumerate(columns)]
    query = sa.select(*named).select_from(joined).order_by(o.due_on, o.order_id)
    rows = connection.execute(query if condition is None else query.where(condition))
    return [_order(row) for row in rows]


def _order(row: Iterable[Any]) -> Order:
    values = list(row)
    for place in (6, 13, 14, 19):
        values[place] = values[place] or ""
    return Order(*values)


def recipient_choices(settings: Settings, day: date) -> list[tuple[str, str]]:
    """Code and name of every recipient that is there on a day, by name."""
    r = recipients.c
    query = sa.select(r.code, r.name).where(
        r.valid_from.is_(None) | (r.valid_from <= day), r.valid_to.is_(None) | (r.valid_to >= day)
    )
    with store.reading(settings) as connection:
        return [(row.code, row.name) for row in connection.execute(query.order_by(r.name))]


def topic_choices(settings: Settings) -> list[tuple[str, str]]:
    """Code and name of every topic, in the order of the list; groups are left out."""
    t = topics.c
    query = sa.select(t.code, t.name).where(t.group_id.is_not(None)).order_by(t.sort_order, t.code)
    with store.reading(settings) as connection:
        return [(row.code, row.name) for row in connection.execute(query)]
