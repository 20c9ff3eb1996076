"""What the heat map can colour by, how it is looked at, and how one answer is told in words.

Ordinary measures are metrics of the door. Derived ones (smoothed, growth, difference of two periods) are counted from
its answers in `answers.heat_map.numbers`; they are described here in the same terms, so that a legend, a tooltip, a
table and a file cannot call one number differently.

A frame of answers has, besides the codes and labels of its dimensions, `value`, `low`, `high` (90 %), `n` (records
behind the value) and, for places, `records`. Shares are percent here, so that a legend and its differences read alike.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

import pandas as pd

from data.metrics import DERIVED, METRICS, Metric
from data.metrics.enough import FEW, SURE
from words import format, texts

MODES = ("map", "time", "topics", "compare")
SCALES = ("even", "quantile")
CELLS = ("municipality", "place")
AGAINST = ("previous", "year")
STEPS = ("month", "week")
SHADES = ("table", "row")
VALUES = ["value", "low", "high", "n"]
Certainty = Literal["missing", "few", "weak", "clear"]


@dataclass(frozen=True)
class Measure:
    """One way to colour. declared: words, unit, better; asked: the metric the door is asked for.

    is_change: drawn around zero; such a value may be negative. Known exactly is a count that is not a change.
    """

    declared: Metric
    asked: str
    is_change: bool = False

    @property
    def is_ratio(self) -> bool:
        """Whether twice as many and half as many are equally far from no change: so a growth is coloured."""
        return self.declared.id == "growth"

    @property
    def is_exact(self) -> bool:
        """Whether the value is known without an interval."""
        return self.declared.kind == "count" and not self.is_change


_PLAIN = ("records", "per_1000", "overdue_share", "resolution_median_days", "satisfied_share")
MEASURES: dict[str, Measure] = {code: Measure(METRICS[code], code) for code in _PLAIN}
MEASURES |= {code: Measure(one, one.derived_from, is_change=code == "growth") for code, one in DERIVED.items()}
SHOWN = (
    "records",
    "per_1000",
    "per_1000_smoothed",
    "overdue_share",
    "resolution_median_days",
    "satisfied_share",
    "growth",
)
"""Ids of the measures in the order of their switch."""


@dataclass(frozen=True)
class MapView:
    """How the map is looked at: what the URL says beside the filters. at: first day of the step, ISO, or empty."""

    mode: str = MODES[0]
    measure: str = SHOWN[0]
    scale: str = SCALES[0]
    cells: str = CELLS[0]
    against: str = AGAINST[0]
    step: str = STEPS[0]
    shade: str = SHADES[0]
    at: str = ""


KNOWN = {
    "mode": MODES,
    "measure": SHOWN,
    "scale": SCALES,
    "cells": CELLS,
    "against": AGAINST,
    "step": STEPS,
    "shade": SHADES,
}

PARAMS = (*KNOWN, "at")
"""URL parameters of a look."""


def map_view(params: Mapping[str, str]) -> MapView:
    """From URL parameters; a value that is not known counts as the first of its kind."""
    found = {key: params.get(key, known[0]) for key, known in KNOWN.items()}
    kept = {key: value if value in KNOWN[key] else KNOWN[key][0] for key, value in found.items()}
    return MapView(**kept, at=params.get("at", "")[:10])


def to_params(found: MapView) -> dict[str, str]:
    """The URL parameters of a look, defaults left out."""
    shown = {**{key: getattr(found, key) for key in KNOWN}, "at": found.at}
    return {key: value for key, value in shown.items() if value and value != KNOWN.get(key, ("",))[0]}


@dataclass(frozen=True)
class Answer:
    """Numbers to draw. frame: one row per `by` with `VALUES`; `now` and `before` where two periods are compared.

    measure: how its values read. reason: why there is nothing, empty when there may be.
    """

    measure: Measure
    by: tuple[str, ...]
    frame: pd.DataFrame
    reason: str = ""


def rows_of_step(found: Answer, day: date | None, step: str) -> Answer:
    """The rows of one step of time; all of them without a day."""
    if day is None or step not in found.by:
        return found
    rest = tuple(d for d in found.by if d != step)
    return replace(found, by=rest, frame=found.frame[found.frame[step] == day].reset_index(drop=True))


def difference(measure: Measure) -> Measure:
    """The same measure as the difference of two periods; shares differ in points. A change stays what it is."""
    if measure.is_change:
        return measure
    d = measure.declared
    unit = "п.п." if d.is_share else d.unit
    note = f"{d.note} Показана разность двух периодов; её интервал 90 % — по методу MOVER из интервалов обоих."
    changed = replace(d, id=f"{d.id}_change", label=f"{d.label}: изменение", unit=unit, kind="mean", note=note)
    short = f"Изменение: {d.short_label.removesuffix(', %')}"
    return replace(measure, declared=replace(changed, short_label=short), is_change=True)


def certainty(measure: Measure, row: Mapping[str, Any] | None) -> Certainty:
    """How much a value can carry: a change is weak when its interval holds zero, other values below `SURE` records."""
    if row is None or format.is_missing(row["value"]):
        return "missing"
    if measure.is_exact:
        return "clear"
    if measure.declared.interval == "gamma_poisson":
        # Made for few records: it leans on the district where they are few, which is said by a paler colour.
        return "clear" if row["n"] >= FEW else "weak"
    if format.is_missing(row["n"]) or row["n"] < FEW:
        return "few"
    if measure.is_change:
        return "clear" if _is_beyond_zero(row) else "weak"
    # A rate tells of a whole population: what makes it shaky is the number of records, and the interval says so.
    return "clear" if row["n"] >= SURE else "weak"


def _is_beyond_zero(row: Mapping[str, Any]) -> bool:
    low, high = row["low"], row["high"]
    return bool((not format.is_missing(low) and low > 0) or (not format.is_missing(high) and high < 0))


def value_text(measure: Measure, value: Any) -> str:
    """«87,5 %», «+12 %», «−1,5 п.п.», «нет данных»."""
    d = measure.declared
    if format.is_missing(value):
        return texts.NO_DATA
    if measure.is_change:
        return signed(measure, value) + _unit(d)
    return format.value(d, value / 100 if d.is_share else value)


def text(measure: Measure, row: Mapping[str, Any] | None) -> str:
    """«87 % (80–91 %), по 45 записям», «мало данных, по 3 записям», «нет данных»; a count is told alone."""
    if row is None or format.is_missing(row["value"]):
        return texts.NO_DATA
    if measure.is_exact:
        return value_text(measure, row["value"])
    n = format.over(row["n"], None if measure.is_change else measure.declared)
    if certainty(measure, row) == "few":
        return f"{texts.FEW_DATA}, {n}"
    return f"{value_text(measure, row['value'])} ({span(measure, row)}), {n}"


def span(measure: Measure, row: Mapping[str, Any]) -> str:
    """«80–91 %», «от −5 до +40 %»; «не меньше −5 %» where the other end is open."""
    low, high = row["low"], row["high"]
    if not measure.is_change:
        k = 0.01 if measure.declared.is_share else 1.0
        low, high = (x if format.is_missing(x) else x * k for x in (low, high))
        return format.interval(measure.declared, low, high)
    if format.is_missing(low) and format.is_missing(high):
        return texts.NO_DATA
    first, last = ("" if format.is_missing(end) else signed(measure, end) for end in (low, high))
    if first and last:
        return f"от{format.NBSP}{first} до{format.NBSP}{last}{_unit(measure.declared)}"
    return f"не {'меньше' if first else 'больше'}{format.NBSP}{first or last}{_unit(measure.declared)}"


def signed(measure: Measure, value: Any) -> str:
    """A number with its sign and without its unit."""
    digits = 0 if measure.declared.unit in ("шт.", "%") else 1
    shown = format.number(value, digits)
    return shown if shown.startswith(format.MINUS) or value <= 0 else f"+{shown}"


def tick(measure: Measure, value: float) -> str:
    """A number on a legend: short, without its unit."""
    if measure.is_change:
        return signed(measure, value).removesuffix(",0")
    return format.number(value, 1 if abs(value) < 10 and not float(value).is_integer() else 0)


def legend_title(measure: Measure) -> str:
    """Name and unit over the legend."""
    d = measure.declared
    unit = "" if d.unit in ("шт.", "на 1000 жителей", "балл 1–5") or d.unit in d.short_label else f", {d.unit}"
    return f"{d.short_label}{unit}"


def _unit(d: Metric) -> str:
    return f"{format.NBSP}{d.unit}" if d.unit in ("%", "п.п.", "дн.", "раб. ч") else ""
