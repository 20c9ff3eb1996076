"""The panel of one duty: whose it is, what it covers, by which document, since when."""

from collections.abc import Mapping, Sequence
from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from answers.duties import KINDS
from components import received
from components.duties.tables import button
from components.typed_form import labelled
from words import texts

PANEL, OPENED = "duties-panel", "duties-opened"
"""Ids: the panel; the store with the code and the version of the duty in it."""
_FIELD = "duty-field"
_TEXTS = ("recipient", "name", "document", "valid_from", "valid_to", "confidence", "reason")
SURE = {"H": "По документу", "M": "Косвенно, проверьте", "L": "Предположение, проверьте"}
DAY = "Дата пишется так: 31.12.2026. Пусто — без границы."


def fields(name: Any) -> dict[str, Any]:
    """Id of a field; `ALL` matches every one."""
    return {"type": _FIELD, "name": name}


def values(given: Sequence[Any], identities: Sequence[Mapping[str, str]]) -> dict[str, Any]:
    """Values of the fields by name; an empty field is an empty text, or an empty list of topics."""
    named = {str(one["name"]): value for one, value in zip(identities, given, strict=True)}
    made: dict[str, Any] = {name: received.text(named.get(name)) for name in _TEXTS}
    return made | {"topics": [str(code) for code in named.get("topics") or []]}


def places() -> list[Component]:
    """The closed panel and the store of what is opened in it."""
    classes = "record-panel staff-panel"
    panel = dbc.Offcanvas(html.Div(), id=PANEL, placement="end", is_open=False, scrollable=True, className=classes)
    return [panel, dcc.Store(id=OPENED)]


def form(row: Mapping[str, Any], recipients: Sequence[Any], topics: Sequence[Any]) -> Component:
    """row: values of a duty, of a new one without a code; recipients, topics: what may be chosen (code, name, …)."""
    parts = [
        labelled("Получатель", _dropdown("recipient", _recipients(recipients), row["recipient"])),
        labelled("Обязанность", _text("name", row["name"], 400)),
        labelled("Тематики и группы тематик", _dropdown("topics", _topics(topics), row["topics"], multi=True)),
        labelled(
            "Документ", _text("document", row["document"], 2000), "Положение, договор, распоряжение: номер и дата."
        ),
        labelled("Действует с", _text("valid_from", row["valid_from"], 10), DAY),
        labelled("Действует по", _text("valid_to", row["valid_to"], 10)),
        labelled("Достоверность", _dropdown("confidence", _choices(SURE), row["confidence"])),
        labelled("Почему меняете", _text("reason", "", 300), "Останется в истории."),
    ]
    save = html.Button("Сохранить", id=button("save", row["code"]), className="button button--main", type="button")
    remove = html.Button("Удалить обязанность", id=button("remove", row["code"]), className="button", type="button")
    return html.Div(
        [*parts, html.Div([save, remove if row["code"] else None], className="toolbar")],
        className="staff-form duty-form",
    )


def _text(name: str, value: str, longest: int) -> Component:
    return dcc.Input(
        id=fields(name), value=value, type="text", maxLength=longest, autoComplete="off", className="field__input"
    )


def _dropdown(name: str, options: Any, value: Any, *, multi: bool = False) -> Component:
    return dcc.Dropdown(
        options, value, id=fields(name), multi=multi, labels=texts.DROPDOWN, maxHeight=280, clearable=False,
        closeOnSelect=not multi,
    )  # fmt: skip


def _choices(words: Mapping[str, str]) -> Any:
    return [{"value": code, "label": label} for code, label in words.items()]


def _recipients(found: Sequence[Any]) -> Any:
    return [{"value": one.code, "label": f"{one.name} · {KINDS.get(one.kind, one.kind)}"} for one in found]


def _topics(found: Sequence[Any]) -> Any:
    return [
        {"value": one.code, "label": one.name if one.group else f"Вся группа «{one.name}»", "search": one.name}
        for one in found
    ]
