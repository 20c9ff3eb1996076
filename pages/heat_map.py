"""«Тепловая карта»: where and about what do people write? Asked by the curator who looks for the sore spot."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go
from dash import Input, Output, callback, clientside_callback, dcc, html, register_page
from dash.development.base_component import Component

from access import scope
from components import chart_card, ids, maps, narrowing, nothing, shell
from components.asked import Asked, read
from components.columns import cell_column, link_column, table_columns, text_column, with_cells, with_interval_text
from components.figures import district_map, matrix
from components.filter_bar import click_to_filter
from data.metrics import METRICS, members, query

PATH = "/heat-map"
register_page(__name__, path=PATH, name="Тепловая карта", title="Тепловая карта · МЦУ", order=1, icon="map")

MEASURES = ("records", "per_1000", "overdue_share", "resolution_median_days")
HERE = ("group", "topic", "municipality", "place")
MAP_NOTE = (
    "Цвет — поселение, круг — населённый пункт (площадь — число записей). Штриховка — мало данных: меньше пяти "
    "наблюдений. Щелчок оставляет на экране только выбранное, второй щелчок возвращает."
)
MATRIX_NOTE = (
    "Щелчок по клетке выбирает группу тем и поселение, по клетке «Весь район» — только группу: откроются её темы. "
    "«–» — нет данных, «мало» — меньше пяти наблюдений, 0 — записей нет."
)


def layout(measure: str = MEASURES[0], **params: Any) -> Component:
    """The screen; nothing is asked here."""
    return shell.screen(
        {"measure": measure, **params},
        "Тепловая карта",
        "Где и о чём пишут чаще, где нарушают сроки и где дольше ждут ответа.",
        [
            dcc.Store(id="heat-map-is-narrow"),
            html.Div([_switch(measure), html.A(id="heat-map-file", className="button")], className="toolbar"),
            html.Div(id="heat-map-nothing"),
            html.Div(
                [html.Span(id="heat-map-chosen"), _back()], id="heat-map-way-back", className="way-back", hidden=True
            ),
            html.Div(
                [
                    chart_card.chart_card("heat-map-map", "Карта района", height=580, note=MAP_NOTE),
                    html.Div(id="heat-map-list"),
                ],
                className="map-row",
            ),
            chart_card.chart_card("heat-map-matrix", "Темы по поселениям", height=420, note=MATRIX_NOTE, wide=True),
        ],
    )


def _switch(measure: str) -> Component:
    options = [{"value": code, "label": METRICS[code].label} for code in MEASURES]
    value = measure if measure in MEASURES else MEASURES[0]
    return dcc.RadioItems(options, value, id=ids.param("measure", MEASURES[0]), className="segments", inline=True)


def _back() -> Component:
    return html.Button("Вернуть весь район и все темы", id="heat-map-back", className="link-button", type="button")


# A telephone gets its own layout of names; the width is read once, before the server is asked.
clientside_callback(
    "() => document.documentElement.clientWidth < 760",
    Output("heat-map-is-narrow", "data"),
    Input(ids.THEME, "data"),
)
# The way back empties the controls that a click fills; everything else follows from them.
clientside_callback(
    f"(clicks) => {{ {list(HERE)}.forEach((key) => "
    'dash_clientside.set_props({type: "flt-list", key}, {value: []})); }',
    Input("heat-map-back", "n_clicks"),
    prevent_initial_call=True,
)
click_to_filter("heat-map-map", ["municipality", "place"])
click_to_filter("heat-map-matrix", ["group", "topic", "municipality"])


@callback(
    Output("heat-map-map", "figure"),
    Output("heat-map-matrix", "figure"),
    Output("heat-map-list", "children"),
    Output("heat-map-nothing", "children"),
    Output("heat-map-chosen", "children"),
    Output("heat-map-way-back", "hidden"),
    Output("heat-map-file", "children"),
    Output("heat-map-file", "href"),
    Input(ids.FLT, "data"),
    Input(ids.THEME, "data"),
    Input("heat-map-is-narrow", "data"),
)
def answer(
    flt: dict[str, str] | None, theme: str | None = None, is_narrow: bool | None = None
) -> tuple[go.Figure, go.Figure, Any, Any, str, bool, str, str]:
    """Everything on the screen at once."""
    asked = read(flt, theme)
    measure = asked.param("measure", MEASURES)
    areas = query([measure], ["municipality"], asked.filters, scope.current(), intervals=True)
    drawn = _map(asked, measure, areas, bool(is_narrow)), _matrix(asked, measure), _list(asked, measure, areas)
    empty = nothing.why(asked, scope.current(), PATH) if areas.empty else None
    file = asked.href("/export/map.html", measure=measure)
    return *drawn, empty, _chosen(asked), not _chosen(asked), "Карта одним файлом (HTML)", file


def _map(asked: Asked, measure: str, areas: pd.DataFrame, is_narrow: bool) -> go.Figure:
    places = query(["records", measure], ["place"], asked.filters, scope.current(), intervals=True)
    spots = members("place", asked.filters)
    figure = district_map.draw(areas, places, spots, measure, maps.layers(), narrow=is_narrow, dark=asked.is_dark)
    columns = [*table_columns([], ["municipality"]), text_column(f"{measure}_text", METRICS[measure].label)]
    title = f"Карта района: {METRICS[measure].label}"
    return asked.chart(figure, title, with_interval_text(areas, measure), ([measure], ["municipality"]), columns)


def _list(asked: Asked, measure: str, areas: pd.DataFrame) -> Component:
    shown = with_cells(areas.sort_values(measure, ascending=False), measure)
    columns = [link_column("municipality"), cell_column(measure)]
    linked = asked.linked(shown, "municipality", "municipality", PATH, measure=measure)
    return asked.table("По поселениям", linked, columns, ([measure], ["municipality"]), note="От большего к меньшему.")


def _matrix(asked: Asked, measure: str) -> go.Figure:
    rows = "topic" if asked.filters.topics or len(asked.filters.topic_groups) == 1 else "topic_group"
    cells = query([measure], [rows, "municipality"], asked.filters, scope.current(), intervals=True)
    totals = query([measure], [rows], asked.filters, scope.current(), intervals=True)
    figure = matrix.heat(cells, totals, rows, "municipality", measure, dark=asked.is_dark)
    title = f"Темы по поселениям: {METRICS[measure].label}"
    return asked.chart(figure, title, cells, ([measure], [rows, "municipality"]))


def _chosen(asked: Asked) -> str:
    """What a click has left on the screen, in words."""
    names = [item.text for item in narrowing.active(asked.filters) if item.key in HERE]
    return f"Показано только: {', '.join(names)}." if names else ""
