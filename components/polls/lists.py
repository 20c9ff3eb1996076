"""Polls in a table, what waits for somebody, and the counts for who sees totals only."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

import pandas as pd
from dash import dcc, html
from dash.development.base_component import Component

from components import cards, tables
from components.columns import as_is
from components.tables import Column
from words import format

ONE = "/poll?id={}"
_BUTTON, _FILE = "poll-do", "polls-file-of"


def button(action: Any, key: Any) -> dict[str, Any]:
    """Id of a button that does `action` with a poll or an edit; `ALL` for both matches every one."""
    return {"type": _BUTTON, "action": action, "key": key}


def file(key: Any) -> dict[str, Any]:
    """Id of the button that saves a table of «Опросы»; `ALL` matches every one."""
    return {"type": _FILE, "key": key}


def save(key: str) -> Component:
    """The button that saves a table of «Опросы»."""
    return html.Button("XLSX", id=file(key), className="button", type="button")


def ask_link(topic: str | None, places: Sequence[str]) -> Component | None:
    """The way to a poll about a topic in the municipality of the places, in the district where they lie in several.

    None without a topic.
    """
    if not topic:
        return None
    where = {place[:8] for place in places}
    params = {"id": "new", "topic": topic, "municipality": where.pop() if len(where) == 1 else ""}
    return html.Div(dcc.Link("Спросить жителей", href=f"/poll?{urlencode(params)}", className="button"))


def press(words: str, action: str, key: str = "", *, main: bool = False) -> Component:
    """A button of these screens."""
    name = "button button--main" if main else "button"
    return html.Button(words, id=button(action, key), className=name, type="button")


def listed(frame: pd.DataFrame, *, may: bool) -> Component:
    """frame: of `answers.polls.listed.rows`; may: whether the asker keeps polls."""
    new = [dcc.Link("Новый опрос", href="/poll?id=new", className="button button--main")] if may else []
    if frame.empty:
        words = "Опросов пока нет."
        words += " Начните с «О чём спросить» или с кнопки «Новый опрос»." if may else ""
        return cards.card("Опросы", html.P(words, className="card__note"), new, wide=True)
    links: Any = [
        html.Div([dcc.Link(row["title"], href=ONE.format(row["code"])), html.Div(row["code"], className="second-line")])
        for row in frame.to_dict("records")
    ]
    waits: Any = [_waits(row) for row in frame.to_dict("records")]
    columns = [
        Column("link", "Опрос", as_is, order="title"),
        Column("where", "Тематика и территория"),
        Column("state", "Состояние"),
        Column("dates", "Даты", lambda text: text or "не назначены"),
        Column("participants", "Участников", lambda n: "—" if format.is_missing(n) else format.number(n), "right"),
        Column("result", "Итог", lambda text: text or "—"),
        Column("waits", "Проверить", as_is, order="follow_up_on"),
    ]
    shown = frame.assign(link=links, waits=waits, where=frame["topic"] + " · " + frame["territory"])
    body = tables.data_table(shown, columns, "Опросы", row_header="link", max_height=560, key="polls")
    note = "Опросы проводит ПОС; здесь их карточки, итоги и решения. Итог свободного опроса — не мнение всех жителей."
    count = format.plural(len(frame), "опрос", "опроса", "опросов")
    return cards.card(f"Опросы: {count}", body, [save("list"), *new], note=note, wide=True)


def _waits(row: Mapping[Any, Any]) -> Any:
    if row["overdue"]:
        return html.Strong(f"просрочено {row['overdue']}", className="is-overdue")
    return format.day(row["follow_up_on"]) if not format.is_missing(row["follow_up_on"]) else "—"


def due(frame: pd.DataFrame) -> Component | None:
    """What waits for somebody; None when nothing does."""
    if frame.empty:
        return None
    rows = [
        html.Li([
            dcc.Link(f"{row['code']} «{row['title']}»", href=ONE.format(row["code"])),
            html.Span(f" — {_why(row)}", className="is-overdue" if row["overdue"] else ""),
        ])
        for row in frame.to_dict("records")
    ]  # fmt: skip
    count = format.plural(len(frame), "опрос", "опроса", "опросов")
    return cards.card(f"Ждут вас: {count}", html.Ul(rows, className="short-list"), wide=True)


def _why(row: Mapping[Any, Any]) -> str:
    return f"проверка исполнения просрочена {row['overdue']}" if row["overdue"] else str(row["state"])


def totals(states: Mapping[str, int]) -> Component:
    """How many polls there are of each state. states: in words."""
    rows = [item for name, count in states.items() for item in (html.Dt(name), html.Dd(format.number(count)))]
    note = "Вам открыты только итоги: сколько опросов в каждом состоянии."
    return cards.card(f"Опросов: {sum(states.values())}", html.Dl(rows, className="facts"), note=note, wide=True)
