"""A meeting planned, its agenda put in order, its minutes written down; every deed is one group of edits."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from data import store
from data.decisions import codes, edit_words, edits
from data.decisions.edit_numbers import undo_of
from data.decisions.edits import Edit
from data.decisions.orders.write import one_line
from data.errors import Difference, FilterError
from data.settings import Settings
from data.store.tables import meeting_items, meetings, orders
from data.store.tables.meetings import CHAIRS, HAND, HELD, KINDS, STATES
from data.store.tables.orders import MEETING

PREFIX = "С"
_TABLES = (meetings, meeting_items)
_LONGEST = {"title": 300, "place": 300, "attendees": 2000, "conclusion": 4000}
_LONGEST_ITEM = {"subject": 500, "reason": 1000, "speaker": 200, "decision": 4000, "key": 200, "link": 2000}
_TIME = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d\Z")
MOST_ITEMS = 40


@dataclass(frozen=True)
class Form:
    """What a person has said of a meeting. chair: of CHAIRS; state: of STATES; starts_at: HH:MM or ''."""

    title: str
    chair: str
    held_on: date
    starts_at: str = ""
    place: str = ""
    attendees: str = ""
    state: str = "planned"
    conclusion: str = ""


@dataclass(frozen=True)
class ItemForm:
    """What an agenda says of one item. kind: of KINDS; key: of the proposal it came from."""

    subject: str
    reason: str = ""
    speaker: str = ""
    decision: str = ""
    kind: str = HAND
    key: str = ""
    link: str = ""


def save(settings: Settings, who: str, code: str, version: int, form: Form, today: date, reason: str = "") -> str:
    """Plan a meeting (without a code) or change one; its code."""
    with edits.editing(settings, who, reason) as editor:
        values = _checked(form, today)
        if code:
            editor.change(meetings, required(editor.connection, code)["meeting_id"], version, values)
            return code
        made = codes.new(editor.connection, PREFIX, form.held_on.year, digits=2)
        editor.insert(meetings, values | {"code": made})
        return made


def remove(settings: Settings, who: str, code: str, version: int, reason: str = "") -> None:
    """Take a meeting out with its agenda. FilterError while orders have come of it."""
    with edits.editing(settings, who, reason) as editor:
        key = required(editor.connection, code)["meeting_id"]
        o = orders.c
        own = sa.select(sa.func.count()).where(o.source_kind == MEETING, o.source_id == key)
        if editor.connection.execute(own).scalar():
            raise FilterError("На совещании даны поручения, оно остаётся. Сначала удалите поручения.")
        for row in _items(editor.connection, key):
            editor.remove(meeting_items, row["item_id"], row["version"])
        editor.remove(meetings, key, version)


def add_items(settings: Settings, who: str, code: str, forms: Sequence[ItemForm]) -> int:
    """Put items at the end of an agenda; how many. What was proposed once is not put in again."""
    with edits.editing(settings, who) as editor:
        key = required(editor.connection, code)["meeting_id"]
        known = _items(editor.connection, key)
        keys = {row["key"] for row in known if row["key"]}
        new = [one for one in forms if not one.key or one.key not in keys]
        if len(known) + len(new) > MOST_ITEMS:
            raise FilterError(f"В повестке больше {MOST_ITEMS} вопросов: её не успеть. Оставьте главное.")
        last = max((row["position"] for row in known), default=0)
        for number, one in enumerate(new, start=1):
            editor.insert(meeting_items, _checked_item(one) | {"meeting_id": key, "position": last + number})
        return len(new)


def save_item(settings: Settings, who: str, item: int, version: int, form: ItemForm) -> None:
    """Change what an item says, or what was decided of it."""
    with edits.editing(settings, who) as editor:
        told = _checked_item(form)
        editor.change(meeting_items, item, version, {name: told[name] for name in _TYPED})


_TYPED = ("subject", "reason", "speaker", "decision")


def remove_item(settings: Settings, who: str, item: int, version: int) -> None:
    """Take an item off the agenda."""
    with edits.editing(settings, who) as editor:
        editor.remove(meeting_items, item, version)


def arrange(settings: Settings, who: str, code: str, wanted: Sequence[int], seen: Mapping[int, int]) -> None:
    """Give the items of an agenda the order of `wanted`, keys of all of them. seen: key → version the person saw."""
    with edits.editing(settings, who) as editor:
        known = {
            row["item_id"]: row for row in _items(editor.connection, required(editor.connection, code)["meeting_id"])
        }
        if sorted(known) != sorted(wanted):
            raise FilterError("Повестка изменилась, пока вы её переставляли. Обновите страницу.")
        for position, key in enumerate(wanted, start=1):
            if known[key]["position"] != position:
                editor.change(meeting_items, key, seen.get(key, 0), {"position": position})


def undo(settings: Settings, who: str, number: int) -> None:
    """Take back an edit of a meeting with what was saved together with it. FilterError for another table's."""
    undo_of(settings, who, number, _TABLES, "Эта правка не совещания. Обновите страницу и выберите ещё раз.")


