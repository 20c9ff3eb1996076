"""«Проблемные точки»: what made the growth, who keeps quiet, what to ask people about? Asked by the head of the
district and the curator.
"""

from typing import Any

from dash import Input, Output, callback, html, register_page
from dash.development.base_component import Component

from access import scope
from analysis.priority import DEFAULT_WEIGHTS
from components import (
    cards,
    format,
    hotspot_growth,
    hotspot_polls,
    hotspot_silence,
    ids,
    nothing,
    segments,
    shell,
    states,
)
from components.asked import Asked, Question, read
from data.metrics import query
from reports import hotspot_growth as growth
from reports import hotspot_polls as polls
from reports import hotspot_silence as silence
from reports import hotspot_weeks as weeks

PATH = "/hotspots"
register_page(__name__, path=PATH, name="Проблемные точки", title="Проблемные точки · МЦУ", order=1.5, icon="hotspots")

VIEWS = {"growth": "Что дало рост", "silence": "Кто молчит", "polls": "Кандидаты в опрос"}
AGAINST = {"previous": "С прошлым периодом", "year": "С прошлым годом"}
SPLITS = {"topic": "По темам", "pair": "Тема и место", "place": "По местам", "channel": "По каналам"}
BLIND = (
    "Вам открыты только округлённые итоги, малые числа скрыты. Этот вид построен на малых числах: по округлённым он "
    "указал бы не на те сёла."
)


def layout(view: str = "", against: str = "", split: str = "", **params: Any) -> Component:
    """The screen; nothing is asked here."""
    growing = [segments.switch("against", AGAINST, against), segments.switch("split", SPLITS, split)]
    sliders = hotspot_polls.sliders(polls.weights(params), DEFAULT_WEIGHTS)
    return shell.screen(
        {"view": view, "against": against, "split": split, **params},
        "Проблемные точки",
        "Что дало рост, кто молчит и о чём спросить людей. Малые числа не выдаём за проблему.",
        [
            segments.bar("view", VIEWS, view),
            html.Div(growing, id="hotspots-growing", className="toolbar"),
            html.Div(sliders, id="hotspots-weights"),
            html.Div(states.skeleton(560), id="hotspots-body", className="screen__body"),
        ],
    )


@callback(
    Output("hotspots-body", "children"),
    Output("hotspots-growing", "hidden"),
    Output("hotspots-weights", "hidden"),
    Input(ids.FLT, "data"),
    Input(ids.THEME, "data"),
)
def answer(flt: dict[str, str] | None, theme: str | None = None) -> tuple[Any, bool, bool]:
    """The chosen view; the others are not asked for."""
    asked = read(flt, theme)
    view = asked.param("view", tuple(VIEWS))
    # A bridge stands over the period as it is asked; the other views over whole weeks.
    window = weeks.window(asked.filters, asked.stamp.as_of)
    looked = asked.filters if view == "growth" else window.of(asked.filters)
    found = query(["records"], (), looked, scope.current())
    is_empty = view != "silence" and not found["records"].iloc[0]
    body = [nothing.why(asked, scope.current(), PATH)] if is_empty else _DRAWN[view](asked)
    return body, view != "growth", view != "polls"


def _growth(asked: Asked) -> list[Component]:
    found = growth.change(asked.filters, scope.current(), asked.stamp.as_of, asked.param("against", tuple(AGAINST)))
    if isinstance(found, str):
        return [hotspot_growth.refused(found)]
    steps = growth.steps(found, asked.param("split", tuple(SPLITS)))
    names = format.period(*found.before), format.period(*found.now)
    question: Question = (["records"], list(growth.PARTS))
    ends = found.growth.before, found.growth.after
    said = hotspot_growth.said(growth.sentence(found), growth.certainty(found))
    return [said, hotspot_growth.card(asked, steps, ends, names, question)]


def _silence(asked: Asked) -> list[Component]:
    if scope.current().hides_small_cells:
        return [_blind(VIEWS["silence"])]
    ask = (asked.filters, scope.current(), weeks.window(asked.filters, asked.stamp.as_of))
    frame = silence.places(*ask)
    if frame.empty:
        return [nothing.why(asked, scope.current(), PATH)]
    return [
        hotspot_silence.headline(frame, min(ask[2].weeks, int(frame["known_weeks"].iloc[0]))),
        hotspot_silence.places(asked, frame),
        hotspot_silence.told(silence.signal(*ask)),
    ]


def _polls(asked: Asked) -> list[Component]:
    if scope.current().hides_small_cells:
        return [_blind(VIEWS["polls"])]
    weights = polls.weights(asked.params)
    window = weeks.window(asked.filters, asked.stamp.as_of)
    frame = polls.candidates(asked.filters, scope.current(), window, weights)
    open_ones, barred = frame[frame["excluded"] == ""], frame[frame["excluded"] != ""]
    return [hotspot_polls.ranking(asked, open_ones, weights, polls.TOP), hotspot_polls.barred(barred)]


def _blind(title: str) -> Component:
    return cards.card(title, BLIND, wide=True)


_DRAWN = {"growth": _growth, "silence": _silence, "polls": _polls}
