"""«Проблемные точки»: where is it really worse than chance, what made the growth, who keeps quiet, what to ask people
about? Asked by the head of the district and the curator.
"""

from typing import Any

from dash import Input, Output, callback, dcc, html, register_page
from dash.development.base_component import Component

from access import scope
from answers import map_layers
from answers import notices as frames
from answers.hotspots import growth, polls, silence, weeks
from answers.hotspots import list as spots
from answers.hotspots import sentences as words
from components import address, cards, empty_reason, ids, segments, shell, states
from components.hotspots import growth as hotspot_growth
from components.hotspots import list as hotspot_list
from components.hotspots import polls as hotspot_polls
from components.hotspots import silence as hotspot_silence
from components.question import Question, Screen, read_screen
from data.filters import Filters
from data.metrics import members
from data.settings import current
from deeds import notices, problem_card
from words import format

PATH, TITLE = "/hotspots", "Проблемные точки"
register_page(
    __name__,
    path=PATH,
    name=TITLE,
    title=f"{TITLE} · МЦУ",
    order=1.5,
    icon="hotspots",
    section="picture",
    needs="records",
)

VIEWS = {"list": "Точки", "growth": "Что дало рост", "silence": "Кто молчит", "polls": "Кандидаты в опрос"}
AGAINST = {"previous": "С прошлым периодом", "year": "С прошлым годом"}
WINDOWS = {"": "Весь период", "4": "4 недели", "12": "12 недель", "26": "26 недель", "52": "52 недели"}
SPLITS = {
    "cause": "По причинам",
    "topic": "По темам",
    "pair": "Тема и место",
    "place": "По местам",
    "channel": "По каналам",
}
SPOT = ids.param("spot")  # the row of the list that is open, by its key
BLIND = (
    "Вам открыты только округлённые итоги, малые числа скрыты. Этот вид построен на малых числах: по округлённым он "
    "указал бы не на те сёла."
)


@address.reads(
    view=address.choice(VIEWS),
    against=address.choice(AGAINST),
    split=address.choice(SPLITS),
    weeks=address.choice(WINDOWS),
    spot=address.ANY,
    **{f"w_{name}": address.WEIGHT for name in polls.MEASURES},
)
def layout(view: str = "", **params: Any) -> Component:
    """The screen; nothing is asked here."""
    known = {"against": AGAINST, "split": SPLITS, "weeks": WINDOWS}
    *growing, windows = [segments.switch(key, values, str(params.get(key, ""))) for key, values in known.items()]
    shown = view if view in VIEWS else next(iter(VIEWS))
    sliders = hotspot_polls.sliders(polls.weights(params), polls.DEFAULT_WEIGHTS)
    return shell.screen(
        {"view": view, **params},
        "Проблемные точки",
        "Где хуже, чем бывает случайно, что дало рост, кто молчит и о чём спросить людей.",
        [
            segments.bar("view", VIEWS, view),
            html.Div(windows, id="hotspots-windows", className="toolbar", hidden=shown != "list"),
            dcc.Input(type="hidden", id=SPOT, value=str(params.get("spot", ""))),
            html.Div(growing, id="hotspots-growing", className="toolbar", hidden=shown != "growth"),
            html.Div(sliders, id="hotspots-weights", hidden=shown != "polls"),
            html.Div(states.skeleton(560), id="hotspots-body", className="screen__body"),
        ],
    )


hotspot_list.click_to_open(SPOT)


@callback(
    Output("hotspots-body", "children"),
    Output("hotspots-growing", "hidden"),
    Output("hotspots-weights", "hidden"),
    Output("hotspots-windows", "hidden"),
    Input(ids.FLT, "data"),
    Input(ids.THEME, "data"),
)
def answer(flt: dict[str, str] | None, theme: str | None = None) -> tuple[Any, bool, bool, bool]:
    """The chosen view; the others are not asked for."""
    screen = read_screen(flt, scope.current(), theme)
    view = screen.param("view", tuple(VIEWS))
    return _body(screen, view), view != "growth", view != "polls", view != "list"


