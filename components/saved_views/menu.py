"""The menu beside the filters: views of this screen, the way back to what everybody sees, the form that saves a view.

What stands in it is made when it is opened: another person or another tab may have saved something meanwhile.
"""

from collections.abc import Sequence
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from answers.saved_views import LONGEST_TITLE, SavedView
from components.attributes import html_attributes
from words import texts

OPEN, BOX, SAID, PATH = "views-open", "views-box", "views-said", "/views"
_NOTHING = "На этом экране видов ещё нет: настройте фильтры, назовите вид и сохраните."


def button(action: Any) -> dict[str, Any]:
    """Id of a button of the menu; `ALL` matches every one."""
    return {"type": "view-menu-do", "action": action}


def field(name: Any) -> dict[str, Any]:
    """Id of a field of the form: title, audience; `ALL` matches both."""
    return {"type": "view-menu-field", "name": name}


def menu() -> Component:
    """The closed menu."""
    opener = html.Summary("Виды", id=OPEN, className="button", title="Сохранённые виды этого экрана")
    return html.Details([opener, html.Div(texts.LOADING, id=BOX, className="views__box")], className="views")


def inside(
    found: Sequence[tuple[SavedView, str, str]], audiences: Sequence[tuple[str, str]], said: str = ""
) -> list[Component]:
    """found: views of the screen, for whom each is (''  for own ones), what of it is closed; audiences: value and words
    of whom a view may be saved for, none where there is no choice; said: what has just been done.
    """
    listed = [_item(*one) for one in found] or [html.P(_NOTHING, className="views__note")]
    plain = html.Button(
        "Как у всех", id=button("plain"), className="button", type="button",
        title="Убрать и забыть мои фильтры этого экрана", **html_attributes(data_plain="yes"),
    )  # fmt: skip
    status = html.P(said, id=SAID, className="views__said", role="status", hidden=not said)
    foot = html.Div([plain, dcc.Link("Все виды", href=PATH, className="views__all")], className="views__foot")
    return [html.Div(listed, className="views__list"), *_form(audiences), status, foot]


def _item(view: SavedView, whom: str, closed: str) -> Component:
    note = " · ".join(filter(None, (whom, closed)))
    words = [html.Span(view.title, className="views__title"), html.Span(note, className="views__note")]
    return dcc.Link(words if note else words[:1], href=view.href, className="views__item")


def _form(audiences: Sequence[tuple[str, str]]) -> list[Component]:
    title = dcc.Input(
        id=field("title"), type="text", maxLength=LONGEST_TITLE, autoComplete="off", className="field__input",
        placeholder="Например, вода на окраинах",
    )  # fmt: skip
    named = html.Label([html.Span("Сохранить как", className="field__label"), title], className="field")
    options: Any = [{"value": value, "label": words} for value, words in audiences]
    whom = dcc.Dropdown(options, "own", id=field("audience"), clearable=False, searchable=False, labels=texts.DROPDOWN)
    chosen = html.Div([html.Span("Кому", className="field__label"), whom], className="field")
    save = html.Button("Сохранить вид", id=button("save"), className="button button--main", type="button")
    return [html.Div([named, *([chosen] if options else []), save], className="views__form")]
