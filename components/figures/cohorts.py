"""Weekly cohorts by due date: what became of the records whose term ended in a week."""

import pandas as pd
import plotly.graph_objects as go

from components import texts, theme
from components.figures import blank, flow

SHOWN = ("on_time", "late", "overdue_open", "not_yet_due")


def weekly(frame: pd.DataFrame, *, dark: bool = False) -> go.Figure:
    """Stacked bars. frame: one row per due `week` with the counts of `SHOWN`; a record stands in one of them."""
    if frame.empty or not frame[list(SHOWN)].to_numpy().sum():
        return blank.sentence("За этот период ни у одной записи не наступил и не назначен срок.", dark=dark)
    colours = theme.outcome_colours(dark)
    ordered = frame.sort_values("week")
    figure = go.Figure()
    for code in SHOWN:
        name = texts.OUTCOMES[code]
        figure.add_bar(
            x=ordered["week"],
            y=ordered[code],
            name=name,
            marker_color=colours[code],
            hovertemplate=f"{name}: %{{y}}<extra></extra>",
        )
    return flow.dated(figure, list(ordered["week"]))
