"""«О чём спросить»: eight weights, the order with the share of all weights in which each is first, what is left out."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

import pandas as pd
from dash import dcc, html
from dash.development.base_component import Component

from components import cards, ids, tables
from components.columns import as_is
from components.polls.lists import save
from components.tables import Column
from words import format, texts

MEASURES = {
    "people": "Сколько людей",
    "persistence": "Как долго",
    "growth": "Растёт ли",
    "disagreement": "Разногласия",
    "powers": "Свои полномочия",
    "cost": "Дешевизна опроса",
    "silence": "Молчание места",
    "value": "Ценность опроса",
}
NOTES = {
    "people": "Жители населённых пунктов, откуда писали: ln(1 + жители) / ln(10 001).",
    "persistence": "Доля календарных недель окна, в которые об этом писали.",
    "growth": "Нижний край отношения r к тем же неделям прошлых лет: (r − 1) / (r + 1).",
    "disagreement": "4·p·(1 − p), p — доля довольных ответом: 1, когда довольна половина. Нужно 5 оценок.",
    "powers": "1 — решает район, ½ — поселение, 0 — другие.",
    "cost": "1 − часы работы / 200.",
    "silence": "1 − записи поселения / ожидаемые по числу жителей: кого не слышно, того и спросить.",
    "value": "Сколько жителе-месяцев даст опрос за вычетом затрат, по логарифму.",
}


def sliders(weights: Mapping[str, float], defaults: Mapping[str, float]) -> Component:
    """Weights 0–100, each a parameter `w_<measure>` of the URL."""
    rows = [_slider(name, round(weights[name]), round(defaults[name])) for name in MEASURES]
    return html.Div(rows, className="poll-weights", role="group")


def _slider(name: str, value: int, default: int) -> Component:
    """A native range: it works by keyboard and finger; asked only after a pause."""
    key = ids.param(f"w_{name}", str(default))
    slider = dcc.Input(id=key, type="range", min=0, max=100, step=5, value=value, debounce=0.4)
    words = html.Span([MEASURES[name], cards.hint(NOTES[name])], className="poll-weights__name")
    return html.Label([words, slider], className="poll-weights__one")


def table(frame: pd.DataFrame, assumed: str, *, may: bool, href: Any) -> Component:
    """frame: rows of `answers.polls.priorities.candidates` that are not excluded; may: whether the asker keeps polls;
    href: path and parameters → address with the filters of the screen.
    """
    title = "О чём спросить"
    if frame.empty:
        words = "За это окно ни одна тема, о которой можно спрашивать, не набрала 5 записей. Возьмите окно длиннее."
        return cards.card(title, html.P(words, className="card__note"), wide=True)
    rows: Any = frame.to_dict("records")
    made: dict[str, Any] = {
        "place_text": [_place(row) for row in rows],
        "matter": [_matter(row, href) for row in rows],
        "part": [_parts(row) for row in rows],
        "first_text": [_first(row) for row in rows],
        "known_text": [_known(row) for row in rows],
        "ask": [_ask(row) if may else "" for row in rows],
    }
    note = (
        "Восемь мер сложены по своим весам; порядок только подсказывает. «Первый» — в какой доле всех наборов весов "
        "кандидат впереди. Неизвестная мера — «нет данных», её вес разделён между известными. Ценность — "
        "в жителе-месяцах."
    )
    columns = [one for one in _COLUMNS if one.id != "ask" or may]
    body = [
        tables.data_table(frame.assign(**made), columns, title, row_header="matter", max_height=620, key="candidates"),
        html.P(assumed, className="card__note"),
    ]
    return cards.card(title, body, [save("next")], note=note, wide=True)


_NO_ORDER = None
_COLUMNS = (
    Column("place_text", "Место", as_is, "right", order="rank"),
    Column("matter", "Тема и поселение", as_is, order="topic_label"),
    Column("first_text", "Первый", as_is, "right", title="При какой доле всех наборов весов.", order="first"),
    Column("records", "Записей", format.number, "right"),
    Column("people", "Жителей", format.number, "right"),
    Column("value", "Ценность", format.number, "right"),
    Column("part", "Из чего оценка", as_is, width="170px", order="score"),
    Column("known_text", "Нет данных", order="known"),
    Column("ask", "", as_is, order=_NO_ORDER),
)  # fmt: skip


def _place(row: Mapping[str, Any]) -> Component:
    if format.is_missing(row["rank"]):
        return html.Span(texts.FEW_DATA, className="no-data")
    worse = html.Small("уступает", title="Другой кандидат нигде не хуже и где-то лучше.") if row["dominated"] else None
    return html.Span([format.number(row["rank"]), worse], className="certain")


def _first(row: Mapping[str, Any]) -> Component:
    if format.is_missing(row["first"]):
        return html.Span(texts.FEW_DATA, className="no-data")
    error = f"ошибка розыгрыша ±{format.percent(row['first_error'], 1)}" if row["first_error"] else None
    return html.Span(format.percent(row["first"], 0), className="certain", title=error)


def _matter(row: Mapping[str, Any], href: Any) -> Component:
    link = dcc.Link(
        row["topic_label"], href=href("/register", topic=row["topic"], municipality=row["municipality"]), refresh=True
    )
    return html.Div([html.Div(link), html.Div(row["municipality_label"], className="second-line")])


def _parts(row: Mapping[str, Any]) -> Any:
    """Eight bars, one per measure, each 0–1 of its width; an unknown one is empty and says so."""
    if format.is_missing(row["score"]):
        return html.Span(texts.FEW_DATA, className="no-data")
    bars = [_bar(label, row[f"part_{name}"]) for name, label in MEASURES.items()]
    return html.Span([html.Span(bars, className="poll-parts"), html.Small(format.number(row["score"], 2))])


def _bar(label: str, part: Any) -> Component:
    if format.is_missing(part):
        return html.Span(className="poll-part", title=f"{label}: {format.NO_DATA}")
    filled = html.Span(style={"width": f"{100 * part:.0f}%"})
    return html.Span(filled, className="poll-part", title=f"{label}: {format.number(part, 2)}")


def _known(row: Mapping[str, Any]) -> str:
    """«разногласия (10 % веса)»."""
    lost = [label.lower() for name, label in MEASURES.items() if format.is_missing(row[f"part_{name}"])]
    return f"{', '.join(lost)} ({format.percent(1 - row['known'], 0)} веса)" if lost else "—"


def _ask(row: Mapping[str, Any]) -> Component:
    params = urlencode({"id": "new", "topic": row["topic"], "municipality": row["municipality"]})
    return dcc.Link("Спросить", href=f"/poll?{params}", className="button")


def excluded(frame: pd.DataFrame) -> Component:
    """What must not be asked, with the reason."""
    title = "О чём спрашивать нельзя"
    if frame.empty:
        return cards.card(title, html.P("За это окно исключать было нечего.", className="card__note"), wide=True)
    names = {"topic_label": "Тема", "municipality_label": "Поселение", "competence_label": "Решает",
             "excluded": "Почему"}  # fmt: skip
    columns: Sequence[Column] = [Column(name, label) for name, label in names.items()]
    columns = [*columns[:2], Column("records", "Записей", format.number, "right"), *columns[2:]]
    body = tables.data_table(frame, columns, title, row_header="topic_label", max_height=420, key="excluded")
    return cards.card(title, body, note="Признаки тем — в справочнике тем.", wide=True)
