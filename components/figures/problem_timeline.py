"""Everything about one problem on one axis of time: a lane for what came in and for each thing that was done."""

from collections.abc import Sequence
from datetime import date

import pandas as pd
import plotly.graph_objects as go

from components import theme
from components.figures import blank
from words import format

_LANE, _LONGEST = 46, 60


def draw(frame: pd.DataFrame, lanes: Sequence[str], day: date, *, dark: bool = False) -> go.Figure:
    """A dot for what has one day, a bar for what lasted. frame: lane, first, last, label, state; day: of the report."""
    shown = [lane for lane in lanes if (frame["lane"] == lane).any()]
    if not shown:
        return blank.sentence("У проблемы ещё ничего не произошло.", dark=dark)
    figure = go.Figure()
    colours = dict(zip(lanes, theme.categorical(dark), strict=False))
    for lane in shown:
        rows = frame[frame["lane"] == lane]
        _bars(figure, rows, lane, colours[lane])
        figure.add_scatter(
            x=rows["first"], y=[lane] * len(rows), mode="markers", name=lane, showlegend=False,
            marker={"size": 9, "color": colours[lane], "symbol": "circle", "opacity": 0.85},
            customdata=[_words(row) for row in rows.itertuples()],
            hovertemplate="%{customdata}<extra></extra>",
        )  # fmt: skip
    figure.add_vline(x=day, line={"color": theme.palette(dark).line_strong, "width": 1, "dash": "dot"})
    figure.update_yaxes(type="category", categoryorder="array", categoryarray=shown[::-1], ticksuffix="  ")
    figure.update_xaxes(hoverformat="%d.%m.%Y")
    return figure.update_layout(height=70 + _LANE * max(len(shown), 3), hovermode="closest")


def _bars(figure: go.Figure, rows: pd.DataFrame, lane: str, colour: str) -> None:
    x: list[date | None] = []
    for first, last in zip(rows["first"], rows["last"], strict=True):
        if not format.is_missing(last):
            x += [first, last, None]
    if x:
        line = {"color": theme.with_alpha(colour, 0.4), "width": 10}
        figure.add_scatter(x=x, y=[lane] * len(x), mode="lines", line=line, hoverinfo="skip", showlegend=False)


def _words(row: object) -> str:
    first, last, label, state = (getattr(row, name) for name in ("first", "last", "label", "state"))
    days = format.day(first) if format.is_missing(last) else format.period(first, last)
    short = label if len(label) <= _LONGEST else f"{label[: _LONGEST - 1].rstrip()}…"
    return "<br>".join(filter(None, (days, short, state)))
