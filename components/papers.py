"""Documents that a screen offers: a row for each, a link for each kind of file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from dash import html
from dash.development.base_component import Component

from components import cards
from components.attributes import html_attributes

KINDS = {"docx": "DOCX", "pdf": "PDF"}


@dataclass(frozen=True)
class Paper:
    """label: what it is, for a person; address: without its ending; params: of the address."""

    label: str
    address: str
    params: Mapping[str, str]
    kinds: tuple[str, ...] = tuple(KINDS)


def card(title: str, papers: Sequence[Paper], *, note: str = "", wide: bool = False) -> Component:
    """A card with the documents one under another."""
    rows: Any = [html.Tr([html.Th(one.label, scope="row"), html.Td(_links(one))]) for one in papers]
    table = html.Table(html.Tbody(rows), className="table papers")
    return cards.card(title, table, note=note, wide=wide)


def _links(paper: Paper) -> Component:
    made = [
        html.A(
            KINDS.get(kind, kind.upper()),
            href=f"{paper.address}.{kind}?{urlencode(paper.params)}",
            className="button",
            **html_attributes(aria_label=f"{paper.label}: {KINDS.get(kind, kind.upper())}"),
        )
        for kind in paper.kinds
    ]
    return html.Div(made, className="papers__links")
