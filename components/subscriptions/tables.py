"""«Подписки»: what one is mailed, what became of every letter, where letters may go."""

from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd
from dash import dcc, html
from dash.development.base_component import Component

from components import cards, moments, states, tables
from components.tables import Column
from words import format

_BUTTON, _ADDRESS = "subscription-do", "mail-address"


def button(action: Any, key: Any, version: Any) -> dict[str, Any]:
    """Id of a button that does `action` with a row as it was seen; `ALL` for all three matches every one."""
    return {"type": _BUTTON, "action": action, "key": key, "version": version}


def address(login: Any) -> dict[str, Any]:
    """Id of the field with the address of a person; `ALL` matches every one."""
    return {"type": _ADDRESS, "login": login}


def own(frame: pd.DataFrame) -> Component:
    """frame: of `answers.subscriptions.rows`."""
    title = "Мои подписки"
    if frame.empty:
        hint = "Откройте экран, выберите фильтры и нажмите «Подписаться»: отчёт будет приходить на почту."
        return cards.card(title, states.empty("Подписок пока нет.", hint), wide=True)
    rows = frame.to_dict("records")
    links: Any = [dcc.Link(row["screen"], href=row["href"], refresh=True) for row in rows]
    does: Any = [_does(row) for row in rows]
    shown = frame.assign(screen_link=links, does=does)
    columns = [
        Column("title", "Название"),
        Column("screen_link", "Экран", _as_is, order="screen"),
        Column("filters", "Фильтры"),
        Column("schedule", "Когда"),
        Column("condition", "Условие"),
        Column("format", "Файл"),
        Column("state", "Состояние"),
        Column("does", "", _as_is, order=None),
    ]
    return cards.card(title, tables.data_table(shown, columns, title, row_header="title"), wide=True)


def _does(row: dict[Any, Any]) -> Component:
    turn = ("stop", "Остановить") if row["is_active"] else ("go", "Возобновить")
    made = [
        html.Button(words, id=button(action, str(row["key"]), row["version"]), className="button", type="button")
        for action, words in (turn, ("remove", "Удалить"))
    ]
    return html.Div(made, className="toolbar")


def letters(frame: pd.DataFrame, zone: ZoneInfo, *, of_all: bool) -> Component:
    """frame: of `answers.subscriptions.letters`; of_all: letters of other people are among them. A letter that may be
    sent again has a button.
    """
    title = "Письма"
    if frame.empty:
        return cards.card(title, html.P("Писем ещё не было.", className="card__note"), wide=True)
    at = partial(moments.moment, zone=zone)
    again: Any = [_again(row) if row["may_again"] else None for row in frame.to_dict("records")]
    columns = [
        Column("due_on", "За день", format.day),
        *([Column("login", "Кому")] if of_all else []),
        Column("title", "Подписка"),
        Column("state", "Что стало"),
        Column("reason", "Почему", lambda text: text or "—"),
        Column("attempts", "Попыток", format.number, "right"),
        Column("tried_at", "Последняя", at),
        Column("next_at", "Следующая", lambda moment: "—" if format.is_missing(moment) else at(moment)),
        *([Column("again", "", _as_is, order=None)] if any(again) else []),
    ]
    note = "Письмо уходит не больше одного раза. Отчёт по устаревшим данным или без графика не уходит: причина здесь."
    body = tables.data_table(frame.assign(again=again), columns, title, max_height=420, key="letters")
    return cards.card(title, body, note=note, wide=True)


def _again(row: dict[Any, Any]) -> Component:
    return html.Button("Отправить ещё раз", id=button("again", str(row["key"]), 0), className="button", type="button")


def addresses(frame: pd.DataFrame) -> Component:
    """frame: login, name, address ('' where there is none), version."""
    rows = frame.to_dict("records")
    inputs: Any = [
        dcc.Input(
            id=address(row["login"]), value=row["address"], type="email", maxLength=254, autoComplete="off",
            placeholder="не назван", className="field__input subscription-address",
        )
        for row in rows
    ]  # fmt: skip
    saves: Any = [
        html.Button("Сохранить", id=button("address", row["login"], row["version"]), className="button", type="button")
        for row in rows
    ]
    shown = frame.assign(field=inputs, save=saves)
    columns = [
        Column("name", "Кто"),
        Column("login", "Логин"),
        Column("field", "Адрес", _as_is, order="address"),
        Column("save", "", _as_is, order=None),
    ]
    note = "Письма уходят только на названные здесь адреса внутренней почты. Пусто — человеку не пишут."
    body = tables.data_table(shown, columns, "Адреса", row_header="name", max_height=460, key="addresses")
    return cards.card("Адреса для писем", body, note=note, wide=True)


def _as_is(shown: Any) -> Any:
    return shown
