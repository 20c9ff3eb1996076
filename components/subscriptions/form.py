"""What somebody who subscribes is asked: the name, when, on what condition, which kind of file."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from components import cards
from components.subscriptions.tables import button
from components.typed_form import labelled
from words import texts

_FIELD = "subscription-field"
_NAMES = ("title", "schedule", "weekday", "condition", "format")


def fields(name: Any) -> dict[str, Any]:
    """Id of a field; `ALL` matches every one."""
    return {"type": _FIELD, "name": name}


def values(given: Sequence[Any], identities: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """Values of the fields by name, '' where nothing was said."""
    named = {str(one["name"]): value for one, value in zip(identities, given, strict=True)}
    return {name: "" if named.get(name) is None else str(named[name]) for name in _NAMES}


def card(title: str, note: str, known: Mapping[str, Mapping[str, str]]) -> Component:
    """title: proposed; note: what the letter will hold; known: field → its choices."""
    rows = [
        labelled("Название", dcc.Input(id=fields("title"), value=title, type="text", maxLength=200, autoComplete="off",
                                        className="field__input"), "Станет темой письма и заголовком отчёта."),
        labelled("Когда", _choice("schedule", known["schedule"], "weekly")),
        labelled("День недели", _choice("weekday", known["weekday"], "0"), "Для подписки раз в неделю."),
        labelled("Условие", _choice("condition", known["condition"], "any"), "Пустое письмо не уходит никогда."),
        labelled("Файл", _choice("format", known["format"], "pdf")),
    ]  # fmt: skip
    save = html.Button("Подписаться", id=button("save", "", 0), className="button button--main", type="button")
    return cards.card("Новая подписка", html.Div([*rows, save], className="subscription-form"), note=note, wide=True)


def _choice(name: str, known: Mapping[str, str], value: str) -> Component:
    options: Any = [{"value": code, "label": label} for code, label in known.items()]
    return dcc.Dropdown(options, value, id=fields(name), labels=texts.DROPDOWN, clearable=False, searchable=False)
