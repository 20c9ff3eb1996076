"""Small maps side by side, one per topic group, in one scale: where each trouble lives."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from answers import map_layers
from answers.heat_map.measures import Measure
from components.figures import blank, map_ground, map_legend
from components.figures.district_map import Paper, by_code
from components.figures.map_ground import Canvas
from components.figures.map_scale import Scale
from geo.layers import Layers
from geo.view import fit
from words import format

_GAP_PX = 10
_HEAD_PX = 24
_RATIO = 0.64
MOST = {True: 8, False: 12}
"""Small maps at most, on a telephone and on a wide screen."""


def topics_with_maps(totals: pd.DataFrame, topic: str, *, narrow: bool) -> list[tuple[Any, str, int]]:
    """Code, label and records of the topics that get a map: most records first, «не определено» left out."""
    known = totals[totals[topic].notna()].sort_values("records", ascending=False, kind="stable").head(MOST[narrow])
    return [
        (code, label, int(n))
        for code, label, n in zip(known[topic], known[f"{topic}_label"], known["records"], strict=True)
    ]


def draw(
    frame: pd.DataFrame,
    topics: Sequence[tuple[Any, str, int]],
    topic: str,
    measure: Measure,
    layers: Layers,
    paper: Paper,
    scale: Scale | None,
) -> go.Figure:
    """frame: one row per municipality × `topic`, as `map_ground.areas` takes them; topics: see `topics_with_maps`."""
    if not topics:
        return blank.sentence(dark=paper.dark)
    grid = _Grid(paper, len(topics))
    view = fit("small", map_layers.bounds(layers), round(grid.wide), round(grid.tall), padding=4)
    canvas = Canvas(layers, view, measure, scale, dark=paper.dark)
    parts = {code: by_code(frame[frame[topic] == code], "municipality") for code, _, _ in topics}
    seen = map_legend.Seen(frozenset().union(*(map_legend.kinds_of(canvas, part) for part in parts.values())))
    legend = map_legend.height(canvas, seen) + (40 if paper.is_narrow else 16)
    legend += 0 if scale else 30
    total = round(grid.lines * (grid.tall + _HEAD_PX)) + legend
    marks, bar = map_legend.marks(canvas, seen, lift=34 if paper.is_narrow else 0)
    marks.annotations.append(map_ground.source(canvas, narrow=paper.is_narrow))
    whole = replace(canvas, view=replace(view, width=paper.width))
    marks.annotations += map_ground.nothing_to_colour(whole, lift=legend - 8)
    traces: list[Any] = []
    for i, (code, label, records) in enumerate(topics):
        one = replace(canvas, subplot="geo" if i == 0 else f"geo{i + 1}")
        left, top = grid.corner(i)
        low, high = 1 - (top + _HEAD_PX + grid.tall) / total, 1 - (top + _HEAD_PX) / total
        marks.subplots[one.subplot] = map_ground.subplot(
            one, (left / paper.width, (left + grid.wide) / paper.width), (low, high)
        )
        marks.annotations.append(
            _head(canvas, label, records, left / paper.width, 1 - top / total, int(grid.wide / 7.7))
        )
        chosen = (code, None) if topic == "topic_group" else (None, code)
        traces += [*map_ground.areas(one, parts[code], chosen), *map_ground.borders(one)]
    return marks.figure([*traces, *bar], total)


class _Grid:
    """Where the small maps stand, in pixels from the upper left corner."""

    def __init__(self, paper: Paper, count: int) -> None:
        self.columns = 2 if paper.is_narrow else 4 if paper.width >= 880 else 3
        self.wide = (paper.width - _GAP_PX * (self.columns - 1)) / self.columns
        self.tall = self.wide * _RATIO
        self.lines = -(-count // self.columns)

    def corner(self, i: int) -> tuple[float, float]:
        """Left and top of the i-th map with its heading."""
        return i % self.columns * (self.wide + _GAP_PX), i // self.columns * (self.tall + _HEAD_PX)


def _head(canvas: Canvas, label: str, records: int, x: float, y: float, letters: int) -> dict[str, Any]:
    room = letters - len(format.number(records)) - 2
    name = label if len(label) <= room else f"{label[: room - 1].rstrip()}…"
    return {
        "text": f"<b>{name}</b>  <span style='color:{canvas.tokens.muted}'>{format.number(records)}</span>",
        "x": x,
        "y": y,
        "xref": "paper",
        "yref": "paper",
        "xanchor": "left",
        "yanchor": "top",
        "showarrow": False,
        "font": {"size": 12.5, "color": canvas.tokens.text},
    }
