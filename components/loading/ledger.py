"""The ledger of imports and the panel of one: who loaded what and when, what was refused, undo and repeat."""

from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

import dash_bootstrap_components as dbc
import pandas as pd
from dash import html
from dash.development.base_component import Component

from components import moments, tables
from components.columns import as_is
from components.loading import ids, plan
from components.tables import Column
from words import format

Row = Any
"""One import as `deeds.files.LedgerRow`: this room doesn't know that one."""
_COLUMNS = (
    Column("number", "Загрузка", as_is, width="9%", order="import_id"),
    Column("at", "Когда и кто", as_is, width="19%", order="started_at"),
    Column("file", "Файл и источник", as_is),
    Column("rows_in", "Строк", format.number, "right"),
    Column("loaded", "Новых", format.number, "right"),
    Column("updated", "Изменено", format.number, "right"),
    Column("unchanged", "Без изм.", format.number, "right"),
    Column("rejected", "Отклонено", format.number, "right"),
    Column("state", "Состояние", as_is, width="13%"),
)


def panel() -> Component:
    """Where one import opens."""
    return dbc.Offcanvas(
        id=ids.PANEL, placement="end", is_open=False, scrollable=True, className="record-panel staff-panel"
    )


def rows(found: Sequence[Row], zone: ZoneInfo) -> Component:
    """All imports, the newest first; the number of one opens it."""
    made = [
        {
            "number": _opener(row),
            "at": _two_lines(moments.moment(row.started_at, zone), row.loaded_by or "командная строка"),
            "file": _two_lines(row.file_name, row.source_name),
            "state": _state(row, zone),
            "import_id": row.import_id,
            "started_at": row.started_at,
        }
        | {name: getattr(row, name) for name in ("rows_in", "loaded", "updated", "unchanged", "rejected")}
        for row in found
    ]
    if not made:
        return html.P("Пока ничего не загружали.", className="card__note")
    return tables.data_table(pd.DataFrame(made), _COLUMNS, "Журнал загрузок", row_header="number", max_height=560)


def _opener(row: Row) -> Component:
    words = f"№ {row.import_id}"
    if not row.may_undo:
        return html.Span(words)
    identity = ids.button("open", str(row.import_id))
    return html.Button(words, id=identity, className="link-button", type="button")


def _state(row: Row, zone: ZoneInfo) -> Component:
    if row.status == "undone":
        return _two_lines(html.Span("Отменена", className="badge-state"), moments.moment(row.undone_at, zone))
    demo = "демонстрация" if row.is_demo else ""
    return _two_lines(html.Span("Действует", className="badge-state badge-state--on"), demo)


def _two_lines(first: Any, second: Any) -> Component:
    return html.Div([html.Div(first), html.Div(second, className="second-line")])


def import_panel(row: Row, refused: Sequence[Mapping[str, Any]], zone: ZoneInfo) -> Component:
    """The panel of one import: undo and repeat are explained and confirmed first."""
    facts = (
        ("Файл", row.file_name),
        ("Источник", row.source_name),
        ("Загрузил", row.loaded_by or "командная строка"),
        ("Когда", moments.moment(row.started_at, zone)),
        ("Строк", format.number(row.rows_in)),
        ("Состояние", "отменена" if row.status == "undone" else "действует"),
    )
    listed = html.Dl([item for name, value in facts for item in (html.Dt(name), html.Dd(value))], className="facts")
    reasons = [html.Section([html.H3("Отклонённые строки"), plan.reasons(refused)])] if refused else []
    return html.Div(
        [html.Section(listed), html.Section([html.H3("Действия"), *_deeds(row)]), *reasons],
        className="record staff-form",
    )


def _deeds(row: Row) -> list[Component]:
    again = (
        "Нужен тот же файл: принятые файлы программа не хранит, потому что в них персональные данные. Она узнает файл "
        "по контрольной сумме и проверит его с теми же столбцами; записать можно будет после просмотра."
    )
    repeat = [] if row.is_typed else [_deed("again", "Повторить загрузку", again, row)]
    if row.status == "undone":
        return repeat or [html.P("Запись внесена в форме; чтобы вернуть её, внесите её ещё раз.")]
    undo = (
        f"Новые записи уйдут ({format.number(row.loaded)}), изменённым вернётся прежний вид "
        f"({format.number(row.updated)}). Показатели станут такими, как до загрузки."
    )
    return [_deed("undo", "Отменить загрузку", undo, row), *repeat]


def _deed(action: str, label: str, about: str, row: Row) -> Component:
    identity = ids.button(action, str(row.import_id))
    confirm = html.Button(f"Да, {label[0].lower()}{label[1:]}", id=identity, className="button", type="button")
    return html.Details(
        [html.Summary(label), html.Div([html.P(about, className="card__note"), confirm])], className="staff-deed"
    )
