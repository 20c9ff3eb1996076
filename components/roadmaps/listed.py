"""The list of roadmaps: stage, what burns, what has come of it."""

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
    links: Any = [dcc.Link(title, href=href(code)) for code, title in zip(frame["code"], frame["title"], strict=True)]
    burning: Any = [mark(f"{n} {_overdue(n)}", "bad") if n else "—" for n in frame["overdue"]]
    effects: Any = [mark(word, _TONES.get(word, "")) for word in frame["effect"]]
    shown = frame.assign(link=links, burning=burning, effect_mark=effects)
    columns = [
        Column("code", "Код"),
        Column("link", "Дорожная карта", _as_is, order="title"),
        Column("topic", "Тематика"),
        Column("territory", "Территория"),
        Column("stage", "Стадия"),
        Column("starts_on", "Начало", lambda day: "не назначено" if format.is_missing(day) else format.day(day)),
        Column("measures", "Выполнено"),
        Column("burning", "Просрочено", _as_is, order="overdue"),
        Column("next_on", "Ближайшее", lambda day: "—" if format.is_missing(day) else format.day(day)),
        Column("target", "Цель"),
    ]
    if shows_effect:
        columns.append(Column("effect_mark", "Эффект", _as_is, order="effect"))
    body = tables.data_table(shown, columns, "Дорожные карты", row_header="link", max_height=640)
    count = format.plural(len(frame), "карта", "карты", "карт")
    burns = int(frame["overdue"].sum())
    title = f"{count[:1].upper()}{count[1:]}" + (f", просрочено мероприятий: {burns}" if burns else "")
    note = "Эффект — по числу обращений против других мест, подробнее на самой карте." if shows_effect else ""
    return cards.card(title, body, note=note, wide=True)


def mark(words: str, tone: str) -> Component:
    """Words in the colour of what they mean: «good», «bad», '' for neither."""
    return html.Span(words, className=f"roadmap-mark roadmap-mark--{tone}" if tone else "roadmap-mark")


def _overdue(count: int) -> str:
    return format.plural(count, "мероприятие", "мероприятия", "мероприятий").split(format.NBSP)[-1]


def _as_is(shown: Any) -> Any:
    return shown
