"""Kaplan–Meier curves: the share of records that has been closed by each day, with its band."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from components import colours, theme
from components.figures import blank
from words import format

LAST_DAY = 90
"""The axis ends here: later days hold few records and would squeeze the first month."""


def closed_by(frame: pd.DataFrame, by: str, *, dark: bool = False) -> go.Figure:
    """Rising steps with 90 % bands. frame: one row per step of a curve: code, name, days, still_open and its low and
    high (shares), n (records of the curve); the most important curve first. by: the dimension that codes are of.
    """
    if frame.empty:
        return blank.sentence("Ни у кого не набралось наблюдений для кривой: мало данных.", dark=dark)
    figure = go.Figure()
    for name, steps in frame.groupby("name", sort=False):
        _draw(figure, str(name), steps, colours.line(by, str(steps["code"].iloc[0]), dark=dark))
    figure.update_layout(hovermode="x unified", legend_traceorder="normal")
    days = list(range(0, LAST_DAY + 1, 10))
    figure.update_xaxes(title_text="дней от поступления", range=[0, LAST_DAY], tickvals=days)
    return figure.update_yaxes(range=[0, 1.02], tickformat=".0%")


def _draw(figure: go.Figure, name: str, steps: pd.DataFrame, line: dict[str, str]) -> None:
    x = steps["days"]
    band: Any = {"mode": "lines", "line": {"shape": "hv", "width": 0}, "hoverinfo": "skip", "showlegend": False}
    figure.add_scatter(x=x, y=1 - steps["high"], legendgroup=name, **band)
    pale = theme.with_alpha(line["color"], 0.14)
    figure.add_scatter(x=x, y=1 - steps["low"], legendgroup=name, fill="tonexty", fillcolor=pale, **band)
    figure.add_scatter(
        x=x, y=1 - steps["still_open"], name=f"{name}, {format.records(steps['n'].iloc[0])}", legendgroup=name,
        mode="lines", line={"shape": "hv", "width": 2.5, **line},
        hovertemplate=f"{name}: %{{y:.0%}}<extra></extra>",
    )  # fmt: skip
