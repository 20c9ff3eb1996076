"""The list of views that a person is offered, with what may be done to each."""

from typing import Any

import pandas as pd
from dash import dcc, html
from dash.development.base_component import Component

from answers.saved_views import LONGEST_TITLE
from components import cards, states, tables
from components.tables import Column
from words import format

_HINT = "Откройте экран, настройте фильтры и сохраните вид в меню «Виды» рядом с фильтрами."


def button(action: Any, key: Any, version: Any) -> dict[str, Any]:
    """Id of a button that does `action` with a view or an edit; `ALL` matches every one."""
    return {"type": "view-do", "action": action, "key": key, "version": version}


def title(key: Any) -> dict[str, Any]:
    """Id of the field with the name of a view; `ALL` matches every one."""
    return {"type": "view-title", "key": key}


def views(frame: pd.DataFrame) -> Component:
    """frame: of `answers.saved_views.rows` with screen ('' where it is not open), whom, may_change."""
    if frame.empty:
        return cards.card("Сохранённые виды", states.empty("Видов ещё нет.", _HINT), wide=True)
    told: Any = [_told(row) for row in frame.itertuples()]
    shown = frame.assign(
        name=[_name(row) for row in frame.itertuples()],
        opened=[_opener(row) for row in frame.itertuples()],
        told=told,
        tools=[_tools(row) for row in frame.itertuples()],
    )
    columns = [
        Column("name", "Название", _as_is, order=None),
        Column("opened", "Экран", _as_is, order="screen"),
        Column("told", "Фильтры", _as_is, order="filters"),
        Column("whom", "Кому"),
        Column("tools", "", _as_is, order=None),
    ]
    count = format.plural(len(frame), "вид", "вида", "видов")
    body = tables.data_table(shown, columns, "Сохранённые виды", max_height=640)
    return cards.card(f"Сохранённые виды: {count}", body, note=_HINT, wide=True)


def _as_is(shown: Any) -> Any:
    return shown


def _name(row: Any) -> Any:
    if not row.may_change:
        return row.view.title
    field = dcc.Input(
        id=title(row.view.key), value=row.view.title, type="text", maxLength=LONGEST_TITLE, autoComplete="off",
        className="field__input",
    )  # fmt: skip
    hidden = html.Span(f"Название вида «{row.view.title}»", className="visually-hidden")
    return html.Label([hidden, field], className="views__name")


def _opener(row: Any) -> Any:
    return dcc.Link(row.screen, href=row.view.href) if row.screen else "экран вам не открыт"


def _told(row: Any) -> Component:
    closed = html.Span(row.closed, className="views__closed") if row.closed else None
    return html.Div([html.Span(row.filters), closed])


def _tools(row: Any) -> Any:
    if not row.may_change:
        return ""
    named = [("Переименовать", "rename"), ("Удалить", "remove")]
    made = [
        html.Button(words, id=button(action, str(row.view.key), row.view.version), className="button", type="button")
        for words, action in named
    ]
    return html.Div(made, className="views__tools")