def _body(screen: Screen, view: str) -> Any:
    if screen.scope.hides_small_cells:
        return cards.card(VIEWS[view], BLIND, wide=True)
    ahead = empty_reason.not_yet(screen, PATH)
    if ahead is not None:
        return ahead
    # A bridge stands over the period as it is asked; the other views over whole weeks.
    looked = screen.filters if view == "growth" else _window(screen).of(screen.filters)
    found = screen.over(looked).query(["records"])
    is_empty = screen.scope.closes(screen.filters) or (view != "silence" and not found["records"].iloc[0])
    return empty_reason.why(screen, PATH) if is_empty else _DRAWN[view](screen)


def _window(screen: Screen) -> weeks.Window:
    """The switch of windows belongs to the list."""
    chosen = screen.params.get("weeks", "") if screen.param("view", tuple(VIEWS)) == "list" else ""
    return spots.window(screen.filters, screen.stamp.as_of, chosen)


def _list(screen: Screen) -> list[Any]:
    found = spots.hotspots(screen.filters, screen.scope, _window(screen))
    if screen.filters == Filters() and not screen.params.get("weeks"):  # over everything: this may call for attention
        notices.keep_found(frames.of_hotspots(found, screen.filters, screen.scope))
    frame, others = found.rows(spots.HOTSPOT), found.frame[found.frame["verdict"] != spots.HOTSPOT]
    warned = hotspot_list.warning(words.power(found.ground))
    watch = hotspot_list.watch_table(screen, others, words.few_note())
    asked = screen.params.get("spot", "")
    if frame.empty:
        odd = address.line("spot", asked, "что видно без неё") if asked else None
        return [odd, warned, *hotspot_list.empty(screen, words.nothing(found), watch)]
    chosen = screen.param("spot", list(frame["key"]))
    opened = frame[frame["key"] == chosen].iloc[0].to_dict()
    timeline = spots.timeline(found.ground, opened)
    known = problem_card.about(opened["topic"], opened["places"])
    problems: Any = [known if key == chosen else [] for key in frame["key"]]
    frame = frame.assign(problems=problems)
    land = map_layers.layers(current())
    sight = hotspot_list.sight(screen, frame, chosen, members("place", screen.filters), land)
    said = hotspot_growth.main_cause(words.headline(found), words.certainty(found))
    odd = address.line("spot", asked, "первая точка") if asked and asked != chosen else None
    return [odd, said, warned, hotspot_list.board(screen, frame, chosen, timeline, watch, sight)]


def _growth(screen: Screen) -> list[Component]:
    found = growth.change(screen.filters, screen.scope, screen.stamp.as_of, screen.param("against", tuple(AGAINST)))
    if isinstance(found, str):
        return [hotspot_growth.refusal_card(found)]
    steps = growth.steps(found, screen.param("split", tuple(SPLITS)))
    names = format.period(*found.before), format.period(*found.now)
    question: Question = (["records"], list(growth.PARTS))
    ends = found.growth.before, found.growth.after
    said = hotspot_growth.main_cause(growth.sentence(found), growth.certainty(found), growth.bounds(found))
    return [said, hotspot_growth.card(screen, steps, ends, names, question)]


def _silence(screen: Screen) -> list[Component]:
    window = _window(screen)
    ask = (screen.filters, screen.scope, window)
    frame = silence.places(*ask)
    if frame.empty:
        return [empty_reason.why(screen, PATH)]
    return [
        hotspot_silence.headline(frame, min(window.weeks, int(frame["known_weeks"].iloc[0]))),
        hotspot_silence.places(screen.over(window.of(screen.filters)), frame),
        hotspot_silence.unseen_problems(silence.signal(*ask)),
    ]


def _polls(screen: Screen) -> list[Component]:
    weights, window = polls.weights(screen.params), _window(screen)
    frame = polls.candidates(screen.filters, screen.scope, window, weights)
    open_ones, barred = frame[frame["excluded"] == ""], frame[frame["excluded"] != ""]
    looked = screen.over(window.of(screen.filters))
    return [hotspot_polls.candidates_table(looked, open_ones, weights, polls.TOP), hotspot_polls.excluded_table(barred)]


_DRAWN = {"list": _list, "growth": _growth, "silence": _silence, "polls": _polls}
