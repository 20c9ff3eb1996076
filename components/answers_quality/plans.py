"""Plans of checks, and how far two readers agree."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pandas as pd
from dash import dcc, html
from dash.development.base_component import Component

from answers.completeness import AGREEMENT_COLUMNS, PLAN_COLUMNS, Trust, agreement_rows
from components import cards, tables
from components.answers_quality.checklist import button
from components.tables import Column
from words import format, texts

FILES = ("plans", "agreement")
"""What leaves as a workbook."""
FIELD = "check-field"
"""Type of the ids of the fields of a plan (`name`: week, capacity)."""
_NOTE = (
    "План выбирают случайно среди всех ответов недели, отдельно по каждому получателю, не меньше двух у каждого; "
    "десятую часть читают двое, не видя отметок друг друга. Зерно хранится: выбор можно повторить."
)


def _two(value: Any) -> str:
    return format.NO_DATA if format.is_missing(value) else format.number(value, 2)


_SHOWN: dict[str, Any] = {
    "text": str,
    "count": format.number,
    "share": format.percent,
    "number": _two,
    "date": format.day,
}
_SIDE: dict[str, Any] = {"text": "left", "count": "right", "share": "right", "number": "right", "date": "left"}


def field(name: Any) -> dict[str, Any]:
    """Id of a field of a new plan; `ALL` matches both."""
    return {"type": FIELD, "name": name}


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
    tools = [_file("plans")] if len(frame) else []
    return cards.card("План проверок", html.Div(body, className="check"), tools, note=_NOTE, wide=True)


def _file(what: str) -> Component:
    return html.Button(texts.XLSX, id=button("file", what), className="button", type="button")


def _table(frame: pd.DataFrame, *, may: bool) -> Component:
    back: Any = [_drop(row) if may and row["read"] == 0 else "" for row in frame.to_dict("records")]
    columns = [Column(one.name, one.label, _SHOWN[one.kind], _SIDE[one.kind], title=one.note) for one in PLAN_COLUMNS]
    columns.append(Column("drop", "", lambda shown: shown, order=None))
    return tables.data_table(frame.assign(drop=back), columns, "Планы проверок", row_header="week_on", max_height=320)


def _drop(row: Any) -> Component:
    return html.Button("Отменить план", id=button("drop", str(row["plan_id"])), className="link-button", type="button")


def _draw(weeks: Sequence[date], capacity: int) -> Component:
    options: Any = [{"value": day.isoformat(), "label": f"Неделя с {format.day(day)}"} for day in weeks]
    week = dcc.Dropdown(
        options, options[0]["value"] if options else None, id=field("week"), labels=texts.DROPDOWN, clearable=False,
        placeholder="Все недели с планом",
    )  # fmt: skip
    count = dcc.Input(
        id=field("capacity"), value=str(capacity), type="text", inputMode="numeric", className="field__input"
    )
    make = html.Button("Составить план", id=button("draw"), className="button button--main", type="button")
    fields = (("Ответы какой недели", week), ("Сколько прочитать", count))
    shown = [html.Div([html.Span(label, className="field__label"), one], className="field") for label, one in fields]
    return html.Div([*shown, make], className="problem__deeds")


def agreement(found: Trust) -> Component:
    """Whether two readers see the same in an answer."""
    columns = [
        Column(one.name, one.label, _SHOWN[one.kind], _SIDE[one.kind], title=one.note) for one in AGREEMENT_COLUMNS
    ]
    body = tables.data_table(agreement_rows(found), columns, "Согласие читателей", row_header="label")
    return cards.card("Согласие читателей", body, [_file("agreement")], note=found.sentence, wide=True)
