"""How much came in over time, split by one dimension."""

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from components import colours
from components.figures import blank, unchecked
from components.figures.whole_ticks import count_axis
from words import format, texts

MOST_SERIES = 6
OTHERS = "Остальные"
Opens = Callable[[str, Any, Mapping[str, Any]], str]
"""Metric, value and cell → where a click leads, as `Screen.records_href`; it travels in `customdata`."""


def stacked_bars(
    frame: pd.DataFrame,
    time: str,
    split: str,
    metric_id: str = "records",
    *,
    most: int = MOST_SERIES,
    opens: Opens | None = None,
    dark: bool = False,
) -> go.Figure:
    """Stacked bars of a count. frame: one row per `time` × `split`, as the door gives it with `fill`.

    Of the `most` biggest members each has its colour (`components.colours`), the rest are summed as «Остальные»:
    counts of a dimension with one value per record may be added. opens: tells where a bar leads.
    """
    if frame.empty or not frame[metric_id].sum():
        return blank.sentence(dark=dark)
    figure = week_labels(*_bars(frame, time, split, metric_id, opens, dark, most))
    return _quarter_labels(figure, sorted(set(frame[time]))) if time == "quarter" else figure


def bars_by_age(
    frame: pd.DataFrame, split: str, metric_id: str = "open_now", *, opens: Opens | None = None, dark: bool = False
) -> go.Figure:
    """Stacked bars by how long records have been waiting. frame: one row per `age` × `split`."""
    if frame.empty or not frame[metric_id].sum():
        return blank.sentence("Открытых записей нет.", dark=dark)
    figure, bands = _bars(frame, "age", split, metric_id, opens, dark)
    names = frame.drop_duplicates("age").set_index("age")["age_label"]
    figure.update_layout(barmode="stack", hovermode="x unified", legend_traceorder="normal", bargap=0.25)
    said = [names[band].removesuffix(" дней") for band in bands]
    figure.update_xaxes(type="category", tickvals=bands, ticktext=said, tickangle=0, title_text="дней ждёт ответа")
    return count_axis(figure)


def bars_by_member(
    frame: pd.DataFrame, by: str, split: str, metric_id: str, *, opens: Opens | None = None, dark: bool = False
) -> go.Figure:
    """Stacked bars over the members of a dimension in its own order. frame: one row per `by` × `split`."""
    if frame.empty or not frame[metric_id].sum():
        return blank.sentence(texts.NOTHING_HERE, dark=dark)
    figure, codes = _bars(frame, by, split, metric_id, opens, dark)
    names = frame.drop_duplicates(by).set_index(by)[f"{by}_label"]
    figure.update_layout(barmode="stack", hovermode="x unified", legend_traceorder="normal", bargap=0.25)
    figure.update_xaxes(type="category", tickvals=codes, ticktext=[names[code] for code in codes], tickangle=0)
    return count_axis(figure)


def _bars(
    frame: pd.DataFrame, x: str, split: str, metric_id: str, opens: Opens | None, dark: bool, most: int = MOST_SERIES
) -> tuple[go.Figure, list]:
    """One series of bars per member, the biggest first, and the steps of the axis."""
    table = _biggest(frame, x, f"{split}_label", metric_id, most)
    bars = []
    members = _members(frame, split, list(table.columns))
    for name in table.columns:
        colour = colours.of_rest(dark) if name == OTHERS else colours.of(split, str(members[name][0]), dark=dark)
        cells = [(n, {x: step, split: members[name]}) for step, n in table[name].items()] if opens else []
        bar = unchecked.Bar(
            x=table.index.to_numpy(), y=table[name].to_numpy(), name=name, marker={"color": colour},
            customdata=[opens(metric_id, n, cell) for n, cell in cells] if opens else None,
            hovertemplate=f"{name}: %{{y}}<extra></extra>",
        )  # fmt: skip
        bars.append(bar)
    return unchecked.Figure(bars), list(table.index)


def _members(frame: pd.DataFrame, split: str, series: list[str]) -> dict[str, list[Any]]:
    """Codes of the members that each series counts."""
    known = frame[[split, f"{split}_label"]].drop_duplicates()
    codes: dict[str, list[Any]] = {name: [] for name in series}
    for code, label in zip(known[split], known[f"{split}_label"], strict=True):
        codes[label if label in codes else OTHERS].append(code)
    return codes


def _biggest(frame: pd.DataFrame, time: str, split: str, metric_id: str, most: int) -> pd.DataFrame:
    table = frame.pivot_table(index=time, columns=split, values=metric_id, aggfunc="sum", fill_value=0, sort=False)
    table = table.sort_index()
    order = table.sum().sort_values(ascending=False, kind="stable").index
    if len(order) <= most + 1:
        return table[order]
    rest = table[order[most:]].sum(axis=1)
    return table[order[:most]].assign(**{OTHERS: rest})


def week_labels(figure: go.Figure, weeks: list) -> go.Figure:
    """Few Russian labels under the bars instead of one per week, the whole week in the tooltip."""
    every = max(1, -(-len(weeks) // 9))
    shown = weeks[::every]
    figure.update_layout(barmode="stack", hovermode="x unified", legend_traceorder="normal", bargap=0.15)
    ticks = [_tick(week, i) for i, week in enumerate(shown)]
    figure.update_xaxes(tickvals=shown, ticktext=ticks, hoverformat="%d.%m.%Y")
    return count_axis(figure)


def _quarter_labels(figure: go.Figure, quarters: list) -> go.Figure:
    words = [format.quarter(first).replace("квартал ", "кв.<br>") for first in quarters]
    return figure.update_xaxes(type="category", tickvals=quarters, ticktext=words)


def _tick(day: object, position: int) -> str:
    text = format.short_day(day)
    year = getattr(day, "year", "")
    return f"{text}<br>{year}" if position == 0 or getattr(day, "month", 0) == 1 else text
