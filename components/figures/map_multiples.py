"""Small maps side by side, one per topic group, in one scale: where each trouble lives."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from components import format, maps
from components.figures import blank, map_ground, map_legend
from components.figures.district_map import Paper, by_code
from components.figures.map_ground import Canvas
from components.figures.map_measures import Measure
from components.figures.map_scale import Scale
from geo.layers import Layers
from geo.view import fit

_GAP_PX = 10
_HEAD_PX = 24
_RATIO = 0.64
MOST = {True: 8, False: 12}
"""Small maps at most, on a telephone and on a wide screen."""


def shown(totals: pd.DataFrame, topic: str, *, narrow: bool) -> list[tuple[Any, str, int]]:
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
    """frame: one row per municipality × `topic`, as `map_ground.areas` takes them; topics: see `shown`."""
    if not topics:
        return blank.sentence(dark=paper.dark)
    columns = 2 if paper.is_narrow else 4 if paper.width >= 880 else 3
    wide = (paper.width - _GAP_PX * (columns - 1)) / columns
    tall = wide * _RATIO
    view = fit("small", maps.bounds(layers), round(wide), round(tall), padding=4)
    canvas = Canvas(layers, view, measure, scale, dark=paper.dark)
    legend = map_legend.height(canvas, has_circles=False, biggest_px=0) + 30
    lines = -(-len(topics) // columns)
    total = round(lines * (tall + _HEAD_PX) + legend)
    figure = go.Figure()
    for i, (code, label, records) in enumerate(topics):
        left, top = i % columns * (wide + _GAP_PX), i // columns * (tall + _HEAD_PX)
        box = (
            (left / paper.width, (left + wide) / paper.width),
            (
                1 - (top + _HEAD_PX + tall) / total,
                1 - (top + _HEAD_PX) / total,
            ),
        )
        one = Canvas(layers, view, measure, scale, dark=paper.dark, subplot="geo" if i == 0 else f"geo{i + 1}")
        part = by_code(frame[frame[topic] == code], "municipality")
        chosen = (code, None) if topic == "topic_group" else (None, code)
        figure.add_traces([*map_ground.areas(one, part, chosen), *map_ground.borders(one)])
        map_ground.framed(figure, one, *box)
        _head(figure, one, label, records, box[0][0], 1 - top / total, int(wide / 7))
    map_ground.sourced(figure, canvas, narrow=paper.is_narrow)
    map_legend.add(figure, canvas, 0, 0, lift=26 if paper.is_narrow else 0)
    return figure.update_layout(height=total, hoverdistance=4, margin={"l": 0, "r": 0, "t": 0, "b": 0})


def _head(figure: go.Figure, canvas: Canvas, label: str, records: int, x: float, y: float, letters: int) -> None:
    room = letters - len(format.number(records)) - 2
    name = label if len(label) <= room else f"{label[: room - 1].rstrip()}…"
    figure.add_annotation(
        text=f"<b>{name}</b>  <span style='color:{canvas.tokens.muted}'>{format.number(records)}</span>",
        x=x,
        y=y,
        xref="paper",
        yref="paper",
        xanchor="left",
        yanchor="top",
        showarrow=False,
        font={"size": 12.5, "color": canvas.tokens.text},
    )
