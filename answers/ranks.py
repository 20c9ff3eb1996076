"""Members in the order of one metric, with the places that the data allow."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from analysis.arrays import Integers
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


ALONE = "сравнить не с кем"
"""Of whom no peer is seen."""


def kind_order(words: str) -> int:
    """Where a kind of peers stands among others."""
    known = list(KINDS.values())
    return known.index(words) if words in known else len(known)


def kinds(filters: Filters) -> dict[str, str]:
    """Recipients by code, each with the words for those it is compared with."""
    known = members("recipient", filters)
    return {code: KINDS.get(kind, kind) for code, kind in zip(known["code"], known["kind"], strict=True)}


def names(filters: Filters) -> dict[str, str]:
    """Names of recipients by code."""
    known = members("recipient", filters)
    return dict(zip(known["code"], known["label"], strict=True))


def short_names(filters: Filters) -> dict[str, str]:
    """Short names of recipients by code, where they have one."""
    known = members("recipient", filters).to_dict("records")
    return {row["code"]: row.get("short_name") or row["label"] for row in known}


LAST = np.iinfo(np.int32).max
"""The place of whom has none: after everybody."""


def with_ranks(
    frame: pd.DataFrame, dimension_id: str, by: Metric, peers: Mapping[str, str] | None = None
) -> pd.DataFrame:
    """Rows in the order of their places with `rank_text`: «3», «2–5», «мало данных», «нет данных»; and the ends of the
    place, `best` and `worst`, `LAST` without one.

    frame: one row per member with `<metric>`, `_low`, `_high`, `_n`; places are those of `analysis.ranking`. Kinds of
    peers stand one after another, in each first who is surely not worse: by the worst place, then by the best, then by
    the worse end of the interval, so that five of five do not stand before ninety-five of a hundred. More comes first
    where neither way is good (records). «не определено» stands last without a place; so do members with fewer than five
    observations. peers: member → words for whom it is compared with; then the place is one among them («2–5 из 14») and
    `peers_text` holds the words.
    """
    if frame.empty:
        return frame.assign(rank_text=[], peers_text=[], best=[], worst=[])
    is_higher_first = by.better != "lower"
    has_place = np.array([_has_place(row, dimension_id, by) for row in frame.to_dict("records")])
    among = [(peers or {}).get(code, "") for code in frame[dimension_id]]
    best, worst = np.full(len(frame), LAST), np.full(len(frame), LAST)
    known = frame.assign(peers_text=among)
    ranges = _ranges(known[has_place], by, is_higher_first)
    best[has_place], worst[has_place] = ranges[:, 0], ranges[:, 1]
    known = known.assign(best=best, worst=worst, _placed=has_place, _named=frame[dimension_id].notna())
    low, high = ends(frame, by)
    sure = low if is_higher_first else high.fillna(np.inf).where(frame[by.id].notna())
    ordered = known.assign(_kind=known["peers_text"].map(kind_order), _sure=sure).sort_values(
        ["_placed", "_named", "_kind", "worst", "best", "_sure"],
        ascending=[False, False, True, True, True, not is_higher_first],
        kind="stable",
        na_position="last",
    )
    words = _places(ordered[ordered["_placed"]], of_how_many=peers is not None)
    rest = [_why(row, by) for row in ordered[~ordered["_placed"]].to_dict("records")]
    return (
        ordered.assign(rank_text=[*words, *rest])
        .drop(columns=["_placed", "_named", "_kind", "_sure"])
        .reset_index(drop=True)
    )


def _ranges(rows: pd.DataFrame, by: Metric, is_higher_first: bool) -> Integers:
    return rank_ranges(rows[by.id], *ends(rows, by), higher_is_better=is_higher_first, peers=rows["peers_text"])


def _places(rows: pd.DataFrame, *, of_how_many: bool) -> list[str]:
    words = [_words(int(best), int(worst)) for best, worst in zip(rows["best"], rows["worst"], strict=True)]
    sizes = rows["peers_text"].map(rows["peers_text"].value_counts())
    if not of_how_many:
        return words
    return [f"{word} из {size}" if size > 1 else ALONE for word, size in zip(words, sizes, strict=True)]


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
