"""Rating profiles on the screen: two side by side, the weights and who changed them, the form put in by hand."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd
from dash import dcc, html
from dash.development.base_component import Component

from answers.rating import compared, profile_sheets
from answers.rating.compared import Indicator, Profile, Told, Value
from components import cards, ids, tables
from components.columns import as_is, link_column, text_column
from components.question import Screen
from components.recipients.names import with_names
from components.tables import Column
from words import format, texts

WEIGHT, SEEN, UNDO = "rating-weight", "rating-seen", "rating-undo"
DESCRIBED = "rating-described"
NAME, UNIT, VALUE, FORM_SEEN = "rating-name", "rating-unit", "rating-value", "rating-form-seen"
CHOOSE = "Чтобы менять эти веса, выберите этот профиль первым."
READ_ONLY = "Менять веса и заполнять показатели может куратор."

_PAIR = {"one": 0, "other": 1}


def choice(profiles: Sequence[Profile], *codes: str) -> Component:
    """Which two profiles stand side by side; an unknown code counts as the default."""
    options: Any = [{"value": profile.code, "label": profile.name} for profile in profiles]
    known = {profile.code for profile in profiles}
    fields = []
    for (key, place), code, words in zip(_PAIR.items(), codes, ("Профиль", "Рядом с ним"), strict=True):
        default = profiles[place].code
        now = code if code in known else default
        chosen = dcc.Dropdown(options, now, id=ids.param(key, default), clearable=False, labels=texts.DROPDOWN)
        fields.append(html.Label([words, chosen]))
    return html.Div(fields, className="toolbar rating-choice")


def pair(screen: Screen, codes: Sequence[str]) -> list[str]:
    """Codes of the two that are chosen."""
    return [screen.param(key, [codes[place], *codes]) for key, place in _PAIR.items()]


def blank() -> list[Component]:
    """What the forms consist of, without values, for who must know their ids before anybody asks."""
    made: list[Component] = [html.Button(id=id) for id in ("rating-save", "rating-fill", "rating-describe")]
    made += [dcc.Store(id=id) for id in (SEEN, FORM_SEEN, DESCRIBED)]
    made += [dcc.DatePickerSingle(id=f"rating-{key}") for key in ("since", "until", "from", "to")]
    return made + [dcc.Input(id=id, type="text") for id in ("rating-why", "rating-document")]


def not_beside(profile: Profile, *, is_rounded: bool) -> Component:
    """Why two profiles are not compared."""
    why = (
        "Вам открыты только округлённые итоги: индексы по ним не считаются."
        if is_rounded
        else f"«{profile.name}» заполняется руками по району целиком: получателей он не сравнивает."
    )
    return cards.card("Один период по двум профилям", html.P(why), wide=True)


def beside(screen: Screen, frame: pd.DataFrame, one: Profile, other: Profile, href: str) -> Component:
    """frame: as `compared.beside` with labels of the recipients."""
    shown = with_names(screen, frame)
    columns = [link_column("recipient")]
    for side, profile in (("one", one), ("other", other)):
        columns += [
            Column(f"{side}_index", f"{profile.name}: балл", _points, "right"),
            text_column(f"{side}_place", "Место"),
        ]
    body = tables.data_table(shown, columns, "Два профиля рядом", row_header="recipient_link", max_height=520)
    return cards.card(
        "Один период по двум профилям", body, [_file(href)], note=f"{_about(one)} {_about(other)}", wide=True
    )


def _points(x: Any) -> str:
    return texts.NO_DATA if format.is_missing(x) else format.number(x, 1)


def _about(profile: Profile) -> str:
    document = profile.source_document or "документ не указан"
    return f"«{profile.name}»: {compared.validity(profile)}; {document}."


def weights(profile: Profile, href: str, *, may_edit: bool, is_edited: bool) -> Component:
    """Indicators of a profile with their weights: fields for who may change them. href: of the table as XLSX;
    is_edited: of two on the screen the one that can be changed now.
    """
    is_form = may_edit and is_edited
    fields: Any = [_weight(one, is_form) for one in profile.indicators]
    weight = Column("field", "Вес", as_is, "right", order=None)
    columns = [Column("name", "Показатель"), Column("way", "Что лучше"), weight]
    frame = profile_sheets.weights(profile).assign(field=fields)
    table = tables.data_table(frame, columns, f"Веса: {profile.name}", row_header="name")
    words = html.P(CHOOSE if may_edit else READ_ONLY, className="card__note")
    note = "Веса приводятся к сумме 100 %. Показатель без данных не входит в индекс, его вес расходится по остальным."
    body = [table, _saving(profile) if is_form else words]
    return cards.card(f"Веса: {profile.name}", body, [_file(href)], note=note, wide=True)


def _file(href: str) -> Component:
    return html.A(texts.XLSX, href=href, className="button")


def _weight(one: Indicator, may_edit: bool) -> Any:
    words = format.number(one.weight, 0 if one.weight == round(one.weight) else 2)
    return _field({"type": WEIGHT, "index": one.id}, words, "", 6) if may_edit else words


def _field(id: Any, value: str, hint: str, longest: int) -> Component:
    return dcc.Input(id=id, type="text", value=value, placeholder=hint, maxLength=longest, className="field__input")


def _saving(profile: Profile) -> Component:
    why = _field("rating-why", "", "Например, решение куратора от 01.12.2026", 500)
    button = html.Button("Сохранить веса", id="rating-save", className="button button--main", type="button")
    seen = dcc.Store(id=SEEN, data=[profile.code, {str(one.id): one.version for one in profile.indicators}])
    return html.Div([html.Label(["Почему меняются", why], className="field"), button, seen], className="rating-form")


def form(profile: Profile, values: list[Value], href: str, *, may_edit: bool, as_of: date) -> list[Component]:
    """What was put in by hand, by periods, and for who may, the form. href: of the table as XLSX."""
    frame = compared.form(profile, values)
    periods = [name for name in frame.columns if name not in ("number", "name", "unit")]
    columns = [Column("number", "№", str, "right"), Column("name", "Показатель"), Column("unit", "Единица")]
    columns += [Column(name, name, _value, "right") for name in periods]
    told = tables.data_table(frame, columns, profile.name, row_header="number")
    done = compared.filled(profile, values).capitalize()
    note = f"{_about(profile)} {done}. Названия и значения вписывает район по документу."
    card = cards.card(profile.name, told, [_file(href)], note=note, wide=True)
    if not may_edit:
        return [card]
    return [*([card] if values else []), _filling(profile, values, as_of)]


def _value(x: Any) -> str:
    return texts.NO_DATA if format.is_missing(x) else f"{float(x):g}".replace(".", ",")


def _filling(profile: Profile, values: list[Value], as_of: date) -> Component:
    by_hand = [one for one in profile.indicators if not one.metric]
    last = {value.indicator_id: value.value for value in reversed(values)}
    rows = [_row(one, last.get(one.id)) for one in by_hand]
    dates = [_date("since", "Период с", as_of.replace(day=1)), _date("until", "по", as_of)]
    button = html.Button("Сохранить показатели", id="rating-fill", className="button button--main", type="button")
    seen = dcc.Store(id=FORM_SEEN, data=[profile.code, {str(one.id): one.version for one in by_hand}])
    note = (
        f"{_about(profile)} {compared.filled(profile, values).capitalize()}. Пустое значение ничего не записывает; "
        "значение того же периода заменяется, прежнее остаётся в истории."
    )
    fields = html.Div([*rows, html.Div([*dates, button], className="rating-form"), seen])
    return cards.card(f"{profile.name}: заполнить", fields, note=note, wide=True)


def _date(key: str, words: str, day: date) -> Component:
    picked = dcc.DatePickerSingle(
        id=f"rating-{key}", date=day.isoformat(), display_format="DD.MM.YYYY", first_day_of_week=1
    )
    return html.Label([words, picked], className="field")


def _row(one: Indicator, value: float | None) -> Component:
    """Empty fields for what is not told; the last value is a hint, not something to be saved again."""
    hint = "значение" if value is None else f"было {_value(value)}"
    told = ((NAME, one.name, "название из документа", 200), (UNIT, one.unit, "единица", 40), (VALUE, "", hint, 20))
    fields = [_field({"type": kind, "index": one.id}, text, words, longest) for kind, text, words, longest in told]
    return html.Div([html.Span(f"{one.number}.", className="rating-row__number"), *fields], className="rating-row")


def description(profile: Profile) -> Component:
    """The document of a profile and the days it is in force, to be changed."""
    document = _field("rating-document", profile.source_document, "Номер и дата документа", 1000)
    days = (("from", "Действует с", profile.valid_from), ("to", "по", profile.valid_to))
    dates = [html.Label([words, _picked(key, day)], className="field") for key, words, day in days]
    button = html.Button("Сохранить", id="rating-describe", className="button button--main", type="button")
    seen = dcc.Store(id=DESCRIBED, data=[profile.code, profile.version])
    fields = [html.Label(["Документ", document], className="field"), *dates, button, seen]
    return cards.card(f"Документ и срок: {profile.name}", html.Div(fields, className="rating-form"), wide=True)


def _picked(key: str, day: date | None) -> Component:
    return dcc.DatePickerSingle(
        id=f"rating-{key}",
        date=day.isoformat() if day else None,
        display_format="DD.MM.YYYY",
        first_day_of_week=1,
        clearable=True,
        placeholder="без срока",
    )


def history(told: Sequence[Told], zone: ZoneInfo, href: str, *, may_edit: bool) -> Component | None:
    """Who changed what and why, the newest first; None before the first edit. href: of the table as XLSX."""
    if not told:
        return None
    edits = profile_sheets.edits(told, zone)
    ways_back: Any = [
        _undo(number) if stands else "" for number, stands in zip(edits["number"], edits["stands"], strict=True)
    ]
    columns = [Column(one.name, one.label) for one in profile_sheets.EDIT_COLUMNS]
    columns += [Column("undo", "", as_is, order=None)] if may_edit else []
    frame = edits.assign(undo=ways_back)
    body = tables.data_table(frame, columns, "История профилей", row_header="at", max_height=360, key="history")
    return cards.card("История", body, [_file(href)], wide=True)


def _undo(number: int) -> Component:
    return html.Button("Отменить", id={"type": UNDO, "index": int(number)}, className="button", type="button")
