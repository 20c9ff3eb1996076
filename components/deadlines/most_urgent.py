"""The list «Горит»: records that acting today can still save, then the overdue ones, each with the chance to fail."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from dash import html
from dash.development.base_component import Component

from components import states
from components.columns import as_is
from components.register import table
from components.tables import Column
from data.order import Order
from words import format, texts


def nothing() -> Component:
    """What stands in place of an empty list."""
    return states.empty("Ничего не горит.", "Ближайшие три рабочих дня сроков нет и просроченных записей нет.")


def rows(frame: pd.DataFrame, forecast: pd.DataFrame, control: Mapping[str, str], order: Order) -> Component:
    """All of a page in a box that scrolls. frame: rows of `register.rows_of`; forecast: the same rows of
    `answers.deadlines.burning`; control, order: as `components.register.table.rows` takes them.
    """
    told = forecast.set_index("record_id").to_dict("index")
    cells: Any = [_cell(told[int(i)]) for i in frame["record_id"]]
    column = Column(
        "chance", "Если не вмешаться", as_is, width="12%", title="Вероятность нарушить срок, 90 %-й интервал"
    )
    return table.rows(
        frame.assign(chance=cells), "Открытые записи, которые горят", control, order, extra=[column], max_height=620
    )


def _cell(row: dict[Any, Any]) -> Component:
    left = int(row["days_left"])
    if left < 0:
        return html.Span(["просрочено на ", format.days(-left)], className="chance chance--lost")
    if format.is_missing(row["probability"]):
        return html.Span(texts.FEW_DATA, className="no-data", title="Похожих закрытых записей слишком мало")
    words = f"{format.percent(row['low'], 0)}–{format.percent(row['high'], 0)}, по {format.records(row['n_closed'])}"
    body = [html.Strong(format.percent(row["probability"], 0)), html.Div(words, className="second-line")]
    return html.Div(body, className="chance")


def note(frame: pd.DataFrame, expected: tuple[float, float, float, int, int] | None) -> str:
    """What the list holds and what the open records come to if nothing changes."""
    groups = frame["group"].value_counts()
    soon, overdue = int(groups.get("soon", 0)), int(groups.get("overdue", 0))
    first = (
        f"Сначала те, что ещё можно спасти (срок в ближайшие три рабочих дня: {format.number(soon)}), потом "
        f"просроченные ({format.number(overdue)}). Заголовок столбца меняет порядок."
    )
    if expected is None:
        return f"{first} Прогноза нет: слишком мало закрытых записей."
    total, low, high, of, unknown = expected
    rest = f", ещё о {format.number(unknown)} сказать нельзя" if unknown else ""
    return (
        f"{first} Если ничего не менять, срок нарушат около {format.number(total)} из {format.records(of)}, "
        f"у которых он впереди (почти наверняка от {format.number(low)} до {format.number(high)}{rest})."
    )
