"""How people are called: kinds of notices switched on and off, how early, quiet hours."""

from collections.abc import Mapping
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from answers.notices import EXPIRING, KINDS, MOST_DAYS, KindSetting, QuietHours
from components import cards
from components.attributes import html_attributes
from components.notices.listed import button
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
    rows = html.Ul([_kind(one) for one in kinds.values()], className="notice-list")
    note = "Настройки общие для всех. Выключенный вид никого не зовёт; его открытые оповещения проходят."
    return cards.card("Как звать", [rows, _quiet(quiet)], note=note, wide=True)


def _kind(one: KindSetting) -> Component:
    action, words, state = ("off", "Выключить", "включён") if one.is_on else ("on", "Включить", "выключен")
    label = html_attributes(aria_label=f"{words}: {KINDS[one.kind]}")
    switch = html.Button(words, id=button(action, one.kind, one.version), className="button", type="button", **label)
    named = [html.Div(KINDS[one.kind], className="notice__title"), html.P(state, className="notice__told")]
    tools = html.Div([*_days(one), switch], className="notice-tools")
    return html.Li([html.Div(named, className="notice__words"), tools], className="notice")


def _days(one: KindSetting) -> list[Component]:
    if one.kind != EXPIRING:
        return []
    shown = dcc.Input(
        id=field("days"), value=one.days, type="number", min=1, max=MOST_DAYS, step=1, className="field__input"
    )
    named = html.Label([html.Span("рабочих дней до конца срока", className="notice-days__name"), shown])
    save = html.Button("Сохранить дни", id=button("days", one.kind, one.version), className="button", type="button")
    return [html.Div(named, className="notice-days"), save]


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
