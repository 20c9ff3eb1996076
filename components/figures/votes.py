"""Votes of a poll: a bar an answer, in the order of the card; with their ends where the sample was drawn by chance."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from components import theme
from components.figures import blank
from components.figures.whole_ticks import count_axis
from words import format

ROW_PX = 42
_LONGEST = 46


def draw(frame: pd.DataFrame, *, dark: bool = False) -> go.Figure:
    """frame: of `answers.polls.outcome.votes`: answer, votes, share, low, high. Without votes a sentence."""
    if frame.empty or not frame["votes"].sum():
        return blank.sentence("Голосов ещё нет.", dark=dark)
    palette = theme.palette(dark)
    is_share = frame["share"].notna().all()
    values = frame["share"] if is_share else frame["votes"]
    said: Any = [_words(row) for row in frame.to_dict("records")]
    ends = _ends(frame, palette.muted)
    bar = go.Bar(
        x=values, y=list(range(len(frame))), orientation="h", text=said, textposition="none" if ends else "auto",
        marker={"color": palette.accent}, error_x=ends, hovertemplate="%{text}<extra></extra>",
    )  # fmt: skip
    figure = go.Figure(bar)
    names = [name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…" for name in frame["answer"]]
    names = [f"{name}<br>{words}" if ends else name for name, words in zip(names, said, strict=True)]
    figure.update_yaxes(tickvals=list(range(len(frame))), ticktext=names, autorange="reversed", automargin=True)
    if is_share:
        figure.update_xaxes(tickformat=".0%", rangemode="tozero")
    else:
        count_axis(figure, "x")
    figure.update_xaxes(title="доля участников" if is_share else "баллы Борда")
    return figure.update_layout(
        height=90 + ROW_PX * max(len(frame), 3), template=theme.template(dark), showlegend=False
    )


def _words(row: Any) -> str:
    votes = format.number(row["votes"])
    return votes if format.is_missing(row["share"]) else f"{votes} · {format.percent(row['share'])}"


def _ends(frame: pd.DataFrame, colour: str) -> Any:
    if frame["low"].isna().any():
        return None
    above, below = frame["high"] - frame["share"], frame["share"] - frame["low"]
    return {"type": "data", "symmetric": False, "array": list(above), "arrayminus": list(below), "color": colour}
