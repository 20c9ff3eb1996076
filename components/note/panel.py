"""The panel of the note: words for one section beside the generated ones, a remark, or why it is returned."""

from collections.abc import Mapping
from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from components import typed_form
from components.note import ids


def places(week: str) -> list[Component]:
    """The closed panel and the store of what is opened: the week, the version of the words in the panel."""
    classes = "record-panel staff-panel note-panel"
    panel = dbc.Offcanvas(html.Div(), id=ids.PANEL, placement="end", is_open=False, scrollable=True, className=classes)
    return [panel, dcc.Store(id=ids.OPENED, data={"week": week}), dcc.Download(id=ids.FILE)]


def words(made: Component, key: str, body: str, mode: str, modes: Mapping[str, str]) -> Component:
    """Own words for a section beside the generated ones."""
    options: Any = [{"value": value, "label": label[0].upper() + label[1:]} for value, label in modes.items()]
    hint = "Каждая строка — абзац; строка, которая начинается с «-», — пункт списка. Пустой текст убирает свой."
    own = [
        dcc.RadioItems(options, mode, id=ids.field("mode"), className="note-modes"),
        html.Span(id=typed_form.beside("mode"), className="field__saved", role="note"),
        _area("body", body, "Свой текст", hint, 14),
        html.Div([_main("Сохранить", "write", key)], className="toolbar"),
    ]
    side = html.Div([html.H3("Составлено по числам"), made], className="note-side")
    return html.Div([side, html.Div(own, className="staff-form note-side")], className="note-beside")


def remark(key: str) -> Component:
    """A remark on a section, or on the whole."""
    hint = "Увидят все, кто работает над запиской."
    return _form(_area("body", "", "Что поправить", hint, 5), _main("Записать", "comment", key))


def returning(key: str) -> Component:
    """Why the note is given back. key: its version."""
    hint = "Причина останется в истории; записка снова станет проектом."
    return _form(_area("body", "", "Что поправить", hint, 5), _main("Вернуть", "return", key))


def _form(field: Component, button: Component) -> Component:
    return html.Div([field, html.Div([button], className="toolbar")], className="staff-form")


def _area(name: str, value: str, label: str, hint: str, rows: int) -> Component:
    area = dcc.Textarea(id=ids.field(name), value=value, rows=rows, className="field__input", maxLength=6000)
    return html.Label(
        [
            html.Span(label, className="field__label"),
            area,
            html.Span(id=typed_form.beside(name), className="field__saved", role="note"),
            html.Span(hint, className="field__hint"),
        ],
        className="field",
    )


def _main(label: str, action: str, key: str = "") -> Component:
    return html.Button(label, id=ids.button(action, key), className="button button--main", type="button")
