"""«Сроки»: is the law kept, where not, and what burns today? Asked by the curator and by who answers for a channel."""

from dataclasses import replace
from typing import Any

import pandas as pd
from dash import Input, Output, dcc, html, register_page
from dash.development.base_component import Component

from access import scope
from answers import deadlines
from answers.frames import only_row
from components import address, cards, empty_reason, ids, kpis, segments, share_table, shell, states, tables
from components.deadlines import charts, counted, most_urgent
from components.figures import curves
from components.plain_html import callback
from components.question import Question, Screen, read_screen
from components.register import table
from data.metrics import dimension, register
from data.order import Order, or_default
from words import texts

PATH = "/deadlines"
register_page(
    __name__, path=PATH, name="Сроки", title="Сроки · МЦУ", order=2, icon="deadlines", section="answers", needs="data"
)

VIEWS = {"kept": "Соблюдение", "burning": "Горит", "speed": "Скорость", "replies": "Первый ответ и обещания"}
SPLITS = {"all": "Вместе", "channel": "По каналам"}
SPEED_BY = {"recipient": "По получателям", "topic_group": "По группам тем", "channel": "По каналам"}
KPIS = ("on_time_share", "on_time", "late", "overdue_open", "not_yet_due", "status_unknown")
COUNTED = ("due", "no_clock")
"""Told in a sentence beside the figures."""
LETTER_KPIS = ("registration_on_time_share", "unregistered", "forwarded", "forwarded_on_time_share")
REPLY_KPIS = ("reply_on_time_share", "reply_late", "reply_missing", "promises_kept_share", "promises_broken")
REPLIES = ("reply_due", "reply_late", "reply_missing", "promises", "promises_broken")
COUNTS = ("due", "late", "overdue_open", "not_yet_due", "no_clock")
NOW = ("open_now", "overdue_now", "burning_now", "queue_now")
SIZE = 25
SORT = ids.param("sort")
CLOSED = "Отдельные записи вам не открыты: доступны только сводные показатели."


@address.reads(
    view=address.choice(VIEWS),
    split=address.choice(SPLITS),
    by=address.choice(SPEED_BY),
    card=address.RECORD,
    sort=address.order(deadlines.SORTS, "сначала те, что ещё можно спасти"),
    page=address.PAGE,
)
def layout(view: str = "kept", split: str = "all", by: str = "recipient", card: str = "", **params: Any) -> Component:
    """The screen; nothing is asked here."""
    order = dcc.Input(type="hidden", id=SORT, value=str(params.get("sort", "")))
    return shell.screen(
        {"view": view, "split": split, "by": by, **params},
        "Сроки",
        "Соблюдаются ли сроки ответа: считаем по дню, когда срок истёк, — молчание долю не улучшает.",
        [
            segments.bar("view", VIEWS, view),
            html.Div(segments.bar("split", SPLITS, split), id="deadlines-split"),
            html.Div(segments.bar("by", SPEED_BY, by), id="deadlines-by"),
            order,
            html.Div(states.skeleton(480), id="deadlines-body", className="screen__body"),
            table.panel(card),
        ],
        path=PATH,
    )


@callback(
    Output("deadlines-body", "children"),
    Output("deadlines-split", "hidden"),
    Output("deadlines-by", "hidden"),
    Input(ids.FLT, "data"),
    Input(ids.THEME, "data"),
)
def answer(flt: dict[str, str] | None, theme: str | None = None) -> tuple[Any, bool, bool]:
    """Everything of the chosen view at once; the other views are not asked for."""
    screen = read_screen(flt, scope.current(), theme)
    view = screen.param("view", tuple(VIEWS))
    closed = empty_reason.closed_to(screen, PATH)
    return [closed] if closed is not None else _DRAWN[view](screen), view != "kept", view != "speed"


def _tables(screen: Screen) -> list[Component]:
    now = screen.query((*KPIS, *COUNTED), intervals=True)
    if not now[[*KPIS[1:], *COUNTED]].to_numpy().sum():
        return [empty_reason.why(screen, PATH)]
    tables = [
        share_table.card(screen, f"Сроки: {dimension(by).label.lower()}", by, "on_time_share", COUNTS)
        for by in ("channel", "topic_group")
    ]
    by = screen.param("split", tuple(SPLITS)).removeprefix("all")
    weekly = charts.weekly(screen, by)
    return [
        *charts.past(screen),
        kpis.row(screen, KPIS, only_row(now)),
        counted.sentence(screen, only_row(now)),
        *_letters(screen),
        weekly,
        cards.grid(tables),
    ]


