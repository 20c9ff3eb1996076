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
_DAYS = {"week": 7, "month": 31, "quarter": 92, "year": 366}
_LANES = 3
_MARGIN = 8
"""Above a chart without events, as the template has it."""
_USUAL_HEIGHT, _BELOW = 340, 70
"""Of a chart that names none, and of the ticks under one."""
_NARROWEST = 260
"""Pixels of the axis on a phone: labels that do not meet there meet nowhere."""
_LETTER, _NUMBER_WIDTH = 6.5, 16.0


def span(figure: go.Figure, step: str) -> tuple[date, date] | None:
    """First and last day that the axis of time tells of, the whole last step; nothing of a figure without one."""
    ends = _ends(figure)
    return ends and (ends[0], ends[1] + timedelta(days=_DAYS.get(step, 1) - 1))


def _ends(figure: go.Figure) -> tuple[date, date] | None:
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
    ends = _ends(figure)
    if ends is None or not marks or figure.layout.xaxis.type == "category":
        return figure  # quarters stand beside one another as words; the list under the chart names their events
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
    labels = lanes(marks, bands, left, right)
    for one, (first, last), (lane, words) in zip(marks, bands, labels, strict=True):
        figure.add_annotation(
            x=first + (last - first) / 2, y=1, xref="x", yref="y domain", yanchor="bottom", yshift=2 + 14 * lane,
            text=words, showarrow=False, font={"size": 11, "color": colour}, hovertext=one.sentence, name="event",
        )  # fmt: skip
    top = figure.layout.margin.t or _MARGIN
    needed = 26 + 14 * max(lane for lane, _ in labels)
    if figure.layout.height and needed > top:  # the labels take nothing from what is drawn
        figure.update_layout(height=figure.layout.height + needed - top)
    return _lifted(figure.update_layout(margin_t=max(needed, top)), needed)


def _lifted(figure: go.Figure, needed: float) -> go.Figure:
    """The legend that stands over the chart, above the labels too: by a part of the height of what is drawn."""
    if figure.layout.legend.y is not None:
        return figure
    drawn = max((figure.layout.height or _USUAL_HEIGHT) - needed - _BELOW, _BELOW)
    return figure.update_layout(legend_y=1.02 + (needed - _MARGIN) / drawn)


def _moment(day: date) -> datetime:
    return datetime(day.year, day.month, day.day)  # noqa: DTZ001 an axis has no zone


def _band(one: Mark, half: timedelta, left: datetime, right: datetime) -> tuple[datetime, datetime]:
    """The days of an event, its last one whole, as far as the axis goes."""
    first = max(_moment(one.first) - half, left)
    if one.is_turn:
        return first, first
    last = right if one.last is None else min(_moment(one.last) + timedelta(days=1) - half, right)
    return first, max(last, first)


def lanes(
    marks: Sequence[Mark], bands: Sequence[tuple[datetime, datetime]], left: datetime, right: datetime
) -> list[tuple[int, str]]:
    """For each mark the lane of its label and the label: number and word where that meets no other, else the number."""
    taken: list[float] = []
    """Where the last label of each lane ends."""
    made = []
    for one, (first, last) in zip(marks, bands, strict=True):
        middle = _NARROWEST * (((first + (last - first) / 2) - left) / (right - left))
        lane, words = _fit(taken, middle, f"{one.number} {one.label}", str(one.number))
        taken += [0.0] * (lane + 1 - len(taken))
        taken[lane] = middle + _width(words) / 2
        made.append((lane, words))
    return made


def _width(words: str) -> float:
    return max(len(words) * _LETTER, _NUMBER_WIDTH)


def _fit(taken: Sequence[float], middle: float, full: str, number: str) -> tuple[int, str]:
    """The first lane with room; a number without any gets a lane of its own."""
    is_inside = _width(full) / 2 <= middle <= _NARROWEST - _width(full) / 2
    for words in (full, number) if is_inside else (number,):
        for lane in range(max(_LANES, len(taken))):
            if lane >= len(taken) or middle - _width(words) / 2 > taken[lane]:
                return lane, words
    return len(taken), number


def _axes(figure: go.Figure) -> list[str]:
    """«», «2», … of the axes of time: one for each of the small multiples."""
    found = {str(getattr(trace, "xaxis", None) or "x").removeprefix("x") for trace in figure.data}
    return sorted(found)
