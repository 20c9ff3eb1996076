"""Topics by municipality with the value in every cell, coloured as the map is: what assets/08-matrix.js draws."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from answers.heat_map.measures import Answer, Measure, certainty, legend_title, text, tick
from answers.heat_map.topics import Table
from components import theme
from components.figures import map_scale
from components.figures.map_scale import Scale
from words import format, texts

KIND = "matrix"
"""The kind of the one trace; plotly has none like it."""
_LONGEST_NAME = 40
_DIGITS = 6
"""Of a place on the scale: a step finer than any two colours differ by."""
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


def heat_map(found: Table, look: Look = Look()) -> dict[str, Any]:
    """A figure of one trace: a matrix with the total as its first, uncoloured column; «не определено» has its place and
    no heat either.

    A combination that does not occur is 0 for a count and «нет данных» otherwise; below five observations a share or a
    median is «мало данных» and has no colour.

    The trace: `columns` and `rows` of [code, name, short name], the code of the first column missing; `cells`, a list
    per row of [text, value in words, place on the scale 0–1 or missing where there is no heat]; `key`, «group» or
    «topic», which the codes of rows are; `colours` of the scale as plotly has them; `legend`, its title and ticks, each
    [place 0–1, words]; `ground` and `letters` of cells without heat. Without numbers, `reason` alone says why.
    """
    cells = found.cells
    if cells.reason or found.totals.frame.empty:
        return _figure({"reason": cells.reason or texts.EMPTY_FILTERS}, look)
    columns, rows = cells.by
    down, across = _axis(found.totals.frame, rows), _axis(cells.frame.sort_values(columns), columns)
    scales = _scales(cells, down, look)
    one = next(iter(scales.values()), None)
    return _figure(
        {
            "key": "group" if rows == "topic_group" else "topic",
            "columns": [[None, found.whole, found.whole], *_named(across, _abbreviated)],
            "rows": _named(down, _shortened),
            "cells": _cells(found, down, across, scales),
            "colours": one.colorscale if one else [],
            "legend": _legend(one, cells.measure) if one else None,
        },
        look,
    )


def _figure(trace: dict[str, Any], look: Look) -> dict[str, Any]:
    tokens = theme.palette(look.dark)
    return {"data": [{"type": KIND, "ground": tokens.canvas, "letters": tokens.muted, **trace}], "layout": {}}


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


def _cells(found: Table, down: Axis, across: Axis, scales: Mapping[Any, Scale]) -> list[list[list[Any]]]:
    measure, (columns, rows) = found.cells.measure, found.cells.by
    inner = {(_code(row[rows]), _code(row[columns])): row for row in found.cells.frame.to_dict("records")}
    whole = {_code(row[rows]): row for row in found.totals.frame.to_dict("records")}
    made: list[list[list[Any]]] = []
    for code in down.codes:
        scale, total = scales.get(code), whole.get(code)
        line: list[list[Any]] = [[_text(found.totals.measure, total), _words(measure, total), None]]
        for column in across.codes:
            row = inner.get((code, column))
            line.append([_text(measure, row), _words(measure, row), _heat(measure, row, scale, column)])
        made.append(line)
    return made


def _heat(measure: Measure, row: Mapping[Any, Any] | None, scale: Scale | None, column: Any) -> float | None:
    """The place 0–1 on the scale of the row that a cell is coloured by; missing where it has no heat."""
    if column is None or scale is None:
        return None
    if row is None:
        return _share(scale, 0.0) if measure.is_exact else None
    return _share(scale, float(row["value"])) if certainty(measure, row) in ("clear", "weak") else None


def _share(scale: Scale, value: float) -> float:
    return round((scale.z(value) - scale.low) / ((scale.high - scale.low) or 1.0), _DIGITS)


def _text(measure: Measure, row: Mapping[Any, Any] | None) -> str:
    if row is None:
        return "0" if measure.is_exact else _NOTHING
    sure = certainty(measure, row)
    return {"missing": _NOTHING, "few": _FEW}.get(sure) or tick(measure, float(row["value"]))


def _words(measure: Measure, row: Mapping[Any, Any] | None) -> str:
    if row is None:
        return "0" if measure.is_exact else texts.NO_DATA
    return text(measure, row)


def _legend(scale: Scale, measure: Measure) -> dict[str, Any]:
    wide = (scale.high - scale.low) or 1.0
    return {"title": legend_title(measure), "ticks": [[(z - scale.low) / wide, words] for z, words in scale.ticks]}


def _named(axis: Axis, short: Any) -> list[list[Any]]:
    return [[code, label, short(label)] for code, label in zip(axis.codes, axis.labels, strict=True)]


def _abbreviated(name: str) -> str:
    return name.replace(" сельсовет", " с/с").replace(" поссовет", " п/с")


def _shortened(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"


def _code(value: Any) -> Any:
    return None if format.is_missing(value) else value