def _letters(screen: Screen) -> list[Component]:
    """Registration and forwarding, where there are appeals under 59-ФЗ."""
    now = screen.query(LETTER_KPIS, intervals=True)
    known = now["registration_on_time_share"].notna().any() or now["forwarded"].fillna(0).any()
    return [kpis.row(screen, LETTER_KPIS, only_row(now))] if known else []


def _burning(screen: Screen) -> list[Component]:
    """Terms that are still running do not depend on the period; all other filters hold."""
    if screen.scope.hides_small_cells:
        return [cards.card("Горит", CLOSED, wide=True)]
    ever = screen.over(replace(screen.filters, period="all", date_from=None, date_to=None))
    return [
        kpis.row(screen, NOW),
        cards.grid([charts.due_calendar_card(screen, ever), charts.ages(screen)]),
        _urgent(screen),
    ]


def _urgent(screen: Screen) -> Component:
    frame = deadlines.most_urgent(screen.filters, screen.scope)
    order = or_default(screen.params.get("sort", ""), deadlines.SORTS, Order(deadlines.URGENCY))
    found = deadlines.burning(frame, screen.filters, screen.scope, order)
    links = [
        dcc.Link("Все открытые", href=_all_open(screen), className="button"),
        html.A(
            texts.XLSX, href=screen.href("/export/burning.xlsx", sort=screen.params.get("sort", "")), className="button"
        ),
    ]
    note = most_urgent.note(frame, deadlines.expected_misses(frame))
    return cards.card("Горит", _page_of(screen, found, order), links, note=note, wide=True)


def _all_open(screen: Screen) -> str:
    """Whatever period they came in, as the list itself; a narrower state of the address stands."""
    whole = {"period": "", "from": "", "to": "", "state": screen.filters.state or "open"}
    return screen.href("/register", sort="urgent", **whole)


def _page_of(screen: Screen, found: pd.DataFrame, order: Order) -> Any:
    if found.empty:
        return most_urgent.nothing()
    number = tables.reached(screen.number("page"), len(found), SIZE)
    shown = found.iloc[(number - 1) * SIZE : number * SIZE]
    rows = register.rows_of([int(i) for i in shown["record_id"]], screen.filters, screen.scope)
    return [tables.pager(len(found), number, SIZE), most_urgent.rows(rows, shown, SORT, order)]


def _speed(screen: Screen) -> list[Component]:
    if screen.scope.hides_small_cells:
        return [cards.card("Скорость", CLOSED, wide=True)]
    by = screen.param("by", tuple(SPEED_BY))
    figure = curves.closed_by(deadlines.curves(by, screen.filters, screen.scope), by, dark=screen.is_dark)
    question: Question = (["records", "resolution_median_days", "resolution_p90_days"], [by])
    frame = screen.query(*question, intervals=True)
    title = "Какая доля записей закрыта к этому дню"
    note = (
        "Открытые записи учтены как ещё ждущие, полоса — где доля лежит почти наверняка. Меньше "
        f"{deadlines.LEAST_IN_CURVE} записей — кривой нет. Полосы перекрываются — разница не доказана."
    )
    return [charts.card(screen, "deadlines-curves", title, note, figure, frame, question, height=420, wide=True)]


def _replies(screen: Screen) -> list[Component]:
    now = screen.query(REPLY_KPIS, intervals=True)
    if not screen.query(["reply_due", "promises"]).to_numpy().sum():
        return [states.empty("Ни норматива первого ответа, ни обещаний за этот период нет.", "Расширьте период.")]
    first = share_table.card(screen, "Первый ответ по каналам", "channel", "reply_on_time_share", REPLIES[:3])
    kept = share_table.card(screen, "Обещания по получателям", "recipient", "promises_kept_share", REPLIES[3:])
    return [kpis.row(screen, REPLY_KPIS, only_row(now)), cards.grid([first, kept])]


_DRAWN = {"kept": _tables, "burning": _burning, "speed": _speed, "replies": _replies}
