"""Notes by week, the way of one, its pages, and the check of a file or a code."""

import base64
from collections.abc import Sequence
from typing import Any

import pandas as pd
from dash import dcc, html
from dash.development.base_component import Component

from components import cards, states, tables
from components.attributes import html_attributes
from components.note import ids
from components.tables import Column
from words import texts

ADDRESS = "/note?week={}"
SLIDES = "Слайды недели"


def notes(frame: pd.DataFrame, weeks: Sequence[tuple[str, str]], last: str, *, may: bool) -> Component:
    """frame: of `answers.notes.rows`; weeks: code and days of those without a note yet; last: code of the last whole
    week, the only one that is proposed by itself; may: begin one.
    """
    begin = [_begin(weeks, last)] if may and weeks else []
    made: Any = [*begin, dcc.Link(SLIDES, href="/slides", className="button"), _subscribe()]
    tools = html.Div(made, className="toolbar note-begin")
    note = "Проект → руководитель МЦУ → куратор → выпуск. Выпущенная записка не меняется."
    if frame.empty:
        hint = "Выберите неделю и нажмите «Подготовить»." if may else "Здесь появятся выпущенные записки."
        return cards.card("Записки", html.Div([tools, states.empty("Записок ещё нет.", hint)]), note=note, wide=True)
    links: Any = [
        dcc.Link(words, href=ADDRESS.format(week)) for week, words in zip(frame["week"], frame["words"], strict=True)
    ]
    shown = frame.assign(link=links)
    columns = [
        Column("link", "Неделя", lambda link: link, order="week"),
        Column("status", "Состояние"),
        Column("number", "Номер", _or_dash),
        Column("issued", "Выпущена", _or_dash),
        Column("by", "Выпустил", _or_dash),
    ]
    table = tables.data_table(shown, columns, "Записки по неделям", row_header="link", max_height=320)
    return cards.card("Записки", html.Div([tools, table]), note=note, wide=True)


def _subscribe() -> Component:
    return dcc.Link(texts.SUBSCRIBE, href="/subscriptions?screen=/note", className="button exports-only")


def _or_dash(text: str) -> str:
    return text or "—"


def _begin(weeks: Sequence[tuple[str, str]], last: str) -> Component:
    options: Any = [{"value": code, "label": words} for code, words in weeks]
    chosen = dcc.Dropdown(
        options, last if last in dict(weeks) else None, id=ids.field("week"), clearable=False, className="note-week",
        placeholder="Прежняя неделя", labels=texts.DROPDOWN,
    )  # fmt: skip
    start = html.Button("Подготовить", id=ids.button("prepare"), className="button button--main", type="button")
    return html.Div([html.Span("Неделя", className="field__label"), chosen, start], className="toolbar")


def way(steps: Sequence[tuple[str, str]], status: str) -> Component:
    """How far a note has come. steps: status and its words in order."""
    reached = [code for code, _ in steps].index(status)
    made: list[Any] = [
        html.Li(words, className="note-step note-step--now", **html_attributes(aria_current="step"))
        if i == reached
        else html.Li(words, className="note-step")
        for i, (_, words) in enumerate(steps)
    ]
    return html.Ol(made, className="note-way")


def tools(mine: Sequence[tuple[str, str]], others: Sequence[tuple[str, str]], version: str, week: str) -> Component:
    """Buttons of a note: action and words. mine: of whose turn it is, told the version that is seen; week: its code."""
    made: list[Component] = [_button(*one, version, is_main=one == mine[0]) for one in mine]
    made += [_button(*one, "", is_main=False) for one in others]
    made.append(dcc.Link(SLIDES, href=f"/slides?week={week}", className="button"))
    return html.Div(made, className="toolbar note-tools")


def _button(action: str, label: str, key: str, *, is_main: bool) -> Component:
    classes = "button button--main" if is_main else "button"
    return html.Button(label, id=ids.button(action, key), className=classes, type="button")


def leading(week: str) -> Component:
    """Leads to the note of a week that has just been begun."""
    return dcc.Location(id="note-address", href=ADDRESS.format(week))


def pages(pictures: Sequence[bytes], alt: str) -> Component:
    """Pages as pictures, PNG."""
    made = [
        html.Img(src=f"data:image/png;base64,{base64.b64encode(one).decode()}", alt=f"{alt}, лист {i}")
        for i, one in enumerate(pictures, start=1)
    ]
    return html.Div(made, className="note-pages")


def check() -> Component:
    """Where a file is dropped, or a number typed."""
    drop = dcc.Upload(["Проверить файл DOCX или PDF"], id=ids.UPLOAD, className="button", accept=".docx,.pdf")
    code = dcc.Input(
        id=ids.field("code"), value="", type="text", maxLength=64, autoComplete="off", className="field__input",
        placeholder="З-2026-001 или начало суммы из QR",
    )  # fmt: skip
    ask = html.Button("Проверить номер", id=ids.button("check"), className="button", type="button")
    body = html.Div([drop, html.Div([code, ask], className="note-code")], className="note-check")
    note = "Файл сверяется с тем, что сохранён при выпуске; по номеру откроются выпущенные страницы."
    return cards.card("Подлинная ли это записка", body, note=note, wide=True)
