"""Meetings as they are in the store. An agenda speaks of everybody, so it is open to who sees everything only."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from data import store
from data.scope import Scope
from data.settings import Settings
from data.store.tables import meeting_items, meetings
from data.store.tables.meetings import CHAIRS, HELD, KINDS, STATES


@dataclass(frozen=True)
class Item:
    """One item of an agenda. kind: of KINDS; proposal: what it was proposed by, '' of one put in by hand."""

    key: int
    version: int
    position: int
    kind: str
    proposal: str
    subject: str
    reason: str
    link: str
    speaker: str
    decision: str


@dataclass(frozen=True)
class Meeting:
    """One meeting with its agenda in order. chair: of CHAIRS; state: of STATES."""

    key: int
    version: int
    code: str
    title: str
    chair: str
    held_on: date
    starts_at: str
    place: str
    attendees: str
    state: str
    conclusion: str
    items: tuple[Item, ...]

    @property
    def is_held(self) -> bool:
        """Whether it is over, so that orders may come of it."""
        return self.state == HELD


def may_see(scope: Scope) -> bool:
    """Whether agendas and minutes are open to the asker."""
    return scope.sees_everything


def listed(settings: Settings, scope: Scope) -> list[Meeting]:
    """All meetings, the latest first; none for who may not see them."""
    if not may_see(scope):
        return []
    with store.reading(settings) as connection:
        return of(connection)


def of(connection: sa.Connection) -> list[Meeting]:
    """The same inside an open connection."""
    by: dict[int, list[Item]] = {}
    i = meeting_items.c
    rows = connection.execute(sa.select(meeting_items).order_by(i.meeting_id, i.position, i.item_id)).mappings()
    for row in rows:
        by.setdefault(row["meeting_id"], []).append(_item(row))
    m = meetings.c
    found = connection.execute(sa.select(meetings).order_by(m.held_on.desc(), m.meeting_id.desc())).mappings()
    return [_meeting(row, by.get(row["meeting_id"], [])) for row in found]


def _item(row: Any) -> Item:
    same = ("version", "position", "kind", "subject", "reason", "link", "speaker", "decision")
    return Item(key=row["item_id"], proposal=row["key"], **{name: row[name] for name in same})


def _meeting(row: Any, items: list[Item]) -> Meeting:
    same = (
        "version", "code", "title", "chair", "held_on", "starts_at", "place", "attendees", "state", "conclusion",
    )  # fmt: skip
    return Meeting(key=row["meeting_id"], items=tuple(items), **{name: row[name] for name in same})


__all__ = ["CHAIRS", "KINDS", "STATES", "Item", "Meeting", "listed", "may_see", "of"]
