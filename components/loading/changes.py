"""What an import would change: the fates of its rows, the main figures before and after, the fields that differ."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from dash import html
from dash.development.base_component import Component

from components import cards, tables
from components.columns import as_is
from components.tables import Column
from data.metrics import metric
from words import format

_FATES = {
    "loaded": ("Новые", "таких записей не было"),
    "updated": ("Изменятся", "в файле новее, чем в хранилище"),
    "unchanged": ("Без изменений", "всё уже загружено"),
    "rejected": ("Отклонены", "с причиной, их можно исправить"),
}
_REPEATED = ("Повторы", "та же запись в файле ещё раз")


def fates(plan: Mapping[str, Any]) -> Component:
    """A tile for what becomes of the rows."""
    tiles = [_tile(name, *words, count(plan, name)) for name, words in _FATES.items()]
    repeated = sum(plan.get("repeated", {}).values())
    if repeated:
        tiles.append(_tile("repeated", *_REPEATED, repeated))
    return html.Div(tiles, className="kpi-row")


def count(plan: Mapping[str, Any], name: str) -> int:
    """Rows of a fate without those whose record the same file has brought before: the store holds nothing older."""
    return int(plan[name]) - int(plan.get("repeated", {}).get(name, 0))


def written(plan: Mapping[str, Any]) -> int:
    """Rows of which anything would be written: also those without news of which more is read by now."""
    return count(plan, "loaded") + count(plan, "updated") + int(plan.get("completed", 0))


def _tile(name: str, label: str, about: str, count: int) -> Component:
    return html.Div(
        [
            html.Div(label, className="kpi__label"),
            html.Div(format.number(count), className="kpi__value"),
            html.Div(about, className="card__note"),
        ],
        className=f"kpi fate fate--{name}" if count else "kpi fate",
    )


def figures(found: Mapping[str, Any]) -> Component:
    """Main figures before and after, as the screens show them. found: before, after (id → value), their days."""
    rows = []
    for metric_id, now in found["after"].items():
        declared, before = metric(metric_id), found["before"].get(metric_id)
        moved = format.change(declared, now, before)
        tone = {True: "good", False: "bad", None: "neutral"}[moved.is_good]
        rows.append(
            {
                "label": declared.label,
                "before": format.value(declared, before),
                "after": html.Strong(format.value(declared, now)),
                "change": html.Span(
                    _difference(declared, before, now, moved.text), className=f"kpi__change kpi__change--{tone}"
                ),
            }
        )
    columns = (
        Column("label", "Показатель за всё время", as_is, width="40%"),
        Column("before", f"Сейчас, на {format.day(found['before_on'])}", as_is, "right", order=None),
        Column("after", f"Станет, на {format.day(found['after_on'])}", as_is, "right", order=None),
        Column("change", "Изменение", as_is, "right", order=None),
    )
    return block("Что станет с показателями", tables.data_table(pd.DataFrame(rows), columns, "Показатели до и после"))


def _difference(declared: Any, before: Any, now: Any, text: str) -> str:
    """Counts in pieces: of a file one asks how many, not how many percent."""
    if declared.kind != "count" or format.is_missing(before) or format.is_missing(now):
        return text
    moved = round(float(now) - float(before))
    return "без изменений" if not moved else f"+{format.number(moved)}" if moved > 0 else format.number(moved)


def records(plan: Mapping[str, Any]) -> Component | None:
    """The first records that change, field by field; None when none does."""
    if not plan["changes"]:
        return None
    columns = (
        Column("number", "Номер в источнике", width="22%"),
        Column("field", "Что", width="20%"),
        Column("before", "Было", lambda text: text or "—"),
        Column("after", "Станет", lambda text: text or "—"),
    )
    table = tables.data_table(
        pd.DataFrame(plan["changes"]), columns, "Что изменится", row_header="number", max_height=320
    )
    return block(f"Что изменится в записях (первые {len(plan['changes'])})", table)


def block(title: str, body: Component, note: str = "", action: Component | None = None) -> Component:
    """A titled part of the card of a job."""
    return html.Section([cards.title_row(title, note, [action] if action else []), body], className="intake-block")