def history(settings: Settings, limit: int) -> list[tuple[Edit, str, list[Difference]]]:
    """The newest edits of meetings: the edit, the meeting's title or the item's subject, what it changed."""
    with store.reading(settings) as connection:
        return [(one, _called(one), _differences(connection, one)) for one in edits.recent(connection, _TABLES, limit)]


def _called(edit: Edit) -> str:
    told = edit.after or edit.before or {}
    return str(told.get("title") or told.get("subject") or "")[:80]


def _differences(connection: sa.Connection, edit: Edit) -> list[Difference]:
    table = meetings if edit.table == meetings.name else meeting_items
    return edit_words.differences(connection, table, edit.before, edit.after)


def _checked(form: Form, today: date) -> dict[str, Any]:
    values: dict[str, Any] = {name: one_line(getattr(form, name)) for name in _LONGEST}
    if not values["title"]:
        raise FilterError("Назовите совещание.")
    if long := [name for name, most in _LONGEST.items() if len(values[name]) > most]:
        raise FilterError(f"«{meetings.c[long[0]].info['label']}» длиннее {_LONGEST[long[0]]} знаков. Сократите.")
    if form.chair not in CHAIRS or form.state not in STATES:
        raise FilterError("Выберите из списка, у кого совещание и в каком оно состоянии.")
    if form.starts_at and not _TIME.match(form.starts_at):
        raise FilterError("Время пишется так: 09:30.")
    if form.state == HELD and form.held_on > today:
        raise FilterError("Совещание ещё не наступило: провести его можно не раньше его дня.")
    same = ("chair", "held_on", "starts_at", "state")
    return values | {name: getattr(form, name) for name in same}


def _checked_item(form: ItemForm) -> dict[str, Any]:
    values = {name: one_line(getattr(form, name)) for name in _LONGEST_ITEM}
    if not values["subject"]:
        raise FilterError("Напишите вопрос повестки.")
    if long := [name for name, most in _LONGEST_ITEM.items() if len(values[name]) > most]:
        label = meeting_items.c[long[0]].info.get("label", long[0])
        raise FilterError(f"«{label}» длиннее {_LONGEST_ITEM[long[0]]} знаков. Сократите.")
    if form.kind not in KINDS or not (values["link"] == "" or values["link"].startswith("/")):
        raise FilterError("Вопрос повестки не понят. Обновите страницу.")
    return values | {"kind": form.kind}


def required(connection: sa.Connection, code: str) -> dict[str, Any]:
    """The row of a meeting. FilterError for none."""
    found = connection.execute(sa.select(meetings).where(meetings.c.code == code)).mappings().first()
    if found is None:
        raise FilterError("Такого совещания уже нет. Обновите страницу.")
    return dict(found)


def _items(connection: sa.Connection, key: int) -> list[dict[str, Any]]:
    i = meeting_items.c
    rows = connection.execute(sa.select(meeting_items).where(i.meeting_id == key).order_by(i.position)).mappings()
    return [dict(row) for row in rows]
