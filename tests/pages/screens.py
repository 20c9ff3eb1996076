"""All that every screen of the program says and shows to one person, and the addresses at which it does."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import dash
import plotly.graph_objects as go

from bench import addresses
from components import address
from data.settings import Settings
from tests.pages.opening import Tab, inside

_MOST_SIDES = 10
"""A choice of more values names a filter, not a side of the screen that other code draws."""
_SAME_CODE = (
    "axis",
    "measure",
    "share",
    "scale",
    "against",
    "peers",
    "stage",
    "effect",
    "weeks",
    "cells",
    "step",
    "kind",
)
"""Choices whose values are drawn by the same code, under names of metrics or of reference lists."""
_WORDS = ("children", "title", "placeholder", "label", "aria-label", "alt", "summary")
_QUOTED = ("Q", "Blockquote")
"""What applicants and bodies have written: not the program's words."""


@dataclass(frozen=True)
class Seen:
    """first: words read without a click; all: the tooltips, closed details and names for ears too; marks: name of a
    series or of a mark and its colour; files: addresses of the XLSX that it offers; bare: tables whose card offers no
    XLSX and charts whose card offers no PNG, by their names.
    """

    first: frozenset[str]
    all: frozenset[str]
    marks: frozenset[tuple[str, str]]
    files: frozenset[str]
    bare: frozenset[str]


def of(tab: Tab) -> Seen:
    """What an open screen says and shows."""
    found = [_figure(node["props"]["figure"]) for node in inside(tab.tree) if node["props"].get("figure")]
    drawn = frozenset(one for words, _ in found for one in words)
    marks = {mark for _, marks in found for mark in marks} | set(_marked(tab.tree))
    links = {str(node["props"].get("href")) for node in inside(tab.tree)}
    files = frozenset(link for link in links if link.split("?")[0].endswith(".xlsx"))
    return Seen(
        frozenset(_first(tab.tree)) | drawn, frozenset(_said(tab.tree)) | drawn, frozenset(marks), files, bare(tab.tree)
    )


def bare(tree: Any) -> frozenset[str]:
    """Tables without an XLSX and charts without a PNG in their card."""
    named = {id(one): _name(one) for one in inside(tree) if _is_table(one) or one.get("type") == "Graph"}
    offered = {id(one) for node in inside(tree) if _is_card(node) for one in _offered(list(inside(node)))}
    return frozenset(name for key, name in named.items() if key not in offered)


def _is_card(node: Mapping[str, Any]) -> bool:
    return node.get("type") == "Section" and "card" in str(node["props"].get("className")).split()


def _is_table(node: Mapping[str, Any]) -> bool:
    return node.get("type") == "Table" and node["props"].get("className") == "data-table"


def _name(node: Mapping[str, Any]) -> str:
    """The caption of a table, the id of a chart."""
    return str(node["props"].get("id")) if node["type"] == "Graph" else next(_texts_within(node))


def _texts_within(node: Mapping[str, Any]) -> Iterator[str]:
    for one in inside(node["props"].get("children")):
        yield from _texts(one["props"].get("children"))


def _offered(card: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """What of a card can be taken along: its charts as PNG, its tables as XLSX."""
    if any(one["props"].get("data-chart-action") == "png" for one in card):
        yield from (one for one in card if one.get("type") == "Graph")
    if any("XLSX" in str(one["props"].get("children")) for one in card if one.get("type") in ("A", "Button")):
        yield from (one for one in card if _is_table(one))


def every(settings: Settings) -> list[str]:
    """Every screen, every side of it, and one card of each kind."""
    pages = {page["path"]: page for page in dash.page_registry.values()}
    return list(dict.fromkeys([*addresses.every(pages, settings), *_sides(pages), *FORMS]))


FORMS = ("/poll?id=new", "/roadmaps?begin=1")
"""Addresses that open a form."""


def _sides(pages: Mapping[str, Any]) -> Iterator[str]:
    for path, page in pages.items():
        for name, key in address.declared_by(page["layout"]).items():
            if len(key.values) <= _MOST_SIDES and name not in _SAME_CODE:
                yield from (f"{path}?{name}={value}" for value in key.values[1:])


def _first(drawn: Any) -> Iterator[str]:
    """Words in sight: of closed details only their summary, no bubble of a «?», no tooltip."""
    for node, props in _components(drawn):
        inner = props.get("children")
        if node["type"] == "Details" and not props.get("open"):
            inner = [one for one in _list(inner) if isinstance(one, dict) and one.get("type") == "Summary"]
        if "hint" in str(props.get("className", "")).split() or node["type"] in _QUOTED:
            continue
        yield from _first(inner)
        yield from (_plain(props[name]) for name in ("placeholder", "label") if isinstance(props.get(name), str))
    yield from _texts(drawn)


def _said(drawn: Any) -> Iterator[str]:
    for node, props in _components(drawn):
        if node["type"] in _QUOTED:
            continue
        for name in _WORDS:
            yield from _texts(props.get(name))
        for one in _list(props.get("options")):
            yield from _texts(one.get("label") if isinstance(one, dict) else one)
        for name, value in props.items():
            if isinstance(value, list | dict) and name not in ("figure", "data", "id"):
                yield from _said(value)


def _components(drawn: Any) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    for one in _list(drawn):
        if isinstance(one, dict) and isinstance(one.get("props"), dict):
            yield {"type": "", **one}, one["props"]


def _texts(drawn: Any) -> Iterator[str]:
    yield from (_plain(one) for one in _list(drawn) if isinstance(one, str))


def _plain(words: str) -> str:
    return words.replace("\u00a0", " ").replace("\u202f", " ")


def _list(drawn: Any) -> list[Any]:
    return drawn if isinstance(drawn, list) else [drawn]


def _marked(drawn: Any) -> Iterator[tuple[str, str]]:
    """Words with a coloured mark before them."""
    for node in inside(drawn):
        style, words = node["props"].get("style") or {}, node["props"].get("children")
        if isinstance(words, str) and "--mark" in style:
            yield words, style["--mark"]


def _figure(told: Mapping[str, Any]) -> tuple[set[str], set[tuple[str, str]]]:
    """Words of a chart: title, axes, notes, legend; and its named series with their colours."""
    figure = go.Figure(told, skip_invalid=True)
    layout = figure.to_dict()["layout"]
    words = {str(one.get("text", "")) for one in layout.get("annotations", ())}
    words |= {str((layout.get(axis) or {}).get("title", {}).get("text", "")) for axis in ("xaxis", "yaxis")}
    words |= {str(trace.name) for trace in figure.data if trace.name and trace.showlegend is not False}
    words.add(str((layout.get("meta") or {}).get("title", "")))
    return {_plain(one) for one in words}, set(named(figure))


def named(figure: Any) -> Iterator[tuple[str, str]]:
    """Name and colour of the series of a figure."""
    for trace in figure.data:
        if trace.type not in ("bar", "scatter") or not trace.name or trace.showlegend is False:
            continue
        is_line = trace.type == "scatter" and "lines" in (trace.mode or "")
        colour = trace.line.color if is_line else trace.marker.color
        if isinstance(colour, str):
            yield trace.legendgroup or trace.name, colour
