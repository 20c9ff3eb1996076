"""Files that bring discussions, and categories that wait for a topic."""

from collections.abc import Sequence
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd
from dash import dcc, html
from dash.development.base_component import Component

from components import cards, moments, tables
from components.tables import Column
from words import format, texts

UPLOAD, SOURCE = "discussions-upload", "discussions-source"
_BUTTON, _TOPIC = "discussions-do", "discussions-topic"
SOURCES = {
    "auto": "Узнать по заголовкам",
    "decidim": "Decidim",
    "consul": "Consul (Decide Madrid)",
    "portal_hearings": "Единый портал: голосования, слушания",
}


def button(action: Any, key: Any) -> dict[str, Any]:
    """Id of a button; `ALL` for both matches every one."""
    return {"type": _BUTTON, "action": action, "key": key}


def topic(key: Any) -> dict[str, Any]:
    """Id of the choice of a topic for a category."""
    return {"type": _TOPIC, "key": key}


def upload(imports: Sequence[dict[str, Any]], zone: ZoneInfo) -> Component:
    """The drop zone and what was loaded, each import with its way back."""
    options: Any = [{"value": code, "label": label} for code, label in SOURCES.items()]
    choice = dcc.Dropdown(options, "auto", id=SOURCE, clearable=False, labels=texts.DROPDOWN, className="field")
    drop = dcc.Upload(["Перетащите файл .csv или .xlsx или ", html.A("выберите его")], id=UPLOAD, className="drop")
    note = "Файл предложений или файл комментариев; порядок не важен. Одно и то же дважды не загружается."
    body = [html.Div([choice, drop], className="toolbar"), _imports(imports, zone) if imports else None]
    return cards.card("Загрузить обсуждения", body, note=note, wide=True)


def _imports(imports: Sequence[dict[str, Any]], zone: ZoneInfo) -> Component:
    undo: Any = [
        html.Button("Отменить", id=button("undo_import", str(row["import_id"])), className="button", type="button")
        for row in imports
    ]
    columns = [
        Column("started_at", "Когда", partial(moments.moment, zone=zone)),
        Column("file_name", "Файл"),
        Column("source", "Откуда"),
        *(
            Column(name, label, align="right")
            for name, label in (
                ("rows_in", "Строк"), ("loaded", "Загружено"), ("updated", "Обновлено"), ("unchanged", "Без изменений"),
                ("rejected", "Отклонено"),
            )
        ),
        Column("undo", "", lambda one: one, order=None),
    ]  # fmt: skip
    return tables.data_table(pd.DataFrame(imports).assign(undo=undo), columns, "Загрузки обсуждений", key="imports")


def categories(found: Sequence[tuple[str, str, str, int]], topics: Sequence[Any]) -> Component | None:
    """Categories that no topic is known of. topics: (code, name, group) of each."""
    if not found:
        return None
    options: Any = [
        {"value": one.code, "label": one.name if one.group else f"Вся группа «{one.name}»", "search": one.name}
        for one in topics
    ]
    rows = [
        {
            "category": category,
            "source": source_name,
            "count": count,
            "topic": dcc.Dropdown(
                options, id=topic(f"{source}\n{category}"), placeholder="Тематика", labels=texts.DROPDOWN, maxHeight=260
            ),
            "do": html.Button(
                "Сопоставить", id=button("map", f"{source}\n{category}"), className="button", type="button"
            ),
        }
        for source, source_name, category, count in found[:50]
    ]
    columns = [
        Column("category", "Категория источника"),
        Column("source", "Откуда"),
        Column("count", "Обсуждений", format.number, "right"),
        Column("topic", "Что это у нас", lambda one: one, order=None, width="320px"),
        Column("do", "", lambda one: one, order=None),
    ]
    title = f"Категории без тематики: {format.number(len(found))}"
    body = tables.data_table(pd.DataFrame(rows), columns, title, row_header="category", key="categories")
    note = "Обсуждения не пропадают: до решения они стоят строкой «Категория не сопоставлена»."
    return cards.card(title, body, note=note, wide=True)
