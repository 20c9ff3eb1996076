"""What a whole screen offers: its print as PDF, a few sentences to paste into a messenger, a subscription.

The sentences are seen before they are copied. The browser's half is assets/65-paper.js.
"""

from collections.abc import Callable
from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State, dcc, html, no_update
from dash.development.base_component import Component

from answers import briefing
from components.attributes import html_attributes
from components.ids import FLT
from data.filters import parse
from data.metrics import answerable
from data.scope import Scope
from words import texts

_PATH, _BOX, _OPEN, _TEXT = "briefing-path", "briefing", "briefing-open", "briefing-text"


def tools(path: str = "") -> Component:
    """Buttons beside the heading. path: of a screen that can be told in sentences; empty for others."""
    return html.Div([*([*_briefing(path), _subscribe(path)] if path else []), _print()], className="screen-tools")


def register(app: Dash, scope: Callable[[], Scope]) -> None:
    """The callbacks of the sentences: told when they are opened, closed when the filters change."""

    @app.callback(
        Output(_TEXT, "value"), Input(_OPEN, "n_clicks"), State(_PATH, "data"), State(FLT, "data"),
        prevent_initial_call=True,
    )  # fmt: skip
    def _tell(clicks: int | None, path: str, flt: dict[str, str] | None) -> Any:
        if not clicks:
            return no_update
        return briefing.text(path, answerable(parse(flt or {}), scope()), scope())

    app.clientside_callback(
        ClientsideFunction("mcu_paper", "close"),
        Output(_TEXT, "value", allow_duplicate=True),
        Input(FLT, "data"),
        State(_TEXT, "value"),
        prevent_initial_call=True,
    )


def _briefing(path: str) -> list[Component]:
    button = html.Button(
        texts.COPY,
        type="button",
        className="button button--main",
        **html_attributes(data_copy=_TEXT, data_done=texts.COPIED),
    )
    field = dcc.Textarea(id=_TEXT, className="briefing__text", readOnly=True, placeholder=texts.TELLING, rows=11)
    words = html.Label([html.Span(texts.BRIEFING_SEEN, className="field__hint"), field], className="briefing__label")
    return [
        dcc.Store(id=_PATH, data=path),
        html.Details(
            [
                html.Summary(texts.COPY_BRIEFING, id=_OPEN, className="button", title=texts.BRIEFING_HINT),
                html.Div([words, button], className="briefing__box"),
            ],
            id=_BOX,
            className="briefing",
        ),
    ]


def _subscribe(path: str) -> Component:
    """Leads to the form with the filters of the address; for who may export (`frame--exports`)."""
    return html.Button(
        texts.SUBSCRIBE, type="button", className="button exports-only", title=texts.SUBSCRIBE_HINT,
        **html_attributes(data_subscribe=path),
    )  # fmt: skip


def _print() -> Component:
    return html.Button(
        texts.PDF, type="button", className="button", title=texts.PDF_HINT, **html_attributes(data_print="screen")
    )
