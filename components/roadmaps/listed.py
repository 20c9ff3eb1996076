"""The list of roadmaps: stage, what is late, what has come of it."""

from typing import Any
from urllib.parse import quote

import pandas as pd
from dash import dcc, html
from dash.development.base_component import Component

from components import cards, tables
from components.tables import Column
from words import format

PAGE = "/roadmap?id={}"
_TONES = {"снизилось": "good", "стало лучше": "good", "стало больше": "bad", "не снизилось": "bad", "стало хуже": "bad"}


def href(code: str) -> str:
    """The address of one roadmap."""
    return PAGE.format(quote(code))


def table(frame: pd.DataFrame, *, shows_effect: bool) -> Component:
    """frame: of `answers.roadmaps.frames.listed`; shows_effect: whether the asker may see what has come of them."""
    rows: list[Any] = frame.to_dict("records")
    made: dict[str, Any] = {
        "link": [_two(dcc.Link(row["title"], href=href(row["code"])), row["code"]) for row in rows],
        "about": [_two(row["topic"], row["territory"]) for row in rows],
        "state": [_two(row["stage"], _since(row["starts_on"])) for row in rows],
        "late": [mark(str(row["overdue"]), "bad") if row["overdue"] else "—" for row in rows],
        "effect_mark": [mark(row["effect"], _TONES.get(row["effect"], "")) for row in rows],
    }
    shown = frame.assign(**made)
    columns = [
        Column("link", "Дорожная карта", _as_is, order="title"),
        Column("about", "О чём", _as_is, order="topic"),
        Column("state", "Стадия", _as_is, order="stage"),
        Column("measures", "Сделано", title="Выполнено мероприятий"),
        Column("late", "Просрочено", _as_is, order="overdue", title="Мероприятия, срок которых прошёл"),
        Column("next_on", "Ближайшее", lambda day: "—" if format.is_missing(day) else format.day(day)),
        Column("target", "Цель"),
    ]
    if shows_effect:
        columns.append(Column("effect_mark", "Эффект", _as_is, order="effect"))
    body = tables.data_table(shown, columns, "Дорожные карты", row_header="link", max_height=640)
    count = format.plural(len(frame), "карта", "карты", "карт")
    late = int(frame["overdue"].sum())
    title = f"{count[:1].upper()}{count[1:]}" + (f", просрочено мероприятий: {late}" if late else "")
    note = "Эффект — по числу записей против других мест, подробнее на самой карте." if shows_effect else ""
    return cards.card(title, body, note=note, wide=True)


def mark(words: str, tone: str) -> Component:
    """Words in the colour of what they mean: «good», «bad», '' for neither."""
    return html.Span(words, className=f"roadmap-mark roadmap-mark--{tone}" if tone else "roadmap-mark")


def _two(first: Any, second: str) -> Component:
    return html.Div([first, html.Div(second, className="second-line")])


def _since(day: Any) -> str:
    return "начало не назначено" if format.is_missing(day) else f"с {format.day(day)}"


def _as_is(shown: Any) -> Any:
    return shown
