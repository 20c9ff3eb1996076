"""«Сроки»: is the law kept, where not, and what burns today? Asked by the curator and by who answers for a channel."""

from dataclasses import replace
from typing import Any

from dash import Input, Output, callback, dcc, html, register_page
from dash.development.base_component import Component

from access import scope
from answers import deadlines
from answers.frames import only_row
from components import cards, empty_reason, ids, segments, share_table, shell, states
from components.deadlines import burning, charts
from components.figures import curves
from components.question import Asked, Question, read
from components.register import table
from data.metrics import METRICS, dimension, register

PATH = "/deadlines"
register_page(__name__, path=PATH, name="Сроки", title="Сроки · МЦУ", order=2, icon="deadlines", needs="data")

VIEWS = {"kept": "Соблюдение", "burning": "Горит", "speed": "Скорость", "replies": "Первый ответ и обещания"}
SPLITS = {"all": "Вместе", "channel": "По каналам"}
SPEED_BY = {"recipient": "По ответственным", "topic_group": "По группам тем", "channel": "По каналам"}
KPIS = ("on_time_share", "on_time", "late", "overdue_open", "not_yet_due", "no_clock", "status_unknown")
LETTER_KPIS = ("registration_on_time_share", "unregistered", "forwarded", "forwarded_on_time_share")
REPLY_KPIS = ("reply_on_time_share", "reply_late", "reply_missing", "promises_kept_share", "promises_broken")
REPLIES = ("reply_due", "reply_late", "reply_missing", "promises", "promises_broken")
COUNTS = ("due", "late", "overdue_open", "not_yet_due", "no_clock")
MOST_URGENT = 25
CLOSED = "Отдельные записи вам не открыты: доступны только сводные показатели."


def layout(view: str = "kept", split: str = "all", by: str = "recipient", card: str = "", **params: Any) -> Component:
    """The screen; nothing is asked here."""
    return shell.screen(
        {"view": view, "split": split, "by": by, **params},
        "Сроки",
        "Соблюдаются ли сроки ответа: считаем по дню, когда срок истёк, — молчание долю не улучшает.",
        [
            segments.bar("view", VIEWS, view),
            html.Div(segments.bar("split", SPLITS, split), id="deadlines-split"),
            html.Div(segments.bar("by", SPEED_BY, by), id="deadlines-by"),
            html.Div(states.skeleton(480), id="deadlines-body", className="screen__body"),
            table.panel(card),
        ],
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
    asked = read(flt, scope.current(), theme)
    view = asked.param("view", tuple(VIEWS))
    closed = empty_reason.closed_to(asked, PATH)
    return [closed] if closed is not None else _DRAWN[view](asked), view != "kept", view != "speed"


def _kept(asked: Asked) -> list[Component]:
    now = asked.query(KPIS, intervals=True)
    if not now[list(KPIS[1:])].to_numpy().sum():
        return [empty_reason.why(asked, PATH)]
    tables = [
        share_table.card(asked, f"Сроки: {dimension(by).label.lower()}", by, "on_time_share", COUNTS)
        for by in ("channel", "topic_group")
    ]
    by = asked.param("split", tuple(SPLITS)).removeprefix("all")
    weekly = charts.weekly(asked, by)
    return [
        *charts.past(asked),
        _kpis(asked, KPIS, only_row(now)),
        *_letters(asked),
        weekly,
        cards.grid(tables),
    ]


def _letters(asked: Asked) -> list[Component]:
    """Registration and forwarding, where there are appeals under 59-ФЗ."""
    now = asked.query(LETTER_KPIS, intervals=True)
    known = now["registration_on_time_share"].notna().any() or now["forwarded"].fillna(0).any()
    return [_kpis(asked, LETTER_KPIS, only_row(now))] if known else []


def _kpis(asked: Asked, codes: tuple[str, ...], now: dict[str, Any]) -> Component:
    earlier = asked.before()
    before = None if earlier is None else only_row(earlier.query(codes))
    return cards.kpi_row([cards.kpi(METRICS[code], now, before) for code in codes])


def _burning(asked: Asked) -> list[Component]:
    """Terms that are still running do not depend on the period; all other filters hold."""
    if asked.scope.hides_small_cells:
        return [cards.card("Горит", CLOSED, wide=True)]
    ever = asked.over(replace(asked.filters, period="all", date_from=None, date_to=None))
    return [cards.grid([charts.coming(asked, ever), charts.ages(asked, ever)]), _urgent(asked)]


def _urgent(asked: Asked) -> Component:
    frame = deadlines.most_urgent(asked.filters, asked.scope)
    urgent = frame[frame["group"] != deadlines.LATER].head(MOST_URGENT)
    found = register.rows_of([int(i) for i in urgent["record_id"]], asked.filters, asked.scope)
    link = dcc.Link("Все записи", href=asked.href("/register", sort="urgent"), className="button")
    note = burning.note(frame, deadlines.expected_misses(frame), MOST_URGENT)
    return cards.card("Горит", burning.rows(found, urgent), [link], note=note, wide=True)


def _speed(asked: Asked) -> list[Component]:
    if asked.scope.hides_small_cells:
        return [cards.card("Скорость", CLOSED, wide=True)]
    by = asked.param("by", tuple(SPEED_BY))
    figure = curves.closed_by(deadlines.curves(by, asked.filters, asked.scope), dark=asked.is_dark)
    question: Question = (["records", "resolution_median_days", "resolution_p90_days"], [by])
    frame = asked.query(*question, intervals=True)
    title = "Какая доля записей закрыта к этому дню"
    note = (
        "Кривые Каплана — Мейера с 90 %-й полосой; открытые записи учтены как ещё ждущие. Меньше "
        f"{deadlines.LEAST_IN_CURVE} записей — кривой нет. Полосы перекрываются — разница не доказана."
    )
    return [charts.card(asked, "deadlines-curves", title, note, figure, frame, question, height=420, wide=True)]


def _replies(asked: Asked) -> list[Component]:
    now = asked.query(REPLY_KPIS, intervals=True)
    if not asked.query(["reply_due", "promises"]).to_numpy().sum():
        return [states.empty("Ни норматива первого ответа, ни обещаний за этот период нет.", "Расширьте период.")]
    first = share_table.card(asked, "Первый ответ по каналам", "channel", "reply_on_time_share", REPLIES[:3])
    kept = share_table.card(asked, "Обещания по ответственным", "recipient", "promises_kept_share", REPLIES[3:])
    return [_kpis(asked, REPLY_KPIS, only_row(now)), cards.grid([first, kept])]


_DRAWN = {"kept": _kept, "burning": _burning, "speed": _speed, "replies": _replies}
