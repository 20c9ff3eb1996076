"""The working calendar in words: local days, federal days that a plain week would not tell, hours, and a form."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd
from dash import dcc, html
from dash.development.base_component import Component

from components import cards, tables
from components.tables import Column
from words import format

KINDS = {"off": "нерабочий", "short": "короткий", "working": "рабочий", "usual": "обычный: снять пометку"}
WEEKDAYS = ("пн", "вт", "ср", "чт", "пт", "сб", "вс")
USUAL_HOURS = "08:00–12:00, 13:00–17:00"
READ_ONLY = "Менять дни могут руководитель МЦУ и администратор."


def local(rows: Sequence[Mapping[str, str]]) -> Component:
    """Days of the district."""
    if not rows:
        said = "Местных дней нет: сроки считаются по общему календарю страны."
        return cards.card("Местные дни", html.P(said, className="card__note"))
    frame = pd.DataFrame(
        [
            {
                "day": day_with_weekday(date.fromisoformat(row["day"])),
                "what": _what(row),
                "note": row["note"],
            }
            for row in rows
        ]
    )
    columns = (Column("day", "День"), Column("what", "Какой"), Column("note", "Основание"))
    return cards.card("Местные дни", tables.data_table(frame, columns, "Местные дни", row_header="day"))


def _what(row: Mapping[str, str]) -> str:
    hours = f", {format.plural(int(row['hours']), 'час', 'часа', 'часов')}" if row["hours"] else ""
    return KINDS[row["kind"]] + (hours or (", на час короче" if row["kind"] == "short" else ""))


def federal(calendar: Any) -> Component:
    """Days off in a row, working Saturdays and short days ahead; calendar: `data.terms.working_days.Federal`."""
    known = {first: (_run(first, last), _length(first, last, works)) for first, last, works in calendar.runs}
    for day in calendar.short:
        is_given = "рабочий, " if day in known else ""
        known[day] = (day_with_weekday(day), f"{is_given}короткий: на час меньше (ТК РФ, ст. 95)")
    rows = [{"day": day, "what": what} for _, (day, what) in sorted(known.items())]
    frame = pd.DataFrame(rows, columns=["day", "what"])
    columns = (Column("day", "Дни"), Column("what", "Какие"))
    title = "По стране"
    table = tables.data_table(frame, columns, title, row_header="day")
    return cards.card(title, table, note=_reliance(calendar.confirmed_until, calendar.known_until))


def _reliance(confirmed: int, known: int) -> str:
    """How far the calendar can be relied on."""
    draft = f" Переносы {confirmed + 1} года — по проекту и могут измениться." if known > confirmed else ""
    return (
        "Праздники с выходными, рабочие субботы и короткие дни на полгода вперёд. Переносы утверждены постановлениями "
        f"Правительства по {confirmed} год.{draft} После {max(confirmed, known)} года считаются только сами праздники: "
        "обновляйте программу раз в год."
    )


def _run(first: date, last: date) -> str:
    return day_with_weekday(first) if first == last else format.period(first, last)


def _length(first: date, last: date, works: bool) -> str:
    return "рабочий" if works else f"нерабочие, {format.days((last - first).days + 1)}"


def day_with_weekday(day: date) -> str:
    """«20 февраля 2027 г., сб»."""
    return f"{format.long_day(day)}, {WEEKDAYS[day.weekday()]}"


def hours(rows: Sequence[tuple[str, str, str]]) -> Component:
    """Whose day is not the usual one."""
    title = "Рабочее время"
    note = f"Обычное — {USUAL_HOURS}, понедельник — пятница. Своё время задаёт команда python -m data hours."
    if not rows:
        said = html.P("Своё время никому не задано.", className="card__note")
        return cards.card(title, said, note=note)
    frame = pd.DataFrame([{"name": name, "time": time.replace("-", "–")} for _, name, time in rows])
    columns = (Column("name", "Получатель"), Column("time", "Часы"))
    return cards.card(title, tables.data_table(frame, columns, title, row_header="name"), note=note)


def form(free: date | None) -> Component:
    """Fields of one local day; free: the first day that may be changed."""
    first = free.isoformat() if free else None
    day = dcc.DatePickerSingle(
        id="days-day", min_date_allowed=first, placeholder="Выберите", display_format="DD.MM.YYYY", first_day_of_week=1
    )
    choices: Any = [{"value": code, "label": label} for code, label in KINDS.items()]
    controls = {
        "День": day,
        "Каким будет": dcc.Dropdown(choices, id="days-kind", placeholder="Выберите"),
        "Рабочих часов": _text("days-hours", 2, "Обычно"),
        "Основание": _text("days-note", 400, "Например, указ о дне Чыл Пазы"),
    }
    fields = [html.Label([name, control], className="field") for name, control in controls.items()]
    button = html.Button("Записать день", id="days-change", className="button button--main", type="button")
    return html.Div([*fields, button], className="rules-form days-form")


def _text(name: str, longest: int, example: str) -> Component:
    return dcc.Input(id=name, type="text", maxLength=longest, placeholder=example, className="field__input")
