"""«Лучшие практики»: the card of one practice and the panel it is written in."""

from collections.abc import Sequence
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from answers.practices import OTHER, OWN, Form, Practice
from components import cards, typed_form

_BUTTON = "practice-do"
MOST_OFFERED = 5


def button(action: Any, key: Any) -> dict[str, Any]:
    """Id of a button; `ALL` for both matches every one."""
    return {"type": _BUTTON, "action": action, "key": key}


def tool(label: str, action: str, key: str = "", *, is_main: bool = False) -> Component:
    """A button of this screen."""
    classes = "button button--main" if is_main else "button"
    return html.Button(label, id=button(action, key), className=classes, type="button")


def card(one: Practice, *, may: bool) -> Component:
    """One practice; may: whether the asker changes it."""
    mark = html.Span(OWN if one.is_own else OTHER, className=f"tag tag--{'own' if one.is_own else 'other'}")
    place = f" · {one.place}" if one.place else ""
    rows = [("Что было", one.situation), ("Что сделали", one.action), ("Что вышло", one.result),
            ("Откуда известно", one.source)]  # fmt: skip
    facts = [html.Div([html.Dt(name), html.Dd(text)]) for name, text in rows if text]
    roadmap = dcc.Link(one.roadmap, href=f"/roadmap?id={one.roadmap}", refresh=True) if one.roadmap else None
    head = html.Div(
        [mark, html.Span(f"{one.code} · {one.topic_name}{place}", className="second-line")],
        className="recommendation__head",
    )
    body = [head, html.Dl(facts, className="meeting__facts"), roadmap]
    return cards.card(one.title, body, [tool("Изменить", "open", one.code)] if may else (), wide=True)


def offered(found: Sequence[Practice]) -> Component | None:
    """What has helped with the same topic; None where nobody has written anything down."""
    if not found:
        return None
    items = [
        html.Li(
            [
                html.Span(OWN if one.is_own else OTHER, className=f"tag tag--{'own' if one.is_own else 'other'}"),
                " ",
                dcc.Link(one.title, href=f"/practices?id={one.code}", refresh=True),
                html.Div(one.result, className="second-line"),
            ]
        )
        for one in found[:MOST_OFFERED]
    ]
    rest = len(found) - MOST_OFFERED
    more = dcc.Link(f"Все практики, ещё {rest}" if rest > 0 else "Все практики", href="/practices", className="button")
    return cards.card("Что помогло с такой же проблемой", html.Ul(items, className="short-list"), [more], wide=True)


def form(one: Form, code: str, topics: Sequence[tuple[str, str]]) -> Component:
    """The panel of a practice; code: '' of a new one; topics: code and name of those it may be about."""
    kinds = [("own", OWN), ("other", OTHER)]
    parts = [
        typed_form.line("title", "Название", one.title, 300),
        typed_form.choice("topic", "Тематика", topics, one.topic),
        typed_form.area("situation", "Что было", one.situation, 2000),
        typed_form.area("action", "Что сделали", one.action, 4000),
        typed_form.area("result", "Что вышло", one.result, 2000),
        typed_form.line("place", "Где", one.place, 300),
        typed_form.choice("kind", "Проверено", kinds, "own" if one.is_own else "other"),
        typed_form.line("source", "Откуда известно", one.source, 1000, "Для чужого опыта обязательно."),
        typed_form.line("roadmap", "Дорожная карта", one.roadmap, 20, "Номер, если есть."),
    ]
    remove = tool("Удалить", "remove", code) if code else None
    return typed_form.form(parts, [tool("Сохранить", "save", code, is_main=True), remove])
