"""Charts of «Сроки» that one question to the door is enough for, each as a card."""

from functools import partial
from typing import Any

from dash import html
from dash.development.base_component import Component

from components import chart_card
from components.figures import cohorts, due_calendar, flow
from components.question import Question, Screen
from data.metrics.past import history_since
from words import format, texts


def card(
    screen: Screen, id: str, title: str, note: str, figure: Any, frame: Any, question: Question, **more: Any
) -> Component:
    """A drawn chart with all that its picture, table and XLSX need."""
    drawn = screen.chart(figure, title, frame, question)
    return chart_card.chart_card(id, title, note=note, figure=drawn, **more)


def weekly(screen: Screen, by: str = "") -> Component:
    """What became of the terms that ended in each week, together or for each member of `by`."""
    question: Question = (list(cohorts.SHOWN), [screen.step, by] if by else [screen.step])
    asked_for = screen.query(*question, fill=True)
    draw = partial(cohorts.by_member, dimension=by) if by else cohorts.weekly
    figure = draw(asked_for, step=screen.step, opens=screen.records_href, dark=screen.is_dark)
    title = f"Исполнение сроков по {texts.STEPS[screen.step]}"
    note = "По времени, когда срок истёк, а не поступления. «Просрочено, не закрыто» — тоже нарушение."
    note += f" Показаны {cohorts.MOST_MEMBERS} самых больших." if by else ""
    return card(screen, "deadlines-cohorts", title, note, figure, asked_for, question, height=340, wide=True)


def due_calendar_card(screen: Screen, everything: Screen) -> Component:
    """The calendar of terms that end in the next weeks. everything: the same asked without a period."""
    question: Question = (["not_yet_due"], ["day"])
    frame = everything.query(*question)
    known = frame[frame["not_yet_due"].notna()]
    counts = dict(zip(known["day"], known["not_yet_due"].astype(int), strict=True))
    figure = due_calendar.calendar(counts, screen.stamp.as_of, opens=everything.records_href, dark=screen.is_dark)
    note = "Сколько открытых записей должны быть закрыты не позже этого дня."
    return card(screen, "deadlines-calendar", "Сроки ближайших недель", note, figure, frame, question)


def ages(screen: Screen) -> Component:
    """How long the records have been waiting that are open on the day of the report."""
    question: Question = (["open_now"], ["age", "channel"])
    frame = screen.query(*question)
    figure = flow.bars_by_age(frame, "channel", opens=screen.records_href, dark=screen.is_dark)
    note = "Дней от поступления до даты отчёта, все открытые записи независимо от периода."
    return card(screen, "deadlines-ages", "Возраст открытых записей", note, figure, frame, question, height=356)


def past(screen: Screen) -> list[Component]:
    """What a past day of the report can know; nothing for the day of the data."""
    since = history_since() if screen.filters.as_of else None
    if since is None:
        return []
    said = (
        "На прошлую дату не считается то, что стало известно позже. Статусы и решения о продлении известны со дня "
        f"первой загрузки, {format.day(since)}; что было раньше, выгрузки не сообщают."
    )
    return [html.P(said, className="card__note")]
