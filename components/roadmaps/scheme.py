"""The scheme of a roadmap and its measures over time, as charts with their pictures."""

from datetime import date

import pandas as pd
from dash.development.base_component import Component

from answers.roadmaps import frames, sentences
from answers.roadmaps.kept import Roadmap
from components import chart_card
from components.figures import cause_tree, measures_gantt
from components.figures.cause_tree import Node
from components.question import Question, Screen
from components.tables import Column
from words import format

_QUESTION: Question = (["records"], ["week"])
_KINDS = {"problem": "Проблема", "cause": "Причина", "measure": "Мероприятие", "target": "Цель"}


def nodes(one: Roadmap, day: date) -> list[Node]:
    """The boxes of the scheme, parents before their children."""
    made = [Node("problem", "", "problem", one.problem_title or one.title, one.territory.name)]
    left, known = list(one.causes), {0}
    while left:
        ready = [cause for cause in left if (cause.parent or 0) in known]
        made += [Node(_cause(cause.no), _cause(cause.parent), "cause", cause.name) for cause in ready]
        known |= {cause.no for cause in ready}
        left = [cause for cause in left if cause not in ready]
    late = one.overdue(day)
    made += [
        Node(f"m{step.no}", _cause(step.cause), "measure", step.name, _note(step.done_on, step.due_on), step in late)
        for step in one.measures
    ]
    if one.target:
        made.append(Node("target", "", "target", sentences.promised(one.target), sentences.was(one.target)))
    return made


def _cause(no: int | None) -> str:
    return f"c{no}" if no else "problem"


def _note(done_on: date | None, due_on: date | None) -> str:
    if done_on:
        return f"выполнено {format.day(done_on)}"
    return f"срок {format.day(due_on)}" if due_on else ""


def tree(screen: Screen, one: Roadmap, day: date) -> Component:
    """The scheme as a card."""
    found = nodes(one, day)
    figure = cause_tree.draw(found, dark=screen.is_dark)
    rows = [{"kind": _KINDS[node.kind], "text": node.text, "note": node.note} for node in found]
    columns = [Column("kind", "Что"), Column("text", "Название"), Column("note", "Подробнее", lambda text: text or "—")]
    drawn = screen.chart(figure, f"{one.code}. {one.title}", pd.DataFrame(rows), _QUESTION, columns)
    note = "От проблемы к причинам, от причин к мероприятиям и цели. Красная рамка — срок прошёл."
    height = int(figure.layout.height)
    return chart_card.chart_card(
        "roadmap-scheme", "Схема", note=note, height=height, figure=drawn, xlsx=False, wide=True
    )


def gantt(screen: Screen, one: Roadmap, day: date) -> Component:
    """Measures over time as a card."""
    measures, checks = frames.measures(one, day), frames.checks(one)
    figure = measures_gantt.draw(measures, checks, day, dark=screen.is_dark)
    columns = [
        Column("no", "№"),
        Column("name", "Мероприятие"),
        Column("who", "Ответственный"),
        Column("starts_on", "Начало", _day),
        Column("due_on", "Срок", _day),
        Column("stage", "Стадия"),
    ]
    drawn = screen.chart(figure, f"{one.code}: сроки", measures, _QUESTION, columns)
    note = "Полоса — от начала до срока, у просроченного до сегодня. Ромб — проверка, пустой — ещё не смотрели."
    height = int(figure.layout.height or measures_gantt.FRAME_PX * 2)
    return chart_card.chart_card(
        "roadmap-gantt", "Сроки", note=note, height=height, figure=drawn, xlsx=False, wide=True
    )


def _day(value: object) -> str:
    return "—" if format.is_missing(value) else format.day(value)
