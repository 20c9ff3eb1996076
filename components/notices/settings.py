"""How people are called: kinds of notices switched on and off, how early, quiet hours."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from dash import dcc, html
from dash.development.base_component import Component

from answers.notices import EXPIRING, KINDS, MOST_DAYS, KindSetting, QuietHours
from components import cards, tables
from components.attributes import html_attributes
from components.notices.listed import button
from components.tables import Column
from words import texts

_HOURS = 24
_HINT = (
    "В тихие часы колокольчик молчит и письма не уходят; всё придёт, когда они кончатся. "
    "Одинаковые часы — тихих часов нет."
)


def field(name: Any) -> dict[str, Any]:
    """Id of a field: days, starts, ends, weekends; `ALL` matches every one."""
    return {"type": "notice-field", "name": name}


def card(kinds: Mapping[str, KindSetting], quiet: QuietHours) -> Component:
    """Both kinds of settings."""
    rows = [
        {
            "kind": KINDS[one.kind],
            "state": "включён" if one.is_on else "выключен",
            "early": _days(one),
            "does": _switch(one),
        }
        for one in kinds.values()
    ]
    columns = [
        Column("kind", "Вид"),
        Column("state", "Сейчас"),
        Column("early", "За сколько рабочих дней до срока", _as_is, order=None),
        Column("does", "", _as_is, order=None),
    ]
    table = tables.data_table(pd.DataFrame(rows), columns, "Виды оповещений", row_header="kind", key="kinds")
    note = "Настройки общие для всех. Выключенный вид никого не зовёт; его открытые оповещения проходят."
    return cards.card("Как звать", [table, _quiet(quiet)], note=note, wide=True)


def _switch(one: KindSetting) -> Component:
    action, words = ("off", "Выключить") if one.is_on else ("on", "Включить")
    label = html_attributes(aria_label=f"{words}: {KINDS[one.kind]}")
    return html.Button(words, id=button(action, one.kind, one.version), className="button", type="button", **label)


def _days(one: KindSetting) -> Any:
    if one.kind != EXPIRING:
        return "—"
    shown = dcc.Input(
        id=field("days"), value=one.days, type="number", min=1, max=MOST_DAYS, step=1, className="field__input"
    )
    hidden = html.Span("За сколько рабочих дней до срока предупреждать", className="visually-hidden")
    save = html.Button("Сохранить", id=button("days", one.kind, one.version), className="button", type="button")
    return html.Div([html.Label([hidden, shown], className="notice-days"), save], className="notice-tools")


def _quiet(quiet: QuietHours) -> Component:
    options: Any = [{"value": str(hour), "label": f"{hour:02d}:00"} for hour in range(_HOURS)]
    weekends: Any = [{"value": "yes", "label": "тихо и в субботу, и в воскресенье"}]
    named = (("starts", "Тихие часы с", quiet.starts), ("ends", "до", quiet.ends))
    hours = [_hour(name, words, options, value) for name, words, value in named]
    days = dcc.Checklist(weekends, ["yes"] if quiet.weekends else [], id=field("weekends"), className="notice-weekends")
    save = html.Button("Сохранить тихие часы", id=button("quiet", "", quiet.version), className="button", type="button")
    return html.Div([*hours, days, save, html.P(_HINT, className="field__hint")], className="notice-quiet")


def _hour(name: str, words: str, options: Any, value: int) -> Component:
    shown = dcc.Dropdown(options, str(value), id=field(name), clearable=False, searchable=False, labels=texts.DROPDOWN)
    return html.Div([html.Span(words, className="field__label"), shown], className="field")


def _as_is(shown: Any) -> Any:
    return shown
