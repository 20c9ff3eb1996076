"""Weekly cohorts by due date: what became of the records whose term ended in a week."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from components import theme
from components.figures import blank, flow, unchecked
from words import texts

MOST_MEMBERS = 6
SHOWN = ("on_time", "late", "overdue_open", "not_yet_due")


def weekly(
    frame: pd.DataFrame, step: str = "week", *, opens: flow.Opens | None = None, dark: bool = False
) -> go.Figure:
    """Stacked bars. frame: one row per due `step` with the counts of `SHOWN`; a record stands in one of them.

    opens: tells where a bar leads.
    """
    if frame.empty or not frame[list(SHOWN)].to_numpy().sum():
        return blank.sentence("За этот период ни у одной записи не наступил и не назначен срок.", dark=dark)
    ordered = frame.sort_values(step)
    figure = unchecked.Figure(_bars(ordered, step, opens, {}, dark))
    return flow.week_labels(figure, list(ordered[step]))


def by_member(
    frame: pd.DataFrame, dimension: str, step: str = "week", *, opens: flow.Opens | None = None, dark: bool = False
) -> go.Figure:
    """The same bars for each of the biggest members, one under another on one axis of time.

    frame: one row per `step` × `dimension`. At most MOST_MEMBERS are drawn.
    """
    totals = frame.groupby(f"{dimension}_label", sort=False)[list(SHOWN)].sum().sum(axis=1)
    names = list(totals[totals > 0].sort_values(ascending=False, kind="stable").index)
    if not names:
        return weekly(frame.iloc[:0], step, dark=dark)
    shown = names[:MOST_MEMBERS]
    figure = make_subplots(len(shown), 1, shared_xaxes=True, vertical_spacing=0.25 / len(shown), subplot_titles=shown)
    steps = sorted(frame[step].unique())
    for row, name in enumerate(shown, start=1):
        rows = frame[frame[f"{dimension}_label"] == name]
        member = {dimension: rows[dimension].iloc[0]} if opens else {}
        for bar in _bars(rows.set_index(step).reindex(steps).reset_index(), step, opens, member, dark):
            figure.add_trace(bar.update(showlegend=row == 1, legendgroup=bar.name), row, 1)
    flow.week_labels(figure, steps)
    figure.update_annotations(x=0, xanchor="left", font_size=13)
    return figure.update_layout(height=90 + 130 * len(shown), hovermode="x")


def _bars(
    ordered: pd.DataFrame, step: str, opens: flow.Opens | None, member: Mapping[str, Any], dark: bool
) -> list[go.Bar]:
    colours = theme.outcome_colours(dark)
    return [
        unchecked.Bar(
            x=ordered[step].to_numpy(),
            y=ordered[code].to_numpy(),
            name=texts.OUTCOMES[code],
            marker={"color": colours[code]},
            customdata=_openings(ordered, step, code, opens, member) if opens else None,
            hovertemplate=f"{texts.OUTCOMES[code]}: %{{y}}<extra></extra>",
        )
        for code in SHOWN
    ]


def _openings(ordered: pd.DataFrame, step: str, code: str, opens: flow.Opens, member: Mapping[str, Any]) -> list[str]:
    return [opens(code, n, {step: day, **member}) for day, n in zip(ordered[step], ordered[code], strict=True)]
