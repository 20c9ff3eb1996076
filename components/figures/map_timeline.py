"""How many records each step of the animation holds, the step on the map marked: a ruler one can click."""

from collections.abc import Sequence
from datetime import date

import plotly.graph_objects as go

from components import theme
from components.figures import blank
from words import format

HEIGHT = 92


def bars(days: Sequence[date], records: Sequence[int], at: date, whole: Sequence[bool], *, dark: bool) -> go.Figure:
    """One bar per step. at: the step on the map; whole: False for a step that the period cuts. customdata: ISO day."""
    if not days:
        return blank.sentence(dark=dark).update_layout(height=HEIGHT)
    tokens = theme.palette(dark)
    words = ["" if is_whole else "<br>неполный шаг: период его обрезает" for is_whole in whole]
    figure = go.Figure(
        go.Bar(
            x=list(days),
            y=list(records),
            customdata=[
                [day.isoformat(), format.records(n) + w] for day, n, w in zip(days, records, words, strict=True)
            ],
            marker={
                "color": [tokens.accent if day == at else tokens.line_strong for day in days],
                "opacity": [
                    1.0 if day == at else 0.55 if is_whole else 0.25 for day, is_whole in zip(days, whole, strict=True)
                ],
            },
            hovertemplate="%{x|%d.%m.%Y}: %{customdata[1]}<extra></extra>",
        )
    )
    every = max(1, -(-len(days) // 8))
    figure.update_xaxes(
        tickvals=list(days)[::every], ticktext=[format.short_day(day) for day in list(days)[::every]], ticks=""
    )
    figure.update_yaxes(visible=False, rangemode="tozero")
    return figure.update_layout(height=HEIGHT, bargap=0.12, margin={"l": 8, "r": 8, "t": 4, "b": 4}, showlegend=False)
