"""«Сводка»: what hurts, where, who is late, what has changed, what needs a decision today? Asked by the Head and the
curator every morning, for ten seconds.
"""

from typing import Any

import plotly.graph_objects as go
from dash import Input, Output, dcc, html, register_page
from dash.development.base_component import Component

from access import person, scope
from answers import gist, season
from answers import summary as told
from answers.frames import only_row, with_change
from answers.heat_map import territories
from components import cards, chart_card, empty_reason, first_steps, freshness, ids, kpis, sentence_cards, shell, states
from components import gist as gist_card
from components.columns import cell_column, link_column, opening_column, text_column, with_cells
from components.figures import flow
from components.plain_html import callback
from components.question import Question, Screen, read_screen
from components.tables import Column
from data.metrics.freshness import Freshness, freshness_today
from data.settings import current
from deeds import first_steps as way
from deeds import notes
from words import format, texts

PATH = "/"
register_page(
    __name__, path=PATH, name="Сводка", title="Сводка · МЦУ", order=0, icon="summary", section="picture", needs="data"
)

KPIS = (
    "records",
    "open_now",
    "overdue_now",
    "burning_now",
    "on_time_share",
    "resolution_median_days",
    "satisfied_share",
)
MOST = 3
"""Rows of a table here: the rest are a click away."""
FLOW_PX, EVENTS_PX, FLOW_CHANNELS = 172, 18, 3
"""Of the chart: its height, what labels of events take of it, and the channels it names; the others are one series."""
LEADS_TO = {"on_time_share": "/deadlines"}
TOPICS: Question = (["records"], ["topic"])
SEASON_OF = ("topic", "records")
TOPICS_NOTE = f"{MOST} самых частых за период, все — в файле."
NO_YEAR = "Год назад данных нет: сезон от роста не отличить."
YEAR_WORDS = "«К году назад» — к {same} год назад: так рост виден без сезона."
YEAR_NOTE = "Если здесь изменения нет, то к прошлому периоду изменился сезон."
AREAS_HOW = "Под числом — где оно лежит почти наверняка. Записи без поселения — на карте и в файле."
AREAS: Question = (told.AREAS, ["municipality"])


def layout(**params: Any) -> Component:
    """The screen; in a new installation what is left to do stands first."""
    steps = way.steps() if person.current() is not None else []
    return shell.screen(
        params,
        "Сводка",
        "Что болит, где, кто опаздывает, что изменилось и что решить сегодня.",
        [
            html.Div(states.skeleton(340), id="summary-kpis"),
            html.Div(
                [
                    chart_card.chart_card("summary-flow", "Поток записей", height=FLOW_PX),
                    html.Div(id="summary-gist", className="summary-gist"),
                ],
                className="card-grid summary-row",
            ),
            html.Div(id="summary-tables", className="screen__body"),
        ],
        path=PATH,
        way=first_steps.way(steps),
        actions=_slides(),
    )


def _slides() -> list[Component]:
    """The way to the meeting's slides, for whom the note of the week is open."""
    is_open = person.current() is not None and notes.may_see()
    return [dcc.Link("Слайды", href="/slides", className="button")] if is_open else []


@callback(
    Output("summary-kpis", "children"),
    Output("summary-flow", "figure"),
    Output("summary-gist", "children"),
    Output("summary-tables", "children"),
    Input(ids.FLT, "data"),
    Input(ids.THEME, "data"),
)
def answer(flt: dict[str, str] | None, theme: str | None = None) -> tuple[Component, go.Figure, Any, Any]:
    """Everything on the screen at once."""
    screen = read_screen(flt, scope.current(), theme)
    closed = empty_reason.closed_to(screen, PATH)
    if closed is not None:
        return closed, _flow(screen), [], []
    now = only_row(screen.query(KPIS, intervals=True))
    if not now["records"] and not now["open_now"]:
        return empty_reason.why(screen, PATH), _flow(screen), [], []
    return _kpis(screen, now), _flow(screen), _gist(screen), _tables(screen)


def _kpis(screen: Screen, now: dict[str, Any]) -> Component:
    row = kpis.row(screen, KPIS, now, {code: screen.href(path) for code, path in LEADS_TO.items()})
    stale = freshness.notice(_fresh(screen), screen.filters, is_grey=False)
    asked = told.Asked(screen.filters, screen.scope, screen.stamp.as_of, screen.opens_records, now)
    return html.Div([stale, sentence_cards.row(told.cards(asked)), _against(screen), row], className="screen__body")


