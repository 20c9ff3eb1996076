"""What is written down, each survey with its way back."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from dash import dcc, html
from dash.development.base_component import Component

from components import cards, tables
from components.surveys.forms import button
from components.tables import Column
from words import format, texts

TITLE = "Что внесено"


def table(found: Sequence[Any], kinds: Mapping[str, str]) -> Component:
    """found: surveys (key, kind, title, answers, first, last), the newest first."""
    rows = [
        {
            "title": one.title,
            "kind": kinds[one.kind],
            "answers": one.answers,
            "days": format.period(one.first, one.last) if one.first else format.NO_DATA,
            "undo": html.Button("Отменить", id=button("undo", str(one.key)), className="button", type="button"),
        }
        for one in found
    ]
    names = {"title": "Название", "kind": "Что это", "answers": "Ответов", "days": "Дни ответов"}
    columns = [Column(name, label) for name, label in names.items()]
    columns.append(Column("undo", "", lambda shown: shown, order=None))
    if not rows:
        return cards.card(TITLE, html.P("Пока ничего: загрузите файл или запишите звонок.", className="card__note"))
    body = tables.data_table(pd.DataFrame(rows), columns, TITLE, row_header="title", max_height=460)
    note = "Отменяется всё, что было внесено вместе. Контрольные вопросы тайного заявителя — не записи."
    numbers = dcc.Link("Удовлетворённость", href="/satisfaction", className="button", title="Числа опросов и обзвонов")
    file = html.Button(texts.XLSX, id=button("file", ""), className="button", type="button")
    return cards.card(TITLE, body, [numbers, file], note=note, wide=True)


_NAMED = 10


def unknown(told: Sequence[Any]) -> str:
    """Which rows of a file name a record that is not there (line, number, source), each by its line; what to do."""
    named = [f"строка {one.line} — «{one.number[:40]}» ({one.source[:40]})" for one in told[:_NAMED]]
    if rest := [str(one.line) for one in told[_NAMED:]]:
        named.append(f"и строки {', '.join(rest)}")
    return (
        f"Записей с такими номерами в источнике пока нет: {'; '.join(named)}. Эти ответы внесены и присоединятся, "
        "когда записи загрузят. Если номер неверен, отмените опрос, исправьте файл и загрузите его снова."
    )
