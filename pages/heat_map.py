"""«Тепловая карта»: where and about what do people write? Asked by the curator who looks for the sore spot."""

from dataclasses import replace
from datetime import date
from typing import Any

import plotly.graph_objects as go
from dash import Input, Output, dcc, html, register_page
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from access import scope
from answers import filter_words, map_layers
from answers.heat_map import measures, numbers, topics
from answers.heat_map.measures import Answer, MapView
from components import address, chart_card, empty_reason, ids, shell
from components.figures import matrix
from components.filter_bar import click_to_filter
from components.heat_map import controls, pictures
from components.plain_html import callback
from components.question import Screen, read_screen
from data.metrics import members
from data.metrics.enough import FEW_GENITIVE
from data.settings import current
from reports.download import MAP_MEASURES
from words import format

PATH, TITLE = "/heat-map", "Тепловая карта"
register_page(
    __name__, path=PATH, name=TITLE, title=f"{TITLE} · МЦУ", order=1, icon="map", section="picture", needs="data"
)

HERE = ("group", "topic", "municipality", "place")
FILE_USE = "Карта одним файлом: открывается в браузере без программы."
MAP_USE = "Щелчок или Enter оставляет выбранное, второй раз — возвращает; с клавиатуры: Tab и стрелки."
MATRIX_USE = (
    "Щелчок или Enter по клетке выбирает группу тем и поселение, по первому столбцу — только группу: откроются её темы."
)
MATRIX_NOTE = f"«–» — нет данных, «мало» — меньше {FEW_GENITIVE} наблюдений, 0 — записей нет."


@address.reads(at=address.day("весь период"), **{key: address.choice(words) for key, words in controls.WORDS.items()})
def layout(**query: Any) -> Component:
    """The screen; nothing is asked here."""
    look = measures.map_view(query)
    way_back = [html.Span(id="heat-map-chosen"), html.Span(id="heat-map-worst"), controls.back_button()]
    return shell.screen(
        {**measures.to_params(look), **{k: v for k, v in query.items() if k not in measures.PARAMS}},
        "Тепловая карта",
        "Где и о чём пишут чаще и где нарушают сроки.",
        [
            dcc.Store(id="heat-map-width"),
            dcc.Store(id=controls.TIMED),
            controls.controls(look),
            html.Div(id="heat-map-nothing"),
            html.Div(way_back, id="heat-map-way-back", className="way-back", hidden=True),
            html.Div([_map_card(look), html.Div(id="heat-map-list"), _matrix_card(look)], className="map-row"),
            html.Div(id="heat-map-ranked", className="only-phone"),
        ],
        path=PATH,
    )


def _map_card(look: MapView) -> Component:
    file = html.A("HTML", id="heat-map-file", className="chart-tools__button", title=FILE_USE, hidden=True)
    own = [controls.box_button(), file]
    card = chart_card.chart_card("heat-map-map", "Карта района", height=560, how=MAP_USE, actions=own, titled=True)
    focus = html.Div(id="heat-map-focus", className="map-focus")
    return html.Div([controls.player(look), html.Div([card, focus], className="map-card")], className="map-column")


def _matrix_card(look: MapView) -> Component:
    return chart_card.chart_card(
        "heat-map-matrix",
        "Темы по поселениям",
        height=420,
        note=MATRIX_NOTE,
        how=MATRIX_USE,
        actions=[controls.shade(look)],
        titled=True,
        wide=True,
    )


controls.register_browser_half(HERE)
for graph, keys in {
    "map": ["municipality", "place", "group", "topic"],
    "matrix": ["group", "topic", "municipality"],
}.items():
    click_to_filter(f"heat-map-{graph}", keys)


