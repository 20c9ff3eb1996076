"""«Материалы для ЦУР»: what a package holds, what was sent, the sets of tables."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

import pandas as pd
from dash import dcc, html
from dash.development.base_component import Component

from answers.materials import Made
from components import cards, papers, states, tables
from components.tables import Column
from data.metrics.enough import FEW_GENITIVE
from words import format, texts

PROFILE, PERIOD, DRAFT = "materials-profile", "materials-period", "materials-draft"
_FIELD, _BUTTON = "material-field", "material-do"
KEPT = "/export/sent"


def button(action: Any, key: Any) -> dict[str, Any]:
    """Id of a button that does `action` with a set, a package or an edit; `ALL` for both matches every one."""
    return {"type": _BUTTON, "action": action, "key": key}


def field(name: Any) -> dict[str, Any]:
    """Id of a field of what is sent; `ALL` matches every one."""
    return {"type": _FIELD, "name": name}


def choice(sets: Sequence[tuple[str, str]]) -> Component:
    """The card that a package is put together in; what it holds comes when a set and a period are chosen."""
    options: Any = [{"value": code, "label": name} for code, name in sets]
    chosen = sets[0][0] if sets else None
    pick = html.Div(
        [
            _labelled("Набор таблиц", dcc.Dropdown(options, chosen, id=PROFILE, clearable=False)),
            _labelled("Период", dcc.Dropdown([], None, id=PERIOD, clearable=False, placeholder="Период")),
        ],
        className="materials__pick",
    )
    note = f"Числа меньше {FEW_GENITIVE} и те, по которым их можно вычислить, скрыты; персональных данных нет."
    return cards.card("Составить", html.Div([pick, html.Div(states.skeleton(480), id=DRAFT)]), note=note, wide=True)


def draft(made: Sequence[Made], params: Mapping[str, str], day: str) -> Component:
    """What the package holds, its files, and the form that writes down that it was sent."""
    rows = [
        {
            "title": one.asked.title,
            "rows": format.number(len(one.rows)),
            "hidden": format.number(one.hidden),
        }
        for one in made
    ]
    columns = [
        Column("title", "Таблица"),
        Column("rows", "Строк", align="right"),
        Column("hidden", "Скрыто чисел", align="right"),
    ]
    body = tables.data_table(pd.DataFrame(rows), columns, "Что войдёт в материалы", row_header="title", key="draft")
    links = papers.links("Материалы", "/export/package", params, ("docx", "xlsx"))
    return html.Div([body, links, _sending(day)], className="materials__draft")


def _sending(day: str) -> Component:
    send = html.Button("Записать отправку", id=button("send", ""), className="button button--main", type="button")
    hint = "Файлы сохранятся такими, какими составлены сейчас, с их SHA-256."
    fields = [
        _labelled("Кому", _text("to", "", 200)),
        _labelled("Когда", _text("day", day, 10)),
        _labelled("Пометка", _text("note", "", 500)),
    ]
    return html.Div(
        [
            html.Div(fields, className="materials__pick"),
            html.Div([send, html.Span(hint, className="field__hint")], className="materials__send"),
        ],
        className="staff-form",
    )


def _text(name: str, value: str, longest: int) -> Component:
    return dcc.Input(
        id=field(name), value=value, type="text", maxLength=longest, autoComplete="off", className="field__input"
    )


def _labelled(label: str, control: Component) -> Component:
    return html.Div([html.Span(label, className="field__label"), control], className="field")


def sent(frame: pd.DataFrame, files: Sequence[Sequence[tuple[str, str]]]) -> Component:
    """frame: of `answers.sent_materials.sent`; files: (name, sha256) of every package, in its order."""
    title = "Что отправлено"
    if frame.empty:
        said = "Отправок ещё нет. Составьте материалы и запишите, кому и когда они отправлены."
        return cards.card(title, html.P(said, className="card__note"), wide=True)
    links: Any = [_kept(code, own) for code, own in zip(frame["code"], files, strict=True)]
    columns = [
        Column("code", "Номер"),
        Column("profile", "Набор"),
        Column("period", "Период"),
        Column("sent_on", "Когда", format.day),
        Column("sent_to", "Кому"),
        Column("sent_by", "Кто отправил"),
        Column("note", "Пометка", lambda text: text or "—"),
        Column("snapshot", "Срез"),
        Column("links", "Файлы", lambda shown: shown, order=None),
    ]
    note = "Файлы — те же байты, что отправлены. Ошибочную запись отменяет кнопка в истории."
    body = tables.data_table(frame.assign(links=links), columns, title, row_header="code", max_height=420, key="sent")
    return cards.card(title, body, [_small(texts.XLSX, button("file", "sent"))], note=note, wide=True)


def _kept(code: str, files: Sequence[tuple[str, str]]) -> Component:
    made = [
        html.Div(
            [
                html.A(name, href=f"{KEPT}?{urlencode({'code': code, 'name': name})}"),
                html.Div(f"SHA-256 {own[:12]}…", className="second-line", title=own),
            ]
        )
        for name, own in files
    ]
    return html.Div(made)


def sets(frame: pd.DataFrame) -> Component:
    """frame: of `answers.sent_materials.profiles`."""
    changes: Any = [
        _small("Изменить", button("open", code)) if own else _small("Взять за основу", button("copy", code))
        for code, own in zip(frame["code"], frame["is_own"], strict=True)
    ]
    columns = [
        Column("name", "Набор"),
        Column("code", "Код"),
        Column("step", "Период"),
        Column("tables", "Таблицы"),
        Column("is_own", "Откуда", lambda own: "свой" if own else "с программой"),
        Column("change", "", lambda shown: shown, order=None),
    ]
    body = tables.data_table(frame.assign(change=changes), columns, "Наборы таблиц", row_header="name", key="sets")
    return cards.card("Наборы таблиц", body, note="Что ЦУР просит регулярно. Свои наборы можно менять.", wide=True)


def _small(label: str, identity: dict[str, Any]) -> Component:
    return html.Button(label, id=identity, className="button", type="button")
