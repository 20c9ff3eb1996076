"""What the first charts of a process would wait for and keep for themselves: done once, before workers are forked."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from components import theme

_SMALL: Mapping[str, Any] = {"size": 9}
_BAR: Mapping[str, Any] = {"tickfont": _SMALL, "title": {"text": "а", "font": _SMALL}}
_CHOSEN: Mapping[str, Any] = {"marker": {"opacity": 1}}


def draw() -> None:
    """A chart of each kind that screens show, for nobody: plotly reads its tables of properties and imports the
    classes of what a chart holds when it first meets them.
    """
    for dark in (False, True):
        theme.template(dark)
    figure = go.Figure([*_plain(), *_maps()])
    figure.add_annotation(text="а", font=_SMALL)
    figure.add_shape(type="line", line={"width": 1})
    axes = {"lataxis": {"range": [0, 1]}, "lonaxis": {"range": [0, 1]}}
    figure.update_layout(
        template=theme.template(), geo={"domain": {"x": [0, 1]}, "projection": {"type": "mercator"}, **axes}
    )
    figure.to_json()


def _plain() -> list[Any]:
    words, numbers = pd.Series(["а", "б"]), pd.Series([1.0, 2.0])
    line = {"line": {"width": 1}, "marker": _SMALL, "textfont": _SMALL}
    return [
        go.Bar(x=words, y=numbers, marker={"color": "#000000"}),
        go.Scatter(x=words, y=numbers, mode="lines+markers+text", **line),
        go.Heatmap(x=words, y=words, z=[[1, 2], [3, 4]], textfont=_SMALL, colorbar=_BAR),
    ]


def _maps() -> list[Any]:
    words, numbers = pd.Series(["а", "б"]), pd.Series([1.0, 2.0])
    dots = {"line": {"width": 1}, "colorbar": {"tickfont": _SMALL}}
    return [
        go.Choropleth(locations=words, z=numbers, marker={"line": {"width": 1}}),
        go.Scattergeo(
            lon=numbers, lat=numbers, line={"width": 1}, marker=dots, textfont=_SMALL, selected=_CHOSEN,
            unselected=_CHOSEN,
        ),
    ]  # fmt: skip
