"""The bell in the header of every screen: how many notices wait for the asker, and the way to them."""

from collections.abc import Callable

from dash import Dash, Input, Output, dcc, html
from dash.development.base_component import Component

from answers.notices import Call
from components import ids
from components.account import Account
from components.attributes import html_attributes
from words import format

PATH, BELL = "/notices", "bell"
_MOST = 99
Ask = Callable[[], Call | None]


def place(account: Account | None) -> Component:
    """Where the bell hangs; empty for whom nothing rings."""
    return html.Div(inside(account.ring if account else None), id=BELL, className="bell")


def inside(ring: Call | None) -> Component | None:
    """The bell itself."""
    if ring is None:
        return None
    words = _words(ring)
    shown = html.Span(_number(ring.waiting), className="bell__count", **html_attributes(aria_hidden="true"))
    icon = html.Span(className="icon icon--quiet" if ring.quiet_until else "icon icon--bell")
    name = html.Span(words, className="visually-hidden")
    lit = " bell__link--lit" if ring.waiting else ""
    return dcc.Link([icon, shown if ring.waiting else None, name], href=PATH, className=f"bell__link{lit}", title=words)


def _number(waiting: int) -> str:
    return str(waiting) if waiting <= _MOST else f"{_MOST}+"


def _words(ring: Call) -> str:
    if ring.quiet_until:
        return f"Оповещения: тихие часы до {format.moment(ring.quiet_until)}"
    if not ring.waiting:
        return "Оповещения: новых нет"
    return f"Оповещения: {format.plural(ring.waiting, 'новое', 'новых', 'новых')}"


def register(app: Dash, ask: Ask) -> None:
    """The one callback of the bell: it is asked again on every screen that is opened."""

    @app.callback(Output(BELL, "children"), Input(ids.PAGE_LOCATION, "pathname"), prevent_initial_call=True)
    def _ring(_path: str | None) -> Component | None:
        return inside(ask())
