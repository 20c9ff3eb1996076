"""Records of whole quarters before and after a start, against what other places let expect."""

from datetime import date
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from components import theme
from components.figures import blank
from components.figures.whole_ticks import count_axis
from words import format

HEIGHT = 320
_MOST_TICKS = 6


def draw(blocks: pd.DataFrame, starts_on: date, *, dark: bool = False) -> go.Figure:
    """blocks: of `answers.roadmaps.effect.blocks`."""
    if blocks.empty:
        return blank.sentence("Полных кварталов ещё нет.", dark=dark)
    tokens = theme.palette(dark)
    colours = [tokens.accent if after else tokens.line_strong for after in blocks["is_after"]]
    first: list[Any] = list(blocks["first"])
    spans = [format.period(*ends) for ends in zip(first, blocks["last"], strict=True)]
    bars = go.Bar(
        x=spans, y=blocks["records"], marker_color=colours, name="Записей",
        hovertemplate="%{x}<br>записей: %{y}<extra></extra>",
    )  # fmt: skip
    marks = go.Scatter(
        x=spans, y=blocks["expected"], mode="markers", name="Ждали по другим местам",
        marker={"symbol": "line-ew-open", "size": 34, "color": tokens.warn, "line": {"width": 3}},
        hovertemplate="ждали: %{y:.1f}<extra></extra>",
    )  # fmt: skip
    figure = go.Figure([bars, marks])
    before = int((~blocks["is_after"]).sum())
    figure.add_vline(x=before - 0.5, line={"color": tokens.text, "width": 1, "dash": "dot"})
    figure.add_annotation(
        x=before - 0.5, y=1, yref="paper", text=f"начало {format.day(starts_on)}", showarrow=False, yanchor="bottom"
    )
    figure.update_layout(
        height=HEIGHT, showlegend=True, legend={"orientation": "h", "y": -0.3}, bargap=0.25, margin_t=30
    )
    every = -(-len(first) // _MOST_TICKS)
    ticks = [f"{format.short_day(day)}<br>{day.year}" for day in first[::every]]
    figure.update_xaxes(type="category", tickvals=spans[::every], ticktext=ticks, tickangle=0)
    return count_axis(figure).update_yaxes(title_text="записей за 13 недель")
