"""«Опросы»: which polls are there, which wait for somebody, and what to ask residents about next? Asked by the curator
and by who keeps ПОС.
"""

from typing import Any

import pandas as pd
from dash import ALL, Input, Output, State, callback, dcc, html, no_update, register_page
from dash.development.base_component import Component

from access import scope
from answers.hotspots import weeks
from answers.polls import listed, priorities
from components import address, buttons, cards, ids, segments, shell, states
from components.polls import candidates, lists
from components.question import Screen, read_screen
from data.decisions.polls.read import STATES
from data.errors import FilterError
from data.filters import Filters
from data.metrics import stamp
from deeds import polls
from reports import xlsx

PATH, TITLE = "/polls", "Опросы"
register_page(
    __name__,
    path=PATH,
    name=TITLE,
    title=f"{TITLE} · МЦУ",
    order=1.7,
    icon="satisfaction",
    section="decisions",
    needs="data",
)
VIEWS = {"list": "Опросы", "next": "О чём спросить"}
_FILE = "polls-file"
BLIND = (
    "Вам открыты только округлённые итоги, а порядок кандидатов построен на малых числах: по округлённым он указал бы "
    "не на те сёла."
)
NOTHING = "Ваш вход не открывает записей и опросов."


@address.reads(view=address.choice(VIEWS), **{f"w_{name}": address.WEIGHT for name in priorities.MEASURES})
def layout(view: str = "", **params: Any) -> Component:
    """The screen; nothing is asked here."""
    sliders = candidates.sliders(priorities.weights(params), priorities.DEFAULT_WEIGHTS)
    return shell.screen(
        {"view": view, **params},
        TITLE,
        "О чём жителей спросили, что они ответили, что решили — и о чём спросить теперь.",
        [
            segments.bar("view", VIEWS, view),
            html.Div(sliders, id="polls-weights", hidden=view != "next"),
            html.Div(states.skeleton(420), id="polls-body", className="screen__body"),
            dcc.Download(id=_FILE),
        ],
        of_records=False,
    )


@callback(
    Output("polls-body", "children"),
    Output("polls-weights", "hidden"),
    Input(ids.FLT, "data"),
    Input(ids.THEME, "data"),
)
def answer(flt: dict[str, str] | None, theme: str | None = None) -> tuple[Any, bool]:
    """The chosen view; the other is not asked for."""
    screen = read_screen(flt, scope.current(), theme)
    view = screen.param("view", tuple(VIEWS))
    return (_next(screen) if view == "next" else _list()), view != "next"


def _list() -> Any:
    if (counts := polls.totals()) is not None:
        return lists.totals({STATES[state]: count for state, count in counts.items()})
    if not scope.current().grants or scope.current().hides_small_cells:
        return cards.card(TITLE, html.P(NOTHING if not scope.current().grants else BLIND, className="card__note"))
    today = polls.today()
    due = lists.due(listed.rows(polls.due(today), today)) if polls.may_edit() else None
    return [one for one in (due, lists.listed(listed.rows(polls.listed(), today), may=polls.may_edit())) if one]


def _next(screen: Screen) -> Any:
    if screen.scope.hides_small_cells or not screen.scope.grants:
        return cards.card(VIEWS["next"], html.P(BLIND if screen.scope.grants else NOTHING, className="card__note"))
    frame = _candidates(screen)
    open_ones, barred = frame[frame["excluded"] == ""], frame[frame["excluded"] != ""]
    may = polls.may_edit()
    return [candidates.table(open_ones, priorities.ASSUMED, may=may, href=screen.href), candidates.excluded(barred)]


def _candidates(screen: Screen) -> pd.DataFrame:
    window = weeks.window(screen.filters, screen.stamp.as_of)
    return priorities.candidates(screen.filters, screen.scope, window, priorities.weights(screen.params))


@callback(
    Output(_FILE, "data"),
    Input(lists.file(ALL), "n_clicks"),
    State(ids.FLT, "data"),
    prevent_initial_call=True,
)
def save_file(_clicks: Any, flt: dict[str, str] | None) -> Any:
    """The table whose XLSX is asked for; buttons that were merely drawn ask for nothing."""
    pressed = buttons.pressed()
    if pressed is None:
        return no_update
    key = str(pressed.id["key"])
    if key not in VIEWS:
        raise FilterError("Такой таблицы нет. Обновите страницу.")
    screen = read_screen(flt, scope.current())
    name = f"{VIEWS[key].lower()}.xlsx"
    polls.export(name)
    return xlsx.download(name, _sheet(screen, key))


def _sheet(screen: Screen, key: str) -> bytes:
    if key == "next":
        return xlsx.workbook(_candidates(screen), priorities.COLUMNS, VIEWS[key], screen.subtitle, screen.stamp)
    frame = listed.rows(polls.listed(), polls.today())
    return xlsx.workbook(frame, listed.COLUMNS, VIEWS[key], "без фильтров", stamp(Filters()))