def _against(screen: Screen) -> Component | None:
    """What the arrows of the figures are held against."""
    earlier = screen.before()
    if earlier is None:
        return None
    days = format.period(*earlier.filters.span(screen.stamp.as_of))
    return html.P(f"Стрелки — к прошлому периоду, {days}.", className="card__note")


def _flow(screen: Screen) -> go.Figure:
    question: Question = (["records"], [screen.step, "channel"])
    frame = screen.query(*question, fill=True)
    figure = flow.stacked_bars(
        frame, screen.step, "channel", most=FLOW_CHANNELS, opens=screen.records_href, dark=screen.is_dark
    )
    figure.update_layout(height=FLOW_PX - EVENTS_PX)
    return screen.chart(figure, f"Поток по {texts.STEPS[screen.step]} и каналам", frame, question)


def _tables(screen: Screen) -> list[Component]:
    beside = html.Div([_topics(screen), _sources(screen)], className="summary-beside")
    return [cards.grid([beside, _areas(screen)])]


def _gist(screen: Screen) -> list[Component]:
    """For whom records are open: what they say in citizens' own words."""
    if not screen.scope.may_open_records:
        return []
    return [gist_card.card(screen, gist.of_records(screen.filters, screen.scope))]


def _topics(screen: Screen) -> Component:
    earlier = screen.before()
    now = screen.query(*TOPICS).sort_values("records", ascending=False, kind="stable")
    before = None if earlier is None else earlier.query(*TOPICS)
    years = season.known_years(screen.filters, screen.scope, screen.stamp.as_of)
    asked = [screen.over(one).query(*TOPICS) for one in years]
    out = season.events_out(years, screen.scope, screen.stamp.as_of)
    usual = season.norm_years(TOPICS, years, screen.scope, screen.stamp.as_of, "topic") if out else None
    frame = season.with_season(with_change(now, before, "topic", "records"), asked, *SEASON_OF, usual)
    opened = screen.with_records_link(frame, ["records"], "topic")
    shown = screen.with_link_column(opened.head(MOST), "topic", "topic", "/register")
    same = "тем же месяцам" if screen.in_months else "тем же неделям"
    how = " ".join(filter(None, (YEAR_WORDS.format(same=same) if years else NO_YEAR, out)))
    columns = [link_column("topic"), opening_column("records"), *_changes(len(years))]
    return screen.table("Главные темы", shown, columns, TOPICS, note=TOPICS_NOTE, how=how)


def _changes(years: int) -> list[Column]:
    """Against the preceding window, the same weeks a year ago and, where two years are known, their norm."""
    columns = [
        text_column(
            "change_text", "К прошлому периоду", "Изменение к предыдущему периоду той же длины.", order="change"
        ),
        text_column("year_text", "К году назад", YEAR_NOTE, order="year"),
    ]
    norm = text_column("norm_text", "К норме", "Норма сезона — среднее того же времени двух прошлых лет.", order="norm")
    return [*columns, norm] if years == season.YEARS else columns


def _areas(screen: Screen) -> Component:
    found = screen.query(*AREAS, intervals=True)
    every = territories.complete(found, AREAS[0], "municipality", screen.filters, screen.scope)
    frame = every.sort_values("records", ascending=False, kind="stable")
    opened = screen.with_records_link(with_cells(frame, "per_1000", "on_time_share"), ["records"], "municipality")
    known = opened.dropna(subset=["municipality"]).head(MOST)
    shown = screen.with_link_column(known, "municipality", "municipality", "/heat-map")
    columns = [
        link_column("municipality"),
        opening_column("records"),
        cell_column("per_1000"),
        cell_column("on_time_share"),
    ]
    note = f"{MOST} самых частых за период, все — на карте и в файле."
    return screen.table("Поселения", shown, columns, AREAS, note=note, how=AREAS_HOW)


def _sources(screen: Screen) -> Component:
    table = freshness.table(_fresh(screen), screen.scope, screen.filters)
    head = html.Summary("Свежесть источников: до какого дня дошли выгрузки", className="card__title")
    return html.Details([head, table], className="card folded")


def _fresh(screen: Screen) -> list[Freshness]:
    return freshness_today(screen.stamp.sources, current())
