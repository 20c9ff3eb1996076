"""One poll: its card, what is wrong with its words, how many to ask, what came back, who took part where."""

from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd
from dash import dcc, html
from dash.development.base_component import Component

from components import cards, chart_card, papers, shell, tables
from components.duties import tables as edit_tables
from components.figures import votes
from components.polls.lists import button, press
from components.tables import Column
from data.metrics import Stamp
from words import format, texts

CHART = "poll-votes"


def tools(code: str, state: str, *, may: bool, has_results: bool) -> Component:
    """What may be done with the poll."""
    deeds = [
        press("Изменить карточку", "card"),
        press("Внести итоги", "results"),
        press("Записать решение", "decision") if has_results else None,
        press("Удалить опрос", "remove"),
    ]
    paper = papers.links("Карточка опроса", "/export/poll", {"id": code}, papers.KINDS)
    file = press("Карточка XLSX", "file", "card")
    back = dcc.Link("Все опросы", href="/polls", className="button")
    return html.Div(
        [back, html.Span(state, className="poll-state"), paper, file, *(deeds if may else [])],
        className="toolbar poll-tools",
    )


def facts(rows: Sequence[tuple[str, str]], problem: str) -> Component:
    """rows: of `answers.polls.card.rows`; problem: address of the problem that the poll is about, '' without one."""
    made: list[Any] = []
    for name, value in rows:
        shown: Any = dcc.Link(value, href=problem) if name == "Проблема" and problem else value
        if name == "Ссылка":
            shown = html.A(value, href=value, rel="noopener noreferrer", target="_blank")
        made += [html.Dt(name), html.Dd(shown)]
    return cards.card("Карточка", html.Dl(made, className="facts"), note="В том виде, в каком её просит ПОС.")


def checks(faults: Sequence[str], design: Sequence[str], value: Sequence[str]) -> Component:
    """Sentences on the words of the question, on whom is asked, on what asking is worth."""
    good = ["Правила не нашли в вопросе ничего, что подсказывает ответ. Последнее слово за вами."]
    blocks = {"Как спрошено": faults or good, "Кого спросить": design, "Стоит ли спрашивать": value}
    body = [
        part
        for title, said in blocks.items()
        for part in (html.H3(title), html.Ul([html.Li(one) for one in said], className="short-list"))
    ]
    return cards.card("Проверка до опроса", body)


def decision(rows: Sequence[tuple[str, str]]) -> Component | None:
    """rows: of `answers.polls.card.decision`; None before anything was decided."""
    told = [(name, value) for name, value in rows if value]
    made = [item for name, value in told for item in (html.Dt(name), html.Dd(value))]
    return cards.card("Решение и исполнение", html.Dl(made, className="facts"), wide=True) if told else None


def history(frame: pd.DataFrame, zone: ZoneInfo) -> Component:
    """frame: of `answers.duties.edits`."""
    return edit_tables.history(frame, zone, "История правок", lambda number: button("undo", number))


def results(
    frame: pd.DataFrame,
    columns: Sequence[Any],
    sentences: Sequence[str],
    words: tuple[str, str],
    stamp: Stamp,
    *,
    dark: bool,
) -> Component:
    """frame: of `answers.polls.outcome.votes`; sentences: what it says; words: title and subtitle of the picture."""
    figure = votes.draw(frame, dark=dark)
    shown = [
        Column(one.name, one.label, _format(one.kind), "left" if one.kind == "text" else "right") for one in columns
    ]
    known = [one for one in shown if one.id not in ("low", "high") or frame["low"].notna().any()]
    name = chart_card.filename(words[0], stamp.as_of, stamp.snapshot)
    table = chart_card.export_table(frame, known)
    figure.update_layout(meta=chart_card.export_meta(*words, shell.stamp_text(stamp), name, table=table))
    chart = chart_card.chart_card(
        CHART,
        "Итоги",
        height=int(figure.layout.height or 300),
        figure=figure,
        xlsx=False,
        actions=[press("XLSX", "file", "votes")],
    )
    said = cards.card("Что это значит", html.Ul([html.Li(one) for one in sentences], className="short-list"))
    return cards.grid([chart, said])


def _format(kind: str) -> Any:
    return {"share": format.percent, "count": format.number}.get(kind)


def nothing_yet(*, may: bool) -> Component:
    """Instead of results."""
    words = "Итогов ещё нет."
    words += " Внесите их вручную или загрузите файл: кнопка «Внести итоги»." if may else ""
    return cards.card("Итоги", html.P(words, className="card__note"), wide=True)


def places(frame: pd.DataFrame, columns: Sequence[Any]) -> Component | None:
    """Who took part by place against the population; None where nobody has told."""
    if frame.empty:
        return None
    shown = [
        Column(one.name, one.label, _closed(one.kind), "left" if one.kind == "text" else "right") for one in columns
    ]
    note = "Чем меньше участвовало, тем меньше итог говорит об этом селе. Число жителей — справочно."
    body = tables.data_table(frame, shown, "Участие по населённым пунктам", row_header="place_label", max_height=420)
    return cards.card("Участие по населённым пунктам", body, [press("XLSX", "file", "places")], note=note, wide=True)


def _closed(kind: str) -> Any:
    drawn = _format(kind)
    return drawn and (lambda value: texts.FEW_DATA if format.is_missing(value) else drawn(value))
