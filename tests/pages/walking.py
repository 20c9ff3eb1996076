"""The addresses that a drawn screen holds, each with the number that stands on it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import plotly.graph_objects as go
from dash import dcc
from dash.development.base_component import Component

from data.filters import names, parse
from data.metrics import register
from data.scope import Scope

_NUMBER = re.compile(r"(\d{1,3}(?:[ \u00a0\u202f]\d{3})*)(?:[ \u00a0]запис\w+)?\Z")
REGISTER = "/register"


@dataclass(frozen=True)
class Leading:
    """An address and the number that is written or drawn where it leads from; missing where words stand there."""

    href: str
    number: int | None
    where: str


def leading(drawn: Any) -> Iterator[Leading]:
    """Links, cards of figures and points of charts of a screen's answer, inside one another too."""
    if isinstance(drawn, list | tuple):
        for one in drawn:
            yield from leading(one)
    elif isinstance(drawn, go.Figure):
        yield from _points(drawn)
    elif isinstance(drawn, dcc.Graph):
        yield from _points(go.Figure(getattr(drawn, "figure", None)))
    elif isinstance(drawn, Component):
        if href := getattr(drawn, "href", ""):
            yield Leading(href, _number(drawn), text(drawn))
        yield from leading(getattr(drawn, "children", None))


def text(drawn: Any) -> str:
    """All words of a component."""
    if isinstance(drawn, Component):
        return text(getattr(drawn, "children", None))
    return " ".join(map(text, drawn)) if isinstance(drawn, list | tuple) else str(drawn or "")


def _number(link: Any) -> int | None:
    values = [one for one in inside(link) if "kpi__value" in str(getattr(one, "className", ""))]
    return whole(text(values[0] if values else link))


def whole(words: str) -> int | None:
    """The whole number that words are, «1 234» or «1 234 записи»; missing of any other words."""
    found = _NUMBER.match(words.strip())
    return int(re.sub(r"\D", "", found[1])) if found else None


def inside(drawn: Any) -> Iterator[Any]:
    """A component and all in it."""
    for one in drawn if isinstance(drawn, list | tuple) else [drawn]:
        if isinstance(one, Component):
            yield one
            yield from inside(getattr(one, "children", None))


def _points(figure: go.Figure) -> Iterator[Leading]:
    for trace in figure.data:
        if trace.type not in ("bar", "heatmap"):
            continue
        values = trace.z if trace.type == "heatmap" else trace.y
        yield from _pairs(trace.customdata, values, str(trace.name))


def _pairs(data: Any, values: Any, name: str) -> Iterator[Leading]:
    for one, value in zip(data if data is not None else (), values, strict=False):
        if isinstance(one, str):
            if one.startswith("/"):
                yield Leading(one, int(value), name)
        elif isinstance(one, list | tuple) or hasattr(one, "ndim"):
            yield from _pairs(one, value, name) if hasattr(value, "__len__") else ()


def count(href: str, scope: Scope) -> int:
    """How many records the register holds at an address."""
    params = dict(parse_qsl(urlsplit(href).query))
    filters = parse({key: value for key, value in params.items() if key in names()})
    return register.count(filters, scope, params.get("behind", ""))
