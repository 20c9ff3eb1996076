"""A meeting as a paper: the agenda with its numbers, what was decided, orders, what became of earlier ones.

For the screen, the printed page and the file alike.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from answers.table import Column
from data.decisions.meetings.read import CHAIRS, KINDS, STATES, Item, Meeting
from data.decisions.orders.read import DONE, OPEN, OVERDUE, Order
from data.decisions.orders.read import STATES as ORDER_STATES
from data.decisions.orders.write import Form as OrderForm
from words import format

ORDER_COLUMNS = (
    Column("code", "Номер"),
    Column("text", "Поручение"),
    Column("recipient", "Получатель"),
    Column("official", "Должность"),
    Column("given_on", "Дано", "date"),
    Column("due_on", "Срок", "date"),
    Column("state", "Состояние"),
    Column("days_late", "Дней опоздания", "count"),
    Column("done_on", "Исполнено", "date"),
    Column("result", "Результат"),
    Column("source", "Откуда"),
)
MEETING_COLUMNS = (
    Column("code", "Номер"),
    Column("title", "Совещание"),
    Column("chair", "У кого"),
    Column("held_on", "Дата", "date"),
    Column("state", "Состояние"),
    Column("items", "Вопросов", "count"),
    Column("orders", "Поручений", "count"),
    Column("overdue", "Просрочено", "count"),
)


@dataclass(frozen=True)
class Point:
    """One item as a paper tells it. no: from 1; orders: those that came of it."""

    no: int
    item: Item
    orders: tuple[Order, ...]


@dataclass(frozen=True)
class Paper:
    """Agenda before the meeting, minutes after it. points: in order; loose: orders of the meeting that came of no item;
    earlier: orders of earlier meetings that were open then, or done since the meeting before; when: «12.03.2026,
    09:30».
    """

    meeting: Meeting
    heading: str
    when: str
    chair: str
    points: tuple[Point, ...]
    loose: tuple[Order, ...]
    earlier: tuple[Order, ...]


def paper(meeting: Meeting, orders: Sequence[Order], meetings: Sequence[Meeting]) -> Paper:
    """What «papers» print. orders: all that are open to the asker; meetings: all, to know which came before."""
    own = [one for one in orders if (one.source_kind, one.source_id) == ("meeting", meeting.key)]
    keys = {item.key for item in meeting.items}
    points = tuple(
        Point(no, item, tuple(one for one in own if one.item_id == item.key))
        for no, item in enumerate(meeting.items, start=1)
    )
    when = format.day(meeting.held_on) + (f", {meeting.starts_at}" if meeting.starts_at else "")
    heading = "Протокол совещания" if meeting.is_held else "Повестка совещания"
    loose = tuple(one for one in own if one.item_id not in keys)
    return Paper(
        meeting, f"{heading} № {meeting.code}", when, CHAIRS[meeting.chair], points, loose,
        _earlier(meeting, orders, meetings),
    )  # fmt: skip


def _earlier(meeting: Meeting, orders: Sequence[Order], meetings: Sequence[Meeting]) -> tuple[Order, ...]:
    """Orders given before this meeting whose fate it looks at: open on its day, or done since the one before it."""
    before = [one.held_on for one in meetings if one.is_held and one.held_on < meeting.held_on]
    since = max(before, default=date.min)
    given = [one for one in orders if one.given_on < meeting.held_on and one.source_id != meeting.key]
    return tuple(one for one in given if not one.is_withdrawn and (one.done_on is None or since <= one.done_on))


def order_rows(found: Sequence[Order], day: date) -> pd.DataFrame:
    """Orders under ORDER_COLUMNS, those past their term first; beside them state_code and recipient_code."""
    names = [*(column.name for column in ORDER_COLUMNS), "state_code", "recipient_code"]
    rank = list(ORDER_STATES)
    rows = [
        (
            one.code, one.text, one.recipient_name, one.official, one.given_on, one.due_on,
            ORDER_STATES[one.state(day)], one.days_late(day) or None, one.done_on, one.result, one.origin,
            one.state(day), one.recipient,
        )
        for one in sorted(found, key=lambda one: (rank.index(one.state(day)), one.due_on, one.code))
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=names).astype({"days_late": "Int64"})


def meeting_rows(found: Sequence[Meeting], orders: Sequence[Order], day: date) -> pd.DataFrame:
    """Meetings under MEETING_COLUMNS."""
    rows = []
    for one in found:
        own = [order for order in orders if (order.source_kind, order.source_id) == ("meeting", one.key)]
        late = sum(order.state(day) == OVERDUE for order in own)
        rows.append(
            (one.code, one.title, CHAIRS[one.chair], one.held_on, STATES[one.state], len(one.items), len(own), late)
        )
    return pd.DataFrame(rows, columns=[column.name for column in MEETING_COLUMNS])


def summary(counts: Mapping[str, int], done_late: int) -> str:
    """«Просрочено 2, в работе 3, исполнено 5 (с опозданием 1), снято с контроля 0.»"""
    late = f" (с опозданием {format.number(done_late)})" if done_late else ""
    told = [
        f"{ORDER_STATES[code]} {format.number(counts[code])}{late if code == DONE else ''}" for code in ORDER_STATES
    ]
    text = ", ".join(told)
    return f"{text[0].upper()}{text[1:]}."


__all__ = [
    "CHAIRS", "DONE", "KINDS", "OPEN", "ORDER_STATES", "OVERDUE", "STATES", "Item", "Meeting", "Order", "OrderForm",
    "Paper", "Point", "meeting_rows", "order_rows", "paper", "summary",
]  # fmt: skip
