"""«Сводка»: how are things now, against the period before? Asked by the Head and the curator every morning."""

from typing import Any

import plotly.graph_objects as go
from dash import Input, Output, callback, html, register_page
from dash.development.base_component import Component

from access import scope
from answers.frames import only_row, with_change
from components import cards, chart_card, empty_reason, freshness, ids, shell
from components.columns import cell_column, link_column, metric_column, text_column, with_cells
from components.figures import flow
from components.question import Asked, Question, read
from data.metrics import METRICS
from data.metrics.freshness import Freshness, freshness_today
from data.settings import current
from words import texts

PATH = "/"
register_page(__name__, path=PATH, name="Сводка", title="Сводка · МЦУ", order=0, icon="summary", needs="data")

KPIS = (
    "records",
    "open",
    "on_time_share",
    "overdue_open",
    "resolution_median_days",
    "first_reply_median_hours",
    "satisfied_share",
    "no_clock",
)
LEADS_TO = {"records": "/register", "on_time_share": "/deadlines", "overdue_open": "/deadlines"}
TOPICS: Question = (["records"], ["topic"])
AREAS: Question = (["records", "per_1000", "on_time_share"], ["municipality"])
TOP_TOPICS = 14


def layout(**params: Any) -> Component:
    """The screen; nothing is asked here."""
    return shell.screen(
        params,
        "Сводка",
        "Что происходит в районе и что изменилось по сравнению с предыдущим таким же периодом.",
        [
            html.Div(id="summary-kpis"),
            chart_card.chart_card("summary-flow", "Поток обращений", height=340, wide=True),
            html.Div(id="summary-tables"),
        ],
    )


@callback(
    Output("summary-kpis", "children"),
    Output("summary-flow", "figure"),
    Output("summary-tables", "children"),
    Input(ids.FLT, "data"),
    Input(ids.THEME, "data"),
)
def answer(flt: dict[str, str] | None, theme: str | None = None) -> tuple[Component, go.Figure, Any]:
    """Everything on the screen at once."""
    asked = read(flt, scope.current(), theme)
    now = only_row(asked.query(KPIS, intervals=True))
    if not now["records"]:
        return empty_reason.why(asked, PATH), _flow(asked), []
    return _kpis(asked, now), _flow(asked), _tables(asked)


def _kpis(asked: Asked, now: dict[str, Any]) -> Component:
    earlier = asked.before()
    before = None if earlier is None else only_row(earlier.query(KPIS))
    links = {code: asked.href(path) for code, path in LEADS_TO.items()}
    row = cards.kpi_row([cards.kpi(METRICS[code], now, before, links.get(code)) for code in KPIS])
    return html.Div([freshness.notice(_fresh(asked), asked.filters, is_grey=False), row], className="screen__body")


def _flow(asked: Asked) -> go.Figure:
    question: Question = (["records"], [asked.step, "channel"])
    frame = asked.query(*question, fill=True)
    figure = flow.stacked(frame, asked.step, "channel", dark=asked.is_dark)
    return asked.chart(figure, f"Поток по {texts.STEPS[asked.step]} и каналам", frame, question)


def _tables(asked: Asked) -> Component:
    return cards.grid([_topics(asked), _areas(asked), _sources(asked)])


def _topics(asked: Asked) -> Component:
    earlier = asked.before()
    now = asked.query(*TOPICS).nlargest(TOP_TOPICS, "records")
    before = None if earlier is None else earlier.query(*TOPICS)
    shown = asked.linked(with_change(now, before, "topic", "records"), "topic", "topic", "/register")
    change = text_column("change_text", "К прошлому периоду", "Изменение к предыдущему периоду той же длины.")
    columns = [link_column("topic"), metric_column("records"), change]
    return asked.table("Главные темы", shown, columns, TOPICS, note="Чаще всего называют за период.")


def _areas(asked: Asked) -> Component:
    frame = asked.query(*AREAS, intervals=True).sort_values("records", ascending=False)
    shown = asked.linked(with_cells(frame, "per_1000", "on_time_share"), "municipality", "municipality", "/heat-map")
    columns = [
        link_column("municipality"),
        metric_column("records"),
        cell_column("per_1000"),
        cell_column("on_time_share"),
    ]
    note = "Под числом 90 %-й интервал: чем меньше записей, тем он шире."
    return asked.table("Поселения", shown, columns, AREAS, note=note)


def _sources(asked: Asked) -> Component:
    table = freshness.table(_fresh(asked), asked.scope)
    note = "До какого дня дошли выгрузки: старое не видно."
    return cards.card("Свежесть источников", table, note=note, wide=True)


def _fresh(asked: Asked) -> list[Freshness]:
    return freshness_today(asked.stamp.sources, current())
