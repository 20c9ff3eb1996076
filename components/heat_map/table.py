"""The numbers of the heat map as tables: behind «показать таблицей», beside the map, with intervals and n."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from dash import html

from answers.heat_map.measures import Measure, certainty, signed, span, text, value_text
from components.columns import as_is, dimension_column, text_column
from components.tables import Column
from words import format, texts


def with_texts(frame: pd.DataFrame, measure: Measure, plain: Measure) -> pd.DataFrame:
    """Adds `text`, `shown_value` (missing where few data stand behind it), and `now_text`, `before_text` where two
    periods are compared.

    plain: the measure of one period, which `now` and `before` are values of.
    """
    rows: Any = frame.to_dict("records")
    made: dict[str, Any] = {"text": [text(measure, row) for row in rows], "shown_value": _shown_values(measure, rows)}
    for name in {"now", "before"} & set(frame.columns):
        made[f"{name}_text"] = [value_text(plain, row[name]) for row in rows]
    return frame.assign(**made)


def columns(measure: Measure, by: Sequence[str], frame: pd.DataFrame) -> list[Column]:
    """Columns of `with_texts`."""
    periods = [("now_text", "За период"), ("before_text", "В прошлом периоде")]
    shown = [text_column(n, label, order=n.removesuffix("_text")) for n, label in periods if n in frame.columns]
    value = text_column("text", measure.declared.label, measure.declared.note, order="shown_value")
    return [*map(dimension_column, by), *shown, value]


def with_cells(frame: pd.DataFrame, measure: Measure) -> pd.DataFrame:
    """Adds `cell`: the value, under it the interval and n; «мало данных» where few; and `shown_value`, as `with_texts`
    does.
    """
    rows: Any = frame.to_dict("records")
    made: Any = [_cell(measure, row) for row in rows]
    return frame.assign(cell=made, shown_value=_shown_values(measure, rows))


def _shown_values(measure: Measure, rows: Sequence[Mapping[Any, Any]]) -> list[Any]:
    return [None if certainty(measure, row) in ("missing", "few") else row["value"] for row in rows]


def cell_column(measure: Measure) -> Column:
    """The column that `with_cells` adds."""
    declared = measure.declared
    title = f"{declared.label}. {declared.note}"
    return Column("cell", format.heading(declared), as_is, "right", title=title, order="shown_value")


def _cell(measure: Measure, row: Mapping[Any, Any]) -> Any:
    sure = certainty(measure, row)
    if sure in ("missing", "few"):
        return html.Span(text(measure, row) or texts.NO_DATA, className="no-data")
    if measure.is_exact:
        return value_text(measure, row["value"])
    value: Any = value_text(measure, row["value"])
    n = format.over(row["n"])
    shown = html.Span([value, html.Small(_short_span(measure, row)), html.Small(n)], className="certain")
    return html.Span(shown, className="is-weak") if sure == "weak" else shown


def _short_span(measure: Measure, row: Mapping[Any, Any]) -> str:
    """«26–61 %», «+13,4…+53,6»: of a change without the unit, which the value says."""
    if not measure.is_change or format.is_missing(row["low"]) or format.is_missing(row["high"]):
        return span(measure, row)
    return f"{signed(measure, row['low'])}…{signed(measure, row['high'])}"
