"""The panel of one set of tables: what it is called, for which period, and its tables."""

from collections.abc import Mapping, Sequence
from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from answers.sent_materials import DIMENSIONS, MOST_TABLES, STEPS, Asked, Profile
from components.materials.tables import button
from components.typed_form import labelled
from data.metrics import METRICS, dimension
from words import texts

PANEL, OPENED = "materials-panel", "materials-opened"
"""Ids: the panel; the store with the code and the version of the set in it."""
_FIELD = "material-set-field"
_CODE_HINT = "Латинские буквы, цифры, «-» и «_»: по нему набор зовут в командной строке."


def fields(name: Any) -> dict[str, Any]:
    """Id of a field; `ALL` matches every one."""
    return {"type": _FIELD, "name": name}


def places() -> list[Component]:
    """The closed panel and the store of what is opened in it."""
    classes = "record-panel staff-panel"
    panel = dbc.Offcanvas(html.Div(), id=PANEL, placement="end", is_open=False, scrollable=True, className=classes)
    return [panel, dcc.Store(id=OPENED)]


def form(one: Profile) -> Component:
    """The fields of a set; of a new one without a code."""
    parts = [
        labelled("Код", _text("code", one.code, 60, is_fixed=one.is_own), _CODE_HINT),
        labelled("Набор", _text("name", one.name, 200)),
        labelled("Период", _dropdown("step", _choices(STEPS), one.step)),
        *(_table(number, one.tables) for number in range(MOST_TABLES)),
        labelled("Почему меняете", _text("reason", "", 300), "Останется в истории."),
    ]
    save = html.Button("Сохранить", id=button("save", one.code), className="button button--main", type="button")
    remove = html.Button("Удалить набор", id=button("remove", one.code), className="button", type="button")
    return html.Div(
        [*parts, html.Div([save, remove if one.is_own else None], className="toolbar")], className="staff-form"
    )


def _table(number: int, tables: Sequence[Asked]) -> Component:
    known = tables[number] if number < len(tables) else Asked("", (), ())
    rates = {name: one.label for name, one in METRICS.items() if one.kind != "rate"}
    dims = {name: dimension(name).label for name in DIMENSIONS}
    body = [
        labelled("Название таблицы", _text(f"title-{number}", known.title, 200)),
        labelled("Показатели", _dropdown(f"metrics-{number}", _choices(rates), list(known.metrics), multi=True)),
        labelled("По чему", _dropdown(f"by-{number}", _choices(dims), list(known.by), multi=True), "Один или два."),
    ]
    summary = html.Summary(f"Таблица {number + 1}{f': {known.title}' if known.title else ''}")
    return html.Details([summary, *body], open=bool(known.title) or number == 0, className="materials__table")


def read(given: Sequence[Any], identities: Sequence[Mapping[str, str]], version: int) -> tuple[Profile, str]:
    """The set as the panel holds it, tables without anything left out; and why it is changed."""
    named = {str(one["name"]): value for one, value in zip(identities, given, strict=True)}
    tables = tuple(
        Asked(str(named.get(f"title-{n}") or ""), _list(named, f"metrics-{n}"), _list(named, f"by-{n}"))
        for n in range(MOST_TABLES)
    )
    asked = tuple(one for one in tables if one.title.strip() or one.metrics or one.by)
    code, name, step, reason = (str(named.get(key) or "") for key in ("code", "name", "step", "reason"))
    return Profile(code.strip(), name, step, asked, version), reason


def _list(named: Mapping[str, Any], key: str) -> tuple[str, ...]:
    return tuple(str(one) for one in named.get(key) or ())


def _text(name: str, value: str, longest: int, *, is_fixed: bool = False) -> Component:
    return dcc.Input(
        id=fields(name), value=value, type="text", maxLength=longest, autoComplete="off", className="field__input",
        readOnly=is_fixed,
    )  # fmt: skip


def _dropdown(name: str, options: Any, value: Any, *, multi: bool = False) -> Component:
    return dcc.Dropdown(
        options, value, id=fields(name), multi=multi, labels=texts.DROPDOWN, maxHeight=280, clearable=multi,
        closeOnSelect=not multi,
    )  # fmt: skip


def _choices(words: Mapping[str, str]) -> Any:
    return [{"value": code, "label": label} for code, label in words.items()]
