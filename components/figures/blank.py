"""The honest empty figure: a sentence where the chart would be."""

import plotly.graph_objects as go

from components import theme
from words import texts


def sentence(text: str = texts.EMPTY_FILTERS, *, dark: bool = False) -> go.Figure:
    """No axes, no marks, only why there are none."""
    figure = go.Figure()
    figure.add_annotation(
        text=text, x=0.5, y=0.5, xref="paper", yref="paper", showarrow=False, font_color=theme.palette(dark).muted
    )
    return figure.update_layout(xaxis_visible=False, yaxis_visible=False)
