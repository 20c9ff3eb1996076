"""The figures of a week, each beside its norm of eight weeks and the same week a year ago: none without its base."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from answers import norm_weeks
from answers.frames import is_few
from answers.usual import usual
from data.metrics import METRICS
from reports.documents.blocks import Number, Runs, Table
from reports.weekly.week import NORM_WEEKS, Weekly
from words import format, nouns, texts

SHOWN = (
    "records",
    "answered",
    "on_time_share",
    "open_now",
    "overdue_now",
    "first_reply_median_hours",
    "satisfied_share",
)
"""What the table of the week shows, in its order. No time of resolution: few records of a week are closed within it."""

BASES = ("Неделя", "Норма 8 недель", "Год назад (АППГ)")
WIDTHS = (2.6, 1.7, 1.5, 1.7)
"""Of a table whose rows stand beside their bases."""


@dataclass(frozen=True)
class Figure:
    """A metric of the week. now, norm, year: missing is «нет данных»; n: records behind it; low, high: the usual week
    by the eight before, of counts only.
    """

    metric: str
    now: Number
    n: Any
    norm: float | None
    year: float | None
    low: float | None = None
    high: float | None = None

    @property
    def shown_norm(self) -> float | None:
        """The norm as it is read: counts to the whole record, so that differences agree with what is printed."""
        if self.norm is None or METRICS[self.metric].kind != "count":
            return self.norm
        return float(round(self.norm))

    @property
    def verdict(self) -> str:
        """«больше обычного», «меньше обычного», «как обычно»; empty where nothing can be said."""
        if self.low is None or self.high is None or self.now.value is None:
            return ""
        if self.now.value > self.high:
            return "больше обычного"
        return "меньше обычного" if self.now.value < self.low else "как обычно"


def figures(of: Weekly, metrics: tuple[str, ...] = SHOWN) -> dict[str, Figure]:
    """Figures by metric."""
    now = of.ask(metrics, intervals=True)
    pooled = of.ask(metrics, of.before) if of.knows(of.before) else {}
    ago = of.ask(metrics, of.year_ago) if of.knows(of.year_ago) else {}
    weeks = _series(of, metrics) if pooled else {}
    made = {}
    for name in metrics:
        series = weeks.get(name)
        norm = _known(pooled.get(name)) if series is None else float(np.mean(series)) if len(series) else None
        # What is open hardly changes in a week: only of a flow can a week be called unusual.
        low, high = (None, None) if series is None or METRICS[name].state else usual(series)
        made[name] = Figure(
            name, number(of, name, now[name], {}), now.get(f"{name}_n"), norm, _known(ago.get(name)), low, high
        )
    return made


def _series(of: Weekly, metrics: tuple[str, ...]) -> dict[str, np.ndarray[Any, Any]]:
    """Of each count its eight weeks before; what flows, without weeks of events."""
    flows = norm_weeks.flows(metrics)
    states = [name for name in metrics if METRICS[name].kind == "count" and name not in flows]
    asked = [(flows, of.usual_weeks(flows, []))] if flows else []
    asked += [(states, of.ask_by(states, ["week"], of.before))] if states else []
    return {name: _weeks(frame, name) for names, frame in asked for name in names}


def _weeks(frame: Any, name: str) -> np.ndarray[Any, Any]:
    """A value per week; a week without a row is a week without records."""
    told = frame[name].dropna().to_numpy(dtype=float)
    if METRICS[name].state:
        return told
    return np.concatenate([told, np.zeros(max(NORM_WEEKS - len(told), 0))])


def _known(value: Any) -> float | None:
    return None if format.is_missing(value) else float(value)


def number(of: Weekly, metric: str, value: Any, cell: Mapping[str, Any], filters: Any = None) -> Number:
    """A value as a number of the document, leading to its records."""
    declared = METRICS[metric]
    # A share is of other records than its hits: only a count leads to as many records as it says.
    if declared.kind == "count":
        href = of.href(metric, value, cell, filters)
        asked = "" if href else of.behind(metric, cell, filters)
    else:
        href, asked = "", of.asked(filters, cell)
    return Number(format.value(declared, value), metric, _known(value), href, asked)


def counted(
    of: Weekly,
    metric: str,
    value: Any,
    noun: nouns.Noun,
    case: nouns.Case = "nominative",
    *,
    cell: Mapping[str, Any] | None = None,
    filters: Any = None,
) -> Number:
    """«21 запись», the whole leading to its records."""
    return Number(nouns.counted(value, noun, case), metric, _known(value), of.href(metric, value, cell or {}, filters))


def compared(figure: Figure, noun: nouns.Noun) -> str:
    """«на 12 записей больше нормы восьми недель (46) и на 5 записей меньше, чем год назад (63)»."""
    told = [_against(figure, figure.shown_norm, noun, "нормы восьми недель", "норме восьми недель")]
    told.append(_against(figure, figure.year, noun, "чем в ту же неделю год назад", "ту же неделю год назад"))
    return " и ".join(filter(None, told)).rstrip(",") or "сравнить не с чем: данных за прежние недели нет"


def _against(figure: Figure, base: float | None, noun: nouns.Noun, than: str, same: str) -> str:
    if base is None or figure.now.value is None:
        return ""
    change, shown = round(figure.now.value - base), format.number(base)
    if not change:
        return f"столько же, сколько {'в ' if same.startswith('ту') else 'по '}{same} ({shown}),"
    comma = "," if than.startswith("чем") else ""
    how_many = nouns.counted(abs(change), noun, "accusative")
    return f"на {how_many} {'больше' if change > 0 else 'меньше'}{comma} {than} ({shown})"


def table(title: str, told_figures: Mapping[str, Figure]) -> Table:
    """Figures beside their bases, a row each."""
    rows = tuple(
        ((METRICS[name].label,), told(one), (cell(one, one.norm),), (cell(one, one.year),))
        for name, one in told_figures.items()
    )
    return Table(title, ("Показатель", *BASES), rows, WIDTHS)


def cell(figure: Figure, value: float | None) -> str:
    """A base in a table."""
    declared = METRICS[figure.metric]
    if value is None:
        return texts.NO_DATA
    return format.number(value, 1) if declared.kind == "count" and value < 10 else format.value(declared, value)


def told(figure: Figure) -> Runs:
    """The figure in a table with its base; of a share or a median with few records behind it nothing is told."""
    if METRICS[figure.metric].kind == "count" or figure.now.value is None:
        return (figure.now,)
    return (few(figure.n),) if is_few(figure.n) else (figure.now, f" из {format.number(figure.n)}")


def few(n: Any) -> str:
    """«мало данных: 2»."""
    return f"{texts.FEW_DATA}: {format.number(n)}"
