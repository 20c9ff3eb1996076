"""The controls of the heat map: what is shown, by which measure, in which scale, and the player of periods.

Every choice is a parameter of the URL (`answers.heat_map.measures.MapView`). What a mode does not use is hidden by
its class. The browser's half is assets/57-heat-map.js.
"""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

import pandas as pd
import plotly.graph_objects as go
from dash import ALL, ClientsideFunction, Input, Output, State, clientside_callback, dcc, html
from dash.development.base_component import Component

from answers.heat_map.measures import KNOWN, MEASURES, SHOWN, MapView
from components import chart_card, ids, theme
from components.attributes import html_attributes
from components.figures import map_timeline
from words import format, texts

WORDS: dict[str, dict[str, str]] = {
    "mode": {"map": "Карта", "time": "Во времени", "topics": "По группам тем", "compare": "Два периода"},
    "scale": {"even": "Шкала ровная", "quantile": "Шкала поровну мест"},
    "cells": {"municipality": "Поселения", "place": "Населённые пункты"},
    "against": {"previous": "С прошлым периодом", "year": "С прошлым годом"},
    "step": {"month": "По месяцам", "week": "По неделям"},
    "shade": {"table": "Цвет по всей таблице", "row": "Цвет по строкам"},
    "measure": {code: MEASURES[code].declared.short_label for code in SHOWN},
}
TITLES = {
    "mode": "Вид карты",
    "measure": "Показатель",
    "scale": "Шкала цвета",
    "cells": "Ячейки",
    "against": "С чем сравнить",
    "step": "Шаг времени",
    "shade": "Цвет таблицы",
}
CONTROLS, PLAYER, PLAY, RANGE, STEPS, TIMED = (
    f"heat-map-{name}" for name in ("controls", "player", "play", "range", "steps", "timed")
)


def controls(look: MapView) -> Component:
    """The switches in the state of `map_view`."""
    return html.Div(
        [
            _switch("mode", look),
            *(_choice(key, look) for key in ("measure", "step", "against", "cells", "scale")),
            dcc.Input(id=ids.param("at", ""), type="hidden", value=look.at),
        ],
        id=CONTROLS,
        className=class_name(look.mode),
    )


def shade(look: MapView) -> Component:
    """Whether the matrix is coloured as a whole or every row by itself; it stands on the card of the matrix."""
    return _switch("shade", look)


def class_name(mode: str) -> str:
    """Tells the stylesheet which switches the mode uses."""
    return f"map-controls is-{mode}"


def player(look: MapView) -> Component:
    """Play button, slider and the caption of the step; empty until the server has told the steps."""
    return html.Div(
        [
            html.Button(
                html.Span(className="player__sign"),
                id=PLAY,
                className="player__button",
                type="button",
                title="Показать подряд",
                **html_attributes(aria_label="Показать шаги подряд", aria_pressed="false"),
            ),
            dcc.Input(id=RANGE, type="range", min=0, max=1, step=1, value=0, className="player__range"),
            html.Div(id=f"{PLAYER}-caption", className="player__caption", **html_attributes(aria_live="polite")),
            dcc.Graph(
                id="heat-map-moments",
                config=chart_card.GRAPH_CONFIG,
                className="player__bars",
                style={"height": f"{map_timeline.HEIGHT}px"},
            ),
            dcc.Store(id=STEPS),
        ],
        id=PLAYER,
        className="player",
        hidden=look.mode != "time",
    )


