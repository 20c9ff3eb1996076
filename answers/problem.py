"""One picture of a problem: its records, who worked on them, and all that was done about it, on one axis of time.

Records are those of the problem; the work of recipients and the quality of answers are counted over its topic and
place, because a problem alone has too few answers to count a share.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pandas as pd

from answers import signals
from answers.events import days as days_of_event
from answers.table import Column
from data.decisions.events.read import Event
from data.decisions.orders.read import STATES as ORDER_STATES
from data.decisions.orders.read import Order
from data.decisions.polls.read import Poll
from data.decisions.roadmaps.read import Roadmap
from data.filters import Filters
from data.scope import Scope
from data.settings import Settings
from words import format

RECORDS, ANSWERS, EVENTS, TALK, POLLS, ROADMAP, ORDERS = (
    "Записи", "Ответы", "События", "Обсуждения", "Опросы", "Дорожная карта", "Поручения",
)  # fmt: skip
LANES = (RECORDS, ANSWERS, EVENTS, TALK, POLLS, ROADMAP, ORDERS)
"""What happened, in the order in which the timeline shows it."""
COLUMNS = (
    Column("lane", "Что"),
    Column("first", "С", "date"),
    Column("last", "По", "date", "Пусто — один день или ещё продолжается."),
    Column("label", "О чём"),
    Column("state", "Состояние"),
)


@dataclass(frozen=True)
class About:
    """What a problem is about, by most of its records. Codes are '' where nobody knows."""

    topic: str
    topic_label: str
    place: str
    place_label: str
    municipality: str
    municipality_label: str
    first: date
    last: date

    @property
    def where(self) -> str:
        """In words."""
        return self.place_label or self.municipality_label or "место не названо"


def about(rows: pd.DataFrame) -> About:
    """rows: of `data.metrics.register.rows_of`, at least one."""
    topic, place, municipality = (_commonest(rows, name) for name in ("topic", "place", "municipality"))
    days = list(rows["received_on"])
    return About(*topic, *place, *municipality, min(days), max(days))


def _commonest(rows: pd.DataFrame, name: str) -> tuple[str, str]:
    known = [
        (code, label) for code, label in zip(rows[name], rows[f"{name}_label"], strict=True) if isinstance(code, str)
    ]
    return Counter(known).most_common(1)[0][0] if known else ("", "")


def around(found: About, filters: Filters, as_of: date) -> Filters:
    """Records of the topic and the place of a problem, from half a year before its first one to the report's day."""
    since = (pd.Timestamp(found.first) - pd.DateOffset(months=6)).date()
    asked = replace(Filters(), as_of=filters.as_of, snapshot=filters.snapshot, snapshot_hash=filters.snapshot_hash)
    asked = replace(asked, date_from=since, date_to=as_of, topics=(found.topic,) if found.topic else ())
    if found.place:
        return replace(asked, places=(found.place,))
    return replace(asked, municipalities=(found.municipality,)) if found.municipality else asked


def work(rows: pd.DataFrame, by: str) -> pd.DataFrame:
    """Records of the problem by channel or recipient: label, records, then how many stand in each outcome."""
    table = pd.crosstab(rows[f"{by}_label"], rows["outcome"])
    made = table.assign(records=table.sum(axis=1)).reset_index().rename(columns={f"{by}_label": "label"})
    return made.sort_values("records", ascending=False, kind="stable")


def discussions(found: Sequence[Mapping[str, Any]], here: About) -> list[dict[str, Any]]:
    """Discussions of the topic, in the place or of no place."""
    return [
        dict(row)
        for row in found
        if here.topic and row["topic"] == here.topic and row["municipality"] in (None, here.municipality)
    ]


def events(found: Sequence[Event], filters: Filters, here: About, as_of: date) -> list[Event]:
    """Events of the topic and the place that touch the days of the problem."""
    return [one for one in found if one.meets(filters) and one.overlaps(filters.date_from or here.first, as_of)]


def own_signals(found: pd.DataFrame, records: Sequence[int], nearby: Filters, who: Scope, of: Settings) -> pd.DataFrame:
    """What signals say of the problem's own records, the newest first: record_id, external_id, signal (its label), day,
    recipient_label, reason (a sentence without words of the letter).

    found: of `answers.signals.overview` for `nearby`, the filters around the problem.
    """
    told = found[found["count"].fillna(0).gt(0)].to_dict("records")
    rows = [signals.of_records(row["code"], records, nearby, who, of).assign(signal=row["label"]) for row in told]
    columns = ["record_id", "external_id", "signal", "day", "recipient_label", "reason"]
    named = [frame[columns] for frame in rows if len(frame)]
    if not named:
        return pd.DataFrame(columns=columns)
    return pd.concat(named).sort_values("day", ascending=False, kind="stable").reset_index(drop=True)


def timeline(
    rows: pd.DataFrame,
    told: Sequence[Event],
    talk: Sequence[Mapping[str, Any]],
    polls: Sequence[Poll],
    maps: Sequence[Roadmap],
    orders: Sequence[Order],
    day: date,
) -> pd.DataFrame:
    """Everything with a day, the earliest first: lane, first, last (missing: one day, or it goes on), label, state.

    day: of the report, for the states of orders.
    """
    made = [*_records(rows)]
    made += [_row(EVENTS, one.started_on, one.ended_on, one.title, days_of_event(one)) for one in told]
    made += [_row(TALK, row["created_on"], row["ended_on"], row["title"], row["status"]) for row in talk]
    for poll in polls:
        made.append(
            _row(POLLS, poll.said["starts_on"], poll.said["ends_on"], poll.said["title"], poll.said["decision"])
        )
    for one in maps:
        made.append(_row(ROADMAP, one.starts_on, None, f"{one.code}: начало", one.title))
        made += [
            _row(ROADMAP, step.starts_on or step.due_on, step.due_on, step.name, _stage(step, day))
            for step in one.measures
        ]
        made += [_row(ROADMAP, check.on, None, f"{one.code}: {check.name}", check.fact) for check in one.checks]
    for order in orders:
        state = ORDER_STATES[order.state(day)]
        made.append(_row(ORDERS, order.given_on, order.done_on or order.due_on, f"{order.code}: {order.text}", state))
    known = [row for row in made if row["first"] is not None]
    frame = pd.DataFrame(known, columns=[column.name for column in COLUMNS])
    return frame.sort_values("first", kind="stable").reset_index(drop=True)


def _stage(step: Any, day: date) -> str:
    if step.done_on:
        return f"выполнено {format.day(step.done_on)}"
    return "просрочено" if step.is_overdue(day) else "в плане"


def _records(rows: pd.DataFrame) -> list[dict[str, Any]]:
    made = []
    for row in rows.to_dict("records"):
        words = f"№ {row['external_id']}, {row['channel_label']}"
        made.append(_row(RECORDS, row["received_on"], None, words, ""))
        if row["resolved_on"] is not None and row["resolved_on"] == row["resolved_on"]:
            made.append(_row(ANSWERS, row["resolved_on"], None, words, row["recipient_label"]))
    return made


def _row(lane: str, first: date | None, last: date | None, label: str, state: str) -> dict[str, Any]:
    return {"lane": lane, "first": first, "last": last, "label": label, "state": state or ""}
