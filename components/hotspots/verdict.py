"""How much more than usual a hotspot is and whether that may be chance: in words, the statistics behind «Подробнее»."""

from collections.abc import Mapping
from math import isfinite
from typing import Any

from dash import html
from dash.development.base_component import Component

from components.hotspots.notes import STATISTICS
from words import format, texts, verdicts


def told(row: Mapping[str, Any]) -> Component:
    """The words; their numbers in the tooltip. row: of `answers.hotspots.list`."""
    return html.Span(
        [verdicts.times_more(row["ratio"]), html.Small(verdicts.chance(row["q"]))],
        className="certain hotspot-row__verdict",
        title=_statistics(row),
    )


def behind(row: Mapping[str, Any]) -> Component:
    """The numbers, closed until they are asked for."""
    return html.Details([html.Summary(texts.MORE_WORDS), _statistics(row)], className="behind")


def _statistics(row: Mapping[str, Any]) -> str:
    low, high = (_end(row, end) for end in ("low", "high"))
    ratio = f"×{format.number(row['ratio'], 1 if row['ratio'] < 10 else 0)}" if isfinite(row["ratio"]) else "не ждали"
    return STATISTICS.format(ratio=ratio, low=low, high=high, q=_chance(row["q"]), p=_chance(row["p"]))


def _chance(value: Any) -> str:
    """A probability to three decimals."""
    if format.is_missing(value):
        return format.NO_DATA
    return f"<{format.NBSP}0,001" if value < 0.001 else format.number(value, 3)


def _end(row: Mapping[str, Any], end: str) -> str:
    if not isfinite(row["high"]):
        return format.NO_DATA
    return format.number(row[end], 1 if row["high"] < 10 else 0)
