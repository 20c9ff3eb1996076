"""«Справочники»: the list with its buttons, the panel of one row, what a file would change."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from dash import dcc, html
from dash.development.base_component import Component

from answers import reference as told
from answers.reference import Field, Listed
from components import cards, states, tables, typed_form
from components.attributes import html_attributes
from components.tables import Column
from words import format

PANEL, OPENED = "reference-panel", "reference-opened"
"""Ids: the panel; the store with the code and the version of the row in it."""
_BUTTON, _LONGEST, MOST_SHOWN = "reference-do", 400, 200
_NOTE = "Кончившееся остаётся: прошлые записи помнят своё место, получателя и тематику."
_WORDS_NOTE = "Что источники пишут в своих файлах и что это значит. Действует для следующих выгрузок."
_NOT_FOUND = ("Таких строк в справочнике нет.", "Измените слова поиска или добавьте строку.")
_SHOWN = (
    *("label", "group_label", "source", "topic", "recipient", "place"),
    *("name", "short_name", "group", "kind", "competence", "municipality", "default_recipient", "population"),
    *("valid", "successor"),
)
_LABELS = {
    "source": "Источник",
    "topic": "Тематика",
    "recipient": "Получатель",
    "place": "Населённый пункт",
    "group": "Группа",
    "municipality": "Поселение",
    "default_recipient": "Отвечает по умолчанию",
    "valid": "Действует",
    "successor": "Преемник",
}


def button(action: Any, key: Any) -> dict[str, Any]:
    """Id of a button; `ALL` for both matches every one."""
    return {"type": _BUTTON, "action": action, "key": key}


def choice(path: str, chosen: str) -> Component:
    """Which list is shown, as links."""
    links: list[Component] = [
        html.A(
            one.title,
            href=f"{path}?list={one.code}",
            className="button button--main" if one.code == chosen else "button",
            **(html_attributes(aria_current="page") if one.code == chosen else {}),
        )
        for one in told.LISTS.values()
    ]
    return html.Nav(links, className="toolbar reference-lists", **html_attributes(aria_label="Справочник"))


def search(path: str, chosen: str, words: str) -> Component:
    """The field by which a long list is narrowed; the address says what is looked for."""
    typed = dcc.Input(name="find", value=words, type="search", maxLength=100, className="field__input")
    named = html.Label([html.Span("Найти в справочнике", className="field__label"), typed], className="field")
    chosen_list = dcc.Input(type="hidden", name="list", value=chosen)
    find = html.Button("Найти", type="submit", className="button")
    return html.Form([chosen_list, named, find], action=path, method="GET", className="toolbar reference-find")


def rows(listed: Listed, found: pd.DataFrame, *, may: bool) -> Component:
    """found: of `answers.reference.rows`; may: whether the asker changes them. A long list is cut."""
    frame = found.head(MOST_SHOWN)
    labels = {one.name: one.label for one in listed.fields} | _LABELS
    shown = [name for name in _SHOWN if name in frame.columns]
    columns = [Column(name, labels[name], _or_dash) for name in shown]
    if may:
        change: Any = [_small("Изменить", button("open", code)) for code in frame["code"]]
        frame = frame.assign(change=change)
        columns.append(Column("change", "", lambda value: value, order=None))
    table = tables.data_table(frame, columns, listed.title, row_header=listed.named, max_height=640)
    body = states.empty(*_NOT_FOUND) if frame.empty else table
    note = _WORDS_NOTE if listed.is_numbered else _NOTE
    more = len(found) - len(frame)
    cut = f" Показаны первые {MOST_SHOWN}: сузьте поиском или скачайте все." if more else ""
    return cards.card(f"{listed.title}: {format.number(len(found))}", body, note=note + cut, wide=True)


def form(listed: Listed, texts: Mapping[str, str], names: Mapping[str, Sequence[tuple[str, str]]]) -> Component:
    """texts: of a row, none of a new one; names: what may be chosen, by field."""
    is_new = not texts
    given = is_new and not listed.is_numbered
    parts = [_field(one, texts, names) for one in listed.fields if given or one is not listed.key]
    parts.append(typed_form.line("reason", "Почему меняете", "", 300, "Останется в истории."))
    key = "" if is_new else texts[listed.key.name]
    save = html.Button("Сохранить", id=button("save", key), className="button button--main", type="button")
    gone = html.Button("Убрать", id=button("remove", key), className="button", type="button")
    return typed_form.form(parts, [save, gone if key and listed.is_numbered else None])


def _field(one: Field, texts: Mapping[str, str], names: Mapping[str, Sequence[tuple[str, str]]]) -> Component:
    text, hint = told.words(one, texts), typed_form.DAY_HINT if one.kind == told.DAY else one.hint
    if one.kind == told.FLAG:
        return typed_form.choice(one.name, one.label, [(told.YES, "да"), (told.NO, "нет")], text or told.NO, hint)
    if one.name in names:
        return typed_form.choice(one.name, one.label, names[one.name], text, hint)
    return typed_form.line(one.name, one.label, text, _LONGEST, hint)


def plan(frame: pd.DataFrame, same: int) -> Component:
    """What a file would change, with the button that writes it. frame: of `answers.reference.plan`."""
    if frame.empty:
        said = f"Файл ничего не меняет: {format.plural(same, 'строка', 'строки', 'строк')} уже такие."
        return cards.card("План загрузки", states.empty(said, ""), wide=True)
    columns = [Column("name", "Запись"), Column("code", "Код"), Column("what", "Что будет"), Column("changes", "Поля")]
    body = tables.data_table(frame, columns, "План загрузки", row_header="name", max_height=420, key="plan")
    added = int((frame["what"] == "добавится").sum())
    note = f"Добавится {added}, изменится {len(frame) - added}, без изменений {same}. Ещё ничего не записано."
    tools = [
        html.Button("Записать", id=button("apply", ""), className="button button--main", type="button"),
        html.Button("Отказаться", id=button("drop", ""), className="button", type="button"),
    ]
    return cards.card("План загрузки", body, tools, note=note, wide=True)


def _small(label: str, identity: dict[str, Any]) -> Component:
    return html.Button(label, id=identity, className="button", type="button")


def _or_dash(text: str) -> str:
    return text or "—"