def moments(
    look: MapView, axis: pd.DataFrame, day: date | None, default: date | None, dark: bool
) -> tuple[go.Figure, dict[str, Any], int, int, Any]:
    """Bars, steps for the browser, last position, position and caption of the slider.

    axis: `day`, `records`, `is_whole`; day: where the map stands; default: where it stands without `at` in the URL.
    """
    days = list(axis["day"])
    if day is None:
        return map_timeline.bars([], [], date.min, [], dark=dark), {"days": [], "default": ""}, 0, 0, texts.NO_DATA
    figure = map_timeline.bars(days, list(axis["records"]), day, list(axis["is_whole"]), dark=dark)
    figure.update_layout(template=theme.template(dark))
    known = {"days": [one.isoformat() for one in days], "default": default.isoformat() if default else ""}
    row = axis.iloc[days.index(day)]
    said = [html.Strong(step_text(day, look.step)), html.Span(format.records(row["records"]))]
    cut = [] if row["is_whole"] else [html.Span("неполный шаг", className="no-data")]
    return figure, known, len(days) - 1, days.index(day), [*said, *cut]


def step_text(day: date, step: str) -> str:
    """«октябрь 2026», «16–22.11.2026»."""
    return format.month(day) if step == "month" else format.week(day)


def _switch(key: str, look: MapView) -> Component:
    radio = dcc.RadioItems(
        _options(key), getattr(look, key), id=ids.param(key, KNOWN[key][0]), className="segments", inline=True
    )
    return _named(key, radio)


def _choice(key: str, look: MapView) -> Component:
    """One of several in a list: seven measures side by side would take a row of their own."""
    dropdown = dcc.Dropdown(
        _options(key),
        getattr(look, key),
        id=ids.param(key, KNOWN[key][0]),
        clearable=False,
        searchable=False,
        labels=texts.DROPDOWN,
        maxHeight=360,
    )
    return _named(key, dropdown)


def _options(key: str) -> Any:
    return [{"value": code, "label": WORDS[key][code]} for code in KNOWN[key]]


def _named(key: str, control: Component) -> Component:
    label = html_attributes(aria_label=TITLES[key], title=TITLES[key])
    return html.Div(control, className=f"map-switch map-switch--{key}", role="group", **label)


def box_button() -> Component:
    """Begins a choice by a box; it stands on the map's card."""
    return html.Button(
        "Выбрать рамкой",
        id="heat-map-box",
        className="button",
        type="button",
        title="Обведите на карте несколько населённых пунктов",
        **html_attributes(aria_pressed="false"),
    )


def back_button() -> Component:
    """The way back from what a click has left on the screen."""
    return html.Button("Вернуть весь район и все темы", id="heat-map-back", className="link-button", type="button")


def register_browser_half(narrowed_by: Sequence[str]) -> None:
    """What the browser does by itself. Called at the page's module level, as `filter_bar.click_to_filter` is.

    narrowed_by: URL keys of the filters that the way back empties.
    """
    lists: Any = {"type": "flt-list", "key": ALL}
    clientside_callback(_called("width"), Output("heat-map-width", "data"), Input(ids.THEME, "data"))
    clientside_callback(_called("timed"), Output(TIMED, "data"), Input(ids.FLT, "data"))
    clientside_callback(
        _called("mode"), Output(CONTROLS, "className"), Output(PLAYER, "hidden"), Input(ids.FLT, "data")
    )
    clientside_callback(
        _called("stand"),
        Output(ids.param("at", ""), "value"),
        Input(RANGE, "value"),
        State(STEPS, "data"),
        State(ids.param("at", ""), "value"),
        prevent_initial_call=True,
    )
    clientside_callback(
        f"(clicks) => dash_clientside.mcu_map.back({json.dumps(list(narrowed_by))})",
        Input("heat-map-back", "n_clicks"),
        prevent_initial_call=True,
    )
    clientside_callback(
        _called("box"),
        Output("heat-map-map", "selectedData"),
        Input("heat-map-map", "selectedData"),
        State(lists, "id"),
        prevent_initial_call=True,
    )
    clientside_callback(
        _called("bar"),
        Output("heat-map-moments", "clickData"),
        Input("heat-map-moments", "clickData"),
        State(STEPS, "data"),
        prevent_initial_call=True,
    )


def _called(name: str) -> ClientsideFunction:
    return ClientsideFunction("mcu_map", name)
