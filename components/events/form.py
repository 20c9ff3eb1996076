"""The list of events, and the panel of one: what happened, where, when, and whether it leaves the norm."""

from collections.abc import Mapping, Sequence
from typing import Any

import dash_bootstrap_components as dbc
import pandas as pd
from dash import dcc, html
from dash.development.base_component import Component

from answers import events as told
from components import cards, states, tables
from components.tables import Column
from components.typed_form import labelled
from words import format, texts

PANEL, OPENED, LEAVES = "events-panel", "events-opened", "events-leaves"
"""Ids: the panel; the store with the number and the version of the event in it; whether it leaves the norm."""
_BUTTON, _FIELD = "events-do", "events-field"
_TEXTS = ("kind", "title", "topic", "territory", "started_on", "ended_on", "document", "reason")
_DAY = "Дата пишется так: 31.12.2026."


def button(action: Any, key: Any) -> dict[str, Any]:
    """Id of a button; `ALL` for both matches every one."""
    return {"type": _BUTTON, "action": action, "key": key}


def fields(name: Any) -> dict[str, Any]:
    """Id of a field; `ALL` matches every one."""
    return {"type": _FIELD, "name": name}


def values(given: Sequence[Any], identities: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """Values of the fields by name; an empty field is an empty text."""
    named = {str(one["name"]): value for one, value in zip(identities, given, strict=True)}
    return {name: str(named.get(name) or "") for name in _TEXTS}


_NONE = ("Событий ещё нет.", "Отметьте аварию, отключение или смену порядка: они встанут на графики.")
_NONE_OPEN = ("Открытых вам событий нет.", "Отмечают их куратор, руководитель МЦУ и ответственные за ИМ и ПОС.")


def places() -> list[Component]:
    """The closed panel and the store of what is opened in it."""
    panel = dbc.Offcanvas(
        html.Div(), id=PANEL, placement="end", is_open=False, scrollable=True, className="record-panel staff-panel"
    )
    return [panel, dcc.Store(id=OPENED)]


def form(one: Any, topics: Sequence[Any], territories: Sequence[tuple[str, str]]) -> Component:
    """one: the event, missing for a new one; topics, territories: what may be chosen."""
    days = {name: format.day(day) if (day := getattr(one, name, None)) else "" for name in ("started_on", "ended_on")}
    code = one.code if one else ""
    parts = [
        labelled("Что случилось", _text("title", one.title if one else "", 200), "Без имён и адресов людей."),
        labelled("Вид", _dropdown("kind", list(told.KINDS.items()), one.kind if one else None)),
        labelled("Где", _dropdown("territory", territories, (one.place or one.municipality) if one else None),
                  "Пусто — весь район."),
        labelled("Тематика", _dropdown("topic", _topics(topics), one.topic if one else None), "Пусто — все."),
        labelled("Начало", _text("started_on", days["started_on"], 10), _DAY),
        labelled("Последний день", _text("ended_on", days["ended_on"], 10), "Пусто — ещё продолжается."),
        leaving(chosen=bool(one and one.leaves_norm)),
        html.P("Дни события в этом месте и по этой теме уйдут из обычного уровня, с которым сравнивают.",
               className="field__hint"),
        labelled("Документ", _text("document", one.document if one else "", 1000), "Акт, распоряжение: номер и дата."),
        labelled("Почему меняете", _text("reason", "", 300), "Останется в истории."),
    ]  # fmt: skip
    save = html.Button("Сохранить", id=button("save", code), className="button button--main", type="button")
    remove = html.Button("Удалить событие", id=button("remove", code), className="button", type="button")
    return html.Div([*parts, html.Div([save, remove if code else None], className="toolbar")], className="staff-form")


def leaving(*, chosen: bool = False) -> Component:
    """Whether the event leaves the norm."""
    return dcc.Checklist([{"value": "yes", "label": "Не учитывать в норме"}], ["yes"] if chosen else [], id=LEAVES)


def _text(name: str, value: str, longest: int) -> Component:
    return dcc.Input(
        id=fields(name), value=value, type="text", maxLength=longest, autoComplete="off", className="field__input"
    )


def _dropdown(name: str, options: Sequence[tuple[str, str]], value: Any) -> Component:
    shown: Any = [{"value": code, "label": label} for code, label in options]
    return dcc.Dropdown(shown, value or None, id=fields(name), labels=texts.DROPDOWN, maxHeight=280)


def _topics(found: Sequence[Any]) -> list[tuple[str, str]]:
    return [(one.code, one.name if one.group else f"Вся группа «{one.name}»") for one in found]


def listed(found: Sequence[Any], *, may: bool) -> Component:
    """The events; may: whether the asker changes them."""
    title = f"События: {format.number(len(found))}"
    if not found:
        return cards.card(title, states.empty(*(_NONE if may else _NONE_OPEN)), wide=True)
    rows = [
        {
            "days": told.days(one),
            "started_on": one.started_on,
            "title": one.title,
            "kind": told.KINDS[one.kind],
            "where": one.where,
            "about": one.about,
            "norm": "не входит" if one.leaves_norm else "входит",
            "document": one.document or "—",
            "code": one.code,
            "change": _small(one.code),
        }
        for one in found
    ]
    columns = [
        Column("days", "Когда", order="started_on"),
        Column("title", "Событие"),
        Column("kind", "Вид"),
        Column("where", "Где"),
        Column("about", "Тематика"),
        Column("norm", "В норму"),
        Column("document", "Документ"),
        Column("code", "Номер"),
    ]
    columns += [Column("change", "", lambda one: one, order=None)] if may else []
    note = "События видны на каждом графике по времени, где речь о том же месте и той же теме."
    body = tables.data_table(pd.DataFrame(rows), columns, "События", row_header="title", max_height=640)
    return cards.card(title, body, note=note, wide=True)


def _small(code: str) -> Component:
    return html.Button("Изменить", id=button("open", code), className="button", type="button")
