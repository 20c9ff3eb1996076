"""Members in the order of one metric, with the places that their intervals allow."""

from typing import Any

import numpy as np
import pandas as pd

from analysis.ranking import rank_ranges
from answers.frames import is_few
from data.metrics import Metric
from words import format, texts


def with_ranks(frame: pd.DataFrame, dimension_id: str, by: Metric) -> pd.DataFrame:
    """Rows sorted best first with `rank_text`: «3», «2–5», «мало данных», «нет данных».

    frame: one row per member with `<metric>`, `_low`, `_high`, `_n`; places are those of `analysis.ranking`. More comes
    first where neither way is good (records). «не определено» stands last without a place; so do members with fewer
    than five observations.
    """
    if frame.empty:
        return frame.assign(rank_text=[])
    is_higher_first = by.better != "lower"
    has_place = np.array([_has_place(row, dimension_id, by) for row in frame.to_dict("records")])
    known = frame.assign(_placed=has_place, _named=frame[dimension_id].notna())
    ordered = known.sort_values(
        ["_placed", "_named", by.id],
        ascending=[False, False, not is_higher_first],
        kind="stable",
        na_position="last",
    )
    rows = ordered[ordered["_placed"]]
    ranges = rank_ranges(*_ends(rows, by), higher_is_better=is_higher_first)
    words = [_words(int(best), int(worst)) for best, worst in ranges]
    rest = [_why(row, by) for row in ordered[~ordered["_placed"]].to_dict("records")]
    return ordered.assign(rank_text=[*words, *rest]).drop(columns=["_placed", "_named"]).reset_index(drop=True)


def _has_place(row: dict[Any, Any], dimension_id: str, by: Metric) -> bool:
    if format.is_missing(row[dimension_id]) or format.is_missing(row[by.id]):
        return False
    return by.kind == "count" or not is_few(row[f"{by.id}_n"])


def _ends(rows: pd.DataFrame, by: Metric) -> tuple[pd.Series, pd.Series]:
    """Ends of the intervals; a metric without an interval is known exactly."""
    if not by.interval:
        return rows[by.id], rows[by.id]
    return rows[f"{by.id}_low"], rows[f"{by.id}_high"]


def _words(best: int, worst: int) -> str:
    return str(best) if best == worst else f"{best}–{worst}"


def _why(row: dict[Any, Any], by: Metric) -> str:
    if format.is_missing(row[by.id]):
        return texts.NO_DATA
    return texts.FEW_DATA if by.kind != "count" and is_few(row[f"{by.id}_n"]) else "–"
