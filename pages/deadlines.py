"""«Сроки»: is the law kept, where not, and what burns today? Asked by the curator and by who answers for a channel."""

from typing import Any

import plotly.graph_objects as go
from dash import Input, Output, callback, dcc, html, register_page
from dash.development.base_component import Component

from access import scope
from components import cards, chart_card, format, ids, nothing, register_table, shell
from components.asked import Asked, Question, read
from components.columns import cell_column, link_column, metric_column, only_row, with_cells
from components.figures import cohorts
from data.metrics import METRICS, dimension, query, register

PATH = "/deadlines"
register_page(__name__, path=PATH, name="Сроки", title="Сроки · МЦУ", order=2, icon="deadlines")

KPIS = ("on_time_share", "on_time", "late", "overdue_open", "not_yet_due", "no_clock")
COHORTS: Question = (list(cohorts.SHOWN), ["week"])
COUNTS = ("due", "late", "overdue_open", "not_yet_due", "no_clock")
MOST_URGENT = 25


def layout(**params: Any) -> Component:
    """The screen; nothing is asked here."""
    return shell.screen(
        params,
        "Сроки",
        "Соблюдаются ли сроки ответа: считаем по дню, когда срок истёк, — молчание долю не улучшает.",
        [
            html.Div(id="deadlines-kpis"),
            chart_card.chart_card(
                "deadlines-cohorts",
                "Что стало с записями, срок которых истёк в эту неделю",
                height=340,
                note="По неделе срока, а не поступления. «Просрочено, не закрыто» — тоже нарушение.",
                wide=True,
            ),
            html.Div(id="deadlines-tables"),
            register_table.panel(),
        ],
    )


@callback(
    Output("deadlines-kpis", "children"),
    Output("deadlines-cohorts", "figure"),
    Output("deadlines-tables", "children"),
    Input(ids.FLT, "data"),
    Input(ids.THEME, "data"),
)
def answer(flt: dict[str, str] | None, theme: str | None = None) -> tuple[Component, go.Figure, Any]:
    """Everything on the screen at once."""
    asked = read(flt, theme)
    now = query(KPIS, (), asked.filters, scope.current(), intervals=True)
    if not now[list(KPIS[1:])].to_numpy().sum():
        return nothing.why(asked, scope.current(), PATH), _cohorts(asked), []
    earlier = asked.before()
    before = None if earlier is None else only_row(query(KPIS, (), earlier, scope.current()))
    kpis = cards.kpi_row([cards.kpi(METRICS[code], only_row(now), before) for code in KPIS])
    return kpis, _cohorts(asked), cards.grid([_broken(asked, "channel"), _broken(asked, "topic_group"), _urgent(asked)])


def _cohorts(asked: Asked) -> go.Figure:
    frame = query(*COHORTS, asked.filters, scope.current(), fill=True)
    figure = cohorts.weekly(frame, dark=asked.is_dark)
    return asked.chart(figure, "Исполнение сроков по неделям", frame, COHORTS)


def _broken(asked: Asked, by: str) -> Component:
    question: Question = ([*COUNTS, "on_time_share"], [by])
    frame = with_cells(query(*question, asked.filters, scope.current(), intervals=True), "on_time_share")
    shown = asked.linked(frame.sort_values("due", ascending=False), by, by.removeprefix("topic_"), "/register")
    columns = [link_column(by), cell_column("on_time_share"), *map(metric_column, COUNTS)]
    return asked.table(f"Сроки: {dimension(by).label.lower()}", shown, columns, question, wide=True)


def _urgent(asked: Asked) -> Component:
    if not scope.current().may_open_records:
        return cards.card("Горит", "Отдельные записи вам не открыты: доступны только сводные показатели.", wide=True)
    found = register.page(asked.filters, scope.current(), size=MOST_URGENT, sort="urgent", only_open=True, texts=True)
    body = register_table.rows(found.frame, "Самые срочные открытые записи", max_height=560)
    link = dcc.Link("Все записи", href=asked.href("/register", sort="urgent"), className="button")
    note = (
        f"Открытые записи со сроком, сначала дольше всех просроченные: {MOST_URGENT} из {format.number(found.total)}."
    )
    return cards.card("Горит", body, [link], note=note, wide=True)
