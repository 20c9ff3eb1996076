"""Documents that a screen offers: a row for each, a link for each kind of file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from dash import html
from dash.development.base_component import Component

from components import cards
from components.attributes import html_attributes

KINDS = ("docx", "pdf")


@dataclass(frozen=True)
class Paper:
    """label: what it is, for a person; address: without its ending; params: of the address."""

    label: str
    address: str
    params: Mapping[str, str]
    kinds: tuple[str, ...] = KINDS


def card(title: str, papers: Sequence[Paper], *, note: str = "", wide: bool = False) -> Component:
    """A card with the documents one under another."""
    rows: Any = [
        html.Tr([html.Th(one.label, scope="row"), html.Td(links(one.label, one.address, one.params, one.kinds))])
        for one in papers
    ]
    table = html.Table(html.Tbody(rows), className="table papers")
    return cards.card(title, table, note=note, wide=wide)


def links(label: str, address: str, params: Mapping[str, str], kinds: Sequence[str]) -> Component:
    """A link for each kind of file of one document."""
    made = [
        html.A(
            kind.upper(),
            href=f"{address}.{kind}?{urlencode(params)}",
            className="button",
            **html_attributes(aria_label=f"{label}: {kind.upper()}"),
        )
        for kind in kinds
    ]
    return html.Div(made, className="papers__links")
