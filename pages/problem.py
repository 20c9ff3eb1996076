"""«Проблема»: everything about one problem on one screen: who wrote, who worked, what was asked, done, and what came of
it? Asked by the Head before a decision.
"""

from typing import Any

import pandas as pd
from dash import Input, Output, State, callback, dcc, html, no_update, register_page
from dash.development.base_component import Component

from access import person, scope
from answers import problem as picture
from answers import signals as quality
from answers.polls import listed as poll_rows
from answers.roadmaps import ask, frames
from components import address, cards, chart_card, empty_reason, ids, shell, states
from components.columns import cell_column, dimension_column, with_cells
from components.deadlines import charts
from components.figures import flow, problem_timeline
from components.practices import offered
from components.problem import blocks
from components.question import Question, Screen, read_screen
from components.tables import Column
from data.filters import Filters
from data.metrics import register
from data.settings import current
from deeds import orders, polls, practices, problem_card, roadmaps
from deeds.problem_card import Kept
from reports import xlsx
from words import format

PATH, TITLE, NEEDS = "/problem", "Проблема", "records"
register_page(__name__, path=PATH, name=TITLE, title=f"{TITLE} · МЦУ", order=4.6, within="/problems", needs=NEEDS)
_BODY, _SAVE, _FILE = "problem-body", "problem-save", "problem-file"
_RESULTS = ("on_time_share", "completeness_hint", "satisfied_share", "repeat_share", "ping_pong_share")
NOT_CHOSEN = ("Проблема не выбрана.", "Откройте «Проблемы» и выберите объединённую.")


@address.reads(id=address.ANY)
def layout(id: str = "", **params: Any) -> Component:
    """The screen; nothing is asked here."""
    known = states.skeleton(560) if person.current() else blocks.saving(_SAVE)  # Dash itself asks for all ids first
    body = [html.Div(known, id=_BODY, className="screen__body"), dcc.Download(id=_FILE)]
    question = "Всё об одной проблеме: кто писал, кто отвечал, о чём спросили жителей, что сделали и что вышло."
    return shell.screen({"id": id, **params}, TITLE, question, body, controls=None)


@callback(Output(_BODY, "children"), Input(ids.FLT, "data"), Input(ids.THEME, "data"))
@address.or_missing("Такой проблемы нет", "К проблемам", "/problems?view=made")
def answer(flt: dict[str, str] | None, theme: str | None = None) -> Any:
    """Everything on the screen at once."""
    screen = read_screen(flt, scope.current(), theme)
    closed = empty_reason.closed_to(screen, PATH, needs=NEEDS, of_period=False)
    if closed is not None:
        return closed
    number = screen.params.get("id", "")
    if not number:
        link = dcc.Link("Проблемы", href="/problems?view=made", className="button")
        return html.Div([states.empty(*NOT_CHOSEN), link], className="nothing")
    kept = problem_card.of(number)
    rows = _rows(kept, screen)
    if rows.empty:
        return states.empty("Записей этой проблемы нет в этом срезе.", "Откройте последний срез.")
    here = picture.about(rows)
    nearby = screen.over(picture.around(here, screen.filters, screen.stamp.as_of))
    return [_head(kept, here, screen), *_records(screen, nearby, rows, here), *_done(screen, nearby, kept, rows, here)]


def _rows(kept: Kept, screen: Screen) -> pd.DataFrame:
    """The records of the problem, whatever period the address names."""
    f = screen.filters
    ever = Filters(period="all", as_of=f.as_of, snapshot=f.snapshot, snapshot_hash=f.snapshot_hash)
    return register.rows_of(kept.problem.records, ever, screen.scope, texts=False)


def _head(kept: Kept, here: picture.About, screen: Screen) -> Component:
    made = f"Объединил: {kept.problem.made_by}" if kept.problem.made_by else ""
    told = [here.topic_label or "тематика не определена", here.where, format.period(here.first, here.last), made]
    back = dcc.Link("К проблемам", href=screen.href("/problems", view="made"), className="button")
    said = html.P(" · ".join(filter(None, told)), className="card__note")
    return cards.card(kept.problem.title, said, [blocks.saving(_SAVE), back], wide=True)


