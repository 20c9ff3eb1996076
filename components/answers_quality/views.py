"""The two views of «Качество ответов»: which answers deserve a look, and what people have found in those they read."""

from collections.abc import Callable

from dash import dcc, html
from dash.development.base_component import Component

from components.attributes import html_attributes

VIEWS = {"/answers": "Сигналы", "/answers/checks": "Проверка ответов"}


def bar(path: str, href: Callable[[str], str]) -> Component:
    """Links to both, of which one is current. href: the address of a screen with the filters in force."""
    links = [_link(href(one), words, is_current=one == path) for one, words in VIEWS.items()]
    return html.Nav(links, className="sides", **html_attributes(aria_label="Качество ответов"))


def _link(href: str, words: str, *, is_current: bool) -> Component:
    if is_current:
        return html.Span(words, className="sides__link is-current", **html_attributes(aria_current="page"))
    return dcc.Link(words, href=href, refresh=True, className="sides__link")
