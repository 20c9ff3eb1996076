"""Ticks of an axis of counts: «0, 1, 2» where few are counted, never «0, 0, 1, 1»."""

from collections import defaultdict
from typing import Any, Literal

import plotly.graph_objects as go

from words import format

FEW = 5
"""Up to so many the browser would put ticks between the whole numbers, and write each as the nearest one."""


def count_axis(figure: go.Figure, side: Literal["x", "y"] = "y") -> go.Figure:
    """The axis of counts of bars, and of lines beside them, from zero, in whole numbers. side: where they stand."""
    most = _most(figure, side)
    step = {"dtick": 1} if 0 < most < FEW else {}
    return (figure.update_yaxes if side == "y" else figure.update_xaxes)(rangemode="tozero", tickformat=",d", **step)


def _most(figure: go.Figure, side: str) -> float:
    """Height of the highest bar, with all that is stacked in it, or of the highest point of a line."""
    found: dict[tuple[Any, ...], float] = defaultdict(float)
    for number, trace in enumerate(figure.data):
        places, counts = (trace.x, trace.y) if side == "y" else (trace.y, trace.x)
        own = "bars" if trace.type == "bar" else number
        for place, count in zip(places, counts, strict=True):
            found[trace.xaxis, own, place] += 0.0 if format.is_missing(count) else float(count)
    return max(found.values(), default=0.0)
