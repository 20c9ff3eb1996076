"""What has come of a roadmap, on its screen: the interval first, doubts beside it, statistics behind «подробнее»."""

from typing import Any

import pandas as pd
from dash import html
from dash.development.base_component import Component

from answers.roadmaps import frames, sentences
from answers.roadmaps.ask import Told
from answers.roadmaps.effect import Fact
from answers.roadmaps.kept import Roadmap
from components import cards, chart_card, tables
from components.figures import effect_blocks
from components.question import Screen
from components.roadmaps import ids
from components.roadmaps.listed import mark
from components.tables import Column
from words import format

TITLE = "Что вышло"
_TONES = {"снизилось": "good", "стало больше": "bad", "не снизилось": "bad"}


def card(screen: Screen, one: Roadmap, told: Told) -> Component:
    """told: of `answers.roadmaps.ask.told`."""
    body = [
        *_verdict(one, told),
        _doubts(told),
        html.P(sentences.measured(told.measured, one.target)) if told.measured and one.target else None,
        _facts(told),
        _details(told.outcome.main if told.outcome else None),
    ]
    actions = [html.Button("XLSX", id=ids.button("file", "facts"), className="button", type="button")]
    return cards.card(TITLE, html.Div(body, className="roadmap-effect"), actions if told.outcome else [])


def _verdict(one: Roadmap, told: Told) -> list[Component]:
    if one.starts_on is None:
        return [html.P("Карта не начата: назовите день начала, и изменение посчитается само.")]
    if told.outcome is None:
        return [html.P(sentences.NO_COMPARISON)]
    main = told.outcome.main
    if main is None or main.effect is None:
        return [html.P([mark(told.outcome.verdict, ""), " ", sentences.too_early(told.outcome.facts[0])])]
    verdict = str(main.effect.verdict)
    after = f" за {main.months} мес. "
    said = html.P([mark(verdict, _TONES.get(verdict, "")), after, html.Strong(sentences.told(main.effect))])
    is_aim = one.target is not None and one.target.kind == "records"
    return [said, html.P(sentences.aim_met(main.effect, one.target))] if is_aim and one.target else [said]


def _doubts(told: Told) -> Component | None:
    found = sentences.suspicion(told.others, told.silent)
    if not found:
        return None
    return html.Div(
        [html.Strong(sentences.LESS_WRITTEN), html.Ul([html.Li(one) for one in found], className="short-list")],
        className="roadmap-doubt",
        role="note",
    )


def _facts(told: Told) -> Component | None:
    if told.outcome is None:
        return None
    columns = [Column("when", "Когда"), Column("verdict", "Вывод"), Column("words", "Что видно")]
    return tables.data_table(frames.facts(told.outcome), columns, "Факт через 3, 6 и 12 месяцев", row_header="when")


def _details(main: Fact | None) -> Component | None:
    if main is None or main.effect is None:
        return None
    return cards.more(*sentences.how_counted(main.effect))


def chart(screen: Screen, one: Roadmap, blocks: pd.DataFrame) -> Component | None:
    """The blocks that the estimate looks at."""
    if blocks.empty or one.starts_on is None:
        return None
    figure = effect_blocks.draw(blocks, one.starts_on, dark=screen.is_dark)
    columns = [
        Column("first", "С", format.day),
        Column("last", "По", format.day),
        Column("records", "Записей", format.number, "right"),
        Column("expected", "Ждали", _one_digit, "right"),
    ]
    title = f"По кварталам: {one.topic.name}, {one.territory.name}"
    drawn = screen.chart(figure, title, blocks, (["records"], ["week"]), columns)
    note = "Целые кварталы по 13 недель от недели начала; чёрточка — сколько ждали бы по другим местам."
    return chart_card.chart_card(
        "roadmap-blocks", "До и после", note=note, height=effect_blocks.HEIGHT, figure=drawn, xlsx=False
    )


def _one_digit(value: Any) -> str:
    return format.number(value, 1)
