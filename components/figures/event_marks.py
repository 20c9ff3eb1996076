"""Events on a chart of time: a band for their days, a number at its top, a word where there is room for one.

The words under the chart, which a screen reader reads too, come from the same marks (`layout.meta["events"]`).
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from answers.events import Mark
from components import theme

_HALF_STEP = {"week": timedelta(days=3, hours=12), "month": timedelta(days=15), "day": timedelta(hours=12)}
"""A bar stands around the first day of its step, so that what happened on that day belongs at its left end."""
_LANES = 3
_NARROWEST = 260
"""Pixels of the axis on a phone: labels that do not meet there meet nowhere."""
_LETTER, _NUMBER_WIDTH = 6.5, 16


def span(figure: go.Figure) -> tuple[date, date] | None:
    """First and last day on the axis of time; nothing of a figure without one."""
    if figure.layout.xaxis.type == "category":
        return None
    told = [day for trace in figure.data for day in _days(trace)]
    return (min(told), max(told)) if told else None


def _days(trace: Any) -> list[date]:
    values = getattr(trace, "x", None)
    if values is None or trace.type not in ("bar", "scatter") or getattr(trace, "orientation", None) == "h":
        return []
    first = next((value for value in values if value is not None), None)
    if not isinstance(first, date | datetime | pd.Timestamp) and not str(getattr(values, "dtype", "")).startswith(
        "datetime"
    ):
        return []
    return [pd.Timestamp(value).date() for value in values if value is not None and not pd.isna(value)]


def mark(figure: go.Figure, marks: Sequence[Mark], step: str, *, dark: bool = False) -> go.Figure:
    """The figure with its events. step: dimension of time of its axis."""
    ends = span(figure)
    if ends is None or not marks:
        return figure
    half = _HALF_STEP.get(step, timedelta(0))
    left, right = _moment(ends[0]) - half, _moment(ends[1]) + half
    colour = theme.palette(dark).warn
    bands = [_band(one, half, left, right) for one in marks]
    for axis in _axes(figure):
        for first, last in bands:
            figure.add_shape(
                type="rect", x0=first, x1=last, y0=0, y1=1, xref=f"x{axis}", yref=f"y{axis} domain", layer="below",
                fillcolor=theme.with_alpha(colour, 0.14), line={"color": colour, "width": 1, "dash": "dot"},
            )  # fmt: skip
    for one, (first, last), (lane, words) in zip(marks, bands, lanes(marks, bands, left, right), strict=True):
        figure.add_annotation(
            x=first + (last - first) / 2, y=1, xref="x", yref="y domain", yanchor="bottom", yshift=2 + 14 * lane,
            text=words, showarrow=False, font={"size": 11, "color": colour}, hovertext=one.sentence, name="event",
        )  # fmt: skip
    top = figure.layout.margin.t
    figure.update_layout(margin_t=max(24 + 14 * _LANES, top or 0))
    return figure


def _moment(day: date) -> datetime:
    return datetime(day.year, day.month, day.day)  # noqa: DTZ001 an axis has no zone


def _band(one: Mark, half: timedelta, left: datetime, right: datetime) -> tuple[datetime, datetime]:
    """The days of an event, its last one whole, as far as the axis goes."""
    first = max(_moment(one.first) - half, left)
    last = right if one.last is None else min(_moment(one.last) + timedelta(days=1) - half, right)
    return first, max(last, first)


def lanes(
    marks: Sequence[Mark], bands: Sequence[tuple[datetime, datetime]], left: datetime, right: datetime
) -> list[tuple[int, str]]:
    """For each mark the lane of its label and the label: number and word where that meets no other, else the number."""
    taken = [-1.0] * _LANES
    made = []
    for one, (first, last) in zip(marks, bands, strict=True):
        middle = _NARROWEST * (((first + (last - first) / 2) - left) / (right - left))
        full = f"{one.number} {one.label}"
        lane, words = _fit(taken, middle, full, str(one.number))
        width = _NUMBER_WIDTH if words != full else len(full) * _LETTER
        taken[lane] = max(taken[lane], middle + width / 2)
        made.append((lane, words))
    return made


def _fit(taken: Sequence[float], middle: float, full: str, number: str) -> tuple[int, str]:
    for words, width in ((full, len(full) * _LETTER), (number, float(_NUMBER_WIDTH))):
        inside = width / 2 <= middle <= _NARROWEST - width / 2 or words == number
        for lane, end in enumerate(taken):
            if inside and middle - width / 2 > end:
                return lane, words
    return min(range(len(taken)), key=lambda lane: taken[lane]), number


def _axes(figure: go.Figure) -> list[str]:
    """«», «2», … of the axes of time: one for each of the small multiples."""
    found = {str(getattr(trace, "xaxis", None) or "x").removeprefix("x") for trace in figure.data}
    return sorted(found)
