"""Members in the order of one metric, with the places that the data allow."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from analysis.ranking import rank_ranges
from answers.frames import is_few
from data.filters import Filters
from data.metrics import Metric, members
from words import format, texts

KINDS: Mapping[str, str] = {
    "district_department": "органы района",
    "institution": "учреждения",
    "settlement": "поселения",
    "utility": "ресурсные организации",
    "republic": "органы республики",
}
"""Whom a recipient is compared with: those who do work of its kind."""


def kinds(filters: Filters) -> dict[str, str]:
    """Recipients by code, each with the words for those it is compared with."""
    known = members("recipient", filters)
    return {code: KINDS.get(kind, kind) for code, kind in zip(known["code"], known["kind"], strict=True)}


def with_ranks(
    frame: pd.DataFrame, dimension_id: str, by: Metric, peers: Mapping[str, str] | None = None
) -> pd.DataFrame:
    """Rows sorted best first with `rank_text`: «3», «2–5», «мало данных», «нет данных».

    frame: one row per member with `<metric>`, `_low`, `_high`, `_n`; places are those of `analysis.ranking`. More comes
    first where neither way is good (records). «не определено» stands last without a place; so do members with fewer
    than five observations. peers: member → words for whom it is compared with; then the place is one among them («2–5
    из 14») and `peers_text` holds the words.
    """
    if frame.empty:
        return frame.assign(rank_text=[], peers_text=[])
    is_higher_first = by.better != "lower"
    has_place = np.array([_has_place(row, dimension_id, by) for row in frame.to_dict("records")])
    among = [(peers or {}).get(code, "") for code in frame[dimension_id]]
    known = frame.assign(peers_text=among, _placed=has_place, _named=frame[dimension_id].notna())
    ordered = known.sort_values(
        ["_placed", "_named", by.id],
        ascending=[False, False, not is_higher_first],
        kind="stable",
        na_position="last",
    )
    rows = ordered[ordered["_placed"]]
    words = _places(rows, by, is_higher_first, of_how_many=peers is not None)
    rest = [_why(row, by) for row in ordered[~ordered["_placed"]].to_dict("records")]
    return ordered.assign(rank_text=[*words, *rest]).drop(columns=["_placed", "_named"]).reset_index(drop=True)


def _places(rows: pd.DataFrame, by: Metric, is_higher_first: bool, *, of_how_many: bool) -> list[str]:
    among = rows["peers_text"]
    ranges = rank_ranges(rows[by.id], *ends(rows, by), higher_is_better=is_higher_first, peers=among)
    words = [_words(int(best), int(worst)) for best, worst in ranges]
    sizes = among.map(among.value_counts())
    return [f"{word} из {size}" for word, size in zip(words, sizes, strict=True)] if of_how_many else words


def _has_place(row: dict[Any, Any], dimension_id: str, by: Metric) -> bool:
    if format.is_missing(row[dimension_id]) or format.is_missing(row[by.id]):
        return False
    return by.kind == "count" or not is_few(row[f"{by.id}_n"])


def ends(rows: pd.DataFrame, by: Metric) -> tuple[pd.Series, pd.Series]:
    """Ends of the intervals; a metric without an interval is known exactly.

    A duration told in whole days may lie half a day to either side: without that, medians of equals that share few days
    are told apart too often.
    """
    if not by.interval:
        return rows[by.id], rows[by.id]
    half = 0.5 / by.per_unit if by.kind == "quantile" else 0.0
    return rows[f"{by.id}_low"] - half, rows[f"{by.id}_high"] + half


def _words(best: int, worst: int) -> str:
    return str(best) if best == worst else f"{best}–{worst}"


def _why(row: dict[Any, Any], by: Metric) -> str:
    if format.is_missing(row[by.id]):
        return texts.NO_DATA
    return texts.FEW_DATA if by.kind != "count" and is_few(row[f"{by.id}_n"]) else "–"
