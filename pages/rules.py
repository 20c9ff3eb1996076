"""«Правила сроков»: by what term is a record counted, since when, who may change it? Asked before an argument."""

import base64
import binascii
from typing import Any

from dash import Input, Output, State, callback, dcc, html, no_update, register_page
from dash.development.base_component import Component

from access import person
from components import cards, shell
from components.rules import table as rules_table
from data.errors import FilterError
from deeds import rules

PATH, TITLE = "/rules", "Правила сроков"
register_page(__name__, path=PATH, name=TITLE, title=f"{TITLE} · МЦУ", order=82, icon="settings", section="data")
_LARGEST = 1 << 20


def layout(**_query: Any) -> Component:
    """The screen: what is in force, and for who may, two ways to change it."""
    question = "По какому сроку считается каждая запись. Новая версия действует с названного дня, прошлое не меняется."
    if person.current() is None:  # Dash itself makes every layout, to know its ids
        body: list[Component] = [_save_button(), rules_table.form([], {}, None), html.Div(id="rules-body")]
    else:
        body = [html.Div(_body(), id="rules-body", className="screen__body")]
        body += [_editor()] if rules.may_manage_rules() else [html.P(rules_table.READ_ONLY, className="card__note")]
    body.insert(0, html.Div(id="rules-done"))
    return shell.plain_screen(TITLE, question, [*body, dcc.Download(id="rules-file")])


def _body() -> list[Component]:
    tools = html.Div(_save_button(), className="toolbar")
    found = rules_table.groups(rules.versions(), rules.names())
    return [tools, *[cards.card(name, table, wide=True) for name, table in found]]


def _save_button() -> Component:
    return html.Button("Скачать CSV", id="rules-save", className="button", type="button")


def _editor() -> Component:
    free = rules.first_free_day()
    form = rules_table.form(rules.versions(), rules.names(), free)
    return cards.card("Изменить", form, note=rules_table.how(free), wide=True)


@callback(
    Output("rules-body", "children"),
    Output("rules-done", "children"),
    Input("rules-change", "n_clicks"),
    State("rules-code", "value"),
    State("rules-term", "value"),
    State("rules-since", "date"),
    prevent_initial_call=True,
)
def change(clicks: int | None, code: str | None, term: str | None, since: str | None) -> tuple[Any, Any]:
    """A new version of one rule."""
    if not clicks:
        return no_update, no_update
    return _answered(rules.change_term(code, term, since))


@callback(
    Output("rules-body", "children", allow_duplicate=True),
    Output("rules-done", "children", allow_duplicate=True),
    Input("rules-upload", "contents"),
    prevent_initial_call=True,
)
def upload(contents: str | None) -> tuple[Any, Any]:
    """All that a file says."""
    if not contents:
        return no_update, no_update
    return _answered(rules.replace(_text(contents)))


def _text(contents: str) -> str:
    """What was dropped, as text; FilterError says what is wrong with the file."""
    try:
        raw = base64.b64decode(contents.partition(",")[2], validate=True)
        if len(raw) > _LARGEST:
            raise FilterError("Файл правил больше 1 МБ: это не он. Выгрузите образец кнопкой «Скачать CSV».")
        return raw.decode("utf-8-sig")
    except (binascii.Error, UnicodeDecodeError):
        raise FilterError("Файл правил не прочитан: сохраните его как «CSV UTF-8».") from None


def _answered(changes: list[Any]) -> tuple[Any, Any]:
    return _body(), html.P(rules_table.outcome_sentence(changes), className="staff-note", role="status")


@callback(Output("rules-file", "data"), Input("rules-save", "n_clicks"), prevent_initial_call=True)
def save(clicks: int | None) -> Any:
    """The table as a file that can be edited and brought back."""
    return {"content": rules.as_csv(), "filename": "правила сроков.csv", "type": "text/csv"} if clicks else no_update
