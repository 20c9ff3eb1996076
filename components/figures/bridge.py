"""The bridge from one period to the next: every step starts where the last one ended, and they sum to the change."""

import textwrap
from itertools import pairwise

import pandas as pd
import plotly.graph_objects as go

from components import theme
from components.figures import blank
from words import format

ROW_PX, LINE_PX = 52, 18
_WRAP = 26


def draw(steps: pd.DataFrame, before: int, after: int, names: tuple[str, str], *, dark: bool = False) -> go.Figure:
    """Floating bars from top to bottom. steps: label, change, whole_points (missing with nothing before), start, end.

    before, after: records of the two periods, drawn as marks, because the axis need not begin at zero; names: what the
    periods are called.
    """
    if steps.empty:
        return blank.sentence("Изменений нет.", dark=dark)
    labels = [
        f"{names[0]}<br><b>{format.number(before)}</b>",
        *_names_with_numbers(steps),
        f"{names[1]}<br><b>{format.number(after)}</b>",
    ]
    figure = go.Figure([_bars(steps, labels[1:-1], dark), _links(steps, labels, before, dark)])
    figure.add_trace(_ends(labels, before, after, dark))
    row = max(ROW_PX, LINE_PX * max(label.count("<br>") + 1 for label in labels))
    figure.update_layout(showlegend=False, bargap=0.35, height=row * len(labels) + 56)
    figure.update_yaxes(
        type="category", categoryorder="array", categoryarray=labels, autorange="reversed", showgrid=False
    )
    return figure.update_xaxes(range=_range(steps, before, after), title_text="записей", showgrid=True, tickformat=",d")


def _names_with_numbers(steps: pd.DataFrame) -> list[str]:
    """Wrapped names with the numbers under them: beside the bars there is no room for both on a telephone.

    Equal names are told apart by blanks, since a category is its name.
    """
    rows = steps.to_dict("records")
    names = ["<br>".join(textwrap.wrap(str(row["label"]), _WRAP)) + f"<br><b>{step_text(row)}</b>" for row in rows]
    return [text + "\u200b" * names[:i].count(text) for i, text in enumerate(names)]


def _bars(steps: pd.DataFrame, labels: list[str], dark: bool) -> go.Bar:
    more, less = theme.diverging_scale(dark)[5][1], theme.diverging_scale(dark)[1][1]
    words = [f"{row['label']}: {step_text(row)}" for row in steps.to_dict("records")]
    return go.Bar(
        orientation="h",
        y=labels,
        base=steps["start"],
        x=steps["change"],
        marker_color=[more if change > 0 else less for change in steps["change"]],
        customdata=words,
        hovertemplate="%{customdata}<extra></extra>",
    )


def step_text(row: dict[object, object]) -> str:
    """«+12 · +10 п.п.»; without records before only the records."""
    change = int(str(row["change"]))
    records = f"+{format.number(change)}" if change > 0 else format.number(change)
    if format.is_missing(row["whole_points"]):
        return records
    points = int(str(row["whole_points"]))
    return f"{records} · {'+' if points > 0 else ''}{format.number(points)} п.п."


def _links(steps: pd.DataFrame, labels: list[str], before: int, dark: bool) -> go.Scatter:
    """Thin lines from the end of each step down to the next."""
    levels = [before, *steps["end"]]
    x = [value for level in levels for value in (level, level, None)]
    y = [value for one, other in pairwise(labels) for value in (one, other, None)]
    line = {"color": theme.palette(dark).line_strong, "width": 1, "dash": "dot"}
    return go.Scatter(x=x, y=y, mode="lines", line=line, hoverinfo="skip")


def _ends(labels: list[str], before: int, after: int, dark: bool) -> go.Scatter:
    tokens = theme.palette(dark)
    return go.Scatter(
        x=[before, after],
        y=[labels[0], labels[-1]],
        mode="markers",
        marker={"symbol": "diamond", "size": 13, "color": tokens.accent},
        hovertemplate="%{x}<extra></extra>",
    )


def _range(steps: pd.DataFrame, before: int, after: int) -> list[float]:
    """The reach of the steps with a little room at both sides."""
    values = [before, after, *steps["start"], *steps["end"]]
    low, high = float(min(values)), float(max(values))
    room = max(high - low, 1.0)
    return [max(0.0, low - 0.06 * room), high + 0.06 * room]
