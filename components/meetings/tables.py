"""Meetings and orders as tables, with the buttons of who may change them."""

from typing import Any

import pandas as pd
from dash import dcc, html
from dash.development.base_component import Component

from answers.meetings import OPEN, OVERDUE
from components import cards, tables
from components.columns import as_is
from components.tables import Column
from words import format

CARD = "/meeting?id={}"
LIST, ONE = "meetings-do", "meeting-do"
"""Types of the buttons' ids: of the list and of one meeting. A callback must not wait for buttons of another screen."""


def button(action: Any, key: Any, on: str = LIST) -> dict[str, Any]:
    """Id of a button that does `action` with a meeting, an item, an order or an edit; `ALL` matches every one."""
    return {"type": on, "action": action, "key": key}


def tool(
    label: str, action: str, key: str = "", *, on: str = LIST, is_main: bool = False, title: str = ""
) -> Component:
    """A button of one of the two screens."""
    classes = "button button--main" if is_main else "button"
    return html.Button(label, id=button(action, key, on), className=classes, type="button", title=title or None)


def meetings(frame: pd.DataFrame) -> Component:
    """frame: of `answers.meetings.meeting_rows`."""
    links: Any = [
        dcc.Link(title, href=CARD.format(code), refresh=True)
        for code, title in zip(frame["code"], frame["title"], strict=True)
    ]
    columns = [
        Column("code", "Номер", _code),
        Column("link", "Совещание", as_is, order="title"),
        Column("chair", "У кого"),
        Column("held_on", "Дата", format.day),
        Column("state", "Состояние"),
        Column("items", "Вопросов", format.number, "right"),
        Column("orders", "Поручений", format.number, "right"),
        Column("overdue", "Просрочено", format.number, "right"),
    ]
    count = format.plural(len(frame), "совещание", "совещания", "совещаний")
    body = tables.data_table(frame.assign(link=links), columns, "Совещания", max_height=420, key="meetings")
    return cards.card(count, body, [tool("XLSX", "file", "meetings")], wide=True)


def orders(frame: pd.DataFrame, said: str, *, may: bool, title: str = "") -> Component:
    """frame: of `answers.meetings.order_rows`; said: sums in words; may: whether the asker changes them."""
    rows = frame.to_dict("records")
    made: dict[str, Any] = {
        "shown": [_state(row) for row in rows],
        "told": [html.Div([row["text"], _second(row["result"])]) for row in rows],
        "whose": [html.Div([row["recipient"], _second(row["official"])]) for row in rows],
        "deeds": [_deeds(row) for row in rows],
    }
    columns = [
        Column("code", "Номер", _code),
        Column("told", "Поручение и результат", as_is, order="text"),
        Column("whose", "Кому", as_is, order="recipient"),
        Column("due_on", "Срок", format.day),
        Column("shown", "Состояние", as_is, order="state"),
        Column("source", "Откуда", _code),
    ]
    columns += [Column("deeds", "", as_is, order=None)] if may else []
    count = format.plural(len(frame), "поручение", "поручения", "поручений")
    body = tables.data_table(frame.assign(**made), columns, "Поручения", max_height=640, key="orders")
    return cards.card(title or count, body, [tool("XLSX", "file", "orders")], note=said, wide=True)


def _code(text: str) -> Component:
    return html.Span(text, className="order-code")


def _second(text: str) -> Component | None:
    return html.Div(text, className="second-line") if text else None


def _state(row: Any) -> Component:
    late = f" на {format.days(row['days_late'])}" if not format.is_missing(row["days_late"]) else ""
    done = f" {format.day(row['done_on'])}" if not format.is_missing(row["done_on"]) else ""
    said = f"{row['state']}{done}{', позже' if late and done else ''}{late}"
    return html.Span(said, className=f"tag tag--{row['state_code']}")


def _deeds(row: Any) -> Component:
    is_open = row["state_code"] in (OPEN, OVERDUE)
    done = tool("Исполнено", "finish", row["code"]) if is_open else None
    return html.Div([done, tool("Изменить", "order", row["code"])], className="order-deeds")
