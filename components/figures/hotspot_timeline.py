"""Weekly records of one problem against what was expected, the window of the search marked."""

import pandas as pd
import plotly.graph_objects as go

from components import theme
from components.figures import blank
from components.figures.whole_ticks import count_axis
from words import format

HEIGHT = 132


def weeks(frame: pd.DataFrame, *, dark: bool = False) -> go.Figure:
    """Bars of weekly counts over a band. frame: one row per week, the oldest first: day (first of the week), records
    (missing where hidden), expected, low, high (90 %, missing without a norm), inside (whether in the window).
    """
    if frame.empty or not frame["records"].notna().any():
        return blank.sentence("Недель с данными нет.", dark=dark).update_layout(height=HEIGHT)
    traces = [*_band(frame, dark), _bars(frame, dark)]
    figure = go.Figure(traces).update_layout(height=HEIGHT, showlegend=False, bargap=0.12, hovermode="x unified")
    every = max(1, -(-len(frame) // 5))
    days = list(frame["day"])[::every]
    ticks = [
        f"{format.short_day(day)}<br>{day.year}" if i == 0 else format.short_day(day) for i, day in enumerate(days)
    ]
    figure.update_xaxes(
        tickvals=days, ticktext=ticks, hoverformat="%d.%m.%Y", ticks="outside", ticklen=4, tickcolor="rgba(0,0,0,0)"
    )
    return count_axis(figure).update_yaxes(nticks=4)


def _bars(frame: pd.DataFrame, dark: bool) -> go.Bar:
    tokens = theme.palette(dark)
    above = frame["inside"] & (frame["records"] > frame["high"].fillna(float("inf")))
    pairs = zip(frame["inside"], above, strict=True)
    colours = [
        theme.diverging_scale(dark)[5][1] if up else tokens.accent if now else tokens.line_strong for now, up in pairs
    ]
    return go.Bar(
        x=frame["day"],
        y=frame["records"],
        marker_color=colours,
        marker_opacity=[1.0 if now else 0.6 for now in frame["inside"]],
        hovertemplate="записей: %{y}<extra></extra>",
    )


def _band(frame: pd.DataFrame, dark: bool) -> list[go.Scatter]:
    """Ends of the band, its middle; nothing where there is no norm."""
    if not frame["expected"].notna().any():
        return []
    tokens = theme.palette(dark)
    line = {"mode": "lines", "line": {"width": 0, "shape": "hvh"}, "hoverinfo": "skip"}
    return [
        go.Scatter(x=frame["day"], y=frame["low"], **line),
        go.Scatter(
            x=frame["day"], y=frame["high"], fill="tonexty", fillcolor=theme.with_alpha(tokens.accent, 0.16), **line
        ),
        go.Scatter(
            x=frame["day"],
            y=frame["expected"],
            mode="lines",
            line={"color": tokens.muted, "width": 1.4, "dash": "dot", "shape": "hvh"},
            hovertemplate="ожидалось: %{y:.1f}<extra></extra>",
        ),
    ]
