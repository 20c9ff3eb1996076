"""Elements made without Dash's check are those that Dash makes."""

import json
from typing import Any

import pytest
from dash import dcc, html
from plotly.utils import PlotlyJSONEncoder

from components.elements import element
from components.plain_html import plain

MADE: list[tuple[Any, Any, dict[str, Any]]] = [
    (html.Td, "1", {"className": "is-right"}),
    (html.Td, ["1", html.Small("из 2")], {}),
    (html.Td, None, {"title": "нет"}),
    (html.Tr, [html.Td("1")], {"data-order": "0,1"}),
    (dcc.Link, "Аскиз", {"href": "/register?place=1", "refresh": True}),
    (dcc.Link, "Бея", {"href": "/heat-map"}),
]


@pytest.mark.parametrize(("kind", "children", "properties"), MADE)
def test_an_element_is_what_dash_would_have_made(kind: Any, children: Any, properties: dict[str, Any]) -> None:
    for _ in range(2):  # the first of a kind is made by Dash itself
        made, usual = element(kind, children, **properties), kind(children, **properties)
        assert isinstance(made, kind)
        assert _json(made) == _json(usual)
        assert _json(plain(made)) == _json(plain(usual))


def test_one_element_says_nothing_of_another() -> None:
    element(html.Span, "один", className="certain", title="первый")
    assert "title" not in _json(element(html.Span, "два"))


def _json(made: Any) -> str:
    return json.dumps(made, cls=PlotlyJSONEncoder, sort_keys=True)
