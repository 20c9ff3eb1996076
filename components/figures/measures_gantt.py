"""Measures of a roadmap over time: done, under way, overdue; check points; today."""

import textwrap
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from components import theme
from components.figures import blank
from components.figures.typed_text import plain
from words import format

ROW_PX, FRAME_PX = 44, 100
_SIGNS = 34
_LEAST_DAYS = 7
"""A measure without a beginning is drawn so long before its term."""
_CHECKS = "Проверки"
WORDS = {"done": "Выполнено", "open": "Идёт или впереди", "late": "Просрочено"}


def draw(measures: pd.DataFrame, checks: pd.DataFrame, today: date, *, dark: bool = False) -> go.Figure:
    """measures, checks: of `answers.roadmaps.frames`; a measure without a term is not drawn."""
    known: list[Any] = measures[measures["due_on"].notna()].sort_values("due_on", kind="stable").to_dict("records")
    points: list[Any] = checks.to_dict("records")
    if not known and not points:
        return blank.sentence("Сроков ещё нет: назовите их у мероприятий.", dark=dark)
    tokens = theme.palette(dark)
    colours = {"done": tokens.good, "open": tokens.accent, "late": tokens.bad}
    state = {kind: [row for row in known if _state(row) == kind] for kind in WORDS}
    figure = go.Figure([_bars(rows, kind, colours[kind], today) for kind, rows in state.items() if rows])
    if points:
        figure.add_trace(_points(points, tokens.warn))
    figure.add_vline(x=today.isoformat(), line={"color": tokens.text, "width": 1, "dash": "dot"})
    figure.add_annotation(x=today.isoformat(), y=1, yref="paper", text="сегодня", showarrow=False, yanchor="bottom")
    figure.update_layout(
        height=FRAME_PX + ROW_PX * (len(known) + bool(points)), barmode="overlay", bargap=0.45, margin_t=30
    )
    figure.update_layout(showlegend=True, legend={"orientation": "h", "y": 0, "yref": "container", "yanchor": "bottom"})
    rows = [*(_label(row) for row in known), *([_CHECKS] if points else [])]
    figure.update_xaxes(type="date", fixedrange=True)
    return figure.update_yaxes(categoryorder="array", categoryarray=rows[::-1], fixedrange=True, automargin=True)


def _state(row: Mapping[str, Any]) -> str:
    return "done" if row["done_on"] else "late" if row["is_overdue"] else "open"


def _bars(known: Sequence[Mapping[str, Any]], kind: str, colour: str, today: date) -> go.Bar:
    spans = [_span(row, kind, today) for row in known]
    words = [
        f"{plain(row['name'])}<br>{plain(row['who'])}<br>срок {format.day(row['due_on'])}: {row['stage']}"
        for row in known
    ]
    return go.Bar(
        base=[first.isoformat() for first, _ in spans],
        x=[((last - first).days + 1) * 86_400_000 for first, last in spans],
        y=[_label(row) for row in known],
        orientation="h", name=WORDS[kind], marker_color=colour, text=words, textposition="none",
        hovertemplate="%{text}<extra></extra>",
    )  # fmt: skip


def _span(row: Mapping[str, Any], kind: str, today: date) -> tuple[date, date]:
    """A done measure ends when it was done, an overdue one burns until today."""
    last: date = row["done_on"] if kind == "done" else today if kind == "late" else row["due_on"]
    first: date = row["starts_on"] or row["due_on"] - timedelta(days=_LEAST_DAYS)
    return min(first, last), last


def _points(checks: Sequence[Mapping[str, Any]], colour: str) -> go.Scatter:
    words = [f"{format.day(row['on'])}: {plain(row['name'])}" for row in checks]
    symbols = ["diamond" if row["fact"] else "diamond-open" for row in checks]
    return go.Scatter(
        x=[row["on"].isoformat() for row in checks], y=[_CHECKS] * len(checks), mode="markers", name="Проверка",
        marker={"size": 13, "color": colour, "symbol": symbols}, text=words, hovertemplate="%{text}<extra></extra>",
    )  # fmt: skip


def _label(row: Mapping[str, Any]) -> str:
    """Number and name in two lines: one row for each measure, however alike their names are."""
    lines = textwrap.wrap(f"{row['no']}. {row['name']}", _SIGNS)
    cut = lines if len(lines) < 3 else [lines[0], f"{lines[1][: _SIGNS - 1]}…"]
    return "<br>".join(map(plain, cut))
