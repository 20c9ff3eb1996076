"""What is said above every screen whatever it shows: rounded numbers, a demonstration, the way out of it.

One thin line beside the search. Its explanations can be put away for the session, its marks can't: invented data and
rounded numbers must never be taken for others (assets/10-shell.js).
"""

from dash import html
from dash.development.base_component import Component

from components.attributes import html_attributes
from words import texts


def line(*, is_rounded: bool, is_demo: bool, may_leave: bool) -> Component | None:
    """The marks that apply, each with its explanation. may_leave: whether the way out of the demonstration is open."""
    rounded = [_mark(texts.ROUNDED), _words(texts.ROUNDED_LONG)] if is_rounded else []
    out = html.A(texts.LEAVE_DEMO, href="/leave-demo", className="banner-line__out", title=texts.LEAVE_DEMO_LONG)
    told = [*rounded, *_demo(is_demo), *([out] if may_leave else [])]
    return html.Div([*told, _fold()], className="banner-line", role="note") if told else None


def demo(applies: bool) -> Component | None:
    """The same of a demonstration that has come after the frame of the window; hidden where the frame knows of it."""
    return html.Div(_demo(applies), className="banner-line banner-line--late", role="note") if applies else None


def _demo(applies: bool) -> list[Component]:
    return [_mark(texts.DEMO), _words(texts.DEMO_LONG)] if applies else []


def _mark(words: str) -> Component:
    return html.Strong(words, className="banner-line__mark")


def _words(words: str) -> Component:
    return html.Span(words, className="banner-line__words")


def _fold() -> Component:
    """Puts the explanations away and brings them back."""
    said = html_attributes(aria_label=texts.FOLD_BANNERS)
    return html.Button(className="banner-line__fold", type="button", title=texts.FOLD_BANNERS, **said)
