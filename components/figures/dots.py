"""A dot with its interval for every member: who differs, and by how much one can't tell."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from answers.frames import interval_text, is_few, rows_of
from components import theme
from components.figures import blank, unchecked
from data.metrics import Metric, metric
from data.metrics.enough import FEW_GENITIVE
from words import format, texts

ROW_PX = 30
_LONGEST_NAME = 44


def intervals(
    frame: pd.DataFrame, name: str, metric_id: str | Metric, *, code: str = "", day: str = "", dark: bool = False
) -> go.Figure:
    """Dots with 90 % intervals, first row on top. frame: one row per member with `<metric>`, `_low`, `_high`, `_n`.

    name: column of the labels; metric_id: of the door, or the declaration of what is counted from its answers; code:
    column of the codes a click filters by; day: of a metric of state (`answers.table.when`). Members with few
    observations keep their row, with «мало данных» instead of a dot; a missing upper end (a median not reached yet) is
    an open line.
    """
    declared = metric_id if isinstance(metric_id, Metric) else metric(metric_id)
    if frame.empty:
        return blank.sentence(texts.NOTHING_HERE, dark=dark)
    rows = rows_of(frame, [name, code, *(f"{declared.id}{end}" for end in ("", "_low", "_high", "_n"))])
    known = [i for i, row in enumerate(rows) if _is_known(row, declared)]
    if not known:
        return blank.sentence(f"Ни у кого не набралось {FEW_GENITIVE} наблюдений: мало данных.", dark=dark)
    top = _end(rows, known, declared)
    traces = [
        _lines(rows, known, declared, top, dark),
        _points(rows, known, declared, code, name, dark),
        _few(rows, known, declared, dark),
    ]
    figure = unchecked.Figure(traces, {"height": height(len(rows))})
    figure = _axes(figure, [str(row[name]) for row in rows], declared, top)
    return figure.update_xaxes(title=" ".join(filter(None, (declared.label, day))))


def _is_known(row: Mapping[Any, Any], declared: Metric) -> bool:
    """A count is what it is however small."""
    if format.is_missing(row[declared.id]):
        return False
    return declared.kind == "count" or not is_few(row[f"{declared.id}_n"])


def height(rows: int) -> int:
    """Pixels that keep every row readable."""
    return 70 + ROW_PX * max(rows, 3)


def _end(rows: list[dict[Any, Any]], known: list[int], declared: Metric) -> float:
    if declared.is_share:
        return 1.0
    ends = [rows[i][c] for i in known for c in (declared.id, f"{declared.id}_low", f"{declared.id}_high")]
    return 1.05 * max(float(x) for x in ends if not format.is_missing(x)) or 1.0


def _lines(rows: list[dict[Any, Any]], known: list[int], declared: Metric, top: float, dark: bool) -> go.Scatter:
    x: list[float | None] = []
    y: list[int | None] = []
    for i in known:
        low, high = rows[i][f"{declared.id}_low"], rows[i][f"{declared.id}_high"]
        if not format.is_missing(low):
            x += [low, top if format.is_missing(high) else high, None]
            y += [i, i, None]
    line = {"color": theme.palette(dark).line_strong, "width": 3}
    return unchecked.Scatter(x=x, y=y, mode="lines", line=line, hoverinfo="skip", showlegend=False)


def _points(
    rows: list[dict[Any, Any]], known: list[int], declared: Metric, code: str, name: str, dark: bool
) -> go.Scatter:
    return unchecked.Scatter(
        x=[rows[i][declared.id] for i in known],
        y=known,
        mode="markers",
        marker={"size": 11, "color": theme.palette(dark).accent},
        customdata=[[rows[i].get(code), rows[i][name], interval_text(declared, rows[i])] for i in known],
        hovertemplate="%{customdata[1]}<br>%{customdata[2]}<extra></extra>",
        showlegend=False,
    )


def _few(rows: list[dict[Any, Any]], known: list[int], declared: Metric, dark: bool) -> go.Scatter:
    others = [i for i in range(len(rows)) if i not in set(known)]
    words = [texts.NO_DATA if format.is_missing(rows[i][declared.id]) else texts.FEW_DATA for i in others]
    return unchecked.Scatter(
        x=[0] * len(others),
        y=others,
        mode="text",
        text=[f" {word}" for word in words],
        textposition="middle right",
        textfont={"color": theme.palette(dark).muted, "size": 12},
        hoverinfo="skip",
        showlegend=False,
        cliponaxis=False,
    )


def _axes(figure: go.Figure, names: list[str], declared: Metric, top: float) -> go.Figure:
    figure.update_yaxes(
        tickvals=list(range(len(names))),
        ticktext=[name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…" for name in names],
        range=[len(names) - 0.5, -0.5],
        zeroline=False,
    )
    figure.update_xaxes(range=[0, 1.03 * top], showgrid=True)
    figure.update_yaxes(showgrid=False)
    if declared.is_share:
        figure.update_xaxes(tickvals=[0, 0.25, 0.5, 0.75, 1], ticktext=["0 %", "25 %", "50 %", "75 %", "100 %"])
    return figure
