"""What falls due on the coming days, as a calendar: a cell is a day, its shade the number of terms that end."""

from collections.abc import Mapping
from datetime import date, timedelta

import plotly.graph_objects as go

from components import theme
from components.figures import blank, flow
from words import format

WEEKS = 6
_NAMES = ("пн", "вт", "ср", "чт", "пт", "сб", "вс")
ROW_PX = 46


def calendar(
    counts: Mapping[date, int], as_of: date, *, opens: flow.Opens | None = None, dark: bool = False
) -> go.Figure:
    """counts: day → records whose term ends on it. Days that have gone by stay empty; a day without terms shows 0.

    opens: tells where a day leads.
    """
    first = as_of - timedelta(days=as_of.weekday())
    days = [[first + timedelta(days=7 * week + i) for i in range(7)] for week in range(WEEKS)]
    inside = [day for week in days for day in week if day >= as_of]
    if not any(counts.get(day, 0) for day in inside):
        return blank.sentence(f"В ближайшие {WEEKS} недель сроков нет.", dark=dark)
    known = [[counts.get(day, 0) if day >= as_of else None for day in week] for week in days]
    figure = go.Figure(_cells(days, known, opens, dark))
    figure.update_layout(annotations=_numbers(days, known, max(n or 0 for week in known for n in week), dark))
    figure.update_layout(height=80 + ROW_PX * WEEKS, margin={"l": 70, "t": 30})
    plain = {"showgrid": False, "zeroline": False, "showline": False, "ticks": "", "fixedrange": True}
    figure.update_xaxes(side="top", tickvals=list(range(7)), ticktext=_NAMES, **plain)
    rows = [format.short_day(week[0]) for week in days]
    return figure.update_yaxes(autorange="reversed", tickvals=list(range(WEEKS)), ticktext=rows, **plain)


def _cells(days: list[list[date]], known: list[list[int | None]], opens: flow.Opens | None, dark: bool) -> go.Heatmap:
    words = [
        [f"{format.day(day)}: {'прошло' if n is None else format.records(n)}" for day, n in zip(*week, strict=True)]
        for week in zip(days, known, strict=True)
    ]
    leads = [
        [opens("not_yet_due", n, {"day": day}) if opens else "" for day, n in zip(*week, strict=True)]
        for week in zip(days, known, strict=True)
    ]
    return go.Heatmap(
        z=known, text=words, customdata=leads, hovertemplate="%{text}<extra></extra>", zmin=0,
        colorscale=theme.sequential(dark), xgap=3, ygap=3, showscale=False,
    )  # fmt: skip


def _numbers(days: list[list[date]], known: list[list[int | None]], most: int, dark: bool) -> list[dict]:
    """The count in its cell, in a colour that is read on its shade; nothing on days gone by and on zeros."""
    return [
        {
            "x": i, "y": row, "text": f"<b>{n}</b>", "showarrow": False,
            "font": {"size": 13, "color": theme.text_on(n / most, dark)},
        }
        for row, week in enumerate(known) for i, n in enumerate(week) if n
    ]  # fmt: skip
