"""«Удовлетворённость»: what do applicants say of the answers, who keeps silent, is a quick answer rated better? Asked
by the Head, the curator and whoever answers for a channel.
"""

from typing import Any

import pandas as pd
from dash import Input, Output, html, register_page
from dash.development.base_component import Component

from access import scope
from answers import satisfaction as told
from answers import surveys
from answers.frames import is_told, only_row, with_short_names
from components import address, cards, empty_reason, ids, kpis, segments, shell, states, tables
from components.columns import cell_column, dimension_column, link_column, metric_column, opening_column, with_cells
from components.deadlines import charts
from components.figures import dots, flow
from components.plain_html import callback
from components.question import Question, Screen, read_screen
from components.tables import Column
from data.metrics import METRICS, dimension, members
from data.settings import current
from words import format, texts

PATH, TITLE = "/satisfaction", "Удовлетворённость"
register_page(
    __name__,
    path=PATH,
    name=TITLE,
    title=f"{TITLE} · МЦУ",
    order=3.5,
    icon="satisfaction",
    section="answers",
    needs="data",
)

MEASURES = (told.SHARE, "rating_mean", told.RATED)
BY = ("channel", "topic_group", "recipient", "municipality", "place", "month")
SHORT_NAMED = ("channel", "recipient")
SPEED: Question = ([told.SHARE, "rating_mean", "rated"], ["answered_in"])
MARKS: Question = (["rated"], ["rating", "channel"])
COMPLETENESS: Question = ([told.SHARE, "rating_mean", "rated"], ["hint_band"])
NOT_MEASURED = "Полнота не измерена: в этих записях нет текстов ответов, или срез сделан раньше, чем их стали читать."


@address.reads(
    measure=address.choice({code: METRICS[code].label for code in MEASURES}),
    by=address.choice({code: dimension(code).label for code in BY}),
)
def layout(measure: str = "", by: str = "", **params: Any) -> Component:
    """The screen; nothing is asked here."""
    return shell.screen(
        {"measure": measure, "by": by, **params},
        TITLE,
        "Как заявители оценивают ответы, кто молчит и оценивают ли быстрый ответ выше.",
        [
            segments.bar("measure", {code: METRICS[code].label for code in MEASURES}, measure),
            segments.bar("by", {code: dimension(code).label for code in BY}, by),
            html.Div(states.skeleton(560), id="satisfaction-body", className="screen__body"),
        ],
        path=PATH,
    )


@callback(Output("satisfaction-body", "children"), Input(ids.FLT, "data"), Input(ids.THEME, "data"))
def answer(flt: dict[str, str] | None, theme: str | None = None) -> Any:
    """Everything on the screen at once."""
    screen = read_screen(flt, scope.current(), theme)
    now = only_row(screen.query(told.TOTALS, intervals=True))
    if screen.scope.closes(screen.filters) or not screen.query(["records"])["records"].iloc[0]:
        return empty_reason.why(screen, PATH)
    by, measure = screen.param("by", BY), screen.param("measure", MEASURES)
    found = _named(screen.query(told.TOTALS, [by], intervals=True), by)
    silent = " ".join(filter(None, (told.silence(now), told.who_keeps_silent(found, by))))
    return [
        kpis.row(screen, told.TOTALS, now),
        cards.card("Кто молчит", silent, wide=True) if silent else None,
        _dots(screen, found, measure, by),
        _table(screen, found, measure, by),
        _surveys(screen, by),
        *(
            []
            if screen.scope.hides_small_cells
            else [cards.grid([_speed(screen), _completeness(screen)]), _marks(screen)]
        ),
    ]


def _named(frame: pd.DataFrame, by: str) -> pd.DataFrame:
    return frame.assign(month_label=frame["month"].map(format.month)) if by == "month" else frame


def _ordered(frame: pd.DataFrame, measure: str, by: str) -> pd.DataFrame:
    """Best first, those with few ratings last; months in their order."""
    if frame.empty:
        return frame
    known = frame[frame["rated"].fillna(0).gt(0) | frame[f"{told.RATED}_n"].fillna(0).gt(0)]
    told_first = known.assign(_told=[is_told(METRICS[measure], row) for row in known.to_dict("records")])
    by_value = told_first.sort_values(["_told", measure], ascending=False, na_position="last").drop(columns="_told")
    return known if dimension(by).is_time else by_value


