"""Plans of checks, and how far two readers agree."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pandas as pd
from dash import dcc, html
from dash.development.base_component import Component

from answers.completeness import Trust, agreement_rows
from components import cards, tables
from components.answers.checklist import button
from components.tables import Column
from words import format, texts

WEEK, CAPACITY = "check-week", "check-capacity"
_NOTE = (
    "План выбирают случайно среди всех ответов недели, отдельно по каждому ответственному, не меньше двух у каждого; "
    "десятую часть читают двое, не видя отметок друг друга. Зерно хранится: выбор можно повторить."
)


def plans(frame: pd.DataFrame, weeks: Sequence[date], capacity: int, *, may: bool, waiting: bool) -> Component:
    """frame: of `answers.completeness.plan_rows`; weeks: that may still get a plan; may: whether the asker draws plans;
    waiting: something that was found is not in the numbers yet.
    """
    body = [_table(frame, may=may) if len(frame) else html.P("Ни одного плана ещё нет.", className="card__note")]
    if may:
        body.append(_draw(weeks, capacity))
    if waiting:
        count = html.Button("Учесть в показателях", id=button("count"), className="button", type="button")
        said = "Не всё проверенное уже в показателях: они пересчитаются сами, когда план прочитан, или по кнопке."
        body.append(html.Div([count, html.Span(said, className="field__hint")], className="check__end"))
    return cards.card("План проверок", html.Div(body, className="check"), note=_NOTE, wide=True)


def _table(frame: pd.DataFrame, *, may: bool) -> Component:
    back: Any = [_drop(row) if may and row["read"] == 0 else "" for row in frame.to_dict("records")]
    columns = [
        Column("week_on", "Неделя с", format.day),
        Column("answers", "Ответов", format.number, "right"),
        Column("planned", "В плане", format.number, "right"),
        Column("read", "Прочитано", format.number, "right"),
        Column("twice", "Дважды: надо", format.number, "right"),
        Column("read_twice", "прочитано", format.number, "right"),
        Column("seed", "Зерно", str, "right"),
        Column("made_by", "Составил"),
        Column("drop", "", lambda shown: shown, order=None),
    ]
    return tables.data_table(frame.assign(drop=back), columns, "Планы проверок", row_header="week_on", max_height=320)


def _drop(row: Any) -> Component:
    return html.Button("Отменить план", id=button("drop", str(row["plan_id"])), className="link-button", type="button")


def _draw(weeks: Sequence[date], capacity: int) -> Component:
    options: Any = [{"value": day.isoformat(), "label": f"Неделя с {format.day(day)}"} for day in weeks]
    week = dcc.Dropdown(
        options, options[0]["value"] if options else None, id=WEEK, labels=texts.DROPDOWN, clearable=False,
        placeholder="Все недели с планом",
    )  # fmt: skip
    count = dcc.Input(id=CAPACITY, value=str(capacity), type="text", inputMode="numeric", className="field__input")
    make = html.Button("Составить план", id=button("draw"), className="button button--main", type="button")
    fields = (("Ответы какой недели", week), ("Сколько прочитать", count))
    shown = [html.Div([html.Span(label, className="field__label"), one], className="field") for label, one in fields]
    return html.Div([*shown, make], className="problem__deeds")


def agreement(found: Trust) -> Component:
    """Whether two readers see the same in an answer."""
    columns = [
        Column("label", "Отметка"),
        Column("pairs", "Прочитано дважды", format.number, "right"),
        Column("share", "Совпало", format.percent, "right"),
        Column("kappa", "κ Коэна", _two, "right"),
        Column("ac1", "AC1 Гвета", _two, "right", title="Не падает, когда почти все отметки одинаковы"),
    ]
    body = tables.data_table(agreement_rows(found), columns, "Согласие читателей", row_header="label")
    return cards.card("Согласие читателей", body, note=found.sentence, wide=True)


def _two(value: Any) -> str:
    return format.NO_DATA if format.is_missing(value) else format.number(value, 2)
