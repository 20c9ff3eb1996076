"""Screens as their callbacks draw them, under different filters: figures inside, and the words of the first look."""

import importlib
from collections.abc import Iterator
from typing import Any

import plotly.graph_objects as go
from dash import dcc, html
from dash.development.base_component import Component

VIEWS: tuple[tuple[str, dict[str, str]], ...] = (
    ("summary", {}),
    ("heat_map", {}),
    ("heat_map", {"mode": "compare", "measure": "growth"}),
    ("hotspots", {"view": "list"}),
    ("hotspots", {"view": "growth"}),
    ("hotspots", {"view": "silence"}),
    ("hotspots", {"view": "polls"}),
    ("channels", {}),
    ("channels", {"of": "im"}),
    ("channels", {"of": "pos", "step": "month"}),
    ("deadlines", {"view": "kept"}),
    ("deadlines", {"view": "kept", "split": "channel"}),
    ("deadlines", {"view": "burning"}),
    ("deadlines", {"view": "speed", "by": "channel"}),
    ("deadlines", {"view": "speed", "by": "topic_group"}),
    ("deadlines", {"view": "replies"}),
    ("recipients", {}),
    ("recipients", {"view": "funnel"}),
    ("satisfaction", {}),
    ("satisfaction", {"by": "topic_group"}),
    ("quality", {}),
    ("problems", {"view": "proposed"}),
    ("register", {}),
)
_CHANGED = ("problems", "quality")


def answered(name: str, params: dict[str, str], theme: str | None = None) -> Any:
    """What the page's callback answers."""
    answer = importlib.import_module(f"pages.{name}").answer
    return answer(params) if name == "register" else answer(params, None if name in _CHANGED else theme)


def figures(drawn: Any) -> Iterator[go.Figure]:
    """Every figure in an answer, each checked by plotly as the program does not (`components.figures.unchecked`)."""
    if isinstance(drawn, go.Figure):
        yield go.Figure(drawn.to_dict())
    elif isinstance(drawn, dcc.Graph):
        yield from figures(go.Figure(getattr(drawn, "figure", None)))
    elif isinstance(drawn, list | tuple):
        for one in drawn:
            yield from figures(one)
    elif isinstance(drawn, Component):
        yield from figures(getattr(drawn, "children", None))


def first_look(drawn: Any) -> Iterator[str]:
    """Words that are read without a click: nothing of closed details but their summary, no tooltips; of a figure its
    title, axes, annotations and legend.
    """
    if isinstance(drawn, html.Details) and not getattr(drawn, "open", False):
        yield from first_look([one for one in _children(drawn) if isinstance(one, html.Summary)])
    elif isinstance(drawn, dcc.Graph | go.Figure):
        for figure in figures(drawn):
            yield from _words(figure)
    elif isinstance(drawn, Component):
        if "hint" not in str(getattr(drawn, "className", "")).split():
            yield from first_look(getattr(drawn, "children", None))
    elif isinstance(drawn, list | tuple):
        for one in drawn:
            yield from first_look(one)
    elif isinstance(drawn, str):
        yield drawn.replace("\u00a0", " ")


def _children(drawn: Component) -> list[Any]:
    children = getattr(drawn, "children", None)
    return list(children) if isinstance(children, list | tuple) else [children]


def _words(figure: go.Figure) -> Iterator[str]:
    layout = figure.to_dict()["layout"]
    yield from (str(one.get("text", "")) for one in layout.get("annotations", ()))
    yield from (str((layout.get(axis) or {}).get("title", {}).get("text", "")) for axis in ("xaxis", "yaxis"))
    yield from (str(trace.name) for trace in figure.data if trace.name and trace.showlegend is not False)
    meta = layout.get("meta") or {}
    yield str(meta.get("title", ""))
