"""One meeting on screen and on one sheet: agenda in its order, decisions, orders, what became of earlier ones."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from answers.meetings import DONE, KINDS, ORDER_STATES, OVERDUE, STATES, Order, Paper, Point
from components.attributes import html_attributes
from components.meetings.tables import ONE, tool
from words import format

LIST = "meeting-agenda"
"""Id of the list whose items are dragged (assets/92-meetings.js)."""


def head(shown: Paper) -> Component:
    """Requisites of the meeting."""
    one = shown.meeting
    facts = [("Когда", shown.when), ("Где", one.place), ("У кого", shown.chair), ("Участники", one.attendees)]
    rows = [html.Div([html.Dt(name), html.Dd(text)]) for name, text in facts if text]
    state = html.Span(STATES[one.state], className=f"tag tag--{one.state}")
    return html.Div(
        [
            html.H2([f"{shown.heading}. {one.title} ", state], className="meeting__heading"),
            html.Dl(rows, className="meeting__facts"),
        ]
    )


def agenda(shown: Paper, day: date, *, may: bool) -> Component:
    """Items in order, with what came of each; may: whether the asker moves and changes them."""
    if not shown.points:
        hint = "Нажмите «Предложить вопросы»: программа соберёт то, что ждёт решения." if may else ""
        return html.P(f"Вопросов ещё нет. {hint}", className="card__note")
    items = [_point(point, len(shown.points), day, may=may) for point in shown.points]
    return html.Ol(items, className="agenda", id=LIST)


def _point(point: Point, count: int, day: date, *, may: bool) -> Component:
    item = point.item
    link = dcc.Link("Числа", href=item.link, refresh=True, className="agenda__link") if item.link else None
    body: list[Any] = [
        html.Div([html.Strong(item.subject), html.Span(KINDS.get(item.kind, item.kind), className="tag")]),
        html.Div([item.reason, " ", link], className="second-line") if item.reason else None,
        html.Div(f"Докладывает: {item.speaker}", className="second-line") if item.speaker else None,
        html.P([html.Strong("Решили: "), item.decision]) if item.decision else None,
        _orders(point.orders, day),
        _moves(point, count) if may else None,
    ]
    more = html_attributes(data_item=str(item.key))
    return html.Li(body, className="agenda__item", draggable="true" if may else None, **more)


def _moves(point: Point, count: int) -> Component:
    key = str(point.item.key)
    up = tool("↑", "up", key, on=ONE, title="Выше") if point.no > 1 else None
    down = tool("↓", "down", key, on=ONE, title="Ниже") if point.no < count else None
    deeds = [up, down, tool("Изменить или решить", "item", key, on=ONE), tool("Поручить", "item_order", key, on=ONE)]
    return html.Div(deeds, className="agenda__deeds")


def _orders(found: Sequence[Order], day: date) -> Component | None:
    if not found:
        return None
    return html.Ul([_order(one, day) for one in found], className="short-list agenda__orders")


def _order(one: Order, day: date) -> Component:
    who = f"{one.recipient_name}{f' ({one.official})' if one.official else ''}"
    state = one.state(day)
    told = f"{one.code}: {one.text} — {who}, срок {format.day(one.due_on)}"
    words = f"исполнено {format.day(one.done_on)}" if state == DONE else ORDER_STATES[state]
    classes = f"tag tag--{OVERDUE if state == OVERDUE else state}"
    return html.Li([told, " ", html.Span(words, className=classes)])


def earlier(shown: Paper, day: date) -> Component:
    """What became of orders given before."""
    if not shown.earlier:
        return html.P("Прежних поручений на контроле нет.", className="card__note")
    lines = [
        html.Li([_told(one), " ", html.Span(_words(one, day), className=f"tag tag--{one.state(day)}")])
        for one in sorted(shown.earlier, key=lambda one: (one.due_on, one.code))
    ]
    return html.Ul(lines, className="short-list")


def _told(one: Order) -> str:
    result = f". {one.result}" if one.result else ""
    return f"{one.code}: {one.text} — {one.recipient_name}, срок {format.day(one.due_on)}{result}"


def _words(one: Order, day: date) -> str:
    late = one.days_late(day)
    return f"{ORDER_STATES[one.state(day)]}{f', опоздание {format.days(late)}' if late else ''}"


def loose(shown: Paper, day: date) -> Component | None:
    """Orders of the meeting that came of no item."""
    return _orders(shown.loose, day)
