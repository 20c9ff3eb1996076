"""«Кандидаты в опрос»: weights on sliders, the order with its range, what must not be polled and why."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from dash import dcc, html
from dash.development.base_component import Component

from components import cards, ids, tables
from components.columns import as_is
from components.question import Screen
from components.tables import Column
from data.metrics.enough import FEW_GENITIVE
from words import format, texts

MEASURES = {
    "people": "Сколько людей",
    "persistence": "Как долго",
    "growth": "Растёт ли",
    "powers": "Свои полномочия",
}
NOTES = {
    "people": "Жители населённых пунктов, откуда писали; по логарифму, чтобы село тоже было слышно.",
    "persistence": "Доля недель окна, в которые об этом писали.",
    "growth": "Нижний край отношения к тем же неделям прошлых лет: сомнение понижает оценку.",
    "powers": "1 — решает район, ½ — поселение, 0 — другие.",
}
FILE = "/export/polls.xlsx"


def sliders(weights: Mapping[str, float], defaults: Mapping[str, float]) -> Component:
    """Four weights 0–100, each a parameter `w_<measure>` of the URL."""
    rows = [_slider(name, round(weights[name]), round(defaults[name])) for name in MEASURES]
    return html.Div(rows, className="poll-weights", role="group")


def _slider(name: str, value: int, default: int) -> Component:
    """A native range: it works by keyboard and finger; asked only after a pause."""
    return html.Label(
        [
            html.Span([MEASURES[name], cards.hint(NOTES[name])], className="poll-weights__name"),
            dcc.Input(
                id=ids.param(f"w_{name}", str(default)), type="range", min=0, max=100, step=5, value=value, debounce=0.4
            ),
        ],
        className="poll-weights__one",
    )


def candidates_table(screen: Screen, frame: pd.DataFrame, weights: Mapping[str, float], top: int) -> Component:
    """Candidates in their order. frame: rows of `answers.hotspots.polls.candidates` that are not excluded; screen: over
    their window.
    """
    total = sum(weights.values())
    words = ", ".join(f"{MEASURES[name].lower()} {format.percent(weights[name] / total, 0)}" for name in MEASURES)
    note = (
        f"Веса: {words}. «Место» — при этих весах, под ним — между какими местами кандидат держится, если веса "
        "немного сдвинуть. Полоски оценки — в том же порядке, что ползунки. Опрос проводит ПОС; решение за людьми, "
        "порядок только подсказывает. С ценностью и ценой опроса, разногласиями и молчанием — экран «Опросы»."
    )
    params = {f"w_{name}": str(round(weights[name])) for name in MEASURES}
    link = html.A(texts.XLSX, href=screen.href(FILE, **params), className="button")
    if frame.empty:
        words = (
            f"За это окно ни одна тема, которую можно вынести на опрос, не набрала {FEW_GENITIVE} записей в одном "
            "поселении."
        )
        return cards.card("Кандидаты в опрос", f"{words} Возьмите окно длиннее.", [link], note=note, wide=True)
    body = tables.data_table(
        _with_cells(screen, frame, top), _columns(top), "Кандидаты в опрос", row_header="matter", max_height=560
    )
    return cards.card("Кандидаты в опрос", body, [link], note=note, wide=True)


def _with_cells(screen: Screen, frame: pd.DataFrame, top: int) -> pd.DataFrame:
    rows: Any = frame.to_dict("records")
    made: dict[str, Any] = {
        "place_text": [_place(row) for row in rows],
        "matter": [_matter(screen, row) for row in rows],
        "parts": [_parts(row) for row in rows],
        "growth_text": [_growth(row) for row in rows],
    }
    return frame.assign(**made)


def _columns(top: int) -> list[Column]:
    return [
        Column("place_text", "Место", as_is, "right", width="96px", order="rank"),
        Column("matter", "Тема и поселение", as_is),
        Column("records", "Записей", format.number, "right"),
        Column("people", "Жителей", format.number, "right"),
        Column("persistence", "Недель с записями", lambda x: format.percent(x, 0), "right"),
        Column("growth_text", "К прошлым годам", align="right", order="growth_low"),
        Column("competence_label", "Решает"),
        Column("parts", "Из чего оценка", as_is, width="150px", order="score"),
        Column("in_top", f"Среди первых {top}", _share, "right", title="При какой доле соседних сочетаний весов."),
    ]


def _place(row: Mapping[str, Any]) -> Component:
    if format.is_missing(row["rank"]):
        return html.Span(texts.FEW_DATA, className="no-data")
    span = f"{format.number(row['best'])}–{format.number(row['worst'])}"
    steady = row["best"] == row["worst"]
    return html.Span([format.number(row["rank"]), html.Small("устойчиво" if steady else span)], className="certain")


def _matter(screen: Screen, row: Mapping[str, Any]) -> Component:
    href = screen.href("/register", topic=row["topic"], municipality=row["municipality"])
    link = dcc.Link(row["topic_label"], href=href, refresh=True)
    return html.Div([html.Div(link), html.Div(row["municipality_label"], className="second-line")])


def _parts(row: Mapping[str, Any]) -> Any:
    """Four bars, one per measure, each 0–1 of its width."""
    if format.is_missing(row["score"]):
        return html.Span(texts.FEW_DATA, className="no-data")
    bars = [
        html.Span(
            html.Span(style={"width": f"{100 * row[f'part_{name}']:.0f}%"}),
            className="poll-part",
            title=f"{label}: {format.number(row[f'part_{name}'], 2)}",
        )
        for name, label in MEASURES.items()
    ]
    return html.Span([html.Span(bars, className="poll-parts"), html.Small(format.number(row["score"], 2))])


def _growth(row: Mapping[str, Any]) -> str:
    if format.is_missing(row["growth_low"]):
        return texts.FEW_DATA
    low = f"не меньше ×{format.number(row['growth_low'], 1)}"
    return (
        f"раньше не писали, {low}" if format.is_missing(row["ratio"]) else f"×{format.number(row['ratio'], 1)}, {low}"
    )


def _share(value: Any) -> str:
    return texts.FEW_DATA if format.is_missing(value) else format.percent(value, 0)


def excluded_table(frame: pd.DataFrame) -> Component:
    """What must not be polled, with the reason."""
    columns = [
        Column("topic_label", "Тема"),
        Column("municipality_label", "Поселение"),
        Column("records", "Записей", format.number, "right"),
        Column("competence_label", "Решает"),
        Column("excluded", "Почему не выносится"),
    ]
    if frame.empty:
        return cards.card("Не выносится на опрос", "За это окно исключать было нечего.", wide=True)
    body = tables.data_table(frame, columns, "Не выносится на опрос", row_header="topic_label", max_height=420)
    note = "Те же условия по числу записей. Признаки тем — в справочнике тем."
    return cards.card("Не выносится на опрос", body, note=note, wide=True)