@callback(
    Output("heat-map-map", "figure"),
    Output("heat-map-list", "children"),
    Output("heat-map-nothing", "children"),
    Output("heat-map-chosen", "children"),
    Output("heat-map-worst", "children"),
    Output("heat-map-way-back", "hidden"),
    Output("heat-map-file", "href"),
    Output("heat-map-file", "hidden"),
    Input(ids.FLT, "data"),
    Input(ids.THEME, "data"),
    Input("heat-map-width", "data"),
)
def answer(flt: dict[str, str] | None, theme: str | None = None, width: int | None = None) -> tuple[Any, ...]:
    """The map, the list beside it, and why there is nothing."""
    screen = read_screen(flt, scope.current(), theme)
    look, who, as_of = measures.map_view(screen.params), screen.scope, screen.stamp.as_of
    found = numbers.answer(look, screen.filters, as_of, who)
    day = numbers.current_step(look, numbers.steps(look, screen.filters, as_of, who)) if look.mode == "time" else None
    title = numbers.title(look, found, screen.filters, as_of, who)
    drawn = pictures.with_table_and_file(screen, look, found, _figure(screen, look, found, width, day), title, day)
    empty = empty_reason.why(screen, PATH) if found.frame.empty and not found.reason else None
    is_offered = look == MapView(measure=look.measure) and look.measure in MAP_MEASURES
    file, chosen = screen.href("/export/map.html", measure=look.measure), _click_sentence(screen)
    return (
        drawn,
        _list(screen, look, found, day),
        empty,
        chosen,
        _worst(screen),
        not chosen,
        file,
        not is_offered,
    )


def _figure(screen: Screen, look: MapView, found: Answer, width: int | None, day: date | None) -> go.Figure:
    land = map_layers.layers(current())
    if look.mode == "topics":
        totals = screen.query(["records"], [found.by[1]])
        return pictures.topics(screen, look, found, totals, land, width)
    spots = numbers.places(look, screen.filters, screen.stamp.as_of, screen.scope)
    return pictures.whole(screen, look, found, spots, members("place", screen.filters), land, width, day)


def _list(screen: Screen, look: MapView, found: Answer, day: date | None) -> Component:
    """The cells of the map; municipalities where it is many small ones."""
    if look.mode != "topics":
        return pictures.beside(screen, look, found, PATH, day)
    listed = replace(look, mode="map", cells="municipality")
    whole = numbers.answer(listed, screen.filters, screen.stamp.as_of, screen.scope)
    return pictures.beside(screen, listed, whole, PATH, day)


@callback(
    Output("heat-map-matrix", "figure"),
    Output("heat-map-ranked", "children"),
    Input(ids.FLT, "data"),
    Input(ids.THEME, "data"),
)
def topics_by_municipality(flt: dict[str, str] | None, theme: str | None = None) -> tuple[dict[str, Any], Any]:
    """The matrix of the same measure, mode and period as the map, and its cells as rows."""
    screen = read_screen(flt, scope.current(), theme)
    look = measures.map_view(screen.params)
    found = topics.table(look, screen.filters, screen.stamp.as_of, screen.scope)
    drawn = matrix.heat_map(found, matrix.Look(look.scale, look.shade == "row", screen.is_dark))
    title = topics.title(look, found, screen.stamp.as_of, screen.scope)
    drawn["layout"]["meta"] = pictures.table_and_file(screen, look, found.cells, title, None, of=topics.FILE_OF)
    return drawn, pictures.ranked(screen, found)


@callback(
    Output("heat-map-moments", "figure"),
    Output(controls.STEPS, "data"),
    Output(controls.RANGE, "max"),
    Output(controls.RANGE, "value"),
    Output("heat-map-player-caption", "children"),
    Input(controls.TIMED, "data"),
    Input(ids.THEME, "data"),
)
def moments(flt: dict[str, str] | None, theme: str | None = None) -> tuple[Any, ...]:
    """The steps of the animation and the one the map stands at; nothing is asked in the other modes."""
    screen = read_screen(flt, scope.current(), theme)
    look = measures.map_view(screen.params)
    if look.mode != "time":
        raise PreventUpdate
    axis = numbers.steps(look, screen.filters, screen.stamp.as_of, screen.scope)
    stands = numbers.current_step(look, axis), numbers.current_step(replace(look, at=""), axis)
    return controls.moments(look, axis, *stands, screen.is_dark)


def _click_sentence(screen: Screen) -> str:
    """What a click has left on the screen, in words."""
    names = [item.text for item in filter_words.active(screen.filters) if item.key in HERE]
    return f"Показано только: {', '.join(names)}." if names else ""


def _worst(screen: Screen) -> list[Any] | None:
    """What is written of most in the chosen place, with its records."""
    found = topics.most_written(screen.filters, screen.scope)
    if found is None:
        return None
    count, href = (
        format.records(found["records"]),
        screen.records_href("records", found["records"], {"topic": found["topic"]}),
    )
    told = dcc.Link(count, href=href, refresh=True) if href else count
    return [f"Чаще всего пишут: «{found['topic_label']}» — ", told, "."]
