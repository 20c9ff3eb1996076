"""Topics by municipality with the value in every cell, coloured as the map is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from answers.heat_map.measures import Answer, Measure, certainty, legend_title, text, tick
from answers.heat_map.topics import Table
from components import theme
from components.figures import blank, map_scale, unchecked
from components.figures.map_scale import Scale
from words import format, texts

ROW_PX = 28
_LONGEST_NAME = 40
_RIGHT_PX = 90
"""Room for the slanted name of the last column, which would be left out otherwise."""
_LEGEND_PX = 64
_NOTHING = "–"
_FEW = "мало"
_MOST_OF_ROW = "больше всего в строке"


@dataclass(frozen=True)
class Axis:
    """Codes and labels of one side, in order; `None` is the code of «не определено»."""

    codes: list[Any]
    labels: list[str]


@dataclass(frozen=True)
class Look:
    """How cells are coloured. kind: of `map_scale`; by_row: every row by its own strongest cell."""

    kind: str = "even"
    by_row: bool = False
    dark: bool = False


@dataclass
class _Cells:
    """Rows of lists: places on the scale, colours of the letters (missing: no heat), texts, what a click carries."""

    z: list[list[float | None]]
    ink: list[list[str | None]]
    texts: list[list[str]]
    data: list[list[list[Any]]]


def heat_map(found: Table, look: Look = Look()) -> go.Figure:
    """A matrix with the total as its first, uncoloured column; «не определено» has its place and no heat either.

    A combination that does not occur is 0 for a count and «нет данных» otherwise; below five observations a share or a
    median is «мало данных» and has no colour. customdata of a cell: codes of the group or of the topic (the other is
    missing), and of the column (missing in the first), its name and its value in words.
    """
    cells, dark = found.cells, look.dark
    if cells.reason or found.totals.frame.empty:
        return blank.sentence(cells.reason, dark=dark) if cells.reason else blank.sentence(dark=dark)
    columns, rows = cells.by
    down, across = _axis(found.totals.frame, rows), _axis(cells.frame.sort_values(columns), columns)
    scales = _scales(cells, down, look)
    made = _cells(found, down, across, scales)
    names = [found.whole, *across.labels]
    traces = [_trace(made, names, down, ink, scales, cells.measure, dark=dark) for ink in _INKS]
    traces.append(_neutral(made, names, down, dark=dark))
    return unchecked.Figure(traces, {"height": height(len(down.codes)), **_axes(names, down)})


def height(rows: int) -> int:
    """Pixels that keep every row readable."""
    return 150 + _LEGEND_PX + ROW_PX * max(rows, 3)


def _axis(frame: pd.DataFrame, dimension_id: str) -> Axis:
    known = frame[[dimension_id, f"{dimension_id}_label"]].drop_duplicates()
    codes = [_code(code) for code in known[dimension_id]]
    order = sorted(range(len(codes)), key=lambda i: codes[i] is None)
    labels = known[f"{dimension_id}_label"].tolist()
    return Axis([codes[i] for i in order], [labels[i] for i in order])


def _scales(cells: Answer, down: Axis, look: Look) -> dict[Any, Scale]:
    """The scale of each row by its code: one for all, or its own. What is nowhere or of no topic makes no scale."""
    columns, rows = cells.by
    known = cells.frame[cells.frame[columns].notna() & cells.frame[rows].notna()]
    if not look.by_row:
        one = map_scale.of(known, columns, cells.measure, look.kind, dark=look.dark)
        return dict.fromkeys(down.codes, one) if one else {}
    parts = {code: known[known[rows] == code] for code in down.codes if code is not None}
    own = {code: map_scale.of(part, columns, cells.measure, "even", dark=look.dark) for code, part in parts.items()}
    return {code: _of_row(scale) for code, scale in own.items() if scale}


def _of_row(scale: Scale) -> Scale:
    """Rows of different sizes share one legend: it says what the ends are, not how many."""
    ends = ((scale.low, ""), (scale.high, _MOST_OF_ROW))
    return replace(scale, ticks=ends)


def _cells(found: Table, down: Axis, across: Axis, scales: Mapping[Any, Scale]) -> _Cells:
    measure, (columns, rows) = found.cells.measure, found.cells.by
    inner = {(_code(row[rows]), _code(row[columns])): row for row in found.cells.frame.to_dict("records")}
    whole = {_code(row[rows]): row for row in found.totals.frame.to_dict("records")}
    made = _Cells([], [], [], [])
    for code, label in zip(down.codes, down.labels, strict=True):
        line = [whole.get(code), *(inner.get((code, column)) for column in across.codes)]
        scale = scales.get(code)
        values = [_heat(measure, row, scale, column) for row, column in zip(line, [None, *across.codes], strict=True)]
        made.z.append([None if v is None or scale is None else _share(scale, v) for v in values])
        made.ink.append([None if v is None or scale is None else theme.ink_on(scale.colour(v)) for v in values])
        made.texts.append([_text(found.totals.measure if i == 0 else measure, row) for i, row in enumerate(line)])
        clicked = [code, None] if rows == "topic_group" else [None, code]
        heads = zip([found.whole, *across.labels], [None, *across.codes], line, strict=True)
        made.data.append([[*clicked, column, f"{label} · {name}", _hover(measure, row)] for name, column, row in heads])
    return made


def _heat(measure: Measure, row: Mapping[Any, Any] | None, scale: Scale | None, column: Any) -> float | None:
    """The value a cell is coloured by; missing where it has no heat."""
    if column is None or scale is None:
        return None
    if row is None:
        return 0.0 if measure.is_exact else None
    return float(row["value"]) if certainty(measure, row) in ("clear", "weak") else None


def _share(scale: Scale, value: float) -> float:
    """Place on the scale, 0–1: rows with scales of their own are drawn by one trace."""
    return (scale.z(value) - scale.low) / ((scale.high - scale.low) or 1.0)


def _text(measure: Measure, row: Mapping[Any, Any] | None) -> str:
    if row is None:
        return "0" if measure.is_exact else _NOTHING
    sure = certainty(measure, row)
    return {"missing": _NOTHING, "few": _FEW}.get(sure) or tick(measure, float(row["value"]))


def _hover(measure: Measure, row: Mapping[Any, Any] | None) -> str:
    if row is None:
        return "0" if measure.is_exact else texts.NO_DATA
    return text(measure, row)


_INKS = ("#000000", "#ffffff")
"""Letters of a heat map have one colour per trace: cells with black and with white ones are two traces."""


def _trace(
    made: _Cells,
    names: list[str],
    down: Axis,
    ink: str,
    scales: Mapping[Any, Scale],
    measure: Measure,
    *,
    dark: bool,
) -> go.Heatmap:
    z = [[v if of == ink else None for v, of in zip(*line, strict=True)] for line in zip(made.z, made.ink, strict=True)]
    scale = next(iter(scales.values()), None)
    legend = {"showscale": False} if scale is None or ink != _INKS[0] else _legend(scale, measure, dark)
    colours = scale.colorscale if scale else theme.sequential(dark)
    held = made.data if ink == _INKS[0] else _held(made.data, z)  # by the keyboard all cells are found in the first
    return _drawn(z, made, names, down, held, colorscale=colours, textfont={"size": 12, "color": ink}, **legend)


def _legend(scale: Scale, measure: Measure, dark: bool) -> dict[str, Any]:
    """The colour bar under the matrix."""
    muted, wide = theme.palette(dark).muted, scale.high - scale.low
    bar = {
        "orientation": "h",
        "x": 0,
        "xanchor": "left",
        "y": 0,
        "yanchor": "top",
        "len": 260,
        "lenmode": "pixels",
        "thickness": 10,
        "outlinewidth": 0,
        "tickvals": [(z - scale.low) / (wide or 1.0) for z, _ in scale.ticks],
        "ticktext": [words for _, words in scale.ticks],
        "tickfont": {"color": muted, "size": 11},
        "title": {"text": legend_title(measure), "side": "top", "font": {"color": muted, "size": 12}},
    }
    return {"showscale": True, "colorbar": bar}


def _neutral(made: _Cells, names: list[str], down: Axis, *, dark: bool) -> go.Heatmap:
    """Cells without heat: the total, «не определено», «нет данных», «мало данных»."""
    tokens = theme.palette(dark)
    z: list[list[float | None]] = [[0.0 if value is None else None for value in line] for line in made.z]
    plain = [[0, tokens.canvas], [1, tokens.canvas]]
    letters = {"size": 11, "color": tokens.muted}
    held = _held(made.data, z)
    return _drawn(z, made, names, down, held, colorscale=plain, textfont=letters, showscale=False)


def _drawn(
    z: list[list[float | None]],
    made: _Cells,
    names: list[str],
    down: Axis,
    held: Sequence[Sequence[Any]],
    **look: Any,
) -> go.Heatmap:
    return unchecked.Heatmap(
        z=z,
        x=list(range(len(names))),
        y=list(range(len(down.labels))),
        customdata=held,
        text=_only(made.texts, z),
        texttemplate="%{text}",
        hovertemplate="%{customdata[3]}<br>%{customdata[4]}<extra></extra>",
        hoverongaps=False,
        zmin=0,
        zmax=1,
        xgap=2,
        ygap=2,
        **look,
    )


def _abbreviated(name: str) -> str:
    return name.replace(" сельсовет", " с/с").replace(" поссовет", " п/с")


def _only(words: list[list[str]], values: Sequence[Sequence[float | None]]) -> list[list[str]]:
    """Texts of the cells that a trace draws: plotly writes a text into an empty cell too."""
    return [
        ["" if value is None else word for word, value in zip(line, row, strict=True)]
        for line, row in zip(words, values, strict=True)
    ]


def _held(data: list[list[list[Any]]], values: Sequence[Sequence[float | None]]) -> list[list[list[Any] | None]]:
    """What cells carry, of those that a trace draws: nobody can point at the others."""
    return [
        [None if value is None else cell for cell, value in zip(line, row, strict=True)]
        for line, row in zip(data, values, strict=True)
    ]


def _axes(names: list[str], down: Axis) -> dict[str, Any]:
    short = [name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…" for name in down.labels]
    across = {
        "tickvals": list(range(len(names))),
        "ticktext": [f"<b>{names[0]}</b>", *map(_abbreviated, names[1:])],
        "tickangle": -45,
        "side": "top",
    }
    along = {"tickvals": list(range(len(short))), "ticktext": short, "range": [len(short) - 0.5, -0.5]}
    return {"margin": {"r": _RIGHT_PX, "b": _LEGEND_PX}, "xaxis": across | _BARE, "yaxis": along | _BARE}


_BARE: Any = {"showgrid": False, "zeroline": False, "showline": False, "ticks": ""}


def _code(value: Any) -> Any:
    return None if format.is_missing(value) else value
