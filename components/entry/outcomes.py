"""What the screen answers to an entry: entered, alike, wrong; and the last entries of the person."""

from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd
from dash import html
from dash.development.base_component import Component

from components import moments, tables
from components.columns import as_is
from components.entry import ids
from components.tables import Column

WRONG = "Не записано. Что исправить, сказано под полями."
_DEMO = (
    "Вы вошли с демонстрационным входом: запись станет частью демонстрации, её увидит каждый. Настоящие обращения "
    "вносите со своей учётной записью."
)
_COLUMNS = (
    Column("number", "Номер", as_is, width="28%"),
    Column("about", "О чём", as_is),
    Column("undo", "Отмена", as_is, width="28%", order=None),
)


def saved_note(number: str, *, is_update: bool) -> Component:
    """A record is in the store, and in all figures."""
    what = "Запись изменена" if is_update else "Записано"
    return html.Div(f"{what}: № {number}. Показатели обновлены.", className="staff-done", role="status")


def taken_back(sentence: str) -> Component:
    """An entry has been undone."""
    return html.Div(sentence, className="staff-done", role="status")


def wrong() -> Component:
    """Fields are flawed."""
    return html.Div(WRONG, className="intake-note intake-note--warn", role="alert")


def doubles_note(sentences: Sequence[str]) -> Component:
    """Records entered before that this may be a double of."""
    told = [html.P(sentence) for sentence in sentences]
    last = html.P("Пока не записано. Это другая запись — «Записать всё равно»; то же самое — «Очистить».")
    return html.Div([*told, last], className="intake-note intake-note--warn", role="alert")


def demonstration() -> Component:
    """A warning to who has signed in with a demonstration login."""
    return html.Div(_DEMO, className="intake-note intake-note--warn", role="note")


def topics(no: int, names: Sequence[str], *, is_sure: bool) -> list[Any]:
    """What the topic of a question looks like; a button takes it."""
    if not names:
        return []
    words = "Если тему оставить пустой, запишется первая:" if is_sure else "По тексту похоже, но не наверняка:"
    picks = [html.Button(name, id=ids.pick(no, name), className="link-button", type="button") for name in names]
    return [html.Span(words), *picks]


def recent(rows: Sequence[Any], zone: ZoneInfo) -> Component:
    """The last entries, the newest first. rows: `deeds.entries.Recent`."""
    if not rows:
        return html.P("Вы ещё ничего не вносили.", className="card__note")
    made = [
        {
            "number": _two_lines(row.number or f"загрузка № {row.import_id}", moments.moment(row.entered_at, zone)),
            "about": _two_lines(row.channel, "" if row.is_undone else row.topic or "тема не определена"),
            "undo": html.Span("отменена", className="badge-state") if row.is_undone else _undo(row.import_id),
        }
        for row in rows
    ]
    return tables.data_table(pd.DataFrame(made), _COLUMNS, "Последние записи", row_header="number")


def _two_lines(first: str, second: str) -> Component:
    return html.Div([html.Div(first), html.Div(second, className="second-line")])


def _undo(import_id: int) -> Component:
    confirm = html.Button("Да, отменить", id=ids.undo(import_id), className="button", type="button")
    return html.Details([html.Summary("Отменить"), confirm], className="entry-undo")