def _dots(screen: Screen, found: pd.DataFrame, measure: str, by: str) -> Component:
    question: Question = (list(told.TOTALS), [by])
    frame, name = _ordered(found, measure, by), f"{by}_label"
    frame = frame if measure == told.RATED else frame[frame[measure].notna()]
    if by in SHORT_NAMED:
        frame, name = with_short_names(frame, by, members(by, screen.filters)), f"{by}_short"
    figure = dots.intervals(frame, name, measure, code=by, dark=screen.is_dark)
    title = f"{METRICS[measure].label}: {dimension(by).label.lower()}"
    note = "Точка — значение, полоса — где оно лежит почти наверняка. Полосы перекрываются — разница не доказана."
    height = int(figure.layout.height or 320)
    return charts.card(screen, "satisfaction-dots", title, note, figure, frame, question, height=height, wide=True)


def _table(screen: Screen, found: pd.DataFrame, measure: str, by: str) -> Component:
    frame = with_cells(_ordered(found, measure, by), told.SHARE, "rating_mean", told.RATED)
    measured = [cell_column(code) for code in (told.SHARE, "rating_mean", told.RATED)]
    note = "«Оценили» — доля отвеченных записей с оценкой: остальные заявители промолчали или их не спрашивали."
    if dimension(by).is_time:
        columns = [dimension_column(by), *measured, metric_column("rated")]
    else:
        frame = screen.with_link_column(screen.with_records_link(frame, ["rated"], by), by, _key(by), "/register")
        columns = [link_column(by), *measured, opening_column("rated")]
    return screen.table("Оценки и молчание", frame, columns, (list(told.TOTALS), [by]), note=note, wide=True)


def _surveys(screen: Screen, by: str) -> Component | None:
    """Beside what applicants said by themselves: what they answered when asked."""
    found = surveys.table(by, screen.filters, screen.scope, current())
    if found.empty:
        return None
    frame = with_cells(found, told.SHARE, "rating_mean")
    columns = [Column("label", dimension(by).label), Column("kind_label", surveys.ASKED), Column("n", "Ответов")]
    columns += [cell_column(code) for code in (told.SHARE, "rating_mean")]
    note = "Спрошенных с оценками в каналах не смешиваем: отвечают разные люди. Тайный заявитель — не заявитель."
    link = html.A(texts.XLSX, href=screen.href("/export/surveys.xlsx", by=by), className="button")
    body = tables.data_table(frame, columns, "Опросы и обзвоны", row_header="label", max_height=460, key="surveys")
    return cards.card("Опросы и обзвоны", body, [link], note=note, wide=True)


def _key(by: str) -> str:
    return by.removeprefix("topic_")


def _speed(screen: Screen) -> Component:
    return _by_band(screen, "satisfaction-speed", "Скорость ответа и оценка", SPEED)


def _completeness(screen: Screen) -> Component:
    title = "Полнота ответа и оценка"
    if format.is_missing(screen.query(["completeness_hint"])["completeness_hint"].iloc[0]):
        return cards.card(title, NOT_MEASURED)
    note = "Полнота — по подсказкам программы, которые человек не проверял."
    return _by_band(screen, "satisfaction-completeness", title, COMPLETENESS, note)


def _by_band(screen: Screen, id: str, title: str, question: Question, note: str = "") -> Component:
    (band,), found = question[1], screen.query(*question, intervals=True)
    known = found[found[band].notna()]
    figure = dots.intervals(known, f"{band}_label", told.SHARE, dark=screen.is_dark)
    said = " ".join(filter(None, (told.by_band(known, band), note)))
    return charts.card(screen, id, title, said, figure, found, question)


def _marks(screen: Screen) -> Component:
    found = screen.query(*MARKS)
    rated = found[found["rating"].notna()]
    figure = flow.bars_by_member(rated, "rating", "channel", "rated", opens=screen.records_href, dark=screen.is_dark)
    note = "Сколько каких оценок поставлено: средняя одинакова и у одних троек, и у единиц с пятёрками."
    return charts.card(screen, "satisfaction-marks", "Какие оценки ставят", note, figure, rated, MARKS, height=356)
