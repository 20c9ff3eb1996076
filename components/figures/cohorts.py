"""Weekly cohorts by due date: what became of the records whose term ended in a week."""

import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from components import theme
from components.figures import blank, flow
from words import texts

MOST_MEMBERS = 6
SHOWN = ("on_time", "late", "overdue_open", "not_yet_due")


def weekly(frame: pd.DataFrame, *, dark: bool = False) -> go.Figure:
    """Stacked bars. frame: one row per due `week` with the counts of `SHOWN`; a record stands in one of them."""
    if frame.empty or not frame[list(SHOWN)].to_numpy().sum():
        return blank.sentence("За этот период ни у одной записи не наступил и не назначен срок.", dark=dark)
    ordered = frame.sort_values("week")
    figure = go.Figure(_bars(ordered, dark))
    return flow.dated(figure, list(ordered["week"]))


def by_member(frame: pd.DataFrame, dimension: str, *, dark: bool = False) -> go.Figure:
    """The same bars for each of the biggest members, one under another on one axis of weeks.

    frame: one row per `week` × `dimension`. At most MOST_MEMBERS are drawn.
    """
    totals = frame.groupby(f"{dimension}_label", sort=False)[list(SHOWN)].sum().sum(axis=1)
    names = list(totals[totals > 0].sort_values(ascending=False, kind="stable").index)
    if not names:
        return weekly(frame.iloc[:0], dark=dark)
    shown = names[:MOST_MEMBERS]
    figure = make_subplots(len(shown), 1, shared_xaxes=True, vertical_spacing=0.25 / len(shown), subplot_titles=shown)
    weeks = sorted(frame["week"].unique())
    for row, name in enumerate(shown, start=1):
        own = frame[frame[f"{dimension}_label"] == name].set_index("week").reindex(weeks).reset_index()
        for bar in _bars(own, dark):
            figure.add_trace(bar.update(showlegend=row == 1, legendgroup=bar.name), row, 1)
    flow.dated(figure, weeks)
    figure.update_annotations(x=0, xanchor="left", font_size=13)
    return figure.update_layout(height=90 + 130 * len(shown), hovermode="x")


def _bars(ordered: pd.DataFrame, dark: bool) -> list[go.Bar]:
    colours = theme.outcome_colours(dark)
    return [
        go.Bar(
            x=ordered["week"],
            y=ordered[code],
            name=texts.OUTCOMES[code],
            marker_color=colours[code],
            hovertemplate=f"{texts.OUTCOMES[code]}: %{{y}}<extra></extra>",
        )
        for code in SHOWN
    ]
