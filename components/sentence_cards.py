"""Cards of one sentence: the question, the answer, what it is compared with; the whole card opens its records."""

from collections.abc import Sequence

from dash import dcc, html
from dash.development.base_component import Component

from answers.summary import Told


def row(found: Sequence[Told]) -> Component:
    """The cards side by side."""
    return html.Div([_card(one) for one in found], className="told-row")


def _card(one: Told) -> Component:
    words = [
        html.H2(one.title, className="told__title"),
        html.P(one.sentence, className="told__sentence"),
        html.P(one.beside, className="told__beside"),
    ]
    if not one.href:
        return html.Article(words, className="told")
    return dcc.Link(
        html.Article(words, className="told told--link"), href=one.href, className="told-link", refresh=True
    )
