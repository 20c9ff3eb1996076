"""The panel of «Качество данных»: what a waiting name means, what a record is really about. Every decision is explained
before it is made.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from components.quality import ids
from components.quality.tables import QUEUES, why
from components.register import table
from words import format, texts

_KINDS = {"topic": "Тема", "place": "Место", "recipient": "Получатель", "status": "Статус"}
_LEARNT = {
    "topic": "На исправленных темах учится модель (python -m etl learn).",
    "recipient": "Если этого названия не знает никто другой, следующие загрузки источника поймут его так же.",
}
"""What else a correction does than mend its record."""
_NOT_YOURS = "Исправлять данные вашей роли не открыто."


def panel() -> Component:
    """Where a name, a list or a record opens."""
    classes = "record-panel staff-panel"
    return dbc.Offcanvas(id=ids.PANEL, placement="end", is_open=False, scrollable=True, className=classes)


def name(
    kind: str,
    waits: tuple[str, str, str],
    targets: Sequence[tuple[str, str]],
    options: Sequence[Any],
    records: Component,
    *,
    may: bool,
) -> Component:
    """A waiting name. waits, options: `Name`, `Suggestion` of `data.decisions.waiting_names`; targets: (code, name)."""
    _, group, label = waits
    above = html.Span(f" · {group}", className="card__note") if group and group != label else None
    head = html.Section(
        [html.P([html.Strong(label), above]), html.P(QUEUES[kind][1], className="card__note")],
    )
    form = _mapping(kind, waits, targets, options) if may else html.P(_NOT_YOURS, className="card__note")
    return html.Div([head, form, records], className="record staff-form")


def _mapping(
    kind: str, waits: tuple[str, str, str], targets: Sequence[tuple[str, str]], options: Sequence[Any]
) -> Component:
    days = (
        html.Div([_day("from", "Действует с"), _day("to", "по")], className="quality-days") if kind == "topic" else None
    )
    confirm = html.Button(
        "Сопоставить",
        className="button button--main",
        type="button",
        **ids.does("map", ids.name_key(kind, *waits)),
    )
    alike = " (и под другими его написаниями)" if kind == "recipient" else ""
    note = (
        f"Так будут поняты все записи, которые ждут под этим названием{alike}, и все будущие. Решение останется в "
        "журнале; показатели обновятся сразу."
    )
    return html.Section(
        [
            html.H3("Что это значит"),
            _target(kind, targets, options),
            days,
            html.P(note, className="card__note"),
            confirm,
        ]
    )


def _target(kind: str, targets: Sequence[tuple[str, str]], options: Sequence[Any]) -> Component:
    likely = [{"value": one.code, "label": f"★ {one.name} ({why(one)})"} for one in options]
    named = {one.code for one in options}
    rest = [{"value": code, "label": label} for code, label in targets if code not in named]
    chosen = dcc.Dropdown(
        id=ids.field("target"),
        options=[*likely, *rest],
        value=options[0].code if options else None,
        placeholder="Выберите из списка",
        labels=texts.DROPDOWN,
        maxHeight=320,
    )
    return html.Div([html.Span(_KINDS[kind], className="field__label"), chosen], className="field")


def _day(name_of: str, label: str) -> Component:
    picker = dcc.DatePickerSingle(
        id=ids.day(name_of),
        display_format="DD.MM.YYYY",
        month_format="MMMM YYYY",
        first_day_of_week=1,
        placeholder="всегда",
        clearable=True,
    )
    return html.Label([html.Span(label, className="field__label"), picker], className="field")


def record(
    found: Mapping[str, Any],
    made: Sequence[Mapping[str, Any]],
    choices: Mapping[str, Sequence[tuple[str, str]]],
    *,
    may: bool,
) -> Component:
    """One record with what people have said of it. made: its corrections; choices: kind → (code, name)."""
    card = table.record_card(found)
    if not may:
        return html.Div([card, html.P(_NOT_YOURS, className="card__note")], className="record")
    forms = [_correction(found, "place", 1, found["place_label"], choices["place"])]
    for asked in found["questions"]:
        which = asked["number"] if len(found["questions"]) > 1 else 0
        forms += [
            _correction(found, kind, asked["number"], asked[kind], choices[kind], which)
            for kind in ("topic", "recipient")
        ]
    return html.Div(
        [html.Section([html.H3("Исправить"), _reason(), *forms, _corrections_in_force(found, made)]), card],
        className="record staff-form",
    )


def _reason() -> Component:
    given = dcc.Input(
        id=ids.field("reason"),
        type="text",
        maxLength=500,
        placeholder="Например: в тексте названо другое село",
        className="field__input",
    )
    note = html.Span(
        "Останется в журнале. Исправление переживёт повторную загрузку этой записи.", className="field__hint"
    )
    return html.Label([html.Span("Причина", className="field__label"), given, note], className="field")


def _correction(
    found: Mapping[str, Any], kind: str, number: int, now: str, targets: Sequence[tuple[str, str]], which: int = 0
) -> Component:
    """One thing to correct. number: of the question; which: the same, where the letter has several."""
    options = [{"value": code, "label": label} for code, label in targets]
    identity = ids.target(f"{kind}-{number}")
    chosen = dcc.Dropdown(id=identity, options=options, placeholder=str(now), labels=texts.DROPDOWN, maxHeight=300)
    does = ids.does(f"correct-{kind}", f"{found['record_id']}/{number}")
    save = html.Button("Исправить", className="button", type="button", **does)
    of = f", вопрос {which}" if which else ""
    learnt = html.Span(_LEARNT[kind], className="field__hint") if kind in _LEARNT else None
    deed = html.Div([chosen, learnt, save])
    return html.Details([html.Summary(f"{_KINDS[kind]}{of}: {now}"), deed], className="staff-deed")


def _corrections_in_force(found: Mapping[str, Any], made: Sequence[Mapping[str, Any]]) -> Component | None:
    if not made:
        return None
    items = [
        html.Li(
            f"{_KINDS.get(one['field'], 'Поселение')}: {one['reason']} — {one['made_by']}, {format.day(one['made_at'])}"
        )
        for one in made
    ]
    back = html.Button(
        "Отозвать исправления",
        className="link-button",
        type="button",
        **ids.does("withdraw", str(found["record_id"])),
    )
    note = "После отзыва запись примет вид из файла при следующей загрузке."
    return html.Div([html.H3("Уже исправлено"), html.Ul(items), html.P(note, className="card__note"), back])


def outcome_note(action: str, n: int) -> Component:
    """What stands above the screen after a decision. n: records it has changed; of «withdraw», corrections gone."""
    if action == "withdraw":
        words = f"Отозвано исправлений: {format.number(n)}. Запись примет вид из файла при следующей загрузке."
    else:
        words = f"Учтено: {format.records(n)}. Показатели обновлены."
    return html.Div(words, className="intake-note", role="status")