def _records(screen: Screen, nearby: Screen, rows: pd.DataFrame, here: picture.About) -> list[Component | None]:
    question: Question = (["records"], ["week", "channel"])
    frame = nearby.query(*question, fill=True)
    figure = flow.stacked_bars(frame, "week", "channel", opens=nearby.records_href, dark=screen.is_dark)
    note = "Все записи этой темы в этом месте: и те, что в проблему не вошли. События — полосами."
    weekly = charts.card(
        nearby, "problem-weeks", "Поток по неделям", note, figure, frame, question, height=300, wide=True
    )
    who = "Записи самой проблемы и что стало с их сроками."
    return [
        blocks.figures(rows, here),
        weekly,
        blocks.work(picture.work(rows, "channel"), "Каналы", "Канал", who),
        blocks.work(picture.work(rows, "recipient"), "Кто отвечал", "Получатель", who),
        *_quality(nearby, list(rows["record_id"])),
    ]


def _quality(nearby: Screen, records: list[int]) -> list[Component | None]:
    question: Question = (list(_RESULTS), ["recipient"])
    found = nearby.query(*question, intervals=True)
    table = nearby.table(
        "Работа и ответы",
        with_cells(found, *_RESULTS),
        [dimension_column("recipient"), *map(cell_column, _RESULTS)],
        question,
        note="По теме и месту проблемы за показанные недели: у одной проблемы ответов на долю не хватает.",
        wide=True,
    )
    signals = quality.overview(nearby.filters, nearby.scope, current())
    own = picture.own_signals(signals, records, nearby.filters, nearby.scope, current())
    return [table, blocks.signals(nearby, signals), blocks.own_signals(nearby, own)]


def _done(screen: Screen, nearby: Screen, kept: Kept, rows: pd.DataFrame, here: picture.About) -> list[Any]:
    day = screen.stamp.as_of
    talk = picture.discussions(kept.discussions, here)
    happened = picture.events(kept.events, nearby.filters, here, day)
    verdicts = ask.verdicts(kept.roadmaps, screen.filters, screen.scope)
    number = kept.problem.number
    return [
        _timeline(screen, _frame(kept, rows, here, nearby, day)),
        blocks.roadmaps(frames.listed(kept.roadmaps, verdicts, day), number, may=roadmaps.may_edit()),
        offered(practices.of_topic(here.topic)) if here.topic else None,
        cards.grid(
            [
                blocks.polls(poll_rows.rows(kept.polls, day), number, may=polls.may_edit()),
                blocks.orders(kept.orders, day, number, may=orders.may_give()),
                blocks.discussions(talk, here.topic),
                blocks.events(happened),
            ]
        ),
    ]


def _frame(kept: Kept, rows: pd.DataFrame, here: picture.About, nearby: Screen, day: Any) -> pd.DataFrame:
    happened = picture.events(kept.events, nearby.filters, here, day)
    talk = picture.discussions(kept.discussions, here)
    return picture.timeline(rows, happened, talk, kept.polls, kept.roadmaps, kept.orders, day)


def _timeline(screen: Screen, frame: pd.DataFrame) -> Component:
    figure = problem_timeline.draw(frame, picture.LANES, screen.stamp.as_of, dark=screen.is_dark)
    columns = [
        Column("lane", "Что"),
        Column("first", "С", format.day),
        Column("last", "По", lambda day: "—" if format.is_missing(day) else format.day(day)),
        Column("label", "О чём"),
        Column("state", "Состояние", lambda text: text or "—"),
    ]
    drawn = screen.chart(figure, "Лента проблемы", frame, ((), ()), columns)
    note = "Точка — день, полоса — от начала до конца; пунктир — день отчёта."
    height = int(drawn.layout.height or 320)
    return chart_card.chart_card(
        "problem-timeline", "Лента: всё, что было", note=note, figure=drawn, height=height, wide=True, xlsx=False
    )


@callback(Output(_FILE, "data"), Input(_SAVE, "n_clicks"), State(ids.FLT, "data"), prevent_initial_call=True)
def save(clicks: int | None, flt: dict[str, str] | None) -> Any:
    """The timeline as a workbook."""
    if not clicks:
        return no_update
    screen = read_screen(flt, scope.current())
    kept = problem_card.of(screen.params.get("id", ""))
    rows = _rows(kept, screen)
    here, day = picture.about(rows), screen.stamp.as_of
    nearby = screen.over(picture.around(here, screen.filters, day))
    name = f"проблема {kept.problem.number}.xlsx"
    problem_card.export(name)
    frame = _frame(kept, rows, here, nearby, day)
    body = xlsx.workbook(frame, picture.COLUMNS, kept.problem.title, nearby.subtitle, screen.stamp)
    return xlsx.download(name, body)
