"""A meeting as a paper: the agenda with its numbers, what was decided, orders, what became of earlier ones; and what
may be proposed for an agenda. For the screen, the printed page and the file alike.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from answers.recommendations.rules import Recommendation
from answers.table import Column
from data.decisions.meetings.read import CHAIRS, KINDS, STATES, Item, Meeting
from data.decisions.orders.read import DONE, OPEN, OVERDUE, Order
from data.decisions.orders.read import STATES as ORDER_STATES
from data.decisions.orders.write import Form as OrderForm
from words import format

MOST_PROPOSED = 12
"""Items proposed for one agenda."""
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
class Proposal:
    """An item that may be put on an agenda. kind: of KINDS; key: by which it is not put on twice; link: address of the
    numbers; speaker: who reports.
    """

    kind: str
    key: str
    subject: str
    reason: str
    link: str = ""
    speaker: str = ""


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


def proposals(
    orders: Sequence[Order],
    overdue: pd.DataFrame,
    found: Sequence[Recommendation],
    more: Iterable[Proposal],
    day: date,
    links: Mapping[str, str],
) -> list[Proposal]:
    """What needs a decision, the most urgent first: orders past their term, recipients with overdue records, hotspots,
    refusals, what others propose (effects due, polls that ended), then what the rules recommend.

    overdue: recipient, recipient_label, overdue_now; links: recipient → address of its overdue records.
    """
    made = [*_of_orders(orders, day), *_of_overdue(overdue, links), *_of_rules(found, "hotspot"), *more]
    made += [*_of_rules(found, "refusals"), *_of_rules(found, "overdue"), *_of_rules(found, "growth")]
    return made[:MOST_PROPOSED]


def _of_orders(orders: Sequence[Order], day: date) -> list[Proposal]:
    late = [one for one in orders if one.state(day) == OVERDUE]
    if not late:
        return []
    count = format.plural(len(late), "поручение", "поручения", "поручений")
    told = ", ".join(f"{one.code} ({one.recipient_name}, срок {format.day(one.due_on)})" for one in late[:4])
    rest = f" и ещё {len(late) - 4}" if len(late) > 4 else ""
    key = f"order|{day.isoformat()}"
    return [Proposal("order", key, f"Просрочено {count}", f"{told}{rest}.", "/meetings?view=orders", "Получатели")]


def _of_overdue(frame: pd.DataFrame, links: Mapping[str, str]) -> list[Proposal]:
    rows = frame[frame["overdue_now"].fillna(0) > 0] if len(frame) else frame
    first = rows.sort_values(["overdue_now", "recipient"], ascending=[False, True]).head(3) if len(rows) else rows
    return [
        Proposal(
            "overdue",
            f"overdue|{row['recipient']}",
            f"Просроченные ответы: {row['recipient_label']}",
            f"Просрочено и не закрыто: {format.records(row['overdue_now'])}.",
            links.get(str(row["recipient"]), ""),
            str(row["recipient_label"])[:200],
        )
        for row in first.to_dict("records")
    ]


def _of_rules(found: Sequence[Recommendation], signal: str, most: int = 3) -> list[Proposal]:
    kind = signal if signal in KINDS else "recommendation"
    first = [one for one in found if one.finding.signal == signal][:most]
    return [
        Proposal(
            kind, f"rule|{one.key}", f"{one.finding.topic_label}. {one.rule.decision}",
            one.finding.story[0], one.finding.story[1], one.finding.recipient_label[:200],
        )
        for one in first
    ]  # fmt: skip


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
    "Paper", "Point", "Proposal", "meeting_rows", "order_rows", "paper", "proposals", "summary",
]  # fmt: skip
