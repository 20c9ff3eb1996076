"""What a screen shows when there is nothing to show, when something failed, and while it loads."""

from dash import dcc, html
from dash.development.base_component import Component

from words import texts


def empty(reason: str = texts.EMPTY_FILTERS, hint: str = texts.EMPTY_HINT) -> Component:
    """An honest empty state: why there is nothing and what to do."""
    return html.Div(
        [
            html.P(reason, className="state__title"),
            html.P(hint, className="state__hint") if hint else None,
        ],
        className="state state--empty",
        role="status",
    )


def error(message: str, error_id: str | None = None) -> Component:
    """A notice of failure; `error_id` is the code written to the log."""
    code = html.P(["Код: ", html.Code(error_id)], className="state__hint") if error_id else None
    return html.Div(
        [
            html.P(texts.ERROR_TITLE, className="state__title"),
            html.P(message, className="state__hint"),
            code,
        ],
        className="state state--error",
        role="alert",
    )


def skeleton(height: int, label: str = texts.LOADING) -> Component:
    """A quiet placeholder of the given height in pixels."""
    return html.Div(
        html.Span(label, className="visually-hidden"),
        className="skeleton",
        style={"height": f"{height}px"},
    )


def controls_ahead() -> Component:
    """Controls whose code Dash fetches when the first of them is drawn: one of each before any page, never shown. Those
    of a page then stand at once, and nothing moves.
    """
    return html.Div([dcc.Dropdown([], placeholder=""), dcc.DatePickerSingle(placeholder="")], hidden=True)
