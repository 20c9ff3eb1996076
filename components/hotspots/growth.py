"""The card «Что дало рост»: the main cause in words, the bridge under it, its steps as a table."""

from typing import Any

import pandas as pd
from dash import html
from dash.development.base_component import Component

from components import cards, chart_card
from components.figures import bridge
from components.question import Question, Screen
from components.tables import Column
from words import format

TITLE = "Что дало рост"
FILE = "/export/growth.xlsx"
NOTE = (
    "Слагаемые сходятся с изменением до единицы, целые пункты — с целыми процентами. Письмо с несколькими темами "
    "учтено в каждой. Сначала отделяется объяснимое: источники, известные лишь в одном из периодов, события, "
    "загруженное с опозданием, следующие сообщения об одной проблеме, повторы тех же заявителей, записи, которые стали "
    "относить к другой теме, и сезон — изменение в те же недели прошлых лет, со всей его случайностью. Ростом зовётся "
    "остальное. Ось может начинаться не с нуля."
)


def card(
    screen: Screen, steps: pd.DataFrame, ends: tuple[int, int], names: tuple[str, str], question: Question
) -> Component:
    """steps: as `components.figures.bridge.draw` takes them; ends: records before and after; names: of the periods."""
    figure = bridge.draw(steps, *ends, names, dark=screen.is_dark)
    height = int(figure.layout.height or 320)
    shown = steps.assign(words=[bridge.step_text(row) for row in steps.to_dict("records")])
    columns = [
        Column("label", "Слагаемое"),
        Column("change", "Изменение, записей", _signed, "right"),
        Column("words", "Записей и пунктов", align="right"),
    ]
    drawn = screen.chart(figure, TITLE, shown, question, columns)
    file = screen.href(FILE, against=screen.params.get("against", ""))
    drawn = drawn.update_layout(meta={**drawn.layout.meta, "xlsx": file})
    return chart_card.chart_card("hotspots-bridge", TITLE, note=NOTE, height=height, figure=drawn, wide=True)


def main_cause(main: str, certainty: str, behind: str = "") -> Component:
    """The main cause and whether it is more than chance; behind: its statistics."""
    lines: list[Any] = [
        html.P(main, className="hotspot-said__main"),
        html.P(certainty, className="hotspot-said__sure"),
        cards.more(behind),
    ]
    return html.Section(lines, className="card hotspot-said")


def refusal_card(reason: str) -> Component:
    """Why there is no bridge."""
    return cards.card(TITLE, reason, wide=True)


def _signed(value: object) -> str:
    text = format.number(value)
    return f"+{text}" if float(str(value)) > 0 else text
