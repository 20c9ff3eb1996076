"""Rows × columns of one measure with the value in every cell: topics by municipality."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from answers.frames import interval_text, is_few
from components import theme
from components.figures import blank
from data.metrics import Metric, metric
from words import format, texts

ROW_PX = 28
WHOLE = "Весь район"
_LONGEST_NAME = 40
_RIGHT_PX = 90
"""Room for the slanted name of the last column, which would be left out otherwise."""
_NOTHING = "–"
_FEW = "мало"


@dataclass(frozen=True)
class Axis:
    """Codes and labels of one side, in order; `None` is the code of «не определено»."""

    codes: list[Any]
    labels: list[str]


@dataclass
class _Cells:
    """Rows of lists: values with a colour, marks of those without, texts, what a click and a tooltip carry."""

    coloured: list[list[float | None]]
    neutral: list[list[int | None]]
    texts: list[list[str]]
    data: list[list[list[Any]]]


def heat_map(
    cells: pd.DataFrame, totals: pd.DataFrame, rows: str, columns: str, metric_id: str, *, dark: bool = False
) -> go.Figure:
    """A heat map with the whole district as its first, uncoloured column.

    cells: one row per `rows` × `columns` with `<metric>`, `_low`, `_high`, `_n`; totals: the same per `rows` alone.
    A combination that does not occur is 0 for a count and «нет данных» otherwise; below five observations a share or a
    median is «мало данных» and has no colour. customdata of a cell: codes of the group or of the topic (the other is
    missing), and of the column (missing in the first).
    """
    if totals.empty:
        return blank.sentence(dark=dark)
    declared = metric(metric_id)
    down, across = _axis(totals, rows), _axis(cells.sort_values(columns), columns)
    made = _cells(cells, totals, down, across, rows, columns, declared)
    names = [WHOLE, *across.labels]
    figure = go.Figure([*_traces(made, names, down, dark=dark), _neutral(made, names, down, dark=dark)])
    figure.update_layout(height=height(len(down.codes)))
    return _axes(figure, names, down)


def height(rows: int) -> int:
    """Pixels that keep every row readable."""
    return 150 + ROW_PX * max(rows, 3)


def _axis(frame: pd.DataFrame, dimension_id: str) -> Axis:
    known = frame[[dimension_id, f"{dimension_id}_label"]].drop_duplicates()
    codes = [None if format.is_missing(code) else code for code in known[dimension_id]]
    order = sorted(range(len(codes)), key=lambda i: codes[i] is None)
    labels = known[f"{dimension_id}_label"].tolist()
    return Axis([codes[i] for i in order], [labels[i] for i in order])


def _cells(
    cells: pd.DataFrame, totals: pd.DataFrame, down: Axis, across: Axis, rows: str, columns: str, declared: Metric
) -> _Cells:
    inner = {(_code(row[rows]), _code(row[columns])): row for row in cells.to_dict("records")}
    whole = {_code(row[rows]): row for row in totals.to_dict("records")}
    made = _Cells([], [], [], [])
    for code, label in zip(down.codes, down.labels, strict=True):
        found = [whole.get(code), *(inner.get((code, column)) for column in across.codes)]
        shown = [_value_and_text(row, declared) for row in found]
        coloured = [None, *(value for value, _ in shown[1:])]
        made.coloured.append(coloured)
        made.neutral.append([0 if value is None else None for value in coloured])
        made.texts.append([text for _, text in shown])
        heads = zip([WHOLE, *across.labels], [None, *across.codes], found, strict=True)
        clicked = [code, None] if rows == "topic_group" else [None, code]
        made.data.append(
            [[*clicked, column, f"{label} · {name}", _hover(row, declared)] for name, column, row in heads]
        )
    return made


def _value_and_text(row: Mapping[Any, Any] | None, declared: Metric) -> tuple[float | None, str]:
    """Value to colour by (missing: no colour) and text of one cell."""
    if row is None:
        return (0.0, "0") if declared.kind == "count" else (None, _NOTHING)
    value = row[declared.id]
    if format.is_missing(value):
        return None, _NOTHING
    if declared.kind != "count" and is_few(row.get(f"{declared.id}_n")):
        return None, _FEW
    return float(value), format.plain(declared, value).removesuffix(",0")


def _hover(row: Mapping[Any, Any] | None, declared: Metric) -> str:
    if row is None:
        return "0" if declared.kind == "count" else texts.NO_DATA
    if declared.kind == "count":
        return format.value(declared, row[declared.id])
    return interval_text(declared, row)


def _traces(made: _Cells, names: list[str], down: Axis, *, dark: bool) -> list[go.Heatmap]:
    """Weak and strong cells apart: the text of a heat map has one colour per trace, and must be readable on both."""
    top = max([value for row in made.coloured for value in row if value is not None], default=0.0) or 1.0
    edge = theme.STRONG_FROM[dark] * top
    tokens = theme.palette(dark)
    weak = [[value if value is not None and value <= edge else None for value in row] for row in made.coloured]
    strong = [[value if value is not None and value > edge else None for value in row] for row in made.coloured]
    return [
        _trace(weak, made, names, down, top, tokens.text, dark=dark),
        _trace(strong, made, names, down, top, tokens.surface, dark=dark),
    ]


def _trace(
    values: list[list[float | None]],
    made: _Cells,
    names: list[str],
    down: Axis,
    top: float,
    colour: str,
    *,
    dark: bool,
) -> go.Heatmap:
    return go.Heatmap(
        z=values,
        x=list(range(len(names))),
        y=list(range(len(down.labels))),
        customdata=made.data,
        text=_only(made.texts, values),
        texttemplate="%{text}",
        hovertemplate="%{customdata[3]}<br>%{customdata[4]}<extra></extra>",
        hoverongaps=False,
        colorscale=theme.sequential(dark),
        zmin=0,
        zmax=top,
        xgap=2,
        ygap=2,
        textfont={"size": 12, "color": colour},
        showscale=False,
    )


def _neutral(made: _Cells, names: list[str], down: Axis, *, dark: bool) -> go.Heatmap:
    """Cells without a colour: the district's total, «нет данных», «мало данных»."""
    tokens = theme.palette(dark)
    return go.Heatmap(
        z=made.neutral,
        x=list(range(len(names))),
        y=list(range(len(down.labels))),
        customdata=made.data,
        text=_only(made.texts, made.neutral),
        texttemplate="%{text}",
        hovertemplate="%{customdata[3]}<br>%{customdata[4]}<extra></extra>",
        hoverongaps=False,
        colorscale=[[0, tokens.canvas], [1, tokens.canvas]],
        zmin=0,
        zmax=1,
        xgap=2,
        ygap=2,
        textfont={"size": 12, "color": tokens.muted},
        showscale=False,
    )


def _abbreviated(name: str) -> str:
    return name.replace(" сельсовет", " с/с").replace(" поссовет", " п/с")


def _only(words: list[list[str]], values: Sequence[Sequence[float | None]]) -> list[list[str]]:
    """Texts of the cells that a trace draws: plotly writes a text into an empty cell too."""
    return [
        ["" if value is None else word for word, value in zip(line, row, strict=True)]
        for line, row in zip(words, values, strict=True)
    ]


def _axes(figure: go.Figure, names: list[str], down: Axis) -> go.Figure:
    figure.update_layout(margin_r=_RIGHT_PX)
    figure.update_xaxes(
        tickvals=list(range(len(names))),
        ticktext=[f"<b>{names[0]}</b>", *map(_abbreviated, names[1:])],
        tickangle=-45,
        side="top",
        showgrid=False,
        zeroline=False,
        showline=False,
        ticks="",
    )
    short = [name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…" for name in down.labels]
    return figure.update_yaxes(
        tickvals=list(range(len(short))),
        ticktext=short,
        range=[len(short) - 0.5, -0.5],
        showgrid=False,
        zeroline=False,
        showline=False,
        ticks="",
    )


def _code(value: Any) -> Any:
    return None if format.is_missing(value) else value
