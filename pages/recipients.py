"""«Получатели»: who answers how many, in time and fully; can one tell them apart? Asked by the Head and the curator."""

from functools import partial
from typing import Any

import pandas as pd
import plotly.graph_objects as go
from dash import MATCH, Input, Output, State, dcc, html, no_update, register_page
from dash.development.base_component import Component

from access import person, scope
from access.roles import Right
from answers import ranks
from answers.frames import with_short_names
from answers.rating import ask, compared, funnel, sheet
from answers.rating.standing import INDEX
from answers.table import when
from components import address, chart_card, empty_reason, ids, received, segments, shell, states
from components.columns import table_columns
from components.figures import dots
from components.filter_bar import click_to_filter
from components.plain_html import callback
from components.question import Screen, read_screen
from components.recipients import funnel as funnel_table
from components.recipients import table as league_table
from components.register import table
from data.metrics import METRICS, members
from data.settings import current
from deeds import corrections

PATH, TITLE, PROFILES = "/recipients", "Получатели", "/recipients/profiles"
register_page(
    __name__, path=PATH, name=TITLE, title=f"{TITLE} · МЦУ", order=3, icon="recipients", section="answers", needs="data"
)

VIEWS = {"table": "Рейтинг", "funnel": "Воронка"}
PEERS = {"": "Все виды"} | {code: words[0].upper() + words[1:] for code, words in ranks.KINDS.items()}
AXES = {"index": INDEX.label} | {
    name: METRICS[name].label
    for name in (
        "on_time_share", "records", "completeness", "resolution_median_days", "overdue_now", "repeat_share",
        "satisfied_share",
    )
}  # fmt: skip
SHARES = {name: METRICS[name].label for name in sheet.SHARES}
_OWN = ("peers", "through", "view", "axis", "share")


@address.reads(
    view=address.choice(VIEWS),
    axis=address.choice(AXES),
    peers=address.choice(PEERS),
    through=address.choice(ask.THROUGH),
    share=address.choice(SHARES),
)
def layout(view: str = "table", axis: str = "index", **params: Any) -> Component:
    """The screen; of the store only the names of profiles are asked."""
    switches = [segments.switch(key, known, str(params.get(key, ""))) for key, known in _SWITCHES.items()]
    return shell.screen(
        {"view": view, "axis": axis, **params},
        TITLE,
        "Кто сколько получает, соблюдает ли сроки и полно ли отвечает — среди тех, кто делает такую же работу.",
        [
            segments.bar("view", VIEWS, view),
            html.Div(switches, id="recipients-peers", className="toolbar"),
            html.Div(segments.bar("axis", AXES, axis), id="recipients-axes"),
            html.Div(segments.bar("share", SHARES, str(params.get("share", ""))), id="recipients-shares"),
            html.Div(id="recipients-nothing"),
            html.Div(states.skeleton(600), id="recipients-table", className="screen__body"),
            html.Div(_dots_card(), id="recipients-chart"),
        ],
        actions=[
            *_sheets(),
            dcc.Link("Профили и веса", href=PROFILES, className="button", refresh=True),
        ],
        path=PATH,
    )


SHEETS = "Лист и таблица срочных записей каждого получателя за последнюю целую неделю; составляются до минуты"
_SWITCHES = {"peers": PEERS, "through": ask.THROUGH}


def _sheets() -> list[Component]:
    """The sheets of the last week, for who may take files out."""
    asker = person.current()
    if asker is None or not asker.may(Right.EXPORT):
        return []
    return [html.A("Листы за неделю, ZIP", href="/export/sheets.zip", className="button", title=SHEETS)]


def _dots_card() -> Component:
    return chart_card.chart_card("recipients-dots", "Получатели", height=320, note=league_table.DOTS_NOTE, wide=True)


click_to_filter("recipients-dots", ["recipient"])


@callback(
    Output("recipients-dots", "figure"),
    Output("recipients-table", "children"),
    Output("recipients-nothing", "children"),
    Output("recipients-chart", "hidden"),
    Output("recipients-axes", "hidden"),
    Output("recipients-shares", "hidden"),
    Input(ids.FLT, "data"),
    Input(ids.THEME, "data"),
)
def answer(flt: dict[str, str] | None, theme: str | None = None) -> tuple[Any, ...]:
    """Everything of the chosen view at once; the other views are not asked for."""
    screen = read_screen(flt, scope.current(), theme)
    view = screen.param("view", tuple(VIEWS))
    hidden = (view != "table", view != "table", view != "funnel")
    narrowed = ask.through(screen.filters, screen.param("through", tuple(ask.THROUGH)))
    asked = screen if narrowed is None else screen.over(narrowed)
    closed = empty_reason.closed_to(screen, PATH)
    if closed is not None or narrowed is None:
        return dots.intervals(pd.DataFrame(), "", INDEX), None, closed or league_table.no_channel(), *hidden
    return *_DRAWN[view](asked), *hidden


