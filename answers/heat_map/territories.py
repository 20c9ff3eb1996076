"""Territories of the map, the silent ones too: what is not in an answer of the door is there all the same."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from data.filters import Filters
from data.metrics import Metric, members, metric
from data.metrics.intervals import poisson
from data.scope import Scope
from words import format

LEVELS = ("municipality", "place")


def territories(level: str, filters: Filters, who: Scope) -> pd.DataFrame:
    """Territories of a level that filters and scope leave: code, label, population (missing when unknown)."""
    found = members(level, filters)
    owner = found["municipality"] if level == "place" else found["code"]
    kept = pd.Series(True, index=found.index)
    if filters.municipalities:
        kept &= owner.isin(filters.municipalities)
    if level == "place" and filters.places:
        kept &= found["code"].isin(filters.places)
    if all(grant.municipalities is not None for grant in who.grants):
        kept &= owner.isin({code for grant in who.grants for code in grant.municipalities or ()})
    return found.loc[kept, ["code", "label", "population"]].astype({"population": float})


def with_silent(
    frame: pd.DataFrame, by: Sequence[str], declared: Metric, filters: Filters, who: Scope, steps: Sequence[date] = ()
) -> pd.DataFrame:
    """An answer with a row for every territory, crossed with what else it is broken down by.

    frame: by codes and labels of `by` (the territory first), value, low, high, n. steps: of the axis, where time is
    asked for. A territory without records has 0 of a count and of a rate, and no share or median; what is hidden from
    who sees totals only stays missing: it need not be nothing. An answer without any row stays so.
    """
    if frame.empty or by[0] not in LEVELS:
        return frame
    every = territories(by[0], filters, who)
    grid = every.rename(columns={"code": by[0], "label": f"{by[0]}_label"})
    if len(by) > 1:
        grid = grid.merge(_rest(frame, by[1], steps), how="cross")
    known = set(_cells(frame, by))
    silent = grid[np.array([cell not in known for cell in _cells(grid, by)], dtype=bool)].copy()
    values = _nothing(silent.pop("population"), declared, is_hidden=who.hides_small_cells)
    return pd.concat([frame, silent.assign(**values)], ignore_index=True) if len(silent) else frame


def _cells(frame: pd.DataFrame, by: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    """Codes of each row; all that are missing are one. Ten times as quick as a merge, and asked three times a map."""
    columns = ([None if format.is_missing(code) else code for code in frame[name].tolist()] for name in by)
    return zip(*columns, strict=True)


def _rest(frame: pd.DataFrame, name: str, steps: Sequence[date]) -> pd.DataFrame:
    if not steps:
        return frame[[name, f"{name}_label"]].drop_duplicates()
    return pd.DataFrame({name: list(steps), f"{name}_label": [str(day) for day in steps]})


def _nothing(people: pd.Series, declared: Metric, *, is_hidden: bool) -> dict[str, pd.Series]:
    """Values of territories without records."""
    unknown = pd.Series(np.nan, index=people.index)
    if is_hidden:
        return dict.fromkeys(("value", "low", "high", "n"), unknown)
    zero = unknown.fillna(0.0)
    if declared.kind not in ("count", "rate"):
        return {"value": unknown, "low": unknown, "high": unknown, "n": zero}
    known = zero if declared.kind == "count" else zero.where(people > 0)
    most = float(poisson(np.zeros(1))[1][0])
    high = most * (known + 1) if declared.kind == "count" else (1000.0 * most / people).where(people > 0)
    return {"value": known, "low": known, "high": high, "n": zero}


def complete(frame: pd.DataFrame, metric_ids: Sequence[str], level: str, filters: Filters, who: Scope) -> pd.DataFrame:
    """An answer of the door by a level with a row for every territory: those without records have counts of 0 and
    nothing else. What is hidden from who sees totals only is left as it is.
    """
    if frame.empty or who.hides_small_cells:
        return frame
    every = territories(level, filters, who).rename(columns={"code": level, "label": f"{level}_label"})
    silent = every.loc[~every[level].isin(frame[level]), [level, f"{level}_label"]]
    zeros: dict[str, Any] = {name: 0 for one in metric_ids for name in _zero_columns(one) if name in frame}
    return pd.concat([frame, silent.assign(**zeros)], ignore_index=True) if len(silent) else frame


def _zero_columns(metric_id: str) -> list[str]:
    return [f"{metric_id}_n", *([metric_id] if metric(metric_id).kind == "count" else [])]


def with_zeros(
    now: pd.DataFrame, before: pd.DataFrame, by: Sequence[str], people: pd.DataFrame | None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Both answers with the same members: what is silent in one period counts as zero records there.

    people: residents by code of the first dimension for a rate, whose upper bound of zero records depends on them;
    missing for a count.
    """
    keys = [c for d in by for c in (d, f"{d}_label")]
    every = pd.concat([now[keys], before[keys]]).drop_duplicates()
    factor = 1.0 if people is None else every[by[0]].map(1000.0 / people.set_index("code")["population"])
    none = every.assign(value=0.0, low=0.0, high=factor * poisson(np.zeros(1))[1][0], n=0.0)
    return _completed(now, none, by), _completed(before, none, by)


def _completed(frame: pd.DataFrame, none: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    there = pd.MultiIndex.from_frame(frame[list(by)].astype(object).fillna(""))
    every = pd.MultiIndex.from_frame(none[list(by)].astype(object).fillna(""))
    return pd.concat([frame, none[~every.isin(there)]])