def _asked(screen: Screen) -> ask.Asked:
    before = ask.period_before(screen.filters, screen.scope, screen.stamp.as_of)
    kind = screen.param("peers", tuple(PEERS))
    return ask.Asked(screen.filters, before, screen.scope, screen.stamp.as_of, kind)


def _table(screen: Screen) -> tuple[go.Figure, Any, Any]:
    axis = screen.param("axis", tuple(AXES))
    axis = "on_time_share" if axis == "index" and not ask.tells_index(screen.scope) else axis
    asked, (profile, is_told) = _asked(screen), ask.own_profile(current())
    found = ask.rating(asked, profile, _metrics(axis))
    listed = ask.rows(found, axis)
    if listed.empty:
        return dots.intervals(listed, "", INDEX), None, empty_reason.why(screen, PATH)
    frame = with_short_names(listed, "recipient", members("recipient", screen.filters))
    drawn = league_table.drawn(axis)
    lines = ask.steps(asked, drawn, in_months=screen.in_months)
    card = league_table.card(screen, frame, lines, drawn, _xlsx(screen))
    notes = league_table.said(found.league, ranks.short_names(screen.filters), _doubts(screen, is_told=is_told))
    return _dots(screen, frame, axis, profile), [notes, card], None


def _doubts(screen: Screen, *, is_told: bool) -> list[str]:
    if ask.tells_index(screen.scope):
        return ask.doubts(current(), is_told=is_told)
    return [] if screen.scope.hides_small_cells else [league_table.OF_ALL]


def _metrics(axis: str) -> list[str]:
    """What the table and the chart need: a median is asked for where it is the axis."""
    return [name for name in sheet.METRICS_OF_TABLE if METRICS[name].kind != "quantile" or name == axis]


def _dots(screen: Screen, frame: pd.DataFrame, axis: str, profile: compared.Profile) -> go.Figure:
    declared = METRICS.get(axis, INDEX)
    day = when(axis, (), screen.stamp.as_of) if axis in METRICS else ""
    figure = dots.intervals(frame, "recipient_short", declared, code="recipient", day=day, dark=screen.is_dark)
    title = " ".join(filter(None, (f"Получатели: {declared.label}", day)))
    question = ask.question(profile, _metrics(axis))
    name, *others = table_columns(*question, screen.stamp.as_of)
    columns = [name, *([] if axis in METRICS else league_table.index_columns()), *others]
    drawn = screen.chart(figure, title, frame, question, columns)
    return drawn.update_layout(meta=drawn.layout.meta | {"xlsx": _xlsx(screen)})


def _funnel(screen: Screen) -> tuple[go.Figure, Any, Any]:
    blank, share = dots.intervals(pd.DataFrame(), "", INDEX), screen.param("share", tuple(SHARES))
    found = funnel.of(ask.alone(_asked(screen), share), share)
    if found is None:
        return blank, None, funnel_table.rounded() if screen.in_months else _no_funnel(screen)
    names = ranks.short_names(screen.filters)
    return blank, funnel_table.body(screen, found, names, partial(_xlsx, screen)), None


def _no_funnel(screen: Screen) -> Any:
    """Records without one observation of the share are there, and say so; no records have their own reasons."""
    if not ask.tells_index(screen.scope):
        return states.empty("Воронку видит куратор.", league_table.OF_ALL)
    count = screen.query(["records"])["records"].iloc[0]
    return funnel_table.nothing() if count > 0 else empty_reason.why(screen, PATH)


_DRAWN = {"table": _table, "funnel": _funnel}


@callback(
    Output({"type": table.ACCEPTED, "index": MATCH}, "children"),
    Input({"type": table.ACCEPT, "index": MATCH}, "n_clicks"),
    State({"type": table.ACCEPT, "index": MATCH}, "id"),
    prevent_initial_call=True,
)
def accept(clicks: int | None, asked: dict[str, str]) -> Any:
    """The better addressee proposed on a record's card, accepted in one click."""
    if not clicks:
        return no_update
    record, question = received.numbers(asked["index"], 2)
    return table.accepted(corrections.accept_addressee(record, question))


def _xlsx(screen: Screen, **other: str) -> str:
    own = {key: value for key, value in screen.params.items() if key in _OWN} | other
    return screen.href("/export/recipients.xlsx", **own)
